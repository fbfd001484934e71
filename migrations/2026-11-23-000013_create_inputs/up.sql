create table inputs (
    id bigint generated always as identity,
    hearing_id bigint not null,
    workshop_id bigint,
    question text not null default '',
    grouping text not null default '',
    text text not null,
    staff_id bigint,
    created_at timestamptz not null,
    constraint inputs_pkey primary key (id),
    constraint inputs_text_not_empty check (text <> ''),
    constraint inputs_hearing_fk foreign key (hearing_id) references hearings on delete cascade,
    constraint inputs_workshop_fk foreign key (workshop_id) references workshops on delete set null,
    constraint inputs_staff_fk foreign key (staff_id) references staff on delete restrict
);
comment on table inputs is 'A note from a workshop or meeting: tagged, published as an appendix, never counted among the responses.';
create table input_themes (
    input_id bigint not null,
    theme_id bigint not null,
    staff_id bigint,
    created_at timestamptz not null,
    constraint input_themes_pkey primary key (input_id, theme_id),
    constraint input_themes_input_fk foreign key (input_id) references inputs on delete cascade,
    constraint input_themes_theme_fk foreign key (theme_id) references themes on delete restrict,
    constraint input_themes_staff_fk foreign key (staff_id) references staff on delete restrict
);
comment on table input_themes is 'Themes on a note.';
