drop index parts_moved;
alter table parts drop column moved_to;
comment on table parts is 'The body and each file of a response. text_id is the text version in force; a body has no file of its own.';
