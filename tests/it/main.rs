//! Every promise of the service, tested through its real parts.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on stops with the place and the cause"
)]

mod app;
mod certificates;
mod database;
mod doctor;
mod dovecot;
mod extract;
mod imap;
mod isolation;
mod mail_reading;
mod private_database;
mod schema;
mod smtp;
mod templates;
mod text;
mod web;
mod web_form;
