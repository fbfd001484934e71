drop table consultee_imports;
