//! The connection pools, the roles, the migrations and the private PostgreSQL.
