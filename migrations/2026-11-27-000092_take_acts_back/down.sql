drop table desk_acts;
