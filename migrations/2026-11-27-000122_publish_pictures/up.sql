create table published_pictures (
    release_id bigint not null,
    reference text not null,
    part integer not null,
    page integer not null,
    name text not null,
    width integer not null,
    height integer not null,
    constraint published_pictures_pkey primary key (release_id, reference, part, page),
    constraint published_pictures_has_size check (width > 0 and height > 0),
    constraint published_pictures_response_fk foreign key (release_id, reference) references published_responses on delete cascade,
    constraint published_pictures_file_fk foreign key (release_id, name) references published_files on delete cascade
);
comment on table published_pictures is 'A page of a letter as it was sent, with what must not be seen painted over: which file of the release it is, and its size in pixels.';
grant select on published_pictures to hoering_public;
revoke update, delete on published_pictures from hoering_app;
