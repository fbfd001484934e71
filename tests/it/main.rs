//! Every promise of the service, tested through its real parts.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on stops with the place and the cause"
)]

mod app;
mod architecture;
mod browser;
mod database;
mod durability;
mod desk;
mod extract;
mod finder;
mod certificates;
mod doctor;
mod dovecot;
mod imap;
mod isolation;
mod mail_kinds;
mod mail_reading;
mod pdf;
mod private_database;
mod robustness;
mod proof;
mod publication;
mod redaction;
mod schema;
mod service;
mod staff;
mod tagging;
mod smtp;
mod templates;
mod text;
mod web;
mod web_form;
