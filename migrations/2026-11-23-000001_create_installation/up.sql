create table installation (
    id smallint not null default 1,
    demo boolean not null,
    signing_key text,
    demo_stage text,
    created_at timestamptz not null default now(),
    constraint installation_pkey primary key (id),
    constraint installation_single check (id = 1)
);
comment on table installation is 'One row: what this database is for (a demo or the real thing) and which key signs.';
