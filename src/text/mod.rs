//! Unicode and Danish prose, without knowing any feature.
//!
//! Guarantees: [`normalize`] gives NFC with LF and no control characters but tab and line feed; every offset here is a Unicode code
//! point, half-open, because that is what PostgreSQL's `substr` and Rust's `chars()` count. Pure functions only.

pub mod anchor;
mod cell;
pub mod charset;
pub mod diff;
mod elements;
pub mod entities;
pub mod html;
mod lines;
mod paragraphs;
mod references;
mod sentences;
mod spans;
mod utf7;

pub use cell::neutral_cell;
pub use lines::{is_item, join_lines, join_words, unwrap_hard_lines};
pub use paragraphs::paragraphs;
pub use references::reference;
pub use sentences::sentences;
pub use spans::{CharIndex, Range, RangeKind, Span, char_len, slice, without};

use unicode_normalization::UnicodeNormalization;

/// The form in which every text is kept: NFC, LF, and no control or byte-order characters. Ligature letters (U+FB00–FB06) are taken apart,
/// since printers put them in and nobody types them.
#[must_use]
pub fn normalize(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut previous = '\0';
    for letter in text.chars() {
        match letter {
            '\n' if previous == '\r' => {}
            '\r' | '\n' | '\u{2028}' | '\u{2029}' | '\u{0B}' | '\u{85}' => plain.push('\n'),
            '\u{0C}' => plain.push_str("\n\n"),
            '\t' => plain.push('\t'),
            '\u{FEFF}' | '\u{200B}' | '\u{FFFE}' => {}
            'ﬀ' => plain.push_str("ff"),
            'ﬁ' => plain.push_str("fi"),
            'ﬂ' => plain.push_str("fl"),
            'ﬃ' => plain.push_str("ffi"),
            'ﬄ' => plain.push_str("ffl"),
            'ﬅ' | 'ﬆ' => plain.push_str("st"),
            other if other.is_control() => {}
            other => plain.push(other),
        }
        previous = letter;
    }
    plain.nfc().collect()
}

/// The text with every run of white space as one space, for comparing.
#[must_use]
pub fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_and_decomposed_letters_become_one_form() {
        assert_eq!(normalize("a\r\nb\rc\u{0}d"), "a\nb\ncd");
        assert_eq!(normalize("A\u{30A}rhus"), "Århus");
        assert_eq!(normalize("e\u{FB00}ekt"), "effekt");
    }

    #[test]
    fn white_space_collapses() {
        assert_eq!(collapse(" a \n\u{a0}b "), "a b");
    }
}
