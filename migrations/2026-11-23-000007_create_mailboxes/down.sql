drop table mail_readings;
drop table mails;
drop table mailboxes;
