drop table memo_approved;
