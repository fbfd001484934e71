drop table desk_presences;
