create table proposals (
    id bigint generated always as identity,
    response_id bigint not null,
    kind text not null,
    other_id bigint,
    value jsonb not null,
    reason text not null,
    quote text not null default '',
    state text not null default 'proposed',
    decided_by bigint,
    decided_at timestamptz,
    created_at timestamptz not null,
    constraint proposals_pkey primary key (id),
    constraint proposals_once_key unique nulls not distinct (response_id, kind, other_id),
    constraint proposals_kind_known check (kind in ('content', 'standing', 'respondents', 'signatures', 'endorses', 'reached_us', 'timely', 'split', 'second')),
    constraint proposals_state_known check (state in ('proposed', 'accepted', 'corrected', 'rejected', 'lapsed')),
    constraint proposals_response_fk foreign key (response_id) references responses on delete cascade,
    constraint proposals_other_fk foreign key (other_id) references responses on delete cascade,
    constraint proposals_decided_by_fk foreign key (decided_by) references staff on delete restrict
);
comment on table proposals is 'What the program reads out of a response about itself, with the sentence that says so (quote), until a person accepts, corrects or rejects it.';
create index proposals_open on proposals (response_id) where state = 'proposed';
create index proposals_by_other on proposals (other_id);

alter table response_relations add column reason text not null default '';
alter table response_relations add column quote text not null default '';
alter table response_relations drop constraint response_relations_kind_known;
alter table response_relations add constraint response_relations_kind_known check (kind in ('corrects', 'supplements', 'finalises', 'approves', 'endorses', 'withdraws', 'duplicates', 'joins', 'split_from'));
comment on table response_relations is 'A later response or mail (other_id, mail_id) corrects, supplements, finalises, approves, withdraws, endorses, repeats or was split from this response; reason and quote say how the program knows.';
create index response_relations_by_response on response_relations (response_id);
create index response_relations_unexplained on response_relations (id) where reason = '';
create index response_relations_by_other on response_relations (other_id);

alter table responses add column recognised integer;
alter table responses add column confirmed_at timestamptz;
alter table responses add column reached_us_mail_id bigint;
alter table responses add constraint responses_reached_us_mail_fk foreign key (reached_us_mail_id) references mails on delete restrict;
alter table responses drop constraint responses_state_known;
alter table responses add constraint responses_state_known check (state in ('current', 'superseded', 'withdrawn', 'duplicate', 'not_a_response', 'merged'));
create index responses_unrecognised on responses (id) where recognised is null;
create index respondents_by_email on respondents (email);
create index mails_by_in_reply_to on mails (in_reply_to);
create function recognise_again() returns trigger language plpgsql as $$
begin
    update responses set recognised = null where id = new.response_id and recognised is not null;
    return null;
end $$;
comment on function recognise_again is 'Another text says other things: the program looks for them again.';
create trigger parts_recognise_again after update of text_id on parts for each row when (old.text_id is distinct from new.text_id) execute function recognise_again();
create trigger parts_recognise_added after insert on parts for each row execute function recognise_again();
