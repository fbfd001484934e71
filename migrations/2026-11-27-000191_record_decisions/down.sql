drop table published_decisions;
drop table decision_initiatives;
drop table decision_outcomes;
drop table decisions;
