alter table mailboxes
    add column junk boolean not null default false,
    add column error_kind text,
    add column reconciled_at timestamptz,
    add column on_server bigint,
    add column missing_uids bigint[] not null default '{}',
    add column missing_since timestamptz,
    add column move_problem text,
    add constraint mailboxes_error_known check (error_kind in ('unreachable', 'login', 'settings', 'refused', 'other'));
comment on column mailboxes.junk is 'The folder is where the server puts junk: its mails are spam until a person decides.';
comment on column mailboxes.missing_uids is 'UIDs on the server that were not in the ledger when the two were last compared: an alarm.';
comment on column mailboxes.move_problem is 'Why mails with a place are not moved, where that is wanted.';
alter table mails add column gone_at timestamptz;
comment on column mails.gone_at is 'When it was noticed that the mail is no longer in its folder at the server: a note, nothing is lost.';
