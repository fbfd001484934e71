create table mail_senders (
    mail_id bigint,
    name text not null default '',
    address text,
    organisation text,
    staff_id bigint not null,
    set_at timestamptz not null,
    constraint mail_senders_pkey primary key (mail_id),
    constraint mail_senders_mail_fk foreign key (mail_id) references mails on delete cascade,
    constraint mail_senders_staff_fk foreign key (staff_id) references staff on delete restrict
);
comment on table mail_senders is 'Who a mail is from, where a person knows better than its head. What the head says stays in mails.';
create unique index mails_upload_key on mails (mailbox_id, file_id) where source = 'upload';
