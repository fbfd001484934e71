//! Where in a part's text something is. Texts are kept in one form (NFC, LF); offsets count in the text as the line has it.

use super::fields::Wrong;
use super::line::At;
use super::part::PartLine;
use crate::text::{Range, Span, char_len, normalize, slice};

/// The text of a part, as given and as it is kept.
struct Text {
    given: String,
    kept: String,
}

impl Text {
    /// The span in the kept text; nothing where it lies outside.
    fn span(&self, start: usize, end: usize) -> Option<Span> {
        let given = slice(&self.given, Span::new(start, end))?;
        if given.trim().is_empty() {
            return None;
        }
        if self.given == self.kept {
            return Some(Span::new(start, end));
        }
        let kept = |at: usize| {
            let before = slice(&self.given, Span::new(0, at))?;
            Some(char_len(&normalize(before)))
        };
        let span = Span::new(kept(start)?, kept(end)?);
        let exact = slice(&self.kept, span)?;
        (!exact.trim().is_empty()).then_some(span)
    }
}

/// The texts of a line's parts.
pub(super) struct Places(Vec<Option<Text>>);

impl Places {
    pub(super) fn of(parts: &[PartLine]) -> Self {
        let text = |given: &String| Text {
            given: given.clone(),
            kept: normalize(given),
        };
        Self(
            parts
                .iter()
                .map(|one| one.text.as_ref().map(text))
                .collect(),
        )
    }

    /// The text of a part as it is kept.
    pub(super) fn kept(&self, part: usize) -> Option<&str> {
        self.0.get(part)?.as_ref().map(|text| text.kept.as_str())
    }

    /// A part, and the span there as the database has it.
    pub(super) fn find(&self, at: &At) -> Result<(usize, i32, i32), Wrong> {
        let At { path, .. } = at;
        let part = match at.part {
            Some(part) => part,
            None if self.0.len() <= 1 => 0,
            None => return Err(Wrong(format!("{path}: part is needed"))),
        };
        let Some(text) = self.0.get(part) else {
            return Err(Wrong(format!("{path}.part: there is no part {part}")));
        };
        let (start, end) = (at.start, at.end);
        let span = text.as_ref().and_then(|text| text.span(start, end));
        let ends = span.and_then(|span| {
            let start = i32::try_from(span.start).ok()?;
            Some((start, i32::try_from(span.end).ok()?))
        });
        let Some((starts, ends)) = ends else {
            let length = text.as_ref().map_or(0, |text| char_len(&text.given));
            return Err(Wrong(format!(
                "{path}: no text from {start} to {end} in part {part}, which has {length} characters"
            )));
        };
        Ok((part, starts, ends))
    }

    /// The marked ranges of a part, as they are kept.
    pub(super) fn ranges(&self, part: usize, given: &[Range]) -> Result<Vec<Range>, Wrong> {
        let Some(Some(text)) = self.0.get(part) else {
            return Ok(Vec::new());
        };
        let mut kept = Vec::new();
        for range in given {
            let inside = slice(&text.given, range.span()).is_some() && range.start < range.end;
            if !inside {
                let Range { start, end, .. } = range;
                return Err(Wrong(format!(
                    "parts[{part}].ranges: no text from {start} to {end}"
                )));
            }
            if text.given == text.kept {
                kept.push(*range);
            } else if let Some(span) = text.span(range.start, range.end) {
                kept.push(Range::new(span.start, span.end, range.kind));
            }
        }
        Ok(kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(given: &str) -> Text {
        Text {
            given: given.into(),
            kept: normalize(given),
        }
    }

    #[test]
    fn offsets_of_a_text_in_another_form_are_carried_to_the_form_that_is_kept() {
        let it = text("A\u{30A}ben\r\nby");
        let span = it.span(7, 9).unwrap();
        assert_eq!(slice(&it.kept, span), Some("by"));
        assert_eq!(it.span(0, 2).map(Span::len), Some(1));
        assert_eq!(it.span(5, 7), None, "a line's end is nothing to mark");
    }

    #[test]
    fn a_place_outside_the_text_is_none() {
        let it = text("æøå");
        assert_eq!(it.span(0, 3), Some(Span::new(0, 3)));
        assert_eq!(it.span(0, 4), None);
        assert_eq!(it.span(2, 2), None);
        assert_eq!(it.span(2, 1), None);
    }
}
