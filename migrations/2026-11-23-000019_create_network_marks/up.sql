create table network_marks (
    id bigint generated always as identity,
    purpose text not null,
    network_hash bytea not null,
    marked_at timestamptz not null,
    constraint network_marks_pkey primary key (id)
);
comment on table network_marks is 'Keyed hashes of networks that sent something lately, for limits that slow down and never reject; gone within a day.';
create index network_marks_recent on network_marks (purpose, network_hash, marked_at);
