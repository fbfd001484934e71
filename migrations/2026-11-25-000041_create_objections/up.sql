create table objections (
    id bigint generated always as identity,
    response_id bigint not null,
    text text not null,
    created_at timestamptz not null,
    outcome text,
    answer text not null default '',
    settled_by bigint,
    settled_at timestamptz,
    constraint objections_pkey primary key (id),
    constraint objections_text_length check (char_length(text) between 1 and 10000),
    constraint objections_outcome_known check (outcome in ('upheld', 'partly', 'rejected')),
    constraint objections_settled_whole check ((outcome is null) = (settled_at is null)),
    constraint objections_response_fk foreign key (response_id) references responses on delete cascade,
    constraint objections_settled_by_fk foreign key (settled_by) references staff on delete restrict
);
comment on table objections is 'What a sender has against the publication (databeskyttelsesforordningen, article 21), and what the authority decided. Never published.';
create index objections_by_response on objections (response_id);
