//! Every promise of the service, tested through its real parts.

mod app;
mod database;
mod extract;
mod isolation;
mod mail_reading;
mod private_database;
mod schema;
mod templates;
mod text;
mod web;
mod web_form;
