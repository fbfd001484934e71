alter table releases add column archive_sha256 bytea;
alter table releases add column archive_bytes bigint;
alter table releases add column volumes integer not null default 0;
alter table releases add column volumes_set integer not null default 0;
alter table releases add constraint releases_archive_is_whole check ((archive_sha256 is null) = (archive_bytes is null));
alter table releases add constraint releases_volumes_counted check (volumes_set >= 0 and volumes_set <= volumes);
comment on column releases.archive_sha256 is 'The release in one file, in storage. It holds the manifest, so the manifest cannot name it; its bytes follow from what the manifest names.';
comment on column releases.volumes is 'How many volumes the PDF has, while it is set; volumes_set of them are done.';
