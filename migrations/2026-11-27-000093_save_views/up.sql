create table inbox_views (
    id bigint generated always as identity,
    hearing_id bigint not null,
    staff_id bigint not null,
    name text not null,
    query text not null,
    shared boolean not null,
    created_at timestamptz not null,
    constraint inbox_views_pkey primary key (id),
    constraint inbox_views_name_key unique (hearing_id, staff_id, name),
    constraint inbox_views_name_given check (name <> '' and char_length(name) <= 60),
    constraint inbox_views_query_given check (query like '?%' and char_length(query) <= 2000),
    constraint inbox_views_hearing_fk foreign key (hearing_id) references hearings on delete cascade,
    constraint inbox_views_staff_fk foreign key (staff_id) references staff on delete cascade
);
comment on table inbox_views is 'A filter of the inbox under a name, kept by a person; shared: for everybody who works on the hearing.';
