//! What the demo's secretariat hides and clears, and where a wording stands in a text.

use diesel_async::AsyncPgConnection;

use super::samples::{Private, Truth};
use crate::finder;
use crate::redaction::{self, Ground};
use crate::response::TextVersion;
use crate::staff::Act;
use crate::text::{RangeKind, Span};

/// The number in sample A4 that has the form of a CPR number.
const JOURNAL_NUMBER: &str = "230831-6104";

/// Hides what the sample says is private, wherever it stands within its passage.
pub(super) async fn hide(
    conn: &mut AsyncPgConnection,
    by: Act,
    texts: &[TextVersion],
    truth: &Truth,
    private: &Private,
) -> anyhow::Result<Option<i64>> {
    let ground = match private.kind.as_str() {
        "cpr" => Ground::Cpr,
        "helbred" => Ground::Health,
        "navn" => Ground::ThirdPerson,
        _ => Ground::Contact,
    };
    for text in texts {
        let within = truth
            .passages
            .get(private.passage)
            .and_then(|passage| locate(&text.text, &passage.text));
        let whole = within.unwrap_or(Span::new(0, crate::text::char_len(&text.text)));
        let Some(piece) = crate::text::slice(&text.text, whole) else {
            continue;
        };
        if let Some(span) = locate(piece, &private.text) {
            let span = Span::new(whole.start + span.start, whole.start + span.end);
            return Ok(Some(
                redaction::hide(conn, by, text.id, span, ground).await?,
            ));
        }
    }
    Ok(None)
}

/// Hides every CPR number that is left, the contact details of private persons, and what is no part of the answer.
pub(super) async fn hide_found(
    conn: &mut AsyncPgConnection,
    by: Act,
    texts: &[TextVersion],
    private: bool,
) -> anyhow::Result<Vec<i64>> {
    let mut hidden = Vec::new();
    for text in texts {
        let there = redaction::Redaction::of_texts(conn, &[text.id]).await?;
        let mut taken: Vec<Span> = there.iter().map(redaction::Redaction::span).collect();
        let outside = text
            .marked()
            .into_iter()
            .filter(|range| range.kind != RangeKind::Signature || private);
        let outside = outside.map(|range| (range.span(), Ground::NotPart));
        let found = finder::find(&text.text)
            .into_iter()
            .filter(|hit| hit.text != JOURNAL_NUMBER)
            .filter_map(|hit| {
                let span = Span::new(hit.start, hit.end);
                match hit.kind {
                    finder::Kind::Cpr => Some((span, Ground::Cpr)),
                    _ if private => Some((span, Ground::Contact)),
                    _ => None,
                }
            });
        for (span, ground) in outside.chain(found).collect::<Vec<_>>() {
            if taken.iter().any(|one| one.overlaps(span)) {
                continue;
            }
            hidden.push(redaction::hide(conn, by, text.id, span, ground).await?);
            taken.push(span);
        }
    }
    Ok(hidden)
}

/// Clears the journal number that looks like a CPR number.
pub(super) async fn clear(
    conn: &mut AsyncPgConnection,
    by: Act,
    texts: &[TextVersion],
) -> anyhow::Result<Vec<i64>> {
    let mut cleared = Vec::new();
    for text in texts {
        let there = redaction::clearings_of_texts(conn, &[text.id]).await?;
        for hit in finder::find(&text.text)
            .into_iter()
            .filter(|hit| hit.text == JOURNAL_NUMBER)
        {
            let span = Span::new(hit.start, hit.end);
            if !there.iter().any(|one| one.span() == span) {
                cleared.push(
                    redaction::clear(conn, by, text.id, span, "Kommunens journalnummer").await?,
                );
            }
        }
    }
    Ok(cleared)
}

/// Where a wording stands in a text, whatever the white space: texts from letters have other line breaks.
pub(super) fn locate(text: &str, wording: &str) -> Option<Span> {
    let letters: Vec<(usize, char)> = text
        .chars()
        .enumerate()
        .filter(|(_, letter)| !letter.is_whitespace())
        .collect();
    let wanted: Vec<char> = wording
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    let at = letters
        .windows(wanted.len().max(1))
        .position(|window| window.iter().map(|(_, letter)| letter).eq(wanted.iter()))?;
    Some(Span::new(
        letters[at].0,
        letters[at + wanted.len() - 1].0 + 1,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wording_is_found_over_line_breaks() {
        assert_eq!(
            locate("Vi er\n  meget glade.", "er meget"),
            Some(Span::new(3, 13))
        );
        assert_eq!(locate("Vi er glade.", "ikke"), None);
    }
}
