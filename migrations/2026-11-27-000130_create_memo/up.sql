create table memo_points (
    id bigint generated always as identity,
    hearing_id bigint not null,
    number integer not null,
    place text not null,
    theme_id bigint,
    position integer not null,
    remark text not null,
    comment text not null default '',
    disposition text,
    department text not null default '',
    change_page text not null default '',
    change_before text not null default '',
    change_after text not null default '',
    state text not null default 'draft',
    owner_id bigint,
    due_on date,
    version integer not null default 1,
    holder_id bigint,
    held_until timestamptz,
    removed_at timestamptz,
    removed_by bigint,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint memo_points_pkey primary key (id),
    constraint memo_points_number_key unique (hearing_id, number),
    constraint memo_points_place_known check (place in ('general', 'theme', 'other')),
    constraint memo_points_theme_given check ((place = 'theme') = (theme_id is not null)),
    constraint memo_points_remark_given check (remark <> ''),
    constraint memo_points_disposition_known check (disposition in ('accepted', 'partly', 'declined', 'noted', 'forwarded')),
    constraint memo_points_department_given check (disposition is distinct from 'forwarded' or department <> ''),
    constraint memo_points_state_known check (state in ('draft', 'for_comment', 'agreed')),
    constraint memo_points_held_whole check ((holder_id is null) = (held_until is null)),
    constraint memo_points_hearing_fk foreign key (hearing_id) references hearings on delete cascade,
    constraint memo_points_theme_fk foreign key (theme_id) references themes on delete restrict,
    constraint memo_points_owner_fk foreign key (owner_id) references staff on delete restrict,
    constraint memo_points_holder_fk foreign key (holder_id) references staff on delete restrict,
    constraint memo_points_removed_by_fk foreign key (removed_by) references staff on delete restrict
);
comment on table memo_points is 'A point of the authority''s memo. Its number is its name in every file that goes out and comes back, and is never used again: a point is taken out, not deleted.';
comment on column memo_points.held_until is 'Until when its holder alone may save.';
create index memo_points_by_hearing on memo_points (hearing_id, position, id) where removed_at is null;
create table memo_sources (
    id bigint generated always as identity,
    point_id bigint not null,
    response_id bigint,
    passage_id bigint,
    text_id bigint,
    starts integer,
    ends integer,
    input_id bigint,
    staff_id bigint not null,
    created_at timestamptz not null,
    constraint memo_sources_pkey primary key (id),
    constraint memo_sources_once_key unique nulls not distinct (point_id, response_id, text_id, starts, ends, input_id),
    constraint memo_sources_one_kind check ((response_id is null) <> (input_id is null)),
    constraint memo_sources_span_whole check ((text_id is null) = (starts is null) and (text_id is null) = (ends is null) and (text_id is null or response_id is not null)),
    constraint memo_sources_point_fk foreign key (point_id) references memo_points on delete cascade,
    constraint memo_sources_response_fk foreign key (response_id) references responses on delete cascade,
    constraint memo_sources_passage_fk foreign key (passage_id) references passages on delete set null,
    constraint memo_sources_text_fk foreign key (text_id) references text_versions on delete cascade,
    constraint memo_sources_input_fk foreign key (input_id) references inputs on delete cascade,
    constraint memo_sources_staff_fk foreign key (staff_id) references staff on delete restrict
);
comment on table memo_sources is 'Who said what a point answers: a passage of a response, a whole response, or a note from a workshop. The place stays when the passage''s last theme is taken off, so that the answer still leads to who said it.';
create index memo_sources_by_passage on memo_sources (passage_id);
create index memo_sources_by_place on memo_sources (text_id, starts, ends);
create index memo_sources_by_response on memo_sources (response_id);
create index memo_sources_by_input on memo_sources (input_id);
create table memo_comments (
    id bigint generated always as identity,
    point_id bigint not null,
    staff_id bigint not null,
    text text not null,
    created_at timestamptz not null,
    constraint memo_comments_pkey primary key (id),
    constraint memo_comments_text_given check (text <> ''),
    constraint memo_comments_point_fk foreign key (point_id) references memo_points on delete cascade,
    constraint memo_comments_staff_fk foreign key (staff_id) references staff on delete restrict
);
comment on table memo_comments is 'What colleagues say to each other about a point. Never published.';
create index memo_comments_by_point on memo_comments (point_id, id);
