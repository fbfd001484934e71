create table desk_presences (
    response_id bigint not null,
    staff_id bigint not null,
    seen_at timestamptz not null,
    constraint desk_presences_pkey primary key (response_id, staff_id),
    constraint desk_presences_response_fk foreign key (response_id) references responses on delete cascade,
    constraint desk_presences_staff_fk foreign key (staff_id) references staff on delete cascade
);
comment on table desk_presences is 'Who has the page of a response open, and when that was last known. Short-lived: swept when somebody looks.';
