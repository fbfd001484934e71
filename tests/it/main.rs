//! Every promise of the service, tested through its real parts.

mod finder;
mod pdf;
mod proof;
mod templates;
mod web;
