//! Every promise of the service, tested through its real parts.

mod database;
mod isolation;
mod private_database;
mod schema;
mod templates;
mod web;
