alter table receipts
    add column status text,
    add column state_detail text,
    add column in_reply_to text,
    add column bounced_at timestamptz,
    add column bounce_mail_id bigint,
    add column handled text,
    add column handled_note text not null default '',
    add column handled_at timestamptz,
    add column handled_by bigint;
update receipts set
    state_detail = case when state_reason like 'permanent error%' then state_reason end,
    state_reason = case state_reason
        when 'sent by a program' then 'program'
        when 'sent through a list' then 'list'
        when 'has no return address' then 'no_return'
        when 'has no sender' then 'no_sender'
        when 'the address takes no mail' then 'no_reply'
        when 'too many to this address within an hour' then 'limit'
        when 'the address is not valid' then 'invalid'
        else 'refused' end
    where state_reason is not null;
alter table receipts drop constraint receipts_kind_known;
alter table receipts
    add constraint receipts_kind_known check (kind in ('received', 'corrected', 'finalised', 'supplemented', 'withdrawn', 'objected', 'settled')),
    add constraint receipts_reason_known check (state_reason in ('program', 'list', 'no_return', 'no_sender', 'no_reply', 'own_address', 'ack_loop', 'forwarded', 'spam', 'digital_post', 'limit', 'invalid', 'refused', 'gave_up', 'bounced')),
    add constraint receipts_handled_known check (handled in ('resent', 'letter', 'phone')),
    add constraint receipts_handled_whole check ((handled is null) = (handled_at is null)),
    add constraint receipts_bounce_mail_fk foreign key (bounce_mail_id) references mails on delete restrict,
    add constraint receipts_handled_by_fk foreign key (handled_by) references staff on delete restrict;
create index receipts_by_response on receipts (response_id);
create index receipts_by_message_id on receipts (message_id);
create index receipts_untold on receipts (response_id) where state in ('bounced', 'not_possible') and handled_at is null;
comment on column receipts.status is 'The enhanced status code (RFC 3463) of a bounce or refusal.';
comment on column receipts.state_detail is 'What the other server said, in its own words.';
comment on column receipts.handled is 'What staff did about a receipt that did not arrive.';
