//! From a mailbox to submissions: fetch, ledger, parse, classify, trim.
//!
//! Reading (`parse`, `classify`, `explain` and what they use) needs no database: raw bytes in, [`ReadMail`] out.

mod address;
mod body;
pub mod classify;
pub mod explain;
mod forward;
mod header;
pub mod parse;
mod role;
mod transfer;
mod tree;
mod trim;
mod unpack;
mod when;
mod wording;

pub use address::Address;
pub use classify::Kind;
pub use forward::Forwarded;
pub use parse::{Attachment, DERIVER_VERSION, ReadMail, Role, Signals, read};
pub use when::Received;
