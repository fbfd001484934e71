//! A text as the secretariat reads it: paragraphs and sentences with what is marked and hidden in them. Pure.
//!
//! Every stretch keeps its place in the text (code points), so that a selection on the page can be turned back into a span: the pieces
//! of a paragraph, one after the other, are exactly its text.

mod cut;
mod lay;

use serde::Serialize;

use crate::redaction::{Clearing, Ground, Redaction};

pub(super) use cut::place;
pub(super) use lay::blocks;

/// Paragraphs that belong together: read, or folded because they are a quote, a signature and the like.
#[derive(Clone, Debug, Serialize)]
pub struct Block {
    /// What kind of range is folded, as the end of its key; none where the text is read.
    pub fold: Option<&'static str>,
    pub lines: usize,
    pub paragraphs: Vec<Para>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Para {
    /// `t12-340`: text and start.
    pub id: String,
    /// Of what lies over it, to tell whether a page that is open shows it as it is. The text itself never changes.
    pub version: String,
    pub text_id: i64,
    pub start: usize,
    pub end: usize,
    /// The place that acts are for, where the browser runs no scripts.
    pub active: bool,
    pub chips: Vec<Mark>,
    pub sentences: Vec<Sentence>,
    /// What is marked, hidden and cleared here, with what can be done about it.
    pub marks: Vec<Mark>,
    pub hidden: Vec<HiddenSpan>,
    pub cleared: Vec<ClearedSpan>,
    pub has_acts: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct Sentence {
    pub id: String,
    pub start: usize,
    pub end: usize,
    pub marked: bool,
    pub pieces: Vec<Piece>,
    /// What stands between this sentence and the next.
    pub gap: Vec<Piece>,
}

/// A stretch in which nothing changes.
#[derive(Clone, Debug, Serialize)]
pub struct Piece {
    pub at: usize,
    pub text: String,
    /// The shape of its first theme; none when it is unmarked.
    pub track: Option<u8>,
    /// The redaction that it lies in.
    pub hidden: Option<i64>,
    /// Where it looks private and nobody has decided.
    pub found: Option<Found>,
    pub cleared: bool,
    /// Where something hidden begins: what the public will see instead.
    pub token: Option<Token>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Token {
    pub text: String,
    pub approved: bool,
}

/// A theme on a passage.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Mark {
    pub coding_id: i64,
    pub label: String,
    pub title: String,
    pub track: u8,
    pub stance: Option<String>,
    pub note: String,
    pub who: String,
    pub start: usize,
    pub end: usize,
}

#[derive(Clone, Debug, Hash, Serialize)]
pub struct HiddenSpan {
    pub id: i64,
    pub ground: String,
    pub token: String,
    pub who: String,
    pub approved: bool,
    /// This reader may approve it: somebody else hid it.
    pub may_approve: bool,
    pub start: usize,
    pub end: usize,
}

#[derive(Clone, Debug, Hash, Serialize)]
pub struct ClearedSpan {
    pub id: i64,
    pub reason: String,
    pub who: String,
    pub approved: bool,
    pub may_approve: bool,
    pub start: usize,
    pub end: usize,
}

/// Something that looks private: a proposal, nothing more.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Found {
    /// What it looks like.
    pub text: String,
    /// The ground on which such a thing is hidden.
    pub ground: Ground,
    pub start: usize,
    pub end: usize,
}

/// What lies over a text.
pub(super) struct Over<'a> {
    pub marks: &'a [Mark],
    pub hidden: &'a [HiddenSpan],
    pub cleared: &'a [ClearedSpan],
    pub found: &'a [Found],
    /// Start of the paragraph that acts are for.
    pub active: Option<usize>,
}

impl HiddenSpan {
    /// As `reader` sees it.
    pub(super) fn of(
        it: &Redaction,
        (ground, token): (String, String),
        who: String,
        reader: i64,
    ) -> Self {
        let span = it.span();
        Self {
            id: it.id,
            ground,
            token,
            who,
            approved: it.approver_id.is_some(),
            may_approve: it.approver_id.is_none() && it.author_id != reader,
            start: span.start,
            end: span.end,
        }
    }
}

impl ClearedSpan {
    /// As `reader` sees it.
    pub(super) fn of(it: &Clearing, who: String, reader: i64) -> Self {
        let span = it.span();
        Self {
            id: it.id,
            reason: it.reason.clone(),
            who,
            approved: it.approver_id.is_some(),
            may_approve: it.approver_id.is_none() && it.author_id != reader,
            start: span.start,
            end: span.end,
        }
    }
}
