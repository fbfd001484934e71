drop table mail_decisions;
