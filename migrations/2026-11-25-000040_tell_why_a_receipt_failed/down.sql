drop index receipts_untold;
drop index receipts_by_message_id;
drop index receipts_by_response;
delete from receipts where kind in ('finalised', 'objected', 'settled');
alter table receipts
    drop constraint receipts_handled_by_fk,
    drop constraint receipts_bounce_mail_fk,
    drop constraint receipts_handled_whole,
    drop constraint receipts_handled_known,
    drop constraint receipts_reason_known,
    drop constraint receipts_kind_known;
alter table receipts
    add constraint receipts_kind_known check (kind in ('received', 'corrected', 'supplemented', 'withdrawn')),
    drop column handled_by,
    drop column handled_at,
    drop column handled_note,
    drop column handled,
    drop column bounce_mail_id,
    drop column bounced_at,
    drop column in_reply_to,
    drop column state_detail,
    drop column status;
