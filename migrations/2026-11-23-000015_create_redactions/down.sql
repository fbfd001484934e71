drop table clearings;
drop table redactions;
