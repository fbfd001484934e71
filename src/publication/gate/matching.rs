//! Finding words again however they were set: case, spacing, hyphens, ligatures and normal form do not count.

use unicode_normalization::UnicodeNormalization;

use crate::finder;
use crate::text::Span;

/// A text in the form in which it is searched, with the places where words begin and end.
pub(super) struct Plain {
    letters: String,
    /// Bytes of `letters` before which a word begins or after which one ends.
    edges: Vec<usize>,
}

/// The comparable form of a text.
pub(super) fn plain(text: &str) -> Plain {
    let mut letters = String::with_capacity(text.len());
    let mut edges = vec![0];
    let mut inside = false;
    for letter in text.nfkc().flat_map(char::to_lowercase) {
        if letter.is_alphanumeric() {
            if !inside {
                edges.push(letters.len());
            }
            letters.push(letter);
            inside = true;
        } else if inside {
            edges.push(letters.len());
            inside = false;
        }
    }
    edges.push(letters.len());
    Plain { letters, edges }
}

/// What is looked for.
pub(super) struct Needle(String);

impl Needle {
    pub(super) fn new(text: &str) -> Self {
        Self(plain(text).letters)
    }

    /// Letters and digits.
    pub(super) fn len(&self) -> usize {
        self.0.chars().count()
    }

    pub(super) fn is_in(&self, text: &Plain) -> bool {
        !self.0.is_empty() && text.letters.contains(&self.0)
    }

    /// As whole words, in one of the texts: `Ida` is not in `formidabel`.
    pub(super) fn is_word_in(&self, texts: &[Plain]) -> bool {
        !self.0.is_empty()
            && texts.iter().any(|text| {
                text.letters.match_indices(&self.0).any(|(at, found)| {
                    text.edges.binary_search(&at).is_ok()
                        && text.edges.binary_search(&(at + found.len())).is_ok()
                })
            })
    }
}

/// The digits of a number, however it is set.
pub(super) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// What has the form of a CPR number.
pub(super) fn cpr(text: &str) -> Vec<Span> {
    if !finder::may_hold(text) {
        return Vec::new();
    }
    finder::find_again(text)
        .iter()
        .filter(|hit| hit.kind == finder::Kind::Cpr)
        .map(|hit| Span::new(hit.start, hit.end))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn setting_does_not_hide_a_text() {
        let text = plain("Hun bor på Søn-\ndre  Alle\u{301} 4, e\u{FB00}ekt");
        assert!(Needle::new("søndre alle\u{301} 4").is_in(&text));
        assert!(Needle::new("EFFEKT").is_in(&text));
        assert!(!Needle::new("").is_in(&text));
    }

    #[test]
    fn a_short_name_counts_as_a_whole_word_only() {
        let texts = [plain("Det er formidabelt, siger Ida.")];
        assert!(Needle::new("Ida").is_word_in(&texts));
        assert!(!Needle::new("Ida").is_word_in(&[plain("Det er formidabelt.")]));
    }
}
