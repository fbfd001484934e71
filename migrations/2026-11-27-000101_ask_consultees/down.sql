alter table respondents
    drop constraint respondents_consultee_fk,
    add constraint respondents_consultee_fk foreign key (consultee_id) references consultees on delete set null,
    drop constraint respondents_consultee_by_fk,
    drop column consultee_by;
alter table consultees
    drop constraint consultees_way_known,
    drop column way;
