//! Every promise of the service, tested through its real parts.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on stops with the place and the cause"
)]

mod app;
mod architecture;
mod database;
mod desk;
mod extract;
mod finder;
mod isolation;
mod mail_kinds;
mod mail_reading;
mod pdf;
mod private_database;
mod proof;
mod redaction;
mod schema;
mod staff;
mod tagging;
mod templates;
mod text;
mod web;
mod web_form;
