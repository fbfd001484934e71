alter table responses add assigned_to bigint constraint responses_assigned_fk references staff on delete set null;
create index responses_by_assigned on responses (assigned_to) where assigned_to is not null;
