create table jobs (
    id bigint generated always as identity,
    kind text not null,
    payload jsonb not null,
    unique_key text,
    attempts integer not null default 0,
    run_at timestamptz not null,
    claimed_by text,
    lease_until timestamptz,
    last_error text,
    failed_at timestamptz,
    created_at timestamptz not null default now(),
    constraint jobs_pkey primary key (id),
    constraint jobs_unique_key unique (kind, unique_key)
);
comment on table jobs is 'Work that waits. A claim commits attempts, claimed_by and lease_until first; failed_at means that it waits for a person.';
create index jobs_due on jobs (run_at) where failed_at is null;
create function notify_job() returns trigger language plpgsql as $$
begin
    notify jobs;
    return null;
end $$;
create trigger jobs_notify after insert on jobs for each statement execute function notify_job();
