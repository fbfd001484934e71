//! What the gate has to know beside the projection, and what must never be stored with it: the redacted words themselves.

use std::collections::HashMap;

use serde_json::json;
use sha2::{Digest, Sha256};

use super::release::ReleaseKind;
use crate::proof::release::Status;
use crate::redaction::PageBox;
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

/// Hidden text that must be covered on the page where it stands.
#[derive(Debug, Clone)]
pub(super) struct HiddenText {
    /// The redaction's.
    pub(super) id: i64,
    /// Code points in the text of the file.
    pub(super) span: Span,
    pub(super) not_part: bool,
}

/// A file whose pages are shown as pictures, and what they are painted from.
#[derive(Debug, Clone)]
pub(super) struct PageSource {
    pub(super) spot: Spot,
    pub(super) part_id: i64,
    /// SHA-256 of the file as it came.
    pub(super) file: Vec<u8>,
    pub(super) media_type: String,
    pub(super) pages: u32,
    /// Its text was recognised: the file itself names no words.
    pub(super) by_letters: bool,
    pub(super) text_id: i64,
    pub(super) text: String,
    pub(super) hidden: Vec<HiddenText>,
    pub(super) boxes: Vec<PageBox>,
    /// Somebody has said that signatures are covered.
    pub(super) signatures: bool,
}

/// What became of a response, for the proof.
#[derive(Debug, Clone)]
pub(super) struct Account {
    pub(super) response_id: i64,
    pub(super) status: Status,
    pub(super) reference: Option<String>,
}

/// A text that is shown, beside the one that it was made from.
#[derive(Debug, Clone)]
pub(super) struct ShownPart {
    pub(super) response_id: i64,
    /// Among the public parts, from 0.
    pub(super) at: usize,
    /// Its place in the response.
    pub(super) part: u32,
    pub(super) text: String,
    /// Code points of `text` that are not shown.
    pub(super) hidden: Vec<(usize, usize)>,
    pub(super) public: String,
    /// Code points of `public` that stand for something else.
    pub(super) omitted: Vec<(usize, usize)>,
}

#[derive(Default)]
pub(super) struct Evidence {
    pub(super) accounts: Vec<Account>,
    pub(super) shown: Vec<ShownPart>,
    /// Redactions and boxes that no second person has approved.
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
    /// Files to be shown as pictures on which nobody has looked for signatures.
    pub(super) signatures_open: Vec<Spot>,
    pub(super) pages: Vec<PageSource>,
    /// How many mails wait for a person's decision, or to be read.
    pub(super) mails_waiting: i64,
    pub(super) kind: ReleaseKind,
    /// Organisations' direct lines must be hidden, too.
    pub(super) hide_contacts: bool,
    /// What people let through, and why, by the key of the finding.
    pub(super) excuses: HashMap<String, String>,
    /// Points of a memo that goes out which nobody has agreed on.
    pub(super) open_points: Vec<i32>,
    /// Attachments without text; true while they are still being read.
    pub(super) unreadable: Vec<(Spot, bool)>,
}

impl Evidence {
    /// SHA-256 of all that pages are painted from: while it is the same, so are the pictures.
    pub(super) fn pages_sha256(&self) -> String {
        let mut hash = Sha256::new();
        for source in &self.pages {
            let hidden: Vec<_> = source
                .hidden
                .iter()
                .map(|one| (one.id, one.span.start, one.span.end, one.not_part))
                .collect();
            let boxes: Vec<_> = source
                .boxes
                .iter()
                .map(|one| (one.id, one.page, one.frame(), one.redaction_id))
                .collect();
            let of = json!([
                source.spot.reference,
                source.spot.part,
                hex::encode(&source.file),
                source.media_type,
                source.pages,
                source.text_id,
                hidden,
                boxes,
                source.signatures,
            ]);
            hash.update(of.to_string());
            hash.update(b"\n");
        }
        hex::encode(hash.finalize())
    }
}
