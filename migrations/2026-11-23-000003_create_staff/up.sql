create table staff (
    id bigint generated always as identity,
    organisation_id bigint not null,
    login text not null,
    name text not null,
    initials text not null,
    password_hash text,
    disabled_at timestamptz,
    created_at timestamptz not null default now(),
    constraint staff_pkey primary key (id),
    constraint staff_login_key unique (login),
    constraint staff_login_form check (login = lower(login) and login <> ''),
    constraint staff_organisation_fk foreign key (organisation_id) references organisations on delete restrict
);
comment on table staff is 'A person who works for an organisation. The password is an argon2id PHC string.';
create table staff_roles (
    staff_id bigint not null,
    hearing_id bigint,
    role text not null,
    created_at timestamptz not null default now(),
    constraint staff_roles_unique unique nulls not distinct (staff_id, hearing_id, role),
    constraint staff_roles_known check (role in ('reader', 'tagger', 'editor', 'releaser', 'administrator')),
    constraint staff_roles_staff_fk foreign key (staff_id) references staff on delete cascade
);
comment on table staff_roles is 'What a person may do: in one hearing, or in all of the organisation where hearing_id is null.';
create table staff_sessions (
    token_hash bytea not null,
    staff_id bigint not null,
    csrf text not null,
    created_at timestamptz not null,
    seen_at timestamptz not null,
    constraint staff_sessions_pkey primary key (token_hash),
    constraint staff_sessions_token_size check (octet_length(token_hash) = 32),
    constraint staff_sessions_staff_fk foreign key (staff_id) references staff on delete cascade
);
comment on table staff_sessions is 'A login: SHA-256 of 256 random bits. Ends after 30 idle minutes or 8 hours.';
create table staff_login_links (
    token_hash bytea not null,
    staff_id bigint not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    constraint staff_login_links_pkey primary key (token_hash),
    constraint staff_login_links_staff_fk foreign key (staff_id) references staff on delete cascade
);
comment on table staff_login_links is 'A link that logs one person in once.';
create table staff_login_failures (
    id bigint generated always as identity,
    login_hash bytea not null,
    failed_at timestamptz not null,
    constraint staff_login_failures_pkey primary key (id)
);
comment on table staff_login_failures is 'Wrong tries by hash of the login name; they slow down, they lock nobody out.';
create index staff_login_failures_by_login on staff_login_failures (login_hash, failed_at);
