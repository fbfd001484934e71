create table files (
    id bigint generated always as identity,
    sha256 bytea not null,
    bytes bigint not null,
    created_at timestamptz not null default now(),
    constraint files_pkey primary key (id),
    constraint files_sha256_key unique (sha256),
    constraint files_sha256_size check (octet_length(sha256) = 32),
    constraint files_bytes_positive check (bytes >= 0)
);
comment on table files is 'Bytes as they came, in storage under their SHA-256. Never changed.';
