create table responses (
    id bigint generated always as identity,
    hearing_id bigint not null,
    round_id bigint,
    number text not null,
    channel text not null,
    category_id bigint,
    content text not null default 'remarks',
    standing text not null default 'final',
    standing_body text,
    standing_expected_on date,
    state text not null default 'current',
    work text not null default 'new',
    subject text not null default '',
    source text not null,
    mail_id bigint,
    web_submission_id bigint,
    claimed_at timestamptz,
    arrived_at timestamptz not null,
    arrival_rule text not null,
    reached_us_at timestamptz,
    reached_us_evidence text,
    recorded_at timestamptz not null,
    deemed_timely_reason text,
    name_choice text not null default 'name',
    protected boolean not null default false,
    to_be_checked boolean not null default false,
    signatures integer not null default 0,
    reference_number integer,
    constraint responses_pkey primary key (id),
    constraint responses_number_key unique (number),
    constraint responses_submission_key unique (web_submission_id),
    constraint responses_reference_key unique (category_id, reference_number),
    constraint responses_channel_known check (channel in ('web', 'mail', 'letter', 'digital_post', 'phone')),
    constraint responses_content_known check (content in ('remarks', 'no_remarks', 'endorses')),
    constraint responses_standing_known check (standing in ('final', 'provisional')),
    constraint responses_state_known check (state in ('current', 'superseded', 'withdrawn', 'duplicate', 'not_a_response')),
    constraint responses_work_known check (work in ('new', 'in_progress', 'second_reading', 'done')),
    constraint responses_name_choice_known check (name_choice in ('name', 'citizen', 'anonymous')),
    constraint responses_hearing_fk foreign key (hearing_id) references hearings on delete restrict,
    constraint responses_round_fk foreign key (round_id) references hearing_rounds on delete restrict,
    constraint responses_category_fk foreign key (category_id) references categories on delete restrict,
    constraint responses_mail_fk foreign key (mail_id) references mails on delete restrict,
    constraint responses_submission_fk foreign key (web_submission_id) references web_submissions on delete restrict
);
comment on table responses is 'What one respondent said, as received. The token of its receipt link is derived from number and the installation''s secret, and stored nowhere.';
create index responses_by_hearing on responses (hearing_id, arrived_at);
create index responses_by_mail on responses (mail_id);
create table respondents (
    id bigint generated always as identity,
    response_id bigint not null,
    position integer not null,
    name text not null default '',
    organisation text,
    on_behalf_of text,
    kind text not null default '',
    email text,
    consultee_id bigint,
    constraint respondents_pkey primary key (id),
    constraint respondents_position_key unique (response_id, position),
    constraint respondents_response_fk foreign key (response_id) references responses on delete cascade,
    constraint respondents_consultee_fk foreign key (consultee_id) references consultees on delete set null
);
comment on table respondents is 'Who answers: one or several to a response. Identity belongs to the response, not to an e-mail address.';
create index respondents_by_consultee on respondents (consultee_id);
create table response_relations (
    id bigint generated always as identity,
    response_id bigint not null,
    other_id bigint,
    mail_id bigint,
    kind text not null,
    state text not null default 'proposed',
    decided_by bigint,
    decided_at timestamptz,
    created_at timestamptz not null,
    constraint response_relations_pkey primary key (id),
    constraint response_relations_kind_known check (kind in ('corrects', 'supplements', 'finalises', 'endorses', 'withdraws', 'duplicates', 'joins')),
    constraint response_relations_state_known check (state in ('proposed', 'confirmed', 'rejected')),
    constraint response_relations_has_source check (other_id is not null or mail_id is not null),
    constraint response_relations_response_fk foreign key (response_id) references responses on delete cascade,
    constraint response_relations_other_fk foreign key (other_id) references responses on delete cascade,
    constraint response_relations_mail_fk foreign key (mail_id) references mails on delete restrict,
    constraint response_relations_decided_by_fk foreign key (decided_by) references staff on delete restrict
);
comment on table response_relations is 'A later response or mail (other_id, mail_id) corrects, supplements, finalises, withdraws, endorses or repeats this response.';
create table parts (
    id bigint generated always as identity,
    response_id bigint not null,
    position integer not null,
    role text not null,
    filename text,
    media_type text not null,
    bytes bigint not null,
    file_id bigint,
    sha256 bytea not null,
    mail_id bigint,
    state text not null default 'reading',
    state_reason text,
    pages integer,
    text_id bigint,
    published_as text not null default 'text',
    withheld_ground text,
    created_at timestamptz not null,
    constraint parts_pkey primary key (id),
    constraint parts_position_key unique (response_id, position),
    constraint parts_role_known check (role in ('body', 'letter', 'appendix', 'signaturbevis', 'inline', 'other')),
    constraint parts_state_known check (state in ('reading', 'text', 'no_text', 'unsupported', 'encrypted', 'infected', 'too_large', 'failed')),
    constraint parts_published_as_known check (published_as in ('text', 'withheld')),
    constraint parts_withheld_has_ground check (published_as <> 'withheld' or withheld_ground is not null),
    constraint parts_response_fk foreign key (response_id) references responses on delete cascade,
    constraint parts_file_fk foreign key (file_id) references files on delete restrict,
    constraint parts_mail_fk foreign key (mail_id) references mails on delete restrict
);
comment on table parts is 'The body and each file of a response. text_id is the text version in force; a body has no file of its own.';
create table text_versions (
    id bigint generated always as identity,
    part_id bigint not null,
    deriver text not null,
    deriver_version integer not null,
    text text not null,
    ranges jsonb not null default '[]',
    sha256 bytea not null,
    staff_id bigint,
    created_at timestamptz not null,
    constraint text_versions_pkey primary key (id),
    constraint text_versions_part_fk foreign key (part_id) references parts on delete cascade,
    constraint text_versions_staff_fk foreign key (staff_id) references staff on delete restrict
);
comment on table text_versions is 'A text as somebody or something read it: NFC, LF, never edited. ranges are marked spans (quote, signature …) in code points.';
create index text_versions_by_part on text_versions (part_id);
alter table parts add constraint parts_text_fk foreign key (text_id) references text_versions on delete set null;
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is never changed', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger text_versions_immutable before update on text_versions for each row execute function refuse_change();
create trigger files_immutable before update on files for each row execute function refuse_change();
create index text_versions_search on text_versions using gin (to_tsvector('danish', text));
