//! What of `src/intake/mailbox/` reads and knows no database.

#[path = "../../src/intake/mailbox/address.rs"]
mod address;
#[path = "../../src/intake/mailbox/asks.rs"]
mod asks;
#[path = "../../src/intake/mailbox/body.rs"]
mod body;
#[path = "../../src/intake/mailbox/classify.rs"]
pub mod classify;
#[path = "../../src/intake/mailbox/envelope.rs"]
mod envelope;
#[path = "../../src/intake/mailbox/flowed.rs"]
mod flowed;
#[path = "../../src/intake/mailbox/forward.rs"]
mod forward;
#[path = "../../src/intake/mailbox/header.rs"]
mod header;
#[path = "../../src/intake/mailbox/kind.rs"]
mod kind;
#[path = "../../src/intake/mailbox/machine.rs"]
mod machine;
#[path = "../../src/intake/mailbox/marks.rs"]
mod marks;
#[path = "../../src/intake/mailbox/memo.rs"]
mod memo;
#[path = "../../src/intake/mailbox/outlook.rs"]
mod outlook;
#[path = "../../src/intake/mailbox/params.rs"]
mod params;
#[path = "../../src/intake/mailbox/parse.rs"]
pub mod parse;
#[path = "../../src/intake/mailbox/phrase.rs"]
mod phrase;
#[path = "../../src/intake/mailbox/quotes.rs"]
mod quotes;
#[path = "../../src/intake/mailbox/role.rs"]
mod role;
#[path = "../../src/intake/mailbox/sealed.rs"]
mod sealed;
#[path = "../../src/intake/mailbox/signals.rs"]
mod signals;
#[path = "../../src/intake/mailbox/subject.rs"]
mod subject;
#[path = "../../src/intake/mailbox/tail.rs"]
mod tail;
#[path = "../../src/intake/mailbox/tnef.rs"]
mod tnef;
#[path = "../../src/intake/mailbox/transfer.rs"]
mod transfer;
#[path = "../../src/intake/mailbox/tree.rs"]
mod tree;
#[path = "../../src/intake/mailbox/trim.rs"]
mod trim;
#[path = "../../src/intake/mailbox/unpack.rs"]
mod unpack;
#[path = "../../src/intake/mailbox/warning.rs"]
mod warning;
#[path = "../../src/intake/mailbox/when.rs"]
mod when;
#[path = "../../src/intake/mailbox/wording.rs"]
mod wording;

pub use address::Address;
pub use forward::Forwarded;
pub use kind::Kind;
pub use memo::{Identity, Poster};
pub use parse::{Attachment, ReadMail, Role, read};
pub use signals::Signals;
pub use warning::Warning;
pub use when::Received;
