drop table memo_comments;
drop table memo_sources;
drop table memo_points;
