drop table memo_exports;
