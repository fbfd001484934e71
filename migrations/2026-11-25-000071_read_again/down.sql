drop table reading_changes;
drop table part_readings;
