drop table letter_templates;
drop table consultee_letters;
