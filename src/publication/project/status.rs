//! How much of a response stands in the compilation, and how it came to be as it is.

use crate::publication::projection::{Change, PublicPart, Shown, Status};
use crate::redaction::Ground;
use crate::response::{Chain, Content, RelationKind, Response};

pub(super) fn changes(chain: &Chain) -> Vec<Change> {
    let approved = chain.latest().confirmed_at.map(|at| Change {
        kind: RelationKind::Finalises,
        at,
    });
    chain
        .versions
        .iter()
        .filter_map(|(version, how)| {
            Some(Change {
                kind: (*how)?,
                at: version.counts_from(),
            })
        })
        .chain(approved)
        .collect()
}

pub(super) fn omissions(part: &PublicPart) -> usize {
    part.omitted
        .iter()
        .filter(|token| token.ground != Ground::NotPart)
        .count()
}

/// In full, in part, withheld, or not yet.
pub(super) fn status(response: &Response, parts: &[PublicPart]) -> Status {
    let withheld = parts.iter().any(|part| part.shown == Shown::Withheld);
    let unreadable = parts.iter().any(|part| part.shown == Shown::Unreadable);
    let omitted = parts.iter().any(|part| omissions(part) > 0);
    let says_something = parts.iter().any(visible);
    match (says_something, withheld || omitted, unreadable) {
        (true, false, false) => Status::Full,
        (true, _, _) => Status::Partly,
        (false, true, _) => Status::Withheld,
        (false, false, false) if response.content != Content::Remarks => Status::Full,
        (false, false, _) => Status::NotYet,
    }
}

/// Whether anything but tokens is left of a text.
fn visible(part: &PublicPart) -> bool {
    let mut at = 0;
    let mut letters = part.text.chars();
    for token in &part.omitted {
        let mut before = letters.by_ref().take(token.start - at);
        if before.any(char::is_alphanumeric) {
            return true;
        }
        letters
            .by_ref()
            .take(token.end - token.start)
            .for_each(drop);
        at = token.end;
    }
    letters.any(char::is_alphanumeric)
}
