//! Every promise of the service, tested through its real parts.

mod templates;
mod web;
