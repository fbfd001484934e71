alter table consultees
    add column way text not null default 'mail',
    add constraint consultees_way_known check (way in ('mail', 'digital_post', 'letter'));
comment on column consultees.way is 'How they are written to: by mail from here, or by hand in Digital Post or on paper.';
alter table respondents
    add column consultee_by bigint,
    add constraint respondents_consultee_by_fk foreign key (consultee_by) references staff on delete restrict,
    drop constraint respondents_consultee_fk,
    add constraint respondents_consultee_fk foreign key (consultee_id) references consultees on delete no action;
comment on column respondents.consultee_by is 'Who of the staff said which consultee this is, or that it is none; nobody while it is as the program found it.';
