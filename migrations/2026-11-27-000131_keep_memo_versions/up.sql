create table memo_versions (
    id bigint generated always as identity,
    point_id bigint not null,
    number integer not null,
    content jsonb not null,
    restored integer,
    staff_id bigint not null,
    created_at timestamptz not null,
    constraint memo_versions_pkey primary key (id),
    constraint memo_versions_number_key unique (point_id, number),
    constraint memo_versions_point_fk foreign key (point_id) references memo_points on delete cascade,
    constraint memo_versions_staff_fk foreign key (staff_id) references staff on delete restrict
);
comment on table memo_versions is 'A point as it was saved each time, with who and when; the last is what stands. restored: the version that it put back.';
create table memo_summaries (
    id bigint generated always as identity,
    hearing_id bigint not null,
    number integer not null,
    text text not null,
    staff_id bigint not null,
    created_at timestamptz not null,
    constraint memo_summaries_pkey primary key (id),
    constraint memo_summaries_number_key unique (hearing_id, number),
    constraint memo_summaries_hearing_fk foreign key (hearing_id) references hearings on delete cascade,
    constraint memo_summaries_staff_fk foreign key (staff_id) references staff on delete restrict
);
comment on table memo_summaries is 'The summary at the head of the memo, as it was saved each time; the last is what stands.';
revoke update, delete on memo_versions, memo_summaries from hoering_app;
