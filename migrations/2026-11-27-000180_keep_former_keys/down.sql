drop table former_keys;
