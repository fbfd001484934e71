alter table workshops add column place text not null default '';
comment on column workshops.place is 'Where it was held; empty when nobody has said.';
alter table inputs
    add column version integer not null default 1,
    add column entry uuid,
    add column entry_position integer,
    add column removed_at timestamptz,
    add column removed_by bigint,
    add constraint inputs_entry_key unique (entry, entry_position),
    add constraint inputs_entry_whole check ((entry is null) = (entry_position is null)),
    add constraint inputs_removed_whole check (removed_by is null or removed_at is not null),
    add constraint inputs_removed_by_fk foreign key (removed_by) references staff on delete restrict;
comment on column inputs.entry is 'The form that it was sent by, with its place in it: the same form sent twice writes its notes once.';
comment on column inputs.removed_at is 'Taken out, and can be put back: it counts nowhere and is not published.';
create index inputs_by_hearing on inputs (hearing_id, workshop_id, id);
