grant usage on schema public to hoering_app, hoering_public;
grant select, insert, update, delete on all tables in schema public to hoering_app;
grant usage on all sequences in schema public to hoering_app;
revoke update, delete on audit_events, audit_seals, audit_sealed, log_leaves, log_heads, text_versions, files from hoering_app;
revoke insert, update, delete on __diesel_schema_migrations from hoering_app;
grant select on published_releases, published_responses, published_passages, published_files to hoering_public;
alter default privileges in schema public grant select, insert, update, delete on tables to hoering_app;
alter default privileges in schema public grant usage on sequences to hoering_app;
