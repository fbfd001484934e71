drop index mails_upload_key;
drop table mail_senders;
