//! What stands around the sender's own text: name cards, notices, footers of programs and lists, warnings of mail filters.

use super::marks::{BANNER, CLIENT, CONTACT, GREETING, LIST, NOTICE, POSTSCRIPT, SEPARATED, hits};
use super::trim::Row;
use crate::text::{Range, RangeKind, Span, char_len};

/// What stands under the sender's own text: signature, name card, notices, footers of programs.
pub(super) fn tail(own: &[&Row<'_>]) -> Vec<Range> {
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
        && (own.get(at).is_some_and(|row| row.text.ends_with("-- ")) || !goes_on(rest))
    {
        found.extend(
            span_of(until_postscript(own.get(at..).unwrap_or_default()))
                .map(|span| Range::new(span.start, span.end, RangeKind::Signature)),
        );
        limit = at;
    }
    let greeting = own
        .iter()
        .take(limit)
        .rposition(|row| row.text.split_whitespace().count() <= 9 && hits(&GREETING, row.text));
    let list = list_footer(own);
    let written = list.map_or(own.len(), |list| {
        own.partition_point(|row| row.start < list.start)
    });
    let paragraphs = grouped(own.get(..written).unwrap_or_default());
    let last = paragraphs.len();
    found.extend(banner(&paragraphs));
    found.extend(list);
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
        } else if (after || (number > 0 && number + 2 >= last && is_full_card(rows)))
            && is_card(rows)
        {
            found.extend(
                span_of(rows).map(|span| Range::new(span.start, span.end, RangeKind::Signature)),
            );
        }
    }
    found
}

/// Whether what stands under two bare hyphens is more of the sender's own prose: they part its sections then.
fn goes_on(rest: &[&Row<'_>]) -> bool {
    let added = |text: &str| hits(&NOTICE, text) || hits(&CLIENT, text) || hits(&LIST, text);
    let sentence = |text: &str| {
        let words = text.split_whitespace().count();
        text.ends_with(['.', '!', '?']) && (words >= 12 || (words >= 5 && !hits(&CONTACT, text)))
    };
    rest.iter().any(|row| sentence(row.text.trim())) && !rest.iter().any(|row| added(row.text))
}

/// What people add under their signature is theirs: *PS: …*.
fn until_postscript<'a, 'b>(rows: &'a [&'b Row<'b>]) -> &'a [&'b Row<'b>] {
    let end = rows.iter().position(|row| hits(&POSTSCRIPT, row.text));
    rows.get(..end.unwrap_or(rows.len())).unwrap_or_default()
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

/// What a mail filter put on top: *Denne mail kommer fra en afsender uden for organisationen*.
fn banner(paragraphs: &[(usize, Vec<&Row<'_>>)]) -> Option<Range> {
    let (_, rows) = paragraphs.first().filter(|_| paragraphs.len() > 1)?;
    let joined = rows
        .iter()
        .map(|row| row.text)
        .collect::<Vec<_>>()
        .join(" ");
    if char_len(&joined) > 500 || !hits(&BANNER, &joined) {
        return None;
    }
    span_of(rows).map(|span| Range::new(span.start, span.end, RangeKind::Disclaimer))
}

/// What a mailing list puts under a rule at the end.
fn list_footer(own: &[&Row<'_>]) -> Option<Range> {
    let at = own.iter().rposition(|row| {
        let rule = row.text.trim();
        rule.len() >= 10 && rule.chars().all(|letter| matches!(letter, '_' | '-'))
    })?;
    let rest = own.get(at..).filter(|_| at > 0)?;
    let text: String = rest
        .iter()
        .map(|row| row.text)
        .collect::<Vec<_>>()
        .join(" ");
    if char_len(&text) > 700 || !hits(&LIST, &text) {
        return None;
    }
    span_of(rest).map(|span| Range::new(span.start, span.end, RangeKind::ClientFooter))
}

/// A name card: short lines, at least one of them an address, a number or the like.
fn is_card(rows: &[&Row<'_>]) -> bool {
    let short = rows.iter().all(|row| {
        let words = row
            .text
            .split_whitespace()
            .filter(|word| word.contains(char::is_alphanumeric))
            .count();
        (words <= 14 && char_len(row.text) <= 120) || is_separated(row.text)
    });
    short
        && rows.len() <= 12
        && rows.iter().any(|row| hits(&CONTACT, row.text))
        && !rows.iter().any(|row| is_prose(row.text))
}

/// A card that needs no greeting above it: several lines of addresses and numbers.
fn is_full_card(rows: &[&Row<'_>]) -> bool {
    rows.iter().filter(|row| hits(&CONTACT, row.text)).count() >= 2
        || rows.iter().any(|row| is_separated(row.text))
}

/// A card on one line: *Navn | Vej 1 | 9999 By | Tlf. …*.
fn is_separated(line: &str) -> bool {
    char_len(line) <= 250 && hits(&SEPARATED, line) && hits(&CONTACT, line)
}

/// A sentence of the sender's, not a line of a card.
fn is_prose(line: &str) -> bool {
    let words = line.split_whitespace().count();
    words > 8
        && (line.contains(", ") || line.trim_end().ends_with(['.', ':', ',', '?']))
        && !line.contains('|')
        && !line.contains('@')
        && !is_separated(line)
}
