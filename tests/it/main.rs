//! Every promise of the service, tested through its real parts.

mod extract;
mod mail_kinds;
mod mail_reading;
mod text;
