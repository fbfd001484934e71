alter table documents add column filename text;
comment on column documents.filename is 'What the file is called when it is downloaded; none for a link.';
