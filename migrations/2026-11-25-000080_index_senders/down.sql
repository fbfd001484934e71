drop index mails_by_sender;
