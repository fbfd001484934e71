drop index mails_digital_post_key;
update mails set arrival_rule = 'recorded' where arrival_rule = 'file_time';
alter table mails drop constraint mails_rule_known;
alter table mails add constraint mails_rule_known check (arrival_rule in ('received_by_us', 'internaldate', 'received_top', 'recorded'));
