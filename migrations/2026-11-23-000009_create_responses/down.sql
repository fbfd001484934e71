drop trigger files_immutable on files;
alter table parts drop constraint parts_text_fk;
drop table text_versions;
drop table parts;
drop table response_relations;
drop table respondents;
drop table responses;
drop function refuse_change;
