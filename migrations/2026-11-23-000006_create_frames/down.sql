drop table schedule_items;
drop table theme_events;
drop table theme_links;
drop table themes;
drop table frames;
