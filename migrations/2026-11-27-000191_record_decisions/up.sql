create table decisions (
    hearing_id bigint not null,
    number integer not null,
    body text not null,
    decided_on date not null,
    text text not null,
    link text not null default '',
    staff_id bigint not null,
    created_at timestamptz not null,
    constraint decisions_pkey primary key (hearing_id, number),
    constraint decisions_text_given check (text <> ''),
    constraint decisions_hearing_fk foreign key (hearing_id) references hearings on delete cascade,
    constraint decisions_staff_fk foreign key (staff_id) references staff on delete restrict
);
comment on table decisions is 'What was decided in the end, and by whom, as staff write it down: each saving is a version, and the one with the highest number stands.';
create table decision_outcomes (
    hearing_id bigint not null,
    number integer not null,
    theme_id bigint not null,
    text text not null,
    constraint decision_outcomes_pkey primary key (hearing_id, number, theme_id),
    constraint decision_outcomes_text_given check (text <> ''),
    constraint decision_outcomes_decision_fk foreign key (hearing_id, number) references decisions on delete cascade,
    constraint decision_outcomes_theme_fk foreign key (theme_id) references themes on delete restrict
);
comment on table decision_outcomes is 'What a version of the decision changed in the plan under a theme.';
create table decision_initiatives (
    hearing_id bigint not null,
    number integer not null,
    position integer not null,
    title text not null,
    planned text not null,
    decided text not null,
    reason text not null default '',
    constraint decision_initiatives_pkey primary key (hearing_id, number, position),
    constraint decision_initiatives_title_given check (title <> ''),
    constraint decision_initiatives_decision_fk foreign key (hearing_id, number) references decisions on delete cascade
);
comment on table decision_initiatives is 'A line of the plan''s schedule in a version of the decision: when it was to begin in the draft, and when it does now.';
revoke update, delete on decisions, decision_outcomes, decision_initiatives from hoering_app;
create table published_decisions (
    hearing_slug text not null,
    number integer not null,
    decision jsonb not null,
    published_at timestamptz not null,
    constraint published_decisions_pkey primary key (hearing_slug, number)
);
comment on table published_decisions is 'A version of the decision as the public may read it; the one with the highest number stands.';
grant select on published_decisions to hoering_public;
revoke update, delete on published_decisions from hoering_app;
