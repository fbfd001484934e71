//! Tables: what stands in rows is read row by row.

use super::Line;
use crate::text::join_lines;

/// The least space between two columns of a table, in points.
const GUTTER: f64 = 5.0;
/// A column of lines that fill it is prose, and its neighbour another column.
const FULL: f64 = 0.6;

/// Finds the tables among lines that are sorted by their tops, and puts their rows in the place of their lines.
pub(super) fn with_rows(lines: Vec<Line>) -> Vec<Line> {
    let mut out = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < lines.len() {
        let end = run(&lines, at);
        let found = lines.get(at..end).and_then(rows);
        match found {
            Some(rows) => out.extend(rows),
            None => out.extend(lines.get(at..end).unwrap_or_default().iter().cloned()),
        }
        at = end;
    }
    out
}

/// The end of a stretch from `start` on whose lines stand in columns. At least one line of the paper.
fn run(lines: &[Line], start: usize) -> usize {
    let mut columns: Vec<(f64, f64)> = Vec::new();
    let mut at = start;
    while at < lines.len() {
        let end = beside(lines, at);
        let group = lines.get(at..end).unwrap_or_default();
        let gap = at
            .checked_sub(1)
            .filter(|_| at > start)
            .and_then(|last| lines.get(last))
            .map_or(0.0, |last| group[0].top - last.bottom);
        let starts = at == start && group.len() < 2;
        if starts || gap > group[0].height() * 3.0 || !fits(&mut columns, group) {
            return if at == start { end } else { at };
        }
        at = end;
    }
    at
}

/// Whether each line of a group stands in a column that is known, or makes a new one between those.
fn fits(columns: &mut Vec<(f64, f64)>, group: &[Line]) -> bool {
    let mut wider = columns.clone();
    for line in group {
        match wider
            .iter_mut()
            .find(|column| (column.0 - line.left).abs() < 4.0)
        {
            Some(column) => column.1 = column.1.max(line.right),
            None => wider.push((line.left, line.right)),
        }
    }
    wider.sort_by(|one, other| one.0.total_cmp(&other.0));
    let apart = wider.windows(2).all(|pair| pair[1].0 - pair[0].1 >= GUTTER);
    if apart {
        *columns = wider;
    }
    apart
}

/// The end of the lines that stand on one line of the paper.
fn beside(lines: &[Line], start: usize) -> usize {
    let Some(first) = lines.get(start) else {
        return start + 1;
    };
    let more = lines[start + 1..]
        .iter()
        .take_while(|line| line.beside(first) && (line.top - first.top).abs() < 4.0)
        .count();
    start + 1 + more
}

/// The rows, when these lines are a table: cells with tabs between, several lines of a cell joined.
fn rows(lines: &[Line]) -> Option<Vec<Line>> {
    let columns = stretches(lines, |line| (line.left, line.right), GUTTER);
    if columns.len() < 2 {
        return None;
    }
    let (bands, spaced) = bands(lines);
    let prose: Vec<_> = columns
        .iter()
        .filter(|column| is_prose(lines, **column))
        .collect();
    let least = if columns.len() > 2 { 2 } else { 3 };
    let runs_on = |column: &(f64, f64)| !spaced || runs_on(lines, *column, &bands);
    if bands.len() < least || prose.len() > 1 || prose.into_iter().any(runs_on) {
        return None;
    }
    let mut aligned = 0;
    let mut rows = Vec::new();
    for band in &bands {
        let row = row(lines, *band, &columns);
        aligned += usize::from(row.1);
        rows.push(row.0);
    }
    (aligned * 10 >= bands.len() * 7).then_some(rows)
}

/// Stretches that lines cover along one direction, where at least `least` lies between two.
fn stretches(lines: &[Line], along: impl Fn(&Line) -> (f64, f64), least: f64) -> Vec<(f64, f64)> {
    let mut sides: Vec<(f64, f64)> = lines.iter().map(along).collect();
    sides.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut found: Vec<(f64, f64)> = Vec::new();
    for (start, end) in sides {
        match found.last_mut() {
            Some(last) if start < last.1 + least => last.1 = last.1.max(end),
            _ => found.push((start, end)),
        }
    }
    found
}

/// The rows from top to bottom, and whether they are told by wider space between them.
fn bands(lines: &[Line]) -> (Vec<(f64, f64)>, bool) {
    let every = stretches(lines, |line| (line.top + 0.5, line.bottom - 0.5), 0.0);
    let gaps = || {
        every
            .iter()
            .zip(every.iter().skip(1))
            .map(|(one, other)| other.0 - one.1)
    };
    let widest = gaps().fold(0.0, f64::max);
    let narrowest = gaps().fold(f64::INFINITY, f64::min);
    let height = lines.iter().map(Line::height).fold(f64::INFINITY, f64::min);
    if !narrowest.is_finite() || widest - narrowest < height * 0.25 {
        // Lines of one cell that touch are one stretch, so what is left between the stretches is between rows.
        let mut tops: Vec<f64> = lines.iter().map(|line| line.top).collect();
        tops.sort_by(f64::total_cmp);
        tops.dedup_by(|one, other| (*one - *other).abs() < 4.0);
        let spaced = tops.len() > every.len();
        return (every, spaced);
    }
    let least = f64::midpoint(narrowest, widest);
    let bands = stretches(lines, |line| (line.top + 0.5, line.bottom - 0.5), least);
    (bands, true)
}

fn is_prose(lines: &[Line], (left, right): (f64, f64)) -> bool {
    let within: Vec<&Line> = lines
        .iter()
        .filter(|line| line.left >= left - 1.0 && line.right <= right + 1.0)
        .collect();
    let full = within
        .iter()
        .filter(|line| line.right > right - (right - left) * 0.12)
        .count();
    right - left > 120.0 && within.len() >= 4 && full as f64 >= within.len() as f64 * FULL
}

/// Whether a column of prose goes on where the others begin a new row.
fn runs_on(lines: &[Line], (left, right): (f64, f64), bands: &[(f64, f64)]) -> bool {
    let mut within: Vec<&Line> = lines
        .iter()
        .filter(|line| line.left >= left - 1.0 && line.right <= right + 1.0)
        .collect();
    within.sort_by(|one, other| one.top.total_cmp(&other.top));
    let gaps: Vec<(f64, f64)> = within
        .windows(2)
        .map(|pair| (pair[1].top, pair[1].top - pair[0].bottom))
        .collect();
    let usual = gaps.iter().map(|gap| gap.1).fold(f64::INFINITY, f64::min);
    let wide = |gap: &(f64, f64)| gap.1 > usual + 3.0;
    let begun = bands
        .iter()
        .filter(|(top, _)| {
            gaps.iter()
                .any(|gap| wide(gap) && (gap.0 - top).abs() < 6.0)
        })
        .count();
    begun * 10 < (bands.len() - 1) * 7
}

/// One row, and whether its cells begin on one line of the paper.
fn row(lines: &[Line], (top, bottom): (f64, f64), columns: &[(f64, f64)]) -> (Line, bool) {
    let mut row = Line {
        left: f64::INFINITY,
        top: f64::INFINITY,
        row: true,
        ..Line::default()
    };
    let mut cells = Vec::new();
    let mut firsts: Vec<f64> = Vec::new();
    for (left, right) in columns {
        let mut cell: Vec<&Line> = lines
            .iter()
            .filter(|line| {
                line.left >= left - 1.0
                    && line.right <= right + 1.0
                    && line.top >= top - 1.0
                    && line.bottom <= bottom + 1.0
            })
            .collect();
        cell.sort_by(|one, other| one.top.total_cmp(&other.top));
        for line in &cell {
            row.left = row.left.min(line.left);
            row.right = row.right.max(line.right);
            row.top = row.top.min(line.top);
            row.bottom = row.bottom.max(line.bottom);
        }
        firsts.extend(cell.first().map(|line| line.top));
        cells.push(join_lines(cell.iter().map(|line| line.text.as_str())));
    }
    row.text = cells.join("\t").trim_end().to_owned();
    let first = firsts.iter().copied().fold(f64::INFINITY, f64::min);
    let aligned = firsts.len() > 1 && firsts.iter().all(|top| top - first < 5.0);
    (row, aligned)
}
