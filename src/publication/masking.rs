//! The text of a part as the public may see it: every redacted stretch replaced by the words of its ground, which do not tell its length.
//!
//! Guarantees: no letter of a redacted stretch is in the public text; a place of the original is carried over exactly where it is shown,
//! and is split where a redaction cuts it.

use serde::{Deserialize, Serialize};

use crate::text::{CharIndex, Span};

/// A stretch of an original text that must not be shown, with its ground.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    pub span: Span,
    pub ground: String,
}

/// Where the words of a ground stand in the public text, in code points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    pub start: usize,
    pub end: usize,
    pub ground: String,
}

/// A public text, and how places of the original map to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masked {
    pub text: String,
    pub tokens: Vec<Token>,
    /// Stretches of the original that are shown, each with where it begins in the public text; in order.
    shown: Vec<(Span, usize)>,
}

/// Hides the stretches of a text. `words` gives what stands in for a ground.
#[must_use]
pub fn mask(text: &str, hidden: &[Hidden], words: &dyn Fn(&str) -> String) -> Masked {
    let index = CharIndex::new(text);
    let length = index.char(text.len());
    let mut masked = Masked {
        text: String::with_capacity(text.len()),
        tokens: Vec::new(),
        shown: Vec::new(),
    };
    let mut at = 0;
    let mut public = 0;
    let piece = |from: usize, to: usize| {
        let bytes = index.byte(from).zip(index.byte(to));
        bytes
            .and_then(|(from, to)| text.get(from..to))
            .unwrap_or("")
    };
    for hide in merged(text, &index, hidden, length) {
        if at < hide.span.start {
            masked.text.push_str(piece(at, hide.span.start));
            masked.shown.push((Span::new(at, hide.span.start), public));
            public += hide.span.start - at;
        }
        let word = words(&hide.ground);
        let end = public + word.chars().count();
        masked.text.push_str(&word);
        masked.tokens.push(Token {
            start: public,
            end,
            ground: hide.ground,
        });
        public = end;
        at = hide.span.end;
    }
    if at < length {
        masked.text.push_str(piece(at, length));
        masked.shown.push((Span::new(at, length), public));
    }
    masked
}

/// In order and without overlap: what overlaps takes the ground of the earlier one, and neighbours of one ground (nothing but white space
/// between them) become one, so that their number tells nothing.
fn merged(text: &str, index: &CharIndex, hidden: &[Hidden], length: usize) -> Vec<Hidden> {
    let mut sorted: Vec<Hidden> = hidden
        .iter()
        .map(|hide| Hidden {
            span: Span::new(hide.span.start.min(length), hide.span.end.min(length)),
            ground: hide.ground.clone(),
        })
        .filter(|hide| !hide.span.is_empty())
        .collect();
    sorted.sort_by_key(|hide| (hide.span, hide.ground.clone()));
    let blank = |from: usize, to: usize| {
        let bytes = index.byte(from).zip(index.byte(to));
        bytes
            .and_then(|(from, to)| text.get(from..to))
            .is_some_and(|between| {
                between.chars().all(char::is_whitespace) && !between.contains("\n\n")
            })
    };
    let mut kept: Vec<Hidden> = Vec::new();
    for hide in sorted {
        match kept.last_mut() {
            Some(last) if hide.span.start < last.span.end => {
                last.span.end = last.span.end.max(hide.span.end);
            }
            Some(last)
                if hide.ground == last.ground && blank(last.span.end, hide.span.start) =>
            {
                last.span.end = hide.span.end;
            }
            _ => kept.push(hide),
        }
    }
    kept
}

impl Masked {
    /// Where a place of the original stands in the public text: nowhere, once, or in several pieces with redactions between them.
    #[must_use]
    pub fn carry(&self, span: Span) -> Vec<Span> {
        self.shown
            .iter()
            .filter_map(|(original, public)| {
                let start = span.start.max(original.start);
                let end = span.end.min(original.end);
                (start < end).then(|| {
                    let shift = public + (start - original.start);
                    Span::new(shift, shift + (end - start))
                })
            })
            .collect()
    }

    /// Which place of the original a place of the public text shows; nothing when it touches a token.
    #[must_use]
    pub fn origin(&self, span: Span) -> Option<Span> {
        self.shown.iter().find_map(|(original, public)| {
            let end = public + original.len();
            (span.start >= *public && span.end <= end).then(|| {
                let start = original.start + (span.start - public);
                Span::new(start, start + span.len())
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hide(start: usize, end: usize, ground: &str) -> Hidden {
        Hidden {
            span: Span::new(start, end),
            ground: ground.into(),
        }
    }

    fn masked(text: &str, hidden: &[Hidden]) -> Masked {
        mask(text, hidden, &|ground| format!("[{ground}]"))
    }

    #[test]
    fn what_is_hidden_is_gone_and_its_length_is_not_told() {
        let short = masked("Åse bor her", &[hide(0, 3, "name")]);
        assert_eq!(short.text, "[name] bor her");
        let long = masked("Åse-Marie bor her", &[hide(0, 9, "name")]);
        assert_eq!(long.text, short.text);
    }

    #[test]
    fn a_passage_that_crosses_a_redaction_is_split() {
        let text = masked("abc HEM def", &[hide(4, 7, "x")]);
        assert_eq!(text.text, "abc [x] def");
        assert_eq!(
            text.carry(Span::new(2, 9)),
            vec![Span::new(2, 4), Span::new(7, 9)]
        );
        assert_eq!(text.carry(Span::new(4, 7)), vec![]);
        assert_eq!(text.carry(Span::new(5, 11)), vec![Span::new(7, 11)]);
    }

    #[test]
    fn a_public_place_leads_back_to_the_original() {
        let text = masked("abc HEM def", &[hide(4, 7, "longer")]);
        assert_eq!(text.origin(Span::new(13, 16)), Some(Span::new(8, 11)));
        assert_eq!(text.origin(Span::new(2, 6)), None);
    }

    #[test]
    fn redactions_that_overlap_or_touch_become_one() {
        let text = masked("abcdefgh", &[hide(1, 4, "a"), hide(3, 6, "b")]);
        assert_eq!(text.text, "a[a]gh");
        let text = masked("ab cd ef", &[hide(0, 2, "a"), hide(3, 5, "a")]);
        assert_eq!(text.text, "[a] ef");
        let text = masked("ab", &[hide(0, 1, "a"), hide(1, 2, "b")]);
        assert_eq!(text.text, "[a][b]");
    }

    #[test]
    fn a_redaction_past_the_end_hides_what_there_is() {
        assert_eq!(masked("abc", &[hide(1, 99, "a")]).text, "a[a]");
        assert_eq!(masked("", &[hide(0, 1, "a")]).text, "");
    }
}
