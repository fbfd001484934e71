create function text_pieces(text text) returns table (piece integer, document tsvector) language sql immutable as $$
    select n, to_tsvector('danish', substr(text, n * 200000 + 1, 200000)) from generate_series(0, length(text) / 200000) as n
$$;
comment on function text_pieces is 'What searches look at, in pieces: a tsvector holds no more than a megabyte.';
create table text_searches (
    text_id bigint not null,
    piece integer not null,
    document tsvector not null,
    constraint text_searches_pkey primary key (text_id, piece),
    constraint text_searches_text_fk foreign key (text_id) references text_versions on delete cascade
);
comment on table text_searches is 'What the secretariat''s search looks at: made by the workers soon after a text, since taking a mail in shall not wait for it.';
insert into text_searches select t.id, d.piece, d.document from text_versions t cross join lateral text_pieces(t.text) d;
create index text_searches_document on text_searches using gin (document);
drop index text_versions_search;
