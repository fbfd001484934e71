alter default privileges in schema public revoke all on tables from hoering_app;
alter default privileges in schema public revoke all on sequences from hoering_app;
revoke all on all tables in schema public from hoering_app, hoering_public;
revoke all on all sequences in schema public from hoering_app;
revoke usage on schema public from hoering_app, hoering_public;
