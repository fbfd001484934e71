create table hearings (
    id bigint generated always as identity,
    organisation_id bigint not null,
    slug text not null,
    title text not null,
    summary text not null,
    language text not null default 'da',
    time_zone text not null default 'Europe/Copenhagen',
    kind text not null default 'voluntary',
    case_number text,
    mailbox text not null,
    contact text not null default '',
    signed_by text[] not null default '{}',
    opens_at timestamptz not null,
    closes_at timestamptz not null,
    names text not null default 'choice',
    public_stance boolean not null default false,
    themes_frozen_at timestamptz,
    references_fixed_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint hearings_pkey primary key (id),
    constraint hearings_slug_key unique (slug),
    constraint hearings_slug_form check (slug ~ '^[a-z0-9][a-z0-9-]{0,99}$'),
    constraint hearings_kind_known check (kind in ('voluntary', 'statutory')),
    constraint hearings_names_known check (names in ('name', 'choice', 'anonymous')),
    constraint hearings_closes_after_opening check (closes_at > opens_at),
    constraint hearings_organisation_fk foreign key (organisation_id) references organisations on delete restrict
);
comment on table hearings is 'One consultation, from opening to decision. closes_at is the first moment that is too late, and the deadline that is in force.';
alter table staff_roles add constraint staff_roles_hearing_fk foreign key (hearing_id) references hearings on delete cascade;

create table hearing_rounds (
    id bigint generated always as identity,
    hearing_id bigint not null,
    number integer not null,
    kind text not null,
    title text not null,
    opens_at timestamptz not null,
    closes_at timestamptz not null,
    constraint hearing_rounds_pkey primary key (id),
    constraint hearing_rounds_number_key unique (hearing_id, number),
    constraint hearing_rounds_kind_known check (kind in ('first', 'supplementary', 'renewed')),
    constraint hearing_rounds_closes_after_opening check (closes_at > opens_at),
    constraint hearing_rounds_hearing_fk foreign key (hearing_id) references hearings on delete cascade
);
comment on table hearing_rounds is 'A hearing may be held again, or for some again, with documents and dates of its own.';

create table categories (
    id bigint generated always as identity,
    hearing_id bigint not null,
    letter text not null,
    name text not null,
    kinds text[] not null default '{}',
    private_persons boolean not null default false,
    position integer not null,
    constraint categories_pkey primary key (id),
    constraint categories_letter_key unique (hearing_id, letter),
    constraint categories_letter_form check (letter ~ '^[A-ZÆØÅ]{1,2}$'),
    constraint categories_hearing_fk foreign key (hearing_id) references hearings on delete cascade
);
comment on table categories is 'Who answers, by letter; kinds are the words of the form that lead here.';

create table consultees (
    id bigint generated always as identity,
    hearing_id bigint not null,
    name text not null,
    category_id bigint,
    kind text not null default '',
    email text,
    closes_at timestamptz,
    position integer not null,
    created_at timestamptz not null default now(),
    constraint consultees_pkey primary key (id),
    constraint consultees_name_key unique (hearing_id, name),
    constraint consultees_hearing_fk foreign key (hearing_id) references hearings on delete cascade,
    constraint consultees_category_fk foreign key (category_id) references categories on delete set null
);
comment on table consultees is 'Someone on the list that the hearing is sent to; closes_at is a deadline of its own.';

create table deadline_changes (
    id bigint generated always as identity,
    hearing_id bigint not null,
    round_id bigint,
    consultee_id bigint,
    old_closes_at timestamptz not null,
    new_closes_at timestamptz not null,
    reason text not null,
    notice text not null default '',
    staff_id bigint,
    created_at timestamptz not null default now(),
    constraint deadline_changes_pkey primary key (id),
    constraint deadline_changes_moves check (new_closes_at <> old_closes_at),
    constraint deadline_changes_hearing_fk foreign key (hearing_id) references hearings on delete cascade,
    constraint deadline_changes_round_fk foreign key (round_id) references hearing_rounds on delete cascade,
    constraint deadline_changes_consultee_fk foreign key (consultee_id) references consultees on delete cascade,
    constraint deadline_changes_staff_fk foreign key (staff_id) references staff on delete restrict
);
comment on table deadline_changes is 'A deadline that was moved, for all or for one consultee, with both dates and the reason.';

create table meetings (
    id bigint generated always as identity,
    hearing_id bigint not null,
    body text not null,
    held_on date not null,
    material_due date,
    decides boolean not null default false,
    constraint meetings_pkey primary key (id),
    constraint meetings_body_key unique (hearing_id, body, held_on),
    constraint meetings_hearing_fk foreign key (hearing_id) references hearings on delete cascade
);
comment on table meetings is 'The chain of decision: which body meets when, and when its material is due.';

create table milestones (
    id bigint generated always as identity,
    hearing_id bigint not null,
    starts_on date not null,
    ends_on date,
    precision text not null default 'day',
    what text not null,
    channel text,
    position integer not null,
    constraint milestones_pkey primary key (id),
    constraint milestones_precision_known check (precision in ('day', 'month')),
    constraint milestones_hearing_fk foreign key (hearing_id) references hearings on delete cascade
);
comment on table milestones is 'The process around the hearing, shown as a timeline.';

create table documents (
    id bigint generated always as identity,
    hearing_id bigint not null,
    round_id bigint,
    title text not null,
    file_id bigint,
    media_type text,
    url text,
    position integer not null,
    constraint documents_pkey primary key (id),
    constraint documents_title_key unique (hearing_id, title),
    constraint documents_hearing_fk foreign key (hearing_id) references hearings on delete cascade,
    constraint documents_round_fk foreign key (round_id) references hearing_rounds on delete cascade,
    constraint documents_file_fk foreign key (file_id) references files on delete restrict
);
comment on table documents is 'What the hearing is about: letter, plan, list of consultees.';

create table workshops (
    id bigint generated always as identity,
    hearing_id bigint not null,
    held_on date not null,
    format text not null,
    questions text[] not null default '{}',
    constraint workshops_pkey primary key (id),
    constraint workshops_format_key unique (hearing_id, held_on, format),
    constraint workshops_hearing_fk foreign key (hearing_id) references hearings on delete cascade
);
comment on table workshops is 'A meeting that gave input of its own kind, never counted among the responses.';
