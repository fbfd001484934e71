drop table mail_moves;
