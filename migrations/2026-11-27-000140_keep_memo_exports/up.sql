create table memo_exports (
    id bigint generated always as identity,
    hearing_id bigint not null,
    fingerprint text not null,
    content jsonb not null,
    made_at timestamptz not null,
    constraint memo_exports_pkey primary key (id),
    constraint memo_exports_once_key unique (hearing_id, fingerprint),
    constraint memo_exports_hearing_fk foreign key (hearing_id) references hearings on delete cascade
);
comment on table memo_exports is 'What stood in a memo that was taken along as a file, row by row: what a file that comes back is compared with. The same memo taken along twice is kept once.';
revoke update, delete on memo_exports from hoering_app;
