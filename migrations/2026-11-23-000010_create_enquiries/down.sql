drop table enquiries;
