//! Every promise of the service, tested through its real parts.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod extract;
mod mail_kinds;
mod mail_reading;
mod text;
