alter table mails drop constraint mails_rule_known;
alter table mails add constraint mails_rule_known check (arrival_rule in ('received_by_us', 'internaldate', 'received_top', 'recorded', 'file_time'));
create unique index mails_digital_post_key on mails (mailbox_id, file_id) where source = 'digital_post';
