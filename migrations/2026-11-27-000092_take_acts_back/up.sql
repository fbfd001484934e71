create table desk_acts (
    id bigint generated always as identity,
    hearing_id bigint not null,
    response_id bigint not null,
    staff_id bigint not null,
    batch uuid,
    changes jsonb not null,
    undone_at timestamptz,
    created_at timestamptz not null,
    constraint desk_acts_pkey primary key (id),
    constraint desk_acts_hearing_fk foreign key (hearing_id) references hearings on delete cascade,
    constraint desk_acts_response_fk foreign key (response_id) references responses on delete cascade,
    constraint desk_acts_staff_fk foreign key (staff_id) references staff on delete cascade
);
comment on table desk_acts is 'What a person did to a response at the desk, as each thing was before and after, so that it can be taken back and done again. batch: one act on many.';
create index desk_acts_by_person on desk_acts (response_id, staff_id, id);
create index desk_acts_by_batch on desk_acts (batch) where batch is not null;
