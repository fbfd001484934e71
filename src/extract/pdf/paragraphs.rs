//! Lines to paragraphs: poppler's blocks break at small irregularities of the spacing, so the lines are grouped anew.

use super::{Line, Page};
use crate::text::{RangeKind, char_len, is_item, join_lines};

#[derive(Debug)]
pub(super) struct Paragraph {
    pub(super) text: String,
    pub(super) margin: Option<RangeKind>,
    pub(super) left: f64,
    pub(super) size: f64,
    /// Whether the last line went to the right edge, so that the next column or page may go on with it.
    pub(super) full: bool,
    /// Whether it begins further up than the one before it ended.
    pub(super) new_column: bool,
}

/// The paragraphs of a page, in order.
pub(super) fn page_paragraphs(page: &Page, gap: f64) -> Vec<Paragraph> {
    let body = body_lines(page);
    let mut found: Vec<Paragraph> = Vec::new();
    let mut lines: Vec<&Line> = Vec::new();
    let mut new_column = false;
    for line in &page.lines {
        if let Some(last) = lines.last()
            && begins(last, line, gap, &lines, &body)
        {
            found.push(paragraph(&lines, &body, new_column));
            new_column = line.top < last.top;
            lines.clear();
        }
        lines.push(line);
    }
    if !lines.is_empty() {
        found.push(paragraph(&lines, &body, new_column));
    }
    found
}

/// The space between the lines of one paragraph, as a share of a line's height: the median where a line is full to the edge.
pub(super) fn usual_gap(pages: &[Page]) -> f64 {
    let mut gaps: Vec<f64> = pages
        .iter()
        .flat_map(|page| gaps(&body_lines(page)))
        .collect();
    gaps.sort_by(f64::total_cmp);
    gaps.get(gaps.len() / 2).copied().unwrap_or(0.3)
}

fn gaps(body: &[&Line]) -> Vec<f64> {
    body.windows(2)
        .filter_map(|pair| {
            let [last, line] = pair else { return None };
            let gap = (line.top - last.bottom) / last.height();
            (same_column(last, line)
                && is_full(last, line.first_word, body)
                && (-0.5..2.0).contains(&gap))
            .then_some(gap)
        })
        .collect()
}

fn body_lines(page: &Page) -> Vec<&Line> {
    page.lines
        .iter()
        .filter(|line| line.margin.is_none() && !line.row)
        .collect()
}

/// Whether a line stands under the other, in the same column.
fn same_column(last: &Line, line: &Line) -> bool {
    let shared = last.right.min(line.right) - last.left.max(line.left);
    let narrow = (last.right - last.left)
        .min(line.right - line.left)
        .max(1.0);
    line.top > last.top && shared > narrow * 0.5
}

/// Whether the next word would not have fitted on the line.
fn is_full(line: &Line, next_word: f64, body: &[&Line]) -> bool {
    edge(line, body) - line.right < next_word + line.height() * 0.4
}

/// Whether a line begins a new paragraph.
fn begins(last: &Line, line: &Line, gap: f64, lines: &[&Line], body: &[&Line]) -> bool {
    if last.row || line.row {
        return last.row != line.row || line.top < last.top;
    }
    if last.margin != line.margin || (last.margin.is_none() && !same_column(last, line)) {
        return true;
    }
    let height = last.height();
    if (line.height() / height - 1.0).abs() > 0.12 {
        return true;
    }
    let space = (line.top - last.bottom) / height;
    if is_hyphenated(&last.text, &line.text) && space < gap + 0.8 {
        return false;
    }
    // In mid-sentence the next line goes on, though it stands a little lower: scans are uneven.
    let amid = !ends_sentence(&last.text)
        && line.text.starts_with(char::is_lowercase)
        && is_full(last, line.first_word, body);
    if space > gap + if amid { 0.8 } else { 0.22 } {
        return true;
    }
    let left = lines
        .iter()
        .map(|known| known.left)
        .fold(f64::INFINITY, f64::min);
    // A first line that is set in: after a line at the edge, outside a list.
    let set_in = (8.0..45.0).contains(&(line.left - last.left)) && last.left - left < 2.0;
    if set_in && ends_sentence(&last.text) && !lines.first().is_some_and(|line| is_item(&line.text))
    {
        return true;
    }
    let full = is_full(last, line.first_word, body);
    let indented = line.left > left + 8.0 && lines.len() > 1;
    let prose = line.text.chars().count() > 40
        && last.text.chars().count() > 20
        && line.text.chars().next().is_some_and(char::is_uppercase);
    !full && ends_sentence(&last.text) && (indented || prose)
}

/// Whether a word is broken at the line's end.
fn is_hyphenated(last: &str, next: &str) -> bool {
    let before = last.trim_end_matches(['-', '\u{AD}', '\u{2010}']);
    before.len() < last.len()
        && before.ends_with(char::is_alphabetic)
        && next.starts_with(char::is_lowercase)
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '»', '«', ')', '’'])
        .ends_with(['.', '!', '?', ':', ';', '…'])
}

/// The right edge of the column that a line stands in.
fn edge(line: &Line, body: &[&Line]) -> f64 {
    body.iter()
        .filter(|other| (other.left - line.left).abs() < 12.0)
        .map(|other| other.right)
        .fold(line.right, f64::max)
}

fn paragraph(lines: &[&Line], body: &[&Line], new_column: bool) -> Paragraph {
    let mut rows: Vec<String> = Vec::new();
    let mut row: Vec<&str> = Vec::new();
    let mut full = false;
    for (at, line) in lines.iter().enumerate() {
        row.push(&line.text);
        let next = lines.get(at + 1);
        full = !line.row
            && is_full(
                line,
                next.map_or(line.height() * 5.0, |next| next.first_word),
                body,
            );
        let broken = next.is_some_and(|next| is_hyphenated(&line.text, &next.text));
        if next.is_some() && !full && !broken {
            rows.push(join_lines(std::mem::take(&mut row)));
        }
    }
    rows.push(join_lines(row));
    Paragraph {
        text: rows.join("\n"),
        margin: lines.first().and_then(|line| line.margin),
        left: lines
            .iter()
            .map(|line| line.left)
            .fold(f64::INFINITY, f64::min),
        size: lines.last().map_or(10.0, |line| line.height()),
        full,
        new_column,
    }
}

/// Whether the first paragraph of a column or page goes on with one before.
pub(super) fn goes_on(last: &Paragraph, next: &str) -> bool {
    let next = next.trim_start();
    let Some(first) = next.chars().next() else {
        return false;
    };
    if ends_sentence(&last.text) || is_item(next) || last.text.contains('\t') {
        return false;
    }
    first.is_lowercase()
        || (last.full && char_len(&last.text) > 60)
        || last.text.ends_with(['-', ',', '\u{AD}'])
}
