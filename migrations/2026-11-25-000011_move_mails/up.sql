create table mail_moves (
    id bigint generated always as identity,
    mail_id bigint not null,
    folder text not null,
    uid_validity bigint not null,
    uid_next bigint not null,
    uid bigint,
    begun_at timestamptz not null,
    moved_at timestamptz,
    constraint mail_moves_pkey primary key (id),
    constraint mail_moves_mail_key unique (mail_id),
    constraint mail_moves_done check ((uid is null) = (moved_at is null)),
    constraint mail_moves_mail_fk foreign key (mail_id) references mails on delete cascade
);
comment on table mail_moves is 'Mails moved to another folder at the server, which is opt-in. The row is committed before the command; uid is what the server says in COPYUID, or what was found from uid_next on after an interruption.';
