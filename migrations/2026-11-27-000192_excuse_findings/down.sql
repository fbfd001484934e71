drop table gate_excuses;
alter table hearings drop column hide_contacts;
alter table releases drop column kind;
