create table memo_imports (
    id bigint generated always as identity,
    hearing_id bigint not null,
    file_id bigint not null,
    filename text not null,
    paper jsonb not null,
    staff_id bigint not null,
    created_at timestamptz not null,
    done_at timestamptz,
    done_by bigint,
    done jsonb,
    constraint memo_imports_pkey primary key (id),
    constraint memo_imports_done_whole check ((done_at is null) = (done_by is null) and (done_at is null) = (done is null)),
    constraint memo_imports_hearing_fk foreign key (hearing_id) references hearings on delete cascade,
    constraint memo_imports_file_fk foreign key (file_id) references files on delete restrict,
    constraint memo_imports_staff_fk foreign key (staff_id) references staff on delete restrict,
    constraint memo_imports_done_by_fk foreign key (done_by) references staff on delete restrict
);
comment on table memo_imports is 'A memo that came back from Word or Excel. Nothing is changed by it until somebody has chosen; done: how many changes of each kind were taken.';
create index memo_imports_by_hearing on memo_imports (hearing_id, id);
