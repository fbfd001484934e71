revoke update (is_current) on published_releases from hoering_app;
grant update, delete on published_releases, published_responses, published_passages, published_files to hoering_app;
drop trigger releases_released_are_kept on releases;
drop function refuse_change_of_released();
