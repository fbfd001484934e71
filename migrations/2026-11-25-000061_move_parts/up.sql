alter table parts add column moved_to bigint;
alter table parts add constraint parts_moved_to_fk foreign key (moved_to) references parts on delete set null;
comment on table parts is 'The body and each file of a response. text_id is the text version in force; a body has no file of its own. A part that belongs to another response keeps its row, so that what was committed to stays, and moved_to names the row that took its place there.';
create index parts_moved on parts (moved_to);
