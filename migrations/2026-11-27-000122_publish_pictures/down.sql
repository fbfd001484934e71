drop table published_pictures;
