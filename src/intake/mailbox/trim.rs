//! What in a mail is not the sender's own text: earlier mails, forwarded headers, name cards, notices, footers of programs.
//!
//! Guarantees: nothing is removed, only marked; the greeting and the name under it stay unmarked, since they belong to the response; a
//! long stretch of prose is never taken for a signature. Danish wording, with the English that Danish programs leave in.

use super::body::{Body, hidden};
use super::forward::{self, Forwarded};
use super::marks::{
    ATTRIBUTION_END, ATTRIBUTION_START, CLIENT, CONTACT, DATED, GREETING, NOTICE, PLACEHOLDER,
    TIMED, hits,
};
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
fn first_after(spans: &[Span], at: usize) -> Option<&Span> {
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

/// Earlier mails: lines with `>`, what follows *Den … skrev:* or a header block, and what the HTML marks.
fn quotes(rows: &[Row<'_>], body: &Body, from: usize) -> Vec<Span> {
    let mut found: Vec<Span> = body
        .quotes
        .iter()
        .copied()
        .filter(|span| span.start >= from)
        .collect();
    let end = rows.last().map_or(0, |row| row.end);
    let written = rows
        .iter()
        .position(|row| !row.text.trim().is_empty())
        .unwrap_or(rows.len());
    let mut at = rows
        .iter()
        .position(|row| row.start >= from)
        .unwrap_or(rows.len());
    while let Some(row) = rows.get(at) {
        if forward::header_block(rows, at).is_some() {
            let lead = forward::lead(rows, at);
            found.push(Span::new(
                rows.get(lead).map_or(row.start, |row| row.start),
                end,
            ));
            break;
        }
        if let Some(lines) = attribution(rows, at) {
            let next = rows
                .iter()
                .enumerate()
                .skip(at + lines)
                .find(|(_, row)| !row.text.trim().is_empty());
            match next {
                Some((next, line)) if line.text.trim_start().starts_with('>') => {
                    let last = quoted_until(rows, next);
                    found.push(Span::new(
                        row.start,
                        rows.get(last).map_or(end, |row| row.end),
                    ));
                    at = last + 1;
                    continue;
                }
                Some((_, line)) if by_program(rows, at, lines) && written < at => {
                    let indented = first_after(&body.indented, line.start)
                        .filter(|span| span.start <= line.start);
                    found.push(Span::new(row.start, indented.map_or(end, |span| span.end)));
                    if indented.is_none() {
                        break;
                    }
                }
                _ => {}
            }
        } else if row.text.starts_with('>') {
            let last = quoted_until(rows, at);
            found.push(Span::new(
                row.start,
                rows.get(last).map_or(end, |row| row.end),
            ));
            at = last;
        }
        at += 1;
    }
    merge(found)
}

fn merge(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start <= last.end + 2 => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}

/// The last line of a stretch of `>` lines, blank lines between included.
fn quoted_until(rows: &[Row<'_>], from: usize) -> usize {
    let mut last = from;
    for (at, row) in rows.iter().enumerate().skip(from) {
        if row.text.trim_start().starts_with('>') {
            last = at;
        } else if !row.text.trim().is_empty() {
            break;
        }
    }
    last
}

/// Whether *Den … skrev …:* was written by a program, which puts a time or an address in it. People write *Den 3. oktober skrev avisen:*.
fn by_program(rows: &[Row<'_>], at: usize, lines: usize) -> bool {
    let joined: String = rows
        .iter()
        .skip(at)
        .take(lines)
        .map(|row| row.text)
        .collect::<Vec<_>>()
        .join(" ");
    hits(&TIMED, &joined)
}

/// How many lines *Den … skrev …:* takes here, if it stands here; programs break it over up to three lines.
fn attribution(rows: &[Row<'_>], at: usize) -> Option<usize> {
    let first = rows.get(at)?.text;
    if first.trim().is_empty()
        || (at > 0
            && !rows.get(at - 1)?.text.trim().is_empty()
            && !first.trim_start().starts_with("Den ")
            && !first.trim_start().starts_with("On "))
    {
        return None;
    }
    let mut joined = String::new();
    for lines in 1..=3 {
        let line = rows.get(at + lines - 1)?.text.trim();
        if line.is_empty() {
            return None;
        }
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(line);
        if joined.chars().count() > 300 {
            return None;
        }
        if hits(&ATTRIBUTION_END, &joined)
            && hits(&DATED, &joined)
            && hits(&ATTRIBUTION_START, first)
            && joined.trim_end().ends_with([':', '>'])
        {
            return Some(lines);
        }
    }
    None
}

/// What stands under the sender's own text: signature, name card, notices, footers of programs.
fn tail(own: &[&Row<'_>]) -> Vec<Range> {
    let mut found = Vec::new();
    let mut limit = own.len();
    if let Some(at) = own.iter().position(|row| {
        matches!(row.text.trim_end_matches(' '), "--" | "—" | "– –") && row.text.len() <= 4
    }) && let Some(rest) = own.get(at + 1..)
        && own
            .get(..at)
            .is_some_and(|before| before.iter().any(|row| !row.text.trim().is_empty()))
        && rest.iter().map(|row| row.text.len()).sum::<usize>() <= 1_200
        && rest
            .iter()
            .filter(|row| !row.text.trim().is_empty())
            .count()
            <= 16
    {
        found.extend(
            span_of(own.get(at..).unwrap_or_default())
                .map(|span| Range::new(span.start, span.end, RangeKind::Signature)),
        );
        limit = at;
    }
    let greeting = own
        .iter()
        .take(limit)
        .rposition(|row| hits(&GREETING, row.text) && row.text.split_whitespace().count() <= 9);
    let paragraphs = grouped(own);
    let last = paragraphs.len();
    for (number, (first, rows)) in paragraphs.iter().enumerate() {
        let joined = rows
            .iter()
            .map(|row| row.text.trim())
            .collect::<Vec<_>>()
            .join(" ");
        let after = greeting.is_some_and(|greeting| *first > greeting);
        let near_end = after || (number > 0 && number + 4 >= last);
        if let Some(range) = footer(rows) {
            found.extend(range);
        }
        if near_end && joined.chars().count() < 2_500 && hits(&NOTICE, &joined) {
            found.extend(notice(rows, after || number + 1 == last && number > 0));
        } else if after && is_card(rows) {
            found.extend(
                span_of(rows).map(|span| Range::new(span.start, span.end, RangeKind::Signature)),
            );
        }
    }
    found
}

fn span_of(rows: &[&Row<'_>]) -> Option<Span> {
    let last = rows.iter().rfind(|row| !row.text.trim().is_empty())?;
    Some(Span::new(rows.first()?.start, last.end))
}

/// Stretches without blank lines, with the number of their first line.
fn grouped<'a>(own: &[&'a Row<'a>]) -> Vec<(usize, Vec<&'a Row<'a>>)> {
    let mut groups: Vec<(usize, Vec<&Row<'_>>)> = Vec::new();
    let mut open = false;
    for (at, row) in own.iter().enumerate() {
        if row.text.trim().is_empty() {
            open = false;
            continue;
        }
        match groups.last_mut() {
            Some((_, rows)) if open => rows.push(row),
            _ => groups.push((at, vec![row])),
        }
        open = true;
    }
    groups
}

/// Lines that a program added; a whole paragraph in brackets goes as one.
fn footer(rows: &[&Row<'_>]) -> Option<Vec<Range>> {
    let found: Vec<Range> = rows
        .iter()
        .filter(|row| hits(&CLIENT, row.text) && char_len(row.text) < 240)
        .map(|row| Range::new(row.start, row.end, RangeKind::ClientFooter))
        .collect();
    (!found.is_empty()).then_some(found)
}

/// A notice: the whole paragraph, or only from the rule or the line that it begins at when own text stands above it.
fn notice(rows: &[&Row<'_>], whole: bool) -> Vec<Range> {
    let rule = rows.iter().position(|row| {
        row.text.len() >= 3
            && row
                .text
                .trim()
                .chars()
                .all(|letter| matches!(letter, '-' | '_' | '*' | '=' | '–'))
    });
    let from = match rule {
        Some(rule) => rule,
        None if whole && !rows.iter().any(|row| hits(&GREETING, row.text)) => 0,
        None => rows
            .iter()
            .position(|row| hits(&NOTICE, row.text))
            .unwrap_or(0),
    };
    span_of(rows.get(from..).unwrap_or_default())
        .map(|span| Range::new(span.start, span.end, RangeKind::Disclaimer))
        .into_iter()
        .collect()
}

/// A name card: short lines, at least one of them an address, a number or the like.
fn is_card(rows: &[&Row<'_>]) -> bool {
    let short = rows
        .iter()
        .all(|row| row.text.split_whitespace().count() <= 14 && char_len(row.text) <= 120);
    short
        && rows.len() <= 12
        && rows.iter().any(|row| hits(&CONTACT, row.text))
        && !rows.iter().any(|row| is_prose(row.text))
}

/// A sentence of the sender's, not a line of a card.
fn is_prose(line: &str) -> bool {
    let words = line.split_whitespace().count();
    words > 8
        && (line.contains(", ") || line.trim_end().ends_with(['.', ':', ',', '?']))
        && !line.contains('|')
        && !line.contains('@')
}
