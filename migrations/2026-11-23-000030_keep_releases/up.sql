create function refuse_change_of_released() returns trigger language plpgsql as $$
begin
    if old.state = 'released' then
        raise exception 'a release is never changed' using errcode = 'restrict_violation';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger releases_released_are_kept before update or delete on releases for each row execute function refuse_change_of_released();
revoke update, delete on published_releases, published_responses, published_passages, published_files from hoering_app;
grant update (is_current) on published_releases to hoering_app;
