//! What in a mail is not the sender's own text: earlier mails, forwarded headers, name cards, notices, footers of programs.
//!
//! Guarantees: nothing is removed, only marked; the greeting and the name under it stay unmarked, since they belong to the response; a
//! long stretch of prose is never taken for a signature. Danish wording, with the English that Danish programs leave in.

use super::body::{Body, hidden};
use super::forward::{self, Forwarded};
use super::marks::{CLIENT, PLACEHOLDER, hits};
use super::quotes::quotes;
use super::tail::tail;
use crate::text::{Range, RangeKind, Span, char_len};

/// A line of a text, with its place in code points.
#[derive(Clone, Debug)]
pub(super) struct Row<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: &'a str,
}

/// The lines of a text.
pub(super) fn rows(text: &str) -> Vec<Row<'_>> {
    let mut at = 0;
    text.split('\n')
        .map(|line| {
            let start = at;
            at += char_len(line) + 1;
            Row {
                start,
                end: at - 1,
                text: line,
            }
        })
        .collect()
}

/// What the trimming needs to know of the mail around the text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Context<'a> {
    pub(super) subject: &'a str,
    /// The addresses that the mail went to: a header block with one of them as sender is our own letter.
    pub(super) recipients: &'a [String],
}

/// Marks what is not the sender's own text, and finds a forwarded mail inside it.
pub(super) fn mark(body: &Body, context: Context<'_>) -> (Vec<Range>, Option<Forwarded>) {
    let rows = rows(&body.text);
    let mut ranges: Vec<Range> = hidden(body).collect();
    let forwarded = forward::find(&rows, body, context);
    let mut end = char_len(&body.text);
    if let Some(found) = &forwarded {
        ranges.push(Range::new(
            found.from,
            found.text.start,
            RangeKind::ForwardHeader,
        ));
    }
    let start = forwarded.as_ref().map_or(0, |found| found.text.start);
    let quotes = quotes(&rows, body, start);
    // Own text ends where an earlier mail begins that goes on to the end; a card or notice stands before it.
    let written = rows
        .iter()
        .rfind(|row| !row.text.trim().is_empty() && !hits(&CLIENT, row.text))
        .map_or(0, |row| row.start + 1);
    if let Some(last) = quotes.iter().find(|span| span.end >= written) {
        end = last.start;
    }
    ranges.extend(
        quotes
            .iter()
            .map(|span| Range::new(span.start, span.end, RangeKind::Quote)),
    );
    let own: Vec<&Row<'_>> = rows
        .iter()
        .filter(|row| {
            row.start >= start
                && row.end <= end
                && first_after(&quotes, row.start)
                    .is_none_or(|span| span.start >= row.end.max(row.start + 1))
        })
        .collect();
    ranges.extend(tail(&own));
    for row in &rows {
        if hits(&PLACEHOLDER, row.text) {
            ranges.push(Range::new(row.start, row.end, RangeKind::Hidden));
        }
    }
    (tidy(ranges), forwarded)
}

/// Of spans in order and apart, the first that ends after a place.
pub(super) fn first_after(spans: &[Span], at: usize) -> Option<&Span> {
    spans.get(spans.partition_point(|span| span.end <= at))
}

/// Sorted, without empty ones and without overlaps: what comes first in rank keeps its place.
pub(super) fn tidy(ranges: Vec<Range>) -> Vec<Range> {
    let rank = |kind: RangeKind| match kind {
        RangeKind::ForwardHeader => 0,
        RangeKind::Quote => 1,
        RangeKind::Hidden => 2,
        RangeKind::ClientFooter => 3,
        RangeKind::Disclaimer => 4,
        _ => 5,
    };
    let mut by_rank = ranges;
    by_rank.sort_by_key(|range| (rank(range.kind), range.start, range.end));
    let mut kept: Vec<Range> = Vec::new();
    for ranked in by_rank.chunk_by(|one, other| rank(one.kind) == rank(other.kind)) {
        let mut pieces = Vec::new();
        let mut from = 0;
        for range in ranked {
            let mut start = range.start.max(from);
            let first = kept.partition_point(|known| known.end <= start);
            for known in kept.iter().skip(first) {
                if known.start >= range.end {
                    break;
                }
                pieces.push(Range::new(start, known.start, range.kind));
                start = start.max(known.end);
            }
            pieces.push(Range::new(start, range.end, range.kind));
            from = from.max(range.end);
        }
        kept.extend(pieces.into_iter().filter(|piece| piece.start < piece.end));
        kept.sort();
    }
    kept
}
