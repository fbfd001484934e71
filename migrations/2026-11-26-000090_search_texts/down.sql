create index text_versions_search on text_versions using gin (to_tsvector('danish', text));
drop table text_searches;
drop function text_pieces;
