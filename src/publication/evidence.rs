//! What the gate has to know beside the projection, and what must never be stored with it: the redacted words themselves.

use crate::text::Span;

/// A place in the compilation, for a message that leads there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    pub reference: String,
    /// The receipt number: where staff find it.
    pub number: String,
    /// Among the public parts, from 0.
    pub part: Option<usize>,
}

impl Spot {
    #[must_use]
    pub fn of(reference: &str, number: &str) -> Self {
        Self {
            reference: reference.to_owned(),
            number: number.to_owned(),
            part: None,
        }
    }
}

/// Words that must be gone.
#[derive(Clone)]
pub(super) struct Secret {
    pub(super) spot: Spot,
    pub(super) exact: String,
    /// Taken out as no part of the response (a quoted letter, a signature), not because it is secret.
    pub(super) not_part: bool,
}

/// A name that a sender may have kept back.
#[derive(Clone)]
pub(super) struct KeptBack {
    pub(super) spot: Spot,
    pub(super) name: String,
    pub(super) protected: bool,
}

#[derive(Default)]
pub(super) struct Evidence {
    /// Redactions that no second person has approved.
    pub(super) unapproved: Vec<Spot>,
    pub(super) secrets: Vec<Secret>,
    pub(super) kept_back: Vec<KeptBack>,
    /// Places in public text that two people found to be no CPR number.
    pub(super) cleared: Vec<(Spot, Span)>,
    pub(super) cleared_text: Vec<String>,
    pub(super) unsigned: Vec<Spot>,
    pub(super) loose: Vec<Spot>,
    pub(super) no_category: Vec<Spot>,
    /// With a proposal of the program that nobody has decided on.
    pub(super) undecided: Vec<Spot>,
    /// Awaiting an approval.
    pub(super) provisional: Vec<Spot>,
    /// Superseded by nothing that stands.
    pub(super) orphans: Vec<Spot>,
    /// With a file that waits for the malware scanner.
    pub(super) unscanned: Vec<Spot>,
    /// How many mails wait for a person's decision, or to be read.
    pub(super) mails_waiting: i64,
    /// Attachments without text; true while they are still being read.
    pub(super) unreadable: Vec<(Spot, bool)>,
}
