drop table memo_imports;
