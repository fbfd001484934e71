//! E-mail addresses, also those that were written so that programs should not see them: `kaj (at) post.example`.

use std::sync::LazyLock;

use regex::Regex;

use super::letters::Letters;
use super::{Found, Kind};

/// `kaj at post dot example`: *at* is a Danish word, so it counts only with *dot* or *punktum* behind it.
const IN_WORDS: &str = r"(?ix)
    \b[\p{L}\p{N}_%+] [\p{L}\p{N}\p{M}._%+-]* \x20 at \x20 (?: [\p{L}\p{N}-]+ \x20 (?: dot | punktum | prik ) \x20 )+ \p{L}{2,}\b";

const PATTERN: &str = r"(?ix)
    [\p{L}\p{N}_%+] [\p{L}\p{N}\p{M}._%+'\x00-]*
    (?: \s? @ \s?
      | \s? [(\[{<] \s? (?: at | a | @ | snabel-?\s?a | alfakrølle ) \s? [)\]}>] \s?
      | \s (?: snabel-?\s?a | alfakrølle ) \s )
    (?: [\p{L}\p{N}\x00-]+ (?: \. | \s? [(\[{<] \s? (?: dot | punktum | prik | \. ) \s? [)\]}>] \s? | \s (?: dot | punktum | prik ) \s ) )+
    \p{L}{2,}";

static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(PATTERN).ok());

static SPOKEN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(IN_WORDS).ok());

pub(super) fn find(letters: &Letters) -> Vec<Found> {
    // Most texts hold no sign of either; to search them all the same takes most of the finder's time.
    let lower = letters.text.to_lowercase();
    let has = |signs: &[&str]| signs.iter().any(|sign| lower.contains(sign));
    let address = ADDRESS.as_ref().filter(|_| {
        has(&["@", "snabel", "alfakrølle"])
            || [")", "]", "}", ">"].iter().any(|end| {
                ["at", "at ", "a", "a "]
                    .iter()
                    .any(|word| lower.contains(&format!("{word}{end}")))
            })
    });
    let spoken = SPOKEN
        .as_ref()
        .filter(|_| has(&[" dot ", " punktum ", " prik "]));
    [address, spoken]
        .into_iter()
        .flatten()
        .flat_map(|pattern| pattern.find_iter(&letters.text))
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
