create index mails_by_sender on mails (from_address);
