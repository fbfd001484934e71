//! From a mailbox to submissions: fetch, ledger, parse, classify, trim.
//!
//! Reading (`parse`, `classify`, `explain` and what they use) needs no database: raw bytes in, [`ReadMail`] out.

mod account;
mod address;
mod body;
pub mod classify;
mod earlier;
mod enquire;
pub mod explain;
mod fetch;
mod folders;
mod forward;
mod header;
mod imap;
mod import;
mod keep;
mod kind;
mod ledger;
mod machine;
mod marks;
mod outlook;
mod params;
pub mod parse;
mod phrase;
mod pipe;
mod place;
mod ready;
mod role;
mod sealed;
mod settle;
mod signals;
mod submission;
mod tnef;
mod transfer;
mod tree;
mod trim;
mod unpack;
mod watch;
mod when;
mod wording;

pub use address::Address;
pub use enquire::topic_of;
pub use fetch::{Fetcher, Round, check};
pub use forward::Forwarded;
pub use imap::{ImapError, Trouble};
pub use import::{Imported, import};
pub use keep::{Mailbox, Origin, Source, keep, keep_imported};
pub use kind::Kind;
pub use ledger::{Ledger, Mail, Place};
pub use parse::{Attachment, DERIVER_VERSION, ReadMail, Role, read};
pub use pipe::take_in;
pub use place::{PlaceMail, place, place_all};
pub use signals::Signals;
pub use watch::{Seen, State, Watch};
pub use when::Received;
