create table releases (
    id bigint generated always as identity,
    hearing_id bigint not null,
    number integer,
    state text not null default 'building',
    state_reason text,
    manifest jsonb,
    manifest_sha256 bytea,
    log_size bigint,
    log_root bytea,
    built_by bigint,
    approved_by bigint,
    released_at timestamptz,
    created_at timestamptz not null,
    constraint releases_pkey primary key (id),
    constraint releases_number_key unique (hearing_id, number),
    constraint releases_state_known check (state in ('building', 'failed', 'waiting', 'released', 'dropped')),
    constraint releases_approver_is_another check (approved_by is null or approved_by <> built_by),
    constraint releases_released_is_whole check (state <> 'released' or (number is not null and manifest is not null and released_at is not null)),
    constraint releases_hearing_fk foreign key (hearing_id) references hearings on delete restrict,
    constraint releases_built_by_fk foreign key (built_by) references staff on delete restrict,
    constraint releases_approved_by_fk foreign key (approved_by) references staff on delete restrict
);
comment on table releases is 'One numbered, immutable publication of the compilation: built by one person, approved by another.';
create table published_releases (
    release_id bigint not null,
    hearing_slug text not null,
    number integer not null,
    is_current boolean not null,
    released_at timestamptz not null,
    overview jsonb not null,
    constraint published_releases_pkey primary key (release_id),
    constraint published_releases_number_key unique (hearing_slug, number)
);
comment on table published_releases is 'What the public may read of a release as a whole: the hearing in short, ledgers, counts, themes.';
create unique index published_releases_one_current on published_releases (hearing_slug) where is_current;
create table published_responses (
    release_id bigint not null,
    reference text not null,
    number text not null,
    position integer not null,
    category text not null,
    sender text not null,
    private boolean not null,
    received_at timestamptz not null,
    content text not null,
    themes text[] not null,
    body jsonb not null,
    text text not null,
    search tsvector not null generated always as (to_tsvector('danish', text)) stored,
    constraint published_responses_pkey primary key (release_id, reference),
    constraint published_responses_release_fk foreign key (release_id) references published_releases on delete cascade
);
comment on table published_responses is 'A response as the public may read it: redacted, with tokens in place.';
create index published_responses_search on published_responses using gin (search);
create table published_passages (
    release_id bigint not null,
    id bigint generated always as identity,
    reference text not null,
    part integer not null,
    starts integer not null,
    ends integer not null,
    frame text not null,
    theme text not null,
    stance text,
    text text not null,
    position integer not null,
    constraint published_passages_pkey primary key (id),
    constraint published_passages_response_fk foreign key (release_id, reference) references published_responses on delete cascade
);
comment on table published_passages is 'A passage in public text, in code points of the public text of its part, with one theme.';
create index published_passages_by_theme on published_passages (release_id, frame, theme);
create table published_files (
    release_id bigint not null,
    name text not null,
    media_type text not null,
    bytes bigint not null,
    sha256 bytea not null,
    constraint published_files_pkey primary key (release_id, name),
    constraint published_files_release_fk foreign key (release_id) references published_releases on delete cascade
);
comment on table published_files is 'The files of a release, in storage under their SHA-256.';
