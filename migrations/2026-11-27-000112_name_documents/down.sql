alter table documents drop filename;
