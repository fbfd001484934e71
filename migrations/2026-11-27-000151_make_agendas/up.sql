create table agenda_proposals (
    id bigint generated always as identity,
    meeting_id bigint not null,
    number integer not null,
    case_number text not null,
    summary text not null,
    recommendation text not null,
    presentation text not null,
    staff_id bigint not null,
    created_at timestamptz not null,
    constraint agenda_proposals_pkey primary key (id),
    constraint agenda_proposals_number_key unique (meeting_id, number),
    constraint agenda_proposals_meeting_fk foreign key (meeting_id) references meetings on delete restrict,
    constraint agenda_proposals_staff_fk foreign key (staff_id) references staff on delete restrict
);
comment on table agenda_proposals is 'What a meeting is asked to decide, as it was saved each time, with who and when; the last is what stands.';
create table agenda_packages (
    id bigint generated always as identity,
    meeting_id bigint not null,
    number integer not null,
    kind text not null,
    proposal integer,
    release_id bigint,
    responses bigint[] not null,
    points jsonb not null,
    file_id bigint not null,
    staff_id bigint not null,
    created_at timestamptz not null,
    constraint agenda_packages_pkey primary key (id),
    constraint agenda_packages_number_key unique (meeting_id, number),
    constraint agenda_packages_kind_known check (kind in ('package', 'addendum')),
    constraint agenda_packages_proposal_told check (kind = 'addendum' or proposal is not null),
    constraint agenda_packages_meeting_fk foreign key (meeting_id) references meetings on delete restrict,
    constraint agenda_packages_release_fk foreign key (release_id) references releases on delete restrict,
    constraint agenda_packages_file_fk foreign key (file_id) references files on delete restrict,
    constraint agenda_packages_staff_fk foreign key (staff_id) references staff on delete restrict
);
comment on table agenda_packages is 'What was made for a meeting, and what it was made of: an addendum tells what came later. points: the version of each point of the memo, by its number.';
revoke update, delete on agenda_proposals, agenda_packages from hoering_app;
