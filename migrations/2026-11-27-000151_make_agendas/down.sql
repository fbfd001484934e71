drop table agenda_packages;
drop table agenda_proposals;
