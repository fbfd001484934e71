//! Earlier mails inside the text of a mail: what stands behind `>`, under *Den … skrev …:* or under a header block.

use super::body::Body;
use super::forward;
use super::marks::{ATTRIBUTION_END, ATTRIBUTION_START, DATED, GROUPWISE, REPORTED, TIMED, hits};
use super::trim::{Row, first_after};
use crate::text::Span;

/// Earlier mails: lines with `>`, what follows *Den … skrev:* or a header block, and what the HTML marks.
pub(super) fn quotes(rows: &[Row<'_>], body: &Body, from: usize) -> Vec<Span> {
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
        if let Some((_, block)) = forward::header_block(rows, at) {
            if is_own_head(rows, at, written, &block) {
                at += 1;
                continue;
            }
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
        } else if written < at && hits(&GROUPWISE, row.text) {
            found.push(Span::new(row.start, end));
            break;
        } else if row.text.starts_with('>') && !is_sign(rows, at) {
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

/// Whether the respondent's own letter begins like a header block: nothing above it, no rule, and no address, which programs write.
fn is_own_head(rows: &[Row<'_>], at: usize, written: usize, block: &forward::Block) -> bool {
    let lead = forward::lead(rows, at);
    written >= lead && lead == at && !block.has_address()
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

/// Whether `>` means *more than* or is an arrow here: a few lines that each go on with a number, or another sign before the word.
fn is_sign(rows: &[Row<'_>], from: usize) -> bool {
    let last = quoted_until(rows, from);
    let lines: Vec<&str> = rows
        .get(from..=last)
        .unwrap_or_default()
        .iter()
        .map(|row| row.text.trim())
        .filter(|line| !line.is_empty())
        .collect();
    lines.len() <= 4
        && lines.iter().all(|line| {
            let rest = line.trim_start_matches('>').trim_start();
            let digits: String = rest
                .chars()
                .take_while(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ','))
                .collect();
            // "1. Hvad …" is an item of a quoted list.
            !digits.is_empty() && !digits.ends_with(['.', ','])
        })
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
            && (joined.contains('@') || !hits(&REPORTED, &joined))
        {
            return Some(lines);
        }
    }
    None
}
