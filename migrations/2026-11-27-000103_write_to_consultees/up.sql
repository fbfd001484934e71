create table consultee_letters (
    id bigint generated always as identity,
    consultee_id bigint not null,
    kind text not null,
    way text not null,
    recipient text,
    subject text not null,
    text text not null,
    message_id text,
    bounce_token text,
    state text not null,
    state_reason text,
    state_detail text,
    sent_at timestamptz,
    sent_on date,
    staff_id bigint not null,
    created_at timestamptz not null,
    constraint consultee_letters_pkey primary key (id),
    constraint consultee_letters_message_key unique (message_id),
    constraint consultee_letters_bounce_key unique (bounce_token),
    constraint consultee_letters_kind_known check (kind in ('invitation', 'reminder')),
    constraint consultee_letters_way_known check (way in ('mail', 'digital_post', 'letter')),
    constraint consultee_letters_state_known check (state in ('waiting', 'sent', 'by_hand', 'dropped', 'failed', 'bounced')),
    constraint consultee_letters_mail_whole check (way <> 'mail' or state = 'by_hand' or recipient is not null and message_id is not null and bounce_token is not null),
    constraint consultee_letters_consultee_fk foreign key (consultee_id) references consultees on delete no action,
    constraint consultee_letters_staff_fk foreign key (staff_id) references staff on delete restrict
);
comment on table consultee_letters is 'What was written to a consultee: the invitation, and one reminder. By mail it is sent by a job of the transaction that made it; by hand staff say when.';
comment on column consultee_letters.sent_on is 'The day of a letter that went out by hand, as staff say.';
create unique index consultee_letters_once on consultee_letters (consultee_id, kind) where state in ('waiting', 'sent', 'by_hand');
create table letter_templates (
    hearing_id bigint not null,
    kind text not null,
    subject text not null,
    text text not null,
    staff_id bigint not null,
    updated_at timestamptz not null,
    constraint letter_templates_pkey primary key (hearing_id, kind),
    constraint letter_templates_kind_known check (kind in ('invitation', 'reminder')),
    constraint letter_templates_hearing_fk foreign key (hearing_id) references hearings on delete cascade,
    constraint letter_templates_staff_fk foreign key (staff_id) references staff on delete restrict
);
comment on table letter_templates is 'A hearing''s own wording of the letters to its consultees.';
