create table audit_events (
    id bigint generated always as identity,
    at timestamptz not null,
    staff_id bigint,
    actor text not null,
    action text not null,
    hearing_id bigint,
    subject_kind text not null,
    subject_id bigint,
    detail jsonb not null default '{}',
    constraint audit_events_pkey primary key (id),
    constraint audit_events_actor_known check (actor in ('staff', 'sender', 'program', 'operator'))
);
comment on table audit_events is 'Who did what, when. Ids, never names. No foreign keys, so that erasing a person breaks nothing.';
create index audit_events_by_subject on audit_events (subject_kind, subject_id);
create index audit_events_by_hearing on audit_events (hearing_id, id);
create table audit_seals (
    id bigint generated always as identity,
    first_event bigint not null,
    last_event bigint not null,
    events bigint not null,
    head bytea not null,
    sealed_at timestamptz not null,
    constraint audit_seals_pkey primary key (id),
    constraint audit_seals_first_key unique (first_event),
    constraint audit_seals_head_size check (octet_length(head) = 32)
);
comment on table audit_seals is 'A chained hash over a range of committed events, written by one leader each second.';
create table audit_sealed (
    event_id bigint not null,
    seal_id bigint not null,
    constraint audit_sealed_pkey primary key (event_id),
    constraint audit_sealed_seal_fk foreign key (seal_id) references audit_seals on delete restrict
);
comment on table audit_sealed is 'Which seal covers which event: ids are not committed in order, so a range alone would miss late ones.';
create trigger audit_events_append_only before update or delete on audit_events for each row execute function refuse_change();
create trigger audit_seals_append_only before update or delete on audit_seals for each row execute function refuse_change();
