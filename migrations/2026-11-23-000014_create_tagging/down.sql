drop table signoffs;
drop table response_themes;
drop table codings;
drop table passages;
drop function check_exact;
