create table receipts (
    id bigint generated always as identity,
    response_id bigint not null,
    mail_id bigint,
    kind text not null default 'received',
    recipient text,
    bounce_token text not null,
    message_id text not null,
    state text not null default 'waiting',
    state_reason text,
    due_at timestamptz not null,
    sent_at timestamptz,
    created_at timestamptz not null,
    constraint receipts_pkey primary key (id),
    constraint receipts_bounce_token_key unique (bounce_token),
    constraint receipts_kind_known check (kind in ('received', 'corrected', 'supplemented', 'withdrawn')),
    constraint receipts_state_known check (state in ('waiting', 'sent', 'bounced', 'not_possible')),
    constraint receipts_response_fk foreign key (response_id) references responses on delete cascade,
    constraint receipts_mail_fk foreign key (mail_id) references mails on delete restrict
);
comment on table receipts is 'What a sender got back by mail, or why that was not possible.';
