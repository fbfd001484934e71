//! A text with its many dashes, spaces and digits made alike, code point for code point, so that places stay what they were.

use unicode_normalization::UnicodeNormalization;

/// Stands for a code point that nobody sees: soft hyphen, zero-width space, byte order mark, direction marks.
pub(super) const UNSEEN: char = '\0';

/// The plain form: as many code points as the text itself.
pub(super) struct Letters {
    pub(super) plain: Vec<char>,
    /// The plain form as a string, for regular expressions.
    pub(super) text: String,
    /// The code point at each byte offset of `text` that begins one, and one past the end.
    starts: Vec<usize>,
}

impl Letters {
    pub(super) fn of(text: &str) -> Self {
        let plain: Vec<char> = text.chars().map(plain).collect();
        let text: String = plain.iter().collect();
        let starts = text
            .char_indices()
            .map(|(byte, _)| byte)
            .chain([text.len()])
            .collect();
        Self {
            plain,
            text,
            starts,
        }
    }

    /// The code point at a byte offset of the plain string.
    pub(super) fn at_byte(&self, byte: usize) -> usize {
        match self.starts.binary_search(&byte) {
            Ok(at) | Err(at) => at,
        }
    }

    /// The code point before a place.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).and_then(|at| self.plain.get(at)).copied()
    }

    pub(super) fn at(&self, at: usize) -> Option<char> {
        self.plain.get(at).copied()
    }

    /// The last `most` code points before a place, in lower case.
    pub(super) fn lowercase_before(&self, at: usize, most: usize) -> String {
        lowercase(&self.plain[at.saturating_sub(most)..at])
    }

    /// The first `most` code points from a place on, in lower case.
    pub(super) fn lowercase_from(&self, at: usize, most: usize) -> String {
        let end = (at + most).min(self.plain.len());
        lowercase(&self.plain[at.min(end)..end])
    }
}

fn lowercase(letters: &[char]) -> String {
    letters
        .iter()
        .flat_map(|letter| letter.to_lowercase())
        .collect()
}

fn plain(letter: char) -> char {
    match letter {
        '\0'..='\u{7f}' => match letter {
            '\t' | '\r' => ' ',
            '\u{b}' | '\u{c}' => '\n',
            other => other,
        },
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' => {
            UNSEEN
        }
        '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fe0e}' | '\u{fe0f}' | '\u{20e3}' => UNSEEN,
        '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{2e3a}' | '\u{2e3b}' => '-',
        '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' | '\u{30fc}' | '\u{ff5e}' | '\u{301c}' => '-',
        '\u{b7}' | '\u{2022}' | '\u{2027}' | '\u{22c5}' | '\u{30fb}' | '\u{2024}' => '.',
        '\u{2044}' | '\u{2215}' => '/',
        other if other.is_whitespace() || other == '\u{2800}' || other == '\u{3164}' => ' ',
        other => compatible(other),
    }
}

/// Full-width, mathematical, superscript and other scripts' digits become ASCII; other compatibility letters their plain selves, when that
/// is one code point.
fn compatible(letter: char) -> char {
    const ZEROS: [u32; 12] = [
        0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xe50, 0xed0, 0x1040,
    ];
    let code = u32::from(letter);
    for zero in ZEROS {
        if let Some(digit) = code.checked_sub(zero).filter(|&digit| digit < 10) {
            return char::from_digit(digit, 10).unwrap_or(letter);
        }
    }
    let mut plain = [letter].into_iter().nfkc();
    match (plain.next(), plain.next()) {
        (Some(one), None) => one,
        _ => letter,
    }
}
