//! Every promise of the service, tested through its real parts.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on stops with the place and the cause"
)]

mod app;
mod architecture;
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
