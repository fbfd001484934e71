drop table staff_login_failures;
drop table staff_login_links;
drop table staff_sessions;
drop table staff_roles;
drop table staff;
