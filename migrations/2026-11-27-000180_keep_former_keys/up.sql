create table former_keys (
    id text not null,
    public text not null,
    until timestamptz not null,
    by text not null,
    signature text not null,
    constraint former_keys_pkey primary key (id),
    constraint former_keys_public_is_hexadecimal check (public ~ '^[0-9a-f]{64}$'),
    constraint former_keys_signature_is_hexadecimal check (signature ~ '^[0-9a-f]{128}$'),
    constraint former_keys_by_another check (by <> id)
);
comment on table former_keys is 'Signing keys that are no longer used: each is vouched for by the one that came after it (docs/proof.md).';
revoke update, delete on former_keys from hoering_app;
