//! The compilation: everything the public sees of what was said, from one projection built in one place.
//!
//! 1. [`references`]: an act after the deadline gives every response its reference (A3).
//! 2. [`release`]: a job reads the rows (`rows`), makes the projection (`project`), writes the files ([`files`]), reads them back
//!    ([`gate`]), and leaves a release that waits.
//! 3. Another person approves it: one transaction writes the `published_*` tables (`snapshot`) and makes it current.
//! 4. Public pages ([`public`]) read that snapshot as the database role `hoering_public`, which may read nothing else.
//!
//! Guarantees: no path leads from a response to the public but the projection; a release whose ledger does not balance cannot be made;
//! whoever built it cannot approve it; what was released never changes.

pub mod address;
mod appendix;
mod evidence;
pub mod files;
pub mod form;
pub mod gate;
pub mod handed;
pub mod keys;
mod ledger;
mod masking;
pub mod memo;
pub mod numbers;
pub mod offline;
pub mod pages;
pub mod pdf;
pub mod pictures;
pub mod preview;
mod project;
pub mod projection;
mod proof;
mod published;
pub mod public;
mod read;
pub mod references;
pub mod release;
mod rows;
mod sender;
mod snapshot;
pub mod staff;
mod typeset;
mod volumes;

pub use evidence::Spot;
pub use ledger::{Ledger, MailLedger};
pub use project::Phrases;

/// Every page of this feature.
pub fn routes(config: &mut actix_web::web::ServiceConfig) {
    public::routes(config);
    staff::routes(config);
}
