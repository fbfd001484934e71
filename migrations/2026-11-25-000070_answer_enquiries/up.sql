alter table enquiries
    add column topic_by bigint,
    add column asked_for date,
    add column answered_how text,
    add column closed_by bigint,
    add column closed_at timestamptz,
    add column closed_why text,
    add column note text not null default '',
    add column reopened_at timestamptz,
    add constraint enquiries_answered_how_known check (answered_how in ('mail', 'otherwise')),
    add constraint enquiries_closed_why_known check (closed_why in ('thanks', 'no_answer', 'not_for_us', 'became_response', 'other')),
    add constraint enquiries_topic_by_fk foreign key (topic_by) references staff on delete restrict,
    add constraint enquiries_closed_by_fk foreign key (closed_by) references staff on delete restrict;
comment on column enquiries.topic_by is 'Who set the topic; none while it is as the wording proposed.';
comment on column enquiries.asked_for is 'The closing day that the mail asks for, as read from its wording.';
create index enquiries_by_hearing on enquiries (hearing_id, state);
create table enquiry_follow_ups (
    mail_id bigint,
    enquiry_id bigint not null,
    created_at timestamptz not null,
    constraint enquiry_follow_ups_pkey primary key (mail_id),
    constraint enquiry_follow_ups_mail_fk foreign key (mail_id) references mails on delete restrict,
    constraint enquiry_follow_ups_enquiry_fk foreign key (enquiry_id) references enquiries on delete cascade
);
comment on table enquiry_follow_ups is 'A later mail about the same: it answers our answer, and opens the enquiry again.';
create index enquiry_follow_ups_by_enquiry on enquiry_follow_ups (enquiry_id);
create table enquiry_answers (
    id bigint generated always as identity,
    enquiry_id bigint not null,
    staff_id bigint not null,
    recipient text not null,
    subject text not null,
    text text not null,
    in_reply_to text,
    thread text[] not null default '{}',
    message_id text not null,
    bounce_token text not null,
    form_key text not null,
    state text not null default 'waiting',
    state_reason text,
    sent_at timestamptz,
    created_at timestamptz not null,
    constraint enquiry_answers_pkey primary key (id),
    constraint enquiry_answers_message_key unique (message_id),
    constraint enquiry_answers_bounce_key unique (bounce_token),
    constraint enquiry_answers_form_key unique (enquiry_id, form_key),
    constraint enquiry_answers_state_known check (state in ('waiting', 'sent', 'failed', 'bounced')),
    constraint enquiry_answers_enquiry_fk foreign key (enquiry_id) references enquiries on delete cascade,
    constraint enquiry_answers_staff_fk foreign key (staff_id) references staff on delete restrict
);
comment on table enquiry_answers is 'What a person wrote back by mail. Sent by a job of the transaction that made it; never published.';
create table enquiry_templates (
    id bigint generated always as identity,
    hearing_id bigint not null,
    built_in text,
    topic text not null,
    title text not null,
    text text not null,
    staff_id bigint,
    updated_at timestamptz not null,
    constraint enquiry_templates_pkey primary key (id),
    constraint enquiry_templates_built_in_key unique (hearing_id, built_in),
    constraint enquiry_templates_topic_known check (topic in ('question', 'deadline', 'access', 'thanks', 'press')),
    constraint enquiry_templates_hearing_fk foreign key (hearing_id) references hearings on delete cascade,
    constraint enquiry_templates_staff_fk foreign key (staff_id) references staff on delete restrict
);
comment on table enquiry_templates is 'Answers that staff wrote for a hearing: their own, or their wording of one that is built in (built_in names it).';
