drop table organisations;
