drop table audit_sealed;
drop table audit_seals;
drop table audit_events;
