create table organisations (
    id bigint generated always as identity,
    slug text not null,
    name text not null,
    contact text not null default '',
    created_at timestamptz not null default now(),
    constraint organisations_pkey primary key (id),
    constraint organisations_slug_key unique (slug),
    constraint organisations_slug_form check (slug ~ '^[a-z0-9][a-z0-9-]{0,99}$')
);
comment on table organisations is 'The authority that holds hearings; it owns mailboxes, staff and slugs.';
