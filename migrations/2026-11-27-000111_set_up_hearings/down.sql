alter table hearings drop published_at, drop minimum_weeks, drop revision;
