drop table published_files;
drop table published_passages;
drop table published_responses;
drop table published_releases;
drop table releases;
