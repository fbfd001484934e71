drop table input_themes;
drop table inputs;
