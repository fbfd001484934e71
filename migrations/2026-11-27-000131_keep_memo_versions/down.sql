drop table memo_summaries;
drop table memo_versions;
