create table enquiries (
    id bigint generated always as identity,
    hearing_id bigint not null,
    mail_id bigint not null,
    topic text not null default 'question',
    state text not null default 'open',
    answered_by bigint,
    answered_at timestamptz,
    created_at timestamptz not null,
    constraint enquiries_pkey primary key (id),
    constraint enquiries_mail_key unique (mail_id),
    constraint enquiries_topic_known check (topic in ('question', 'deadline', 'access', 'thanks', 'press')),
    constraint enquiries_state_known check (state in ('open', 'answered', 'closed')),
    constraint enquiries_hearing_fk foreign key (hearing_id) references hearings on delete restrict,
    constraint enquiries_mail_fk foreign key (mail_id) references mails on delete restrict,
    constraint enquiries_answered_by_fk foreign key (answered_by) references staff on delete restrict
);
comment on table enquiries is 'A person''s mail that is no response: counted, answered by a person, never published.';
