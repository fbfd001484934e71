update parts set state = 'reading' where state = 'waiting_for_scan';
alter table parts drop constraint parts_state_known;
alter table parts add constraint parts_state_known check (state in ('reading', 'text', 'no_text', 'unsupported', 'encrypted', 'infected', 'too_large', 'failed'));
drop table file_scans;
