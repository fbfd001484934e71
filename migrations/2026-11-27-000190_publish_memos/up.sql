create table memo_publications (
    id bigint generated always as identity,
    hearing_id bigint not null,
    staff_id bigint not null,
    created_at timestamptz not null,
    ended_by bigint,
    ended_at timestamptz,
    constraint memo_publications_pkey primary key (id),
    constraint memo_publications_ended_whole check ((ended_by is null) = (ended_at is null)),
    constraint memo_publications_hearing_fk foreign key (hearing_id) references hearings on delete cascade,
    constraint memo_publications_staff_fk foreign key (staff_id) references staff on delete restrict,
    constraint memo_publications_ended_by_fk foreign key (ended_by) references staff on delete restrict
);
comment on table memo_publications is 'That a hearing''s memo goes into its releases: who said so, and until when. Without a row in force it stays with the staff.';
create unique index memo_publications_one_in_force on memo_publications (hearing_id) where ended_at is null;
create table published_memos (
    release_id bigint not null,
    memo jsonb not null,
    constraint published_memos_pkey primary key (release_id),
    constraint published_memos_release_fk foreign key (release_id) references published_releases on delete cascade
);
comment on table published_memos is 'The memo of a release as the public may read it.';
grant select on published_memos to hoering_public;
revoke update, delete on published_memos from hoering_app;
