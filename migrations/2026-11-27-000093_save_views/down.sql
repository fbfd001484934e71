drop table inbox_views;
