delete from receipts where kind = 'decided';
alter table receipts drop constraint receipts_kind_known;
alter table receipts
    add constraint receipts_kind_known check (kind in ('received', 'corrected', 'finalised', 'supplemented', 'withdrawn', 'objected', 'settled'));
drop table decisions;
