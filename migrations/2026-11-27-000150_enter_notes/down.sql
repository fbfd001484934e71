drop index inputs_by_hearing;
alter table inputs
    drop constraint inputs_removed_by_fk,
    drop constraint inputs_removed_whole,
    drop constraint inputs_entry_whole,
    drop constraint inputs_entry_key,
    drop column removed_by,
    drop column removed_at,
    drop column entry_position,
    drop column entry,
    drop column version;
alter table workshops drop column place;
