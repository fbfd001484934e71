alter table hearings
    add column published_at timestamptz,
    add column minimum_weeks integer,
    add column revision integer not null default 0,
    add constraint hearings_minimum_weeks_known check (minimum_weeks between 1 and 52);
update hearings set published_at = created_at;
comment on column hearings.published_at is 'When staff let the public see it; none while it is being set up.';
comment on column hearings.minimum_weeks is 'The least that a law asks for, in weeks; none where no law does.';
comment on column hearings.revision is 'Grows with each change of the settings, so that a kept page is known to be old.';
