//! How much of a response stands in the compilation, and how it came to be as it is.

use crate::publication::projection::{Change, PublicPart, Shown, Status};
use crate::redaction::Ground;
use crate::response::{Chain, RelationKind};

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
pub(super) fn status(parts: &[PublicPart]) -> Status {
    let withheld = parts.iter().any(|part| part.shown == Shown::Withheld);
    let unreadable = parts.iter().any(|part| part.shown == Shown::Unreadable);
    let omitted = parts.iter().any(|part| omissions(part) > 0);
    let says_something = parts.iter().any(visible);
    match (says_something, withheld || omitted, unreadable) {
        (true, false, false) => Status::Full,
        (true, _, _) => Status::Partly,
        (false, true, _) => Status::Withheld,
        (false, false, true) => Status::NotYet,
        // Nothing is kept back of a response that says nothing.
        (false, false, false) => Status::Full,
    }
}

/// Whether a character says something: a letter, a number, 👍; not a space, a dash or what nobody sees.
fn says(letter: char) -> bool {
    const UNSEEN: std::ops::RangeInclusive<char> = '\u{2000}'..='\u{206f}';
    let silent = letter.is_whitespace()
        || letter.is_control()
        || letter.is_ascii_punctuation()
        || UNSEEN.contains(&letter);
    !silent && !matches!(letter, '«' | '»' | '·' | '\u{ad}' | '\u{feff}')
}

/// Whether anything but tokens is left of a text.
fn visible(part: &PublicPart) -> bool {
    let mut at = 0;
    let mut letters = part.text.chars();
    for token in &part.omitted {
        let mut before = letters.by_ref().take(token.start - at);
        if before.any(says) {
            return true;
        }
        letters
            .by_ref()
            .take(token.end - token.start)
            .for_each(drop);
        at = token.end;
    }
    letters.any(says)
}
