create table commitments (
    id bigint generated always as identity,
    response_id bigint not null,
    part_id bigint,
    version integer not null,
    kind text not null,
    root bytea not null,
    items jsonb not null,
    created_at timestamptz not null,
    constraint commitments_pkey primary key (id),
    constraint commitments_kind_known check (kind in ('response', 'attachment_text')),
    constraint commitments_root_size check (octet_length(root) = 32),
    constraint commitments_response_fk foreign key (response_id) references responses on delete cascade,
    constraint commitments_part_fk foreign key (part_id) references parts on delete cascade
);
comment on table commitments is 'A Merkle root over salted hashes of what came (docs/proof.md). The salts are in items and are erased with the response.';
create unique index commitments_one_per_part on commitments (response_id, part_id, kind) nulls not distinct;
create table log_leaves (
    leaf bigint not null,
    commitment_id bigint,
    hash bytea not null,
    appended_at timestamptz not null,
    constraint log_leaves_pkey primary key (leaf),
    constraint log_leaves_commitment_key unique (commitment_id),
    constraint log_leaves_hash_size check (octet_length(hash) = 32),
    constraint log_leaves_commitment_fk foreign key (commitment_id) references commitments on delete set null
);
comment on table log_leaves is 'The Merkle log (RFC 9162), appended to by the sealer alone; leaf counts from 0 without gaps.';
create table log_heads (
    size bigint not null,
    root bytea not null,
    key_id text not null,
    signature bytea not null,
    frontier jsonb not null,
    created_at timestamptz not null,
    constraint log_heads_pkey primary key (size)
);
comment on table log_heads is 'A signed head of the Merkle log; frontier is what appending needs.';
