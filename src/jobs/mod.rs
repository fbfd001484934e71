//! A queue in PostgreSQL with leases.
