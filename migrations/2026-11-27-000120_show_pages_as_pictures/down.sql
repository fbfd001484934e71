alter table parts drop column signatures_covered_at;
alter table parts drop column signatures_covered_by;
alter table parts drop constraint parts_published_as_known;
update parts set published_as = 'text' where published_as <> 'withheld';
alter table parts alter column published_as set default 'text';
alter table parts add constraint parts_published_as_known check (published_as in ('text', 'withheld'));
comment on column parts.published_as is null;
