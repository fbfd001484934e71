//! The web form: fields as typed → draft → check → sent → kept → accepted.
//!
//! A draft lives under the form's own key (256 random bits, its hash in the database), so the address of the check page is the link to
//! the draft. Sending is idempotent by the same key. Nothing here refuses a person: what looks like a machine is marked *to be checked*.

pub(super) mod draft;
mod fields;
pub mod public;
mod send;

pub use draft::{Draft, DraftFile};
pub use fields::{Fault, Fields, Valid};
pub use send::{AcceptForm, Sent, SentFile, accept_kept, body, keep, send};
