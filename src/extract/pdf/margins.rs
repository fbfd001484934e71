//! What belongs to the paper and not to the letter: running heads, feet, page numbers.
//!
//! What stands at the edge of the page and comes again on another page is one, and a page number. On a page without a second one, only
//! what is set smaller than the text and stands apart from it at the very edge.

use std::collections::HashMap;

use super::{Line, Page};
use crate::text::RangeKind;

/// Share of the page's height in which an edge's lines may stand.
const WIDE: f64 = 0.17;
/// In which equal text counts wherever it stands.
const NARROW: f64 = 0.095;
/// Smaller than this share of the text's size is small print.
const SMALL: f64 = 0.93;
/// How far apart, in points from the edge, lines of two pages may be that are one running head.
const SAME_PLACE: f64 = 3.5;

/// Marks the lines of page heads and feet.
pub(super) fn mark(pages: &mut [Page]) {
    let size = usual_height(pages);
    let seen = seen(pages);
    for page in pages.iter_mut() {
        let height = page.height;
        for line in &mut page.lines {
            line.margin = known(height, line, &seen);
        }
    }
    for page in pages.iter_mut() {
        for kind in [RangeKind::PageHeader, RangeKind::PageFooter] {
            apart(page, kind, size);
            fill(page, kind, size);
        }
    }
    strays(pages);
}

/// The height of most of the text's lines, over all pages.
fn usual_height(pages: &[Page]) -> f64 {
    let mut heights: Vec<(f64, usize)> = pages
        .iter()
        .flat_map(|page| &page.lines)
        .map(|line| (line.height(), line.text.len()))
        .collect();
    heights.sort_by(|one, other| one.0.total_cmp(&other.0));
    let half = heights.iter().map(|(_, letters)| letters).sum::<usize>() / 2;
    let mut so_far = 0;
    heights
        .iter()
        .find(|(_, letters)| {
            so_far += letters;
            so_far > half
        })
        .map_or(12.0, |(height, _)| *height)
}

/// How far a line is from the edge that it stands at.
fn edge(height: f64, line: &Line) -> Option<(RangeKind, f64)> {
    if line.bottom < height * WIDE {
        Some((RangeKind::PageHeader, line.top))
    } else if line.top > height * (1.0 - WIDE) {
        Some((RangeKind::PageFooter, height - line.bottom))
    } else {
        None
    }
}

fn is_narrow(height: f64, line: &Line) -> bool {
    line.bottom < height * NARROW || line.top > height * (1.0 - NARROW)
}

type Seen = HashMap<(RangeKind, String), Vec<(usize, f64)>>;

/// Where each text stands at the edges of which pages.
fn seen(pages: &[Page]) -> Seen {
    let mut seen = Seen::new();
    for (number, page) in pages.iter().enumerate() {
        for line in &page.lines {
            if let Some((kind, distance)) = edge(page.height, line) {
                seen.entry((kind, key(&line.text)))
                    .or_default()
                    .push((number, distance));
            }
        }
    }
    seen
}

fn known(height: f64, line: &Line, seen: &Seen) -> Option<RangeKind> {
    let (kind, distance) = edge(height, line)?;
    let key = key(&line.text);
    let narrow = is_narrow(height, line);
    if is_page_number(&key, narrow) {
        return Some(kind);
    }
    let places = seen.get(&(kind, key))?;
    let first = places.first()?.0;
    let repeated = if narrow {
        places.iter().any(|(page, _)| *page != first)
    } else {
        let near = |place: &&(usize, f64)| (place.1 - distance).abs() < SAME_PLACE;
        let mut same = places.iter().filter(near).map(|(page, _)| *page);
        let one = same.next();
        same.any(|page| Some(page) != one)
    };
    repeated.then_some(kind)
}

/// Digits as one sign, so that page numbers are alike; no white space; lower case.
fn key(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_ascii_digit() { '#' } else { letter })
        .filter(|letter| !letter.is_whitespace())
        .collect::<String>()
        .to_lowercase()
}

fn is_page_number(key: &str, narrow: bool) -> bool {
    let plain = key.trim_matches(['-', '–', '—', '|', '.', '·', ',', '(', ')', '[', ']']);
    let named = ["side", "s.", "page", "pag."]
        .iter()
        .find_map(|word| plain.strip_prefix(word));
    if named.is_none() && !narrow {
        return false;
    }
    let plain = named.unwrap_or(plain).trim_start_matches([':', '.']);
    let parts: Vec<&str> = ["af", "/", "of"]
        .iter()
        .find_map(|between| plain.split_once(between))
        .map_or_else(|| vec![plain], |(page, all)| vec![page, all]);
    parts
        .iter()
        .all(|part| !part.is_empty() && part.len() <= 4 && part.chars().all(|letter| letter == '#'))
}

/// On a page where nothing is known to come again: small print at the very edge, with space between it and the text.
fn apart(page: &mut Page, kind: RangeKind, size: f64) {
    let at_edge = |line: &Line| {
        line.margin.is_none()
            && line.height() < size * SMALL
            && match kind {
                RangeKind::PageHeader => line.bottom < page.height * NARROW,
                _ => line.top > page.height * 0.87,
            }
    };
    let zone: Vec<usize> = (0..page.lines.len())
        .filter(|at| at_edge(&page.lines[*at]))
        .collect();
    let Some((top, bottom)) = reach(&page.lines, &zone) else {
        return;
    };
    // Nothing else may stand among these lines, and none near them.
    let near = page.lines.iter().enumerate().any(|(at, line)| {
        !zone.contains(&at)
            && line.margin.is_none()
            && line.bottom > top - size * 1.2
            && line.top < bottom + size * 1.2
    });
    let small = |at: &usize| {
        page.lines
            .get(*at)
            .is_some_and(|line| line.text.chars().count() < 160)
    };
    if !near && zone.len() <= 12 && zone.iter().all(small) {
        for at in zone {
            page.lines[at].margin = Some(kind);
        }
    }
}

fn reach(lines: &[Line], which: &[usize]) -> Option<(f64, f64)> {
    let mut found = which.iter().filter_map(|at| lines.get(*at));
    let first = found.next()?;
    Some(
        found.fold((first.top, first.bottom), |(top, bottom), line| {
            (top.min(line.top), bottom.max(line.bottom))
        }),
    )
}

/// What stands outside a marked line is of the same head or foot, and so is small print right beside or next to it.
fn fill(page: &mut Page, kind: RangeKind, size: f64) {
    loop {
        let marked: Vec<Line> = page
            .lines
            .iter()
            .filter(|line| line.margin == Some(kind))
            .cloned()
            .collect();
        let height = page.height;
        let mut grew = false;
        for line in &mut page.lines {
            if line.margin.is_some() || edge(height, line).is_none_or(|(at, _)| at != kind) {
                continue;
            }
            let belongs = marked.iter().any(|known| {
                let outside = match kind {
                    RangeKind::PageHeader => line.bottom <= known.top + 1.0,
                    _ => line.top >= known.bottom - 1.0,
                };
                let gap = (line.top - known.bottom).max(known.top - line.bottom);
                let alike = (line.height() / known.height() - 1.0).abs() < 0.1;
                let small = line.height() < size * SMALL;
                (outside && is_narrow(height, line))
                    || (small && line.beside(known))
                    || (small && alike && gap < line.height() * 0.8)
            });
            if belongs {
                line.margin = Some(kind);
                grew = true;
            }
        }
        if !grew {
            return;
        }
    }
}

/// A head or foot that stands elsewhere on one page, as the foot of a table does on the last: first or last, with the same words.
fn strays(pages: &mut [Page]) {
    let mut known: HashMap<String, (RangeKind, f64)> = HashMap::new();
    for line in pages.iter().flat_map(|page| &page.lines) {
        let key = key(&line.text);
        if let Some(kind) = line.margin
            && key.chars().filter(|letter| letter.is_alphabetic()).count() >= 8
        {
            known.insert(key, (kind, line.left));
        }
    }
    for page in pages {
        loop {
            let body = || page.lines.iter().filter(|line| line.margin.is_none());
            let first = body().map(|line| line.top).fold(f64::INFINITY, f64::min);
            let last = body().map(|line| line.bottom).fold(0.0, f64::max);
            let stray = page.lines.iter_mut().find_map(|line| {
                let (kind, left) = known.get(&key(&line.text))?;
                let outer = match kind {
                    RangeKind::PageHeader => line.top <= first,
                    _ => line.bottom >= last,
                };
                (line.margin.is_none() && outer && (left - line.left).abs() < 2.0)
                    .then_some((line, *kind))
            });
            match stray {
                Some((line, kind)) => line.margin = Some(kind),
                None => break,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_told_from_years_and_amounts() {
        for number in ["- 1 -", "Side 3 af 12", "s. 4", "2/9", "Side: 7"] {
            assert!(is_page_number(&key(number), true), "{number}");
        }
        for other in ["12.500", "Sag 4", "2023 og 2024", ""] {
            assert!(!is_page_number(&key(other), true), "{other}");
        }
        assert!(!is_page_number(&key("2023"), false));
    }
}
