create table part_readings (
    id bigint generated always as identity,
    part_id bigint not null,
    reader_version integer not null,
    ocr_version integer not null,
    state text not null,
    state_reason text,
    pages integer,
    text_id bigint,
    created_at timestamptz not null,
    constraint part_readings_pkey primary key (id),
    constraint part_readings_version_key unique (part_id, reader_version, ocr_version),
    constraint part_readings_part_fk foreign key (part_id) references parts on delete cascade,
    constraint part_readings_text_fk foreign key (text_id) references text_versions on delete set null
);
comment on table part_readings is 'A file of a response read again by a later version of what reads files or recognises letters; text_id is the text where it differs from the one before.';
create table reading_changes (
    id bigint generated always as identity,
    hearing_id bigint not null,
    mail_id bigint,
    part_id bigint,
    reader_version integer not null,
    field text not null,
    old jsonb not null,
    new jsonb not null,
    text_id bigint,
    state text not null default 'open',
    decided_by bigint,
    decided_at timestamptz,
    created_at timestamptz not null,
    constraint reading_changes_pkey primary key (id),
    constraint reading_changes_field_known check (field in ('kind', 'sender', 'subject', 'arrival', 'text', 'files', 'warnings', 'state')),
    constraint reading_changes_state_known check (state in ('open', 'accepted', 'dismissed', 'outdated')),
    constraint reading_changes_has_source check (mail_id is not null or part_id is not null),
    constraint reading_changes_decided check ((state in ('accepted', 'dismissed')) = (decided_at is not null)),
    constraint reading_changes_hearing_fk foreign key (hearing_id) references hearings on delete restrict,
    constraint reading_changes_mail_fk foreign key (mail_id) references mails on delete cascade,
    constraint reading_changes_part_fk foreign key (part_id) references parts on delete cascade,
    constraint reading_changes_text_fk foreign key (text_id) references text_versions on delete cascade,
    constraint reading_changes_decided_by_fk foreign key (decided_by) references staff on delete restrict
);
comment on table reading_changes is 'What a later reading makes differently of a mail or a file. Nothing moves by itself: a person takes it or not.';
create unique index reading_changes_key on reading_changes (coalesce(mail_id, 0), coalesce(part_id, 0), field, reader_version);
create index reading_changes_by_hearing on reading_changes (hearing_id, state);
