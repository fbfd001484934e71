alter table mails drop column gone_at;
alter table mailboxes
    drop column move_problem,
    drop column missing_since,
    drop column missing_uids,
    drop column on_server,
    drop column reconciled_at,
    drop column error_kind,
    drop column junk;
