//! E-mail addresses, also those that were written so that programs should not see them: `kaj (at) post.example`.

use std::sync::LazyLock;

use regex::Regex;

use super::letters::Letters;
use super::{Found, Kind};

const PATTERN: &str = r"(?ix)
    [\p{L}\p{N}_%+] [\p{L}\p{N}\p{M}._%+'\x00-]*
    (?: \s? @ \s?
      | \s? [(\[{<] \s? (?: at | a | @ | snabel-?\s?a | alfakrølle ) \s? [)\]}>] \s?
      | \s (?: snabel-?\s?a | alfakrølle ) \s )
    (?: [\p{L}\p{N}\x00-]+ (?: \. | \s? [(\[{<] \s? (?: dot | punktum | prik | \. ) \s? [)\]}>] \s? | \s (?: dot | punktum | prik ) \s ) )+
    \p{L}{2,}";

static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(PATTERN).ok());

pub(super) fn find(letters: &Letters) -> Vec<Found> {
    let Some(pattern) = ADDRESS.as_ref() else {
        return Vec::new();
    };
    pattern
        .find_iter(&letters.text)
        .map(|hit| Found {
            kind: Kind::Email,
            start: letters.at_byte(hit.start()),
            end: letters.at_byte(hit.end()),
            confidence: if hit.as_str().contains(char::is_whitespace) {
                0.8
            } else {
                0.98
            },
        })
        .collect()
}
