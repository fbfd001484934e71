create function lapse_signoffs(of_response bigint, why text) returns void language plpgsql as $$
begin
    update signoffs set lapsed_at = clock_timestamp(), lapsed_by = why where response_id = of_response and lapsed_at is null;
    if found then
        update responses set work = 'in_progress' where id = of_response and work in ('second_reading', 'done');
    end if;
end $$;
comment on function lapse_signoffs is 'What was signed off is no longer what is there. In the database, because texts, codings and redactions change in features that do not know each other.';
create function lapse_by_text() returns trigger language plpgsql as $$
begin
    perform lapse_signoffs(new.response_id, 'text');
    return null;
end $$;
create trigger parts_lapse after update of text_id on parts for each row when (old.text_id is distinct from new.text_id) execute function lapse_by_text();
create function lapse_by_coding() returns trigger language plpgsql as $$
declare
    of_passage bigint := case when tg_op = 'DELETE' then old.passage_id else new.passage_id end;
begin
    perform lapse_signoffs(parts.response_id, 'coding')
       from passages join text_versions on text_versions.id = passages.text_id join parts on parts.id = text_versions.part_id
      where passages.id = of_passage;
    return null;
end $$;
create trigger codings_lapse after insert or update or delete on codings for each row execute function lapse_by_coding();
create function lapse_by_theme() returns trigger language plpgsql as $$
begin
    perform lapse_signoffs(case when tg_op = 'DELETE' then old.response_id else new.response_id end, 'coding');
    return null;
end $$;
create trigger response_themes_lapse after insert or update or delete on response_themes for each row execute function lapse_by_theme();
create function lapse_by_redaction() returns trigger language plpgsql as $$
begin
    perform lapse_signoffs(parts.response_id, 'redaction')
       from text_versions join parts on parts.id = text_versions.part_id
      where text_versions.id = new.text_id;
    return null;
end $$;
create trigger redactions_lapse after insert or update of starts, ends, ground, removed_at on redactions for each row execute function lapse_by_redaction();
