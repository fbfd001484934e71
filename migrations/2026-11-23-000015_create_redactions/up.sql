create table redactions (
    id bigint generated always as identity,
    text_id bigint not null,
    starts integer not null,
    ends integer not null,
    exact text not null,
    ground text not null,
    author_id bigint not null,
    approver_id bigint,
    approved_at timestamptz,
    removed_at timestamptz,
    removed_by bigint,
    created_at timestamptz not null,
    constraint redactions_pkey primary key (id),
    constraint redactions_not_empty check (starts >= 0 and ends > starts),
    constraint redactions_ground_known check (ground in ('cpr', 'contact', 'health', 'third_person', 'confidential', 'business', 'copyright', 'threat', 'not_part')),
    constraint redactions_approver_is_another check (approver_id is null or approver_id <> author_id),
    constraint redactions_text_fk foreign key (text_id) references text_versions on delete cascade,
    constraint redactions_author_fk foreign key (author_id) references staff on delete restrict,
    constraint redactions_approver_fk foreign key (approver_id) references staff on delete restrict,
    constraint redactions_removed_by_fk foreign key (removed_by) references staff on delete restrict
);
comment on table redactions is 'A span that must not be shown, with its ground, who decided it, and who approved it.';
create index redactions_by_text on redactions (text_id);
create trigger redactions_exact before insert or update of text_id, starts, ends, exact on redactions for each row execute function check_exact();
create table clearings (
    id bigint generated always as identity,
    text_id bigint not null,
    starts integer not null,
    ends integer not null,
    exact text not null,
    reason text not null,
    author_id bigint not null,
    approver_id bigint,
    approved_at timestamptz,
    created_at timestamptz not null,
    constraint clearings_pkey primary key (id),
    constraint clearings_span_key unique (text_id, starts, ends),
    constraint clearings_not_empty check (starts >= 0 and ends > starts),
    constraint clearings_has_reason check (reason <> ''),
    constraint clearings_approver_is_another check (approver_id is null or approver_id <> author_id),
    constraint clearings_text_fk foreign key (text_id) references text_versions on delete cascade,
    constraint clearings_author_fk foreign key (author_id) references staff on delete restrict,
    constraint clearings_approver_fk foreign key (approver_id) references staff on delete restrict
);
comment on table clearings is 'A CPR-shaped number that is none, for this very span, by two people, with a reason.';
create trigger clearings_exact before insert or update of text_id, starts, ends, exact on clearings for each row execute function check_exact();
