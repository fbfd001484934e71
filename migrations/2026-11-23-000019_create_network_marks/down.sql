drop table network_marks;
