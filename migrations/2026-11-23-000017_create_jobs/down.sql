drop table jobs;
drop function notify_job;
