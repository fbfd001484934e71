create table web_drafts (
    id bigint generated always as identity,
    hearing_id bigint not null,
    token_hash bytea not null,
    form jsonb not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint web_drafts_pkey primary key (id),
    constraint web_drafts_token_key unique (token_hash),
    constraint web_drafts_hearing_fk foreign key (hearing_id) references hearings on delete cascade
);
comment on table web_drafts is 'What somebody has typed and not sent: personal data, deleted 30 days after the deadline.';
create table web_draft_files (
    id bigint generated always as identity,
    draft_id bigint not null,
    file_id bigint not null,
    filename text not null,
    media_type text not null,
    state text not null default 'reading',
    text text,
    position integer not null,
    constraint web_draft_files_pkey primary key (id),
    constraint web_draft_files_position_key unique (draft_id, position),
    constraint web_draft_files_draft_fk foreign key (draft_id) references web_drafts on delete cascade,
    constraint web_draft_files_file_fk foreign key (file_id) references files on delete restrict
);
comment on table web_draft_files is 'Files uploaded to a draft, read at once so that the sender can see whether we can read them.';
create table web_submissions (
    id bigint generated always as identity,
    hearing_id bigint not null,
    idempotency_key text not null,
    file_id bigint not null,
    arrived_at timestamptz not null,
    recorded_at timestamptz not null,
    accepted_at timestamptz,
    constraint web_submissions_pkey primary key (id),
    constraint web_submissions_key_key unique (hearing_id, idempotency_key),
    constraint web_submissions_hearing_fk foreign key (hearing_id) references hearings on delete restrict,
    constraint web_submissions_file_fk foreign key (file_id) references files on delete restrict
);
comment on table web_submissions is 'A form as it was sent (the file is its JSON), kept before anything else is done with it.';
