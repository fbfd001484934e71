alter table releases drop column volumes_set, drop column volumes, drop column archive_bytes, drop column archive_sha256;
