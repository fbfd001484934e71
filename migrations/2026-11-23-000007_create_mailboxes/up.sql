create table mailboxes (
    id bigint generated always as identity,
    organisation_id bigint not null,
    hearing_id bigint,
    address text not null,
    folder text not null default 'INBOX',
    uid_validity bigint,
    fetched_at timestamptz,
    last_error text,
    created_at timestamptz not null default now(),
    constraint mailboxes_pkey primary key (id),
    constraint mailboxes_address_key unique (address, folder),
    constraint mailboxes_organisation_fk foreign key (organisation_id) references organisations on delete restrict,
    constraint mailboxes_hearing_fk foreign key (hearing_id) references hearings on delete set null
);
comment on table mailboxes is 'Where mail comes in. hearing_id is the hearing that its mail belongs to when nothing in the mail says another.';
create table mails (
    id bigint generated always as identity,
    mailbox_id bigint not null,
    hearing_id bigint,
    source text not null,
    uid_validity bigint,
    uid bigint,
    source_name text,
    file_id bigint not null,
    content_hash bytea,
    internal_date timestamptz,
    arrived_at timestamptz not null,
    arrival_rule text not null,
    recorded_at timestamptz not null,
    place text not null default 'kept',
    place_reason text,
    kind text,
    message_id text,
    in_reply_to text,
    subject text not null default '',
    from_name text not null default '',
    from_address text,
    claimed_at timestamptz,
    duplicate_of bigint,
    decided_by bigint,
    constraint mails_pkey primary key (id),
    constraint mails_uid_key unique (mailbox_id, uid_validity, uid),
    constraint mails_source_known check (source in ('imap', 'import', 'digital_post', 'upload')),
    constraint mails_place_known check (place in ('kept', 'response', 'part', 'correction', 'supplement', 'withdrawal', 'enquiry', 'machine', 'spam', 'unreadable', 'unmatched', 'duplicate')),
    constraint mails_rule_known check (arrival_rule in ('received_by_us', 'internaldate', 'received_top', 'recorded')),
    constraint mails_mailbox_fk foreign key (mailbox_id) references mailboxes on delete restrict,
    constraint mails_hearing_fk foreign key (hearing_id) references hearings on delete restrict,
    constraint mails_file_fk foreign key (file_id) references files on delete restrict,
    constraint mails_duplicate_fk foreign key (duplicate_of) references mails on delete restrict,
    constraint mails_decided_by_fk foreign key (decided_by) references staff on delete restrict
);
comment on table mails is 'The mailbox ledger: each mail ever seen, with exactly one place. Subject, sender and kind are derived from the raw file and can be derived again.';
create unique index mails_import_key on mails (mailbox_id, file_id) where source = 'import';
create index mails_by_content on mails (mailbox_id, content_hash);
create index mails_by_message_id on mails (message_id);
create index mails_by_place on mails (hearing_id, place);
create table mail_readings (
    id bigint generated always as identity,
    mail_id bigint not null,
    reader_version integer not null,
    kind text not null,
    reading jsonb not null,
    created_at timestamptz not null default now(),
    constraint mail_readings_pkey primary key (id),
    constraint mail_readings_version_key unique (mail_id, reader_version),
    constraint mail_readings_mail_fk foreign key (mail_id) references mails on delete cascade
);
comment on table mail_readings is 'What the program made of a mail; a new version of the reader writes a new row.';
