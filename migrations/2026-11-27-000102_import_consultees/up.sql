create table consultee_imports (
    id bigint generated always as identity,
    hearing_id bigint not null,
    staff_id bigint not null,
    filename text not null,
    rows jsonb not null,
    fields jsonb not null,
    done_at timestamptz,
    done_by bigint,
    done jsonb,
    created_at timestamptz not null,
    constraint consultee_imports_pkey primary key (id),
    constraint consultee_imports_hearing_fk foreign key (hearing_id) references hearings on delete cascade,
    constraint consultee_imports_staff_fk foreign key (staff_id) references staff on delete restrict,
    constraint consultee_imports_done_by_fk foreign key (done_by) references staff on delete restrict
);
comment on table consultee_imports is 'A list of consultees as it was handed in. Its rows go when it was carried out, or after 30 days; what was done stays.';
create index consultee_imports_by_hearing on consultee_imports (hearing_id);
