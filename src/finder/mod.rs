//! Finds what looks like a CPR number, a phone number, an e-mail address or a postal address.
//!
//! It proposes; people decide. So it takes too much rather than too little where a number is in question, and says how sure it is. Modulus 11
//! raises the confidence of a CPR number and never clears one (it was given up in 2007). CVR, EAN, production units, accounts, case numbers,
//! dates and amounts are left alone; a case number in the form of a CPR number is reported, because only a person can clear it. Names are for
//! people to find. Pure, without network or lists of real streets; time grows with the text's length.

mod address;
mod cpr;
mod email;
mod groups;
mod kept;
mod letters;
mod phone;

use serde::{Deserialize, Serialize};

pub use kept::find_again;

use groups::Groups;
use letters::Letters;

/// What a hit looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Cpr,
    Phone,
    Email,
    Address,
}

/// A place in the text that was given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    pub kind: Kind,
    /// The first code point, from 0.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// What stands there, unchanged.
    pub text: String,
    /// From 0 to 1. Not a probability: an order for the eye.
    pub confidence: f64,
}

/// What a search found, before it is laid beside the others.
struct Found {
    kind: Kind,
    start: usize,
    end: usize,
    confidence: f64,
}

/// Whether anything can be found in a text at all: numbers have digits, addresses of mail a sign, brackets or words for it. To ask it of every
/// text of 300 points takes 0.2 s; plain words are passed over.
#[must_use]
pub fn may_hold(text: &str) -> bool {
    const PLAIN: &str = ".,;:!?'\"»«”“’–—-/%…";
    let plain =
        |letter: char| letter.is_alphabetic() || letter.is_whitespace() || PLAIN.contains(letter);
    let lower = text.to_lowercase();
    !text.chars().all(plain) || ["snabel", "alfakr"].iter().any(|word| lower.contains(word))
}

/// Everything that was found, in the order of the text and without overlaps. Where two readings overlap, a CPR number goes before an
/// e-mail address, that before an address, and a phone number is last; of one kind the surer.
#[must_use]
pub fn find(text: &str) -> Vec<Hit> {
    let letters = Letters::of(text);
    let groups = Groups::of(&letters);
    let mut found = cpr::find(&letters, &groups);
    found.extend(email::find(&letters));
    found.extend(address::find(&letters));
    found.extend(phone::find(&letters, &groups));
    let rank = |kind| match kind {
        Kind::Cpr => 0,
        Kind::Email => 1,
        Kind::Address => 2,
        Kind::Phone => 3,
    };
    found.sort_by(|a, b| {
        (rank(a.kind), b.confidence, a.start, b.end)
            .partial_cmp(&(rank(b.kind), a.confidence, b.start, a.end))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    let mut taken: std::collections::BTreeMap<usize, Found> = std::collections::BTreeMap::new();
    for one in found {
        let before = taken.range(..one.end).next_back();
        if before.is_none_or(|(_, other)| other.end <= one.start) {
            taken.insert(one.start, one);
        }
    }
    let original: Vec<char> = text.chars().collect();
    taken
        .into_values()
        .map(|one| Hit {
            kind: one.kind,
            start: one.start,
            end: one.end,
            text: original[one.start..one.end].iter().collect(),
            confidence: (one.confidence * 100.0).round() / 100.0,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{find, may_hold};

    #[test]
    fn only_texts_in_which_nothing_can_be_found_are_passed_over() {
        let asked = [
            "Ring på 20 12 34 56.",
            "CPR 120345-7890",
            "CPR １２０３４５-７８９０",
            "Skriv til ida@post.example",
            "Skriv til ida (at) post.example",
            "Skriv til ida snabel-a post punktum example",
            "Skriv til ida ALFAKRØLLE post.example",
            "Rådhustorvet 3, 7989 Hvidklit",
        ];
        for text in asked {
            assert!(may_hold(text), "{text}");
        }
        let plain = "Vi støtter planen – især »rådene«; de er gode.";
        assert!(!may_hold(plain) && find(plain).is_empty());
    }
}
