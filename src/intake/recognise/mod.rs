//! What a response says of itself and of others: provisional, *ingen bemærkninger*, joint, signed by many, joining in, replacing. The text
//! of letters comes late, so this runs beside the intake, each second, over responses whose parts are all read: see [`due`].
//!
//! Guarantees: everything found is a proposal with its reason ([`crate::response::Proposal`], or a [`crate::response::Relation`] in state
//! proposed); *ingen bemærkninger* and *foreløbigt svar* stand meanwhile as the program's guess; what staff decided is never changed. Read
//! outside any transaction; written in one short transaction a response. Deliberately lacks: any decision.

mod content;
mod dates;
mod explain;
mod guess;
mod joint;
mod letter;
mod look;
mod mails;
mod others;
mod petition;
mod phrase;
mod replaces;
mod standing;
mod store;

pub use store::due;

/// What looked at a response; 0 where that failed.
pub const VERSION: i32 = 1;
