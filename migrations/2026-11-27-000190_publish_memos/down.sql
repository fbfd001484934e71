drop table published_memos;
drop table memo_publications;
