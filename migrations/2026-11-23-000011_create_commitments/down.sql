drop table log_heads;
drop table log_leaves;
drop table commitments;
