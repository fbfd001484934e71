alter table objections alter column response_id drop not null;
alter table objections add column hearing_id bigint;
alter table objections add column number text;
alter table objections add column way text not null default 'link';
alter table objections add column objector text not null default 'respondent';
alter table objections add column about text not null default '';
alter table objections add column name text not null default '';
alter table objections add column email text;
alter table objections add column contact text not null default '';
alter table objections add column to_be_checked boolean not null default false;
alter table objections add column due_on date;
alter table objections add column answered_how text;
update objections
   set hearing_id = responses.hearing_id,
       number = 'I-' || objections.id,
       due_on = (objections.created_at at time zone 'Europe/Copenhagen')::date + 30,
       answered_how = case when settled_at is not null then 'link' end
  from responses where responses.id = objections.response_id;
alter table objections alter column hearing_id set not null;
alter table objections alter column number set not null;
alter table objections alter column due_on set not null;
alter table objections add constraint objections_number_key unique (number);
alter table objections add constraint objections_hearing_fk foreign key (hearing_id) references hearings on delete cascade;
alter table objections add constraint objections_way_known check (way in ('link', 'page'));
alter table objections add constraint objections_link_has_response check (way <> 'link' or response_id is not null);
alter table objections add constraint objections_objector_known check (objector in ('respondent', 'named', 'other'));
alter table objections add constraint objections_reachable check (way <> 'page' or email is not null or contact <> '');
alter table objections add constraint objections_answered_known check (answered_how in ('link', 'mail', 'otherwise'));
create index objections_by_hearing on objections (hearing_id);
comment on table objections is 'What somebody has against a publication (databeskyttelsesforordningen, article 21): the sender of a response behind the secret link, or anybody on the page of the hearing; and what the authority decided. Never published.';
comment on column objections.due_on is 'The last day to answer.';
create table objection_letters (
    id bigint generated always as identity,
    objection_id bigint not null,
    kind text not null,
    recipient text not null,
    subject text not null,
    text text not null,
    message_id text not null,
    bounce_token text not null,
    state text not null default 'waiting',
    sent_at timestamptz,
    created_at timestamptz not null,
    constraint objection_letters_pkey primary key (id),
    constraint objection_letters_message_key unique (message_id),
    constraint objection_letters_bounce_key unique (bounce_token),
    constraint objection_letters_kind_known check (kind in ('received', 'decided')),
    constraint objection_letters_state_known check (state in ('waiting', 'sent', 'failed', 'bounced')),
    constraint objection_letters_objection_fk foreign key (objection_id) references objections on delete cascade
);
comment on table objection_letters is 'What was mailed to somebody who objected on the page of a hearing. What was decided stands behind the link in it.';
create index objection_letters_by_objection on objection_letters (objection_id);
create index objection_letters_by_recipient on objection_letters (recipient, created_at);
