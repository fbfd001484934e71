drop table web_submissions;
drop table web_draft_files;
drop table web_drafts;
