create table decisions (
    id bigint generated always as identity,
    hearing_id bigint not null,
    text text not null,
    decided_on date not null,
    staff_id bigint not null,
    told_at timestamptz not null,
    constraint decisions_pkey primary key (id),
    constraint decisions_hearing_key unique (hearing_id),
    constraint decisions_text_length check (char_length(text) between 1 and 5000),
    constraint decisions_hearing_fk foreign key (hearing_id) references hearings on delete cascade,
    constraint decisions_staff_fk foreign key (staff_id) references staff on delete restrict
);
comment on table decisions is 'What was decided after a hearing, as every sender was told, once.';
revoke update, delete on decisions from hoering_app;
alter table receipts drop constraint receipts_kind_known;
alter table receipts
    add constraint receipts_kind_known check (kind in ('received', 'corrected', 'finalised', 'supplemented', 'withdrawn', 'objected', 'settled', 'decided'));
