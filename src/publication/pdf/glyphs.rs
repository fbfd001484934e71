//! Characters that can be printed. PDF/A and PDF/UA refuse a file that shows a character without a glyph.

use std::fmt::Write;

use serde_json::Value;
use typst::text::Font;
use unicode_normalization::UnicodeNormalization;

/// A word longer than this gets places where the line may break.
const LONGEST_WORD: usize = 60;
/// How many letters apart those places are.
const STEP: usize = 12;
const BREAK: char = '\u{200b}';

/// Every text in the value, made printable with these fonts.
pub(super) fn make_printable(value: &mut Value, fonts: &[Font]) {
    match value {
        Value::String(text) => {
            if let Some(clean) = printable(text, fonts) {
                *text = clean;
            }
        }
        Value::Array(values) => {
            for value in values {
                make_printable(value, fonts);
            }
        }
        Value::Object(members) => {
            for value in members.values_mut() {
                make_printable(value, fonts);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The text as it can be printed; `None` when it can be as it is.
fn printable(text: &str, fonts: &[Font]) -> Option<String> {
    let long = text
        .split_whitespace()
        .any(|word| word.chars().count() > LONGEST_WORD);
    if !long
        && text
            .chars()
            .all(|letter| is_plain(letter) || letter == '\n')
    {
        return None;
    }
    let mut clean = String::with_capacity(text.len());
    for letter in text.nfc() {
        if is_plain(letter) || letter == '\n' {
            clean.push(letter);
        } else {
            replace(letter, fonts, &mut clean);
        }
    }
    Some(if long { breakable(&clean) } else { clean })
}

/// The text with places where a line may break inside its longest words.
fn breakable(text: &str) -> String {
    text.split_inclusive(char::is_whitespace)
        .flat_map(|word| {
            let long = word.chars().count() > LONGEST_WORD;
            word.chars().enumerate().flat_map(move |(at, letter)| {
                let may_break = long && at > 0 && at.is_multiple_of(STEP);
                may_break.then_some(BREAK).into_iter().chain([letter])
            })
        })
        .collect()
}

/// What every font here has.
fn is_plain(letter: char) -> bool {
    matches!(letter, ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='ÿ' | '–' | '—' | '’' | '“' | '”' | '•' | '…')
}

fn replace(letter: char, fonts: &[Font], out: &mut String) {
    match letter {
        '\r' => {}
        '\t' => out.push(' '),
        '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{b}' | '\u{c}' => out.push('\n'),
        // Seen by nobody, and without meaning where letters stand one by one.
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{fe0e}' | '\u{fe0f}' => {}
        _ if is_visible(letter) && has_glyph(letter, fonts) => out.push(letter),
        _ if letter.is_whitespace() => out.push(' '),
        _ => {
            // Writing to a string cannot fail.
            let _ = write!(out, "[U+{:04X}]", u32::from(letter));
        }
    }
}

/// Not a control character, nor one that turns the direction of what follows, nor one that means what its font wants (private use), which
/// PDF/A-2a refuses.
fn is_visible(letter: char) -> bool {
    !letter.is_control()
        && !matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2061}'..='\u{206f}')
        && !matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' | '\u{fff0}'..='\u{fffc}')
}

fn has_glyph(letter: char, fonts: &[Font]) -> bool {
    fonts
        .iter()
        .any(|font| font.info().coverage.contains(u32::from(letter)))
}
