alter table responses drop assigned_to;
