create table frames (
    id bigint generated always as identity,
    hearing_id bigint not null,
    key text not null,
    title text not null,
    levels text[] not null,
    version integer not null default 1,
    position integer not null,
    constraint frames_pkey primary key (id),
    constraint frames_key_key unique (hearing_id, key),
    constraint frames_hearing_fk foreign key (hearing_id) references hearings on delete cascade
);
comment on table frames is 'A tree of themes to tag by. Its version grows with each change after the hearing opened.';
create table themes (
    id bigint generated always as identity,
    frame_id bigint not null,
    parent_id bigint,
    key text,
    number integer,
    title text not null,
    heading text not null default '',
    summary text not null default '',
    guide text not null default '',
    position integer not null,
    merged_into bigint,
    constraint themes_pkey primary key (id),
    constraint themes_known_by check (key is not null or number is not null),
    constraint themes_key_key unique (frame_id, key),
    constraint themes_number_key unique (frame_id, number),
    constraint themes_frame_fk foreign key (frame_id) references frames on delete cascade,
    constraint themes_parent_fk foreign key (parent_id) references themes on delete restrict,
    constraint themes_merged_into_fk foreign key (merged_into) references themes on delete restrict
);
comment on table themes is 'A node of a frame, known by its key or its number.';
create table theme_links (
    theme_id bigint not null,
    linked_id bigint not null,
    constraint theme_links_pkey primary key (theme_id, linked_id),
    constraint theme_links_theme_fk foreign key (theme_id) references themes on delete cascade,
    constraint theme_links_linked_fk foreign key (linked_id) references themes on delete cascade
);
comment on table theme_links is 'A theme that belongs with themes of another frame.';
create table theme_events (
    id bigint generated always as identity,
    frame_id bigint not null,
    version integer not null,
    kind text not null,
    theme_id bigint not null,
    detail jsonb not null,
    staff_id bigint,
    created_at timestamptz not null default now(),
    constraint theme_events_pkey primary key (id),
    constraint theme_events_kind_known check (kind in ('renamed', 'merged', 'added', 'undone')),
    constraint theme_events_frame_fk foreign key (frame_id) references frames on delete cascade,
    constraint theme_events_theme_fk foreign key (theme_id) references themes on delete cascade,
    constraint theme_events_staff_fk foreign key (staff_id) references staff on delete restrict
);
comment on table theme_events is 'What happened to the themes after the hearing opened; each can be undone.';
create table schedule_items (
    id bigint generated always as identity,
    hearing_id bigint not null,
    theme_id bigint not null,
    year integer not null,
    title text not null,
    position integer not null,
    constraint schedule_items_pkey primary key (id),
    constraint schedule_items_hearing_fk foreign key (hearing_id) references hearings on delete cascade,
    constraint schedule_items_theme_fk foreign key (theme_id) references themes on delete cascade
);
comment on table schedule_items is 'The plan''s own schedule: what a response can ask to move, add or drop.';
