//! Sentences and patterns: what every recogniser looks through.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::{collapse, sentences, slice};

/// A pattern that is compiled when it is first used.
pub(super) type Pattern = LazyLock<Option<Regex>>;

pub(super) fn pattern(source: &str) -> Option<Regex> {
    Regex::new(source).ok()
}

pub(super) fn hits(pattern: &Pattern, text: &str) -> bool {
    pattern
        .as_ref()
        .is_some_and(|pattern| pattern.is_match(text))
}

/// The first group of the first place that fits.
pub(super) fn taken<'a>(pattern: &Pattern, text: &'a str) -> Option<&'a str> {
    let found = pattern.as_ref()?.captures(text)?;
    let group = found.iter().skip(1).flatten().next()?;
    Some(group.as_str())
}

/// A sentence with its white space collapsed, as it stands and in lower case.
#[derive(Clone, Debug)]
pub(super) struct Sentence {
    pub(super) text: String,
    pub(super) lower: String,
}

impl Sentence {
    pub(super) fn new(text: &str) -> Self {
        let text = collapse(text);
        let lower = text.to_lowercase();
        Self { text, lower }
    }
}

/// The sentences of a text.
pub(super) fn sentences_of(text: &str) -> Vec<Sentence> {
    sentences(text)
        .into_iter()
        .filter_map(|span| slice(text, span))
        .map(Sentence::new)
        .filter(|sentence| !sentence.text.is_empty())
        .collect()
}

/// A sentence short enough to be shown as the reason of a proposal.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 300;
    let text = collapse(text);
    if text.chars().count() <= LONGEST {
        return text;
    }
    let mut short: String = text.chars().take(LONGEST).collect();
    if let Some(end) = short.rfind(' ') {
        short.truncate(end);
    }
    short.push('…');
    short
}
