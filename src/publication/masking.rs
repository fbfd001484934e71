//! What the projection and the gate need to know of a redacted text, beside the text itself.

use crate::redaction::PublicText;
use crate::text::Span;

use super::projection::Token;

/// Where tokens stand in a public text.
pub(super) fn tokens(text: &PublicText) -> Vec<Token> {
    text.runs
        .iter()
        .filter_map(|run| {
            Some(Token {
                start: run.public.start,
                end: run.public.end,
                ground: run.ground?,
            })
        })
        .collect()
}

/// The public places of a span whose every letter is shown; nothing when a part of it was hidden.
pub(super) fn whole(text: &PublicText, original: Span) -> Option<Span> {
    let run = text.runs.iter().find(|run| {
        run.ground.is_none()
            && run.original.start <= original.start
            && original.end <= run.original.end
    })?;
    let start = run.public.start + (original.start - run.original.start);
    Some(Span::new(start, start + original.len()))
}
