create table passages (
    id bigint generated always as identity,
    text_id bigint not null,
    starts integer not null,
    ends integer not null,
    exact text not null,
    prefix text not null,
    suffix text not null,
    staff_id bigint,
    created_at timestamptz not null,
    constraint passages_pkey primary key (id),
    constraint passages_span_key unique (text_id, starts, ends),
    constraint passages_not_empty check (starts >= 0 and ends > starts),
    constraint passages_text_fk foreign key (text_id) references text_versions on delete cascade,
    constraint passages_staff_fk foreign key (staff_id) references staff on delete restrict
);
comment on table passages is 'A span of an immutable text, in code points, half-open. exact, prefix and suffix are of the original and never exported.';
create function check_exact() returns trigger language plpgsql as $$
declare
    whole text;
begin
    select text into whole from text_versions where id = new.text_id;
    if substr(whole, new.starts + 1, new.ends - new.starts) is distinct from new.exact then
        raise exception 'the span does not hold the exact text' using errcode = 'check_violation', constraint = tg_table_name || '_exact';
    end if;
    return new;
end $$;
create trigger passages_exact before insert or update on passages for each row execute function check_exact();
create table codings (
    id bigint generated always as identity,
    passage_id bigint not null,
    theme_id bigint not null,
    staff_id bigint not null,
    stance text,
    note text not null default '',
    origin text not null default 'person',
    created_at timestamptz not null,
    constraint codings_pkey primary key (id),
    constraint codings_once_key unique (passage_id, theme_id, staff_id),
    constraint codings_stance_known check (stance in ('supports', 'proposes', 'critical', 'asks')),
    constraint codings_origin_known check (origin in ('person', 'suggestion', 'consensus')),
    constraint codings_passage_fk foreign key (passage_id) references passages on delete cascade,
    constraint codings_theme_fk foreign key (theme_id) references themes on delete restrict,
    constraint codings_staff_fk foreign key (staff_id) references staff on delete restrict
);
comment on table codings is 'A theme put on a passage by someone, with a stance.';
create index codings_by_theme on codings (theme_id);
create table response_themes (
    response_id bigint not null,
    theme_id bigint not null,
    staff_id bigint not null,
    stance text,
    created_at timestamptz not null,
    constraint response_themes_pkey primary key (response_id, theme_id, staff_id),
    constraint response_themes_stance_known check (stance in ('supports', 'proposes', 'critical', 'asks')),
    constraint response_themes_response_fk foreign key (response_id) references responses on delete cascade,
    constraint response_themes_theme_fk foreign key (theme_id) references themes on delete restrict,
    constraint response_themes_staff_fk foreign key (staff_id) references staff on delete restrict
);
comment on table response_themes is 'A theme on a whole response: the short way, without passages.';
create table signoffs (
    id bigint generated always as identity,
    response_id bigint not null,
    staff_id bigint not null,
    step text not null,
    unmarked_share real not null,
    lapsed_at timestamptz,
    lapsed_by text,
    created_at timestamptz not null,
    constraint signoffs_pkey primary key (id),
    constraint signoffs_step_known check (step in ('first', 'second')),
    constraint signoffs_share check (unmarked_share >= 0 and unmarked_share <= 1),
    constraint signoffs_response_fk foreign key (response_id) references responses on delete cascade,
    constraint signoffs_staff_fk foreign key (staff_id) references staff on delete restrict
);
comment on table signoffs is 'Read, tagged, redactions checked; with the share of text (0 to 1) that nobody marked. Lapses when text, coding or redaction changes.';
