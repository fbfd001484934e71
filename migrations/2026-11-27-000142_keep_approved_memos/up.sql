create table memo_approved (
    id bigint generated always as identity,
    hearing_id bigint not null,
    file_id bigint not null,
    filename text not null,
    media_type text not null,
    named jsonb not null,
    staff_id bigint not null,
    created_at timestamptz not null,
    approved_at timestamptz,
    approved_by bigint,
    reason text not null default '',
    ended_at timestamptz,
    ended_by bigint,
    constraint memo_approved_pkey primary key (id),
    constraint memo_approved_whole check ((approved_at is null) = (approved_by is null)),
    constraint memo_approved_ended_whole check ((ended_at is null) = (ended_by is null)),
    constraint memo_approved_hearing_fk foreign key (hearing_id) references hearings on delete cascade,
    constraint memo_approved_file_fk foreign key (file_id) references files on delete restrict,
    constraint memo_approved_staff_fk foreign key (staff_id) references staff on delete restrict,
    constraint memo_approved_approved_by_fk foreign key (approved_by) references staff on delete restrict,
    constraint memo_approved_ended_by_fk foreign key (ended_by) references staff on delete restrict
);
comment on table memo_approved is 'A memo that was approved outside, as a file. named: the references in it, checked against the responses each time it is shown. In force: approved and not ended, at most one.';
create unique index memo_approved_in_force on memo_approved (hearing_id) where approved_at is not null and ended_at is null;
create index memo_approved_by_hearing on memo_approved (hearing_id, id);
