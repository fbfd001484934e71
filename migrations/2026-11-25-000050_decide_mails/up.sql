create table mail_decisions (
    id bigint generated always as identity,
    mail_id bigint not null,
    staff_id bigint not null,
    what text not null,
    from_place text not null,
    from_reason text,
    from_hearing_id bigint,
    from_duplicate_of bigint,
    to_place text not null,
    to_hearing_id bigint not null,
    response_id bigint,
    relation_id bigint,
    decided_at timestamptz not null,
    undone_by bigint,
    undone_at timestamptz,
    constraint mail_decisions_pkey primary key (id),
    constraint mail_decisions_what_known check (what in ('stays', 'response', 'supplement', 'correction', 'withdrawal', 'duplicate', 'moved')),
    constraint mail_decisions_undone check ((undone_by is null) = (undone_at is null)),
    constraint mail_decisions_mail_fk foreign key (mail_id) references mails on delete cascade,
    constraint mail_decisions_staff_fk foreign key (staff_id) references staff on delete restrict,
    constraint mail_decisions_from_hearing_fk foreign key (from_hearing_id) references hearings on delete restrict,
    constraint mail_decisions_to_hearing_fk foreign key (to_hearing_id) references hearings on delete restrict,
    constraint mail_decisions_response_fk foreign key (response_id) references responses on delete set null,
    constraint mail_decisions_relation_fk foreign key (relation_id) references response_relations on delete set null,
    constraint mail_decisions_undone_by_fk foreign key (undone_by) references staff on delete restrict
);
comment on table mail_decisions is 'What a person decided about a mail, and where it stood before, so that it can be taken back. A mail is decided while the latest row that is not undone names its place and hearing.';
create index mail_decisions_by_mail on mail_decisions (mail_id) where undone_at is null;
update mails set place_reason = case place_reason
    when 'no text could be had' then 'no_text'
    when 'larger than the limit for mails' then 'too_large'
    when 'withdraws, but it is not clear what' then 'withdraws_unclear'
    when 'no hearing' then 'no_hearing'
    when 'the reading failed' then 'reading_failed'
    else place_reason end
 where place_reason is not null;
comment on column mails.place_reason is 'Why it has its place, as a code that the pages have words for.';
