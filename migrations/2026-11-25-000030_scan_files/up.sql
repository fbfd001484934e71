create table file_scans (
    file_id bigint not null,
    verdict text not null,
    signature text,
    asked_at timestamptz not null,
    scanned_at timestamptz,
    constraint file_scans_pkey primary key (file_id),
    constraint file_scans_verdict_known check (verdict in ('waiting', 'clean', 'infected')),
    constraint file_scans_waiting_or_scanned check ((verdict = 'waiting') = (scanned_at is null)),
    constraint file_scans_file_fk foreign key (file_id) references files on delete cascade
);
comment on table file_scans is 'What the malware scanner said of a file. A row that waits holds the file back: it is not opened, not handed out, and stops a release. No row: no scanner was set when it came.';
create index file_scans_waiting on file_scans (asked_at) where verdict = 'waiting';
alter table parts drop constraint parts_state_known;
alter table parts add constraint parts_state_known check (state in ('reading', 'waiting_for_scan', 'text', 'no_text', 'unsupported', 'encrypted', 'infected', 'too_large', 'failed'));
