//! From the blocks of a file to the rows of a memo: which table is which, which column holds what, and which point a row says it is.

use std::collections::BTreeMap;

use crate::desk::memo::file::{COLUMNS, PROPERTY};
use crate::desk::memo::paper::{CHANGES, PASSED, READ};
use crate::extract::{Block, Paper, Row, Words as Said};
use crate::templates::Words;
use crate::text::normalize;

/// Rows of a workbook in which its heading is looked for.
const HEAD: usize = 20;

/// What a row says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RowId {
    pub(super) number: i32,
    pub(super) export: i64,
}

/// A row of the memo in a file.
#[derive(Clone, Debug, Default)]
pub(super) struct FileRow {
    pub(super) id: Option<RowId>,
    /// The number that is read in it.
    pub(super) written: Option<i32>,
    /// The section as its heading's name says, and as it is read.
    pub(super) section: (Option<String>, String),
    /// By the key of the column.
    pub(super) cells: BTreeMap<&'static str, Said>,
    pub(super) row: Row,
}

impl FileRow {
    pub(super) fn cell(&self, key: &str) -> Option<&Said> {
        self.cells.get(key)
    }

    pub(super) fn text(&self, key: &str) -> &str {
        self.cell(key).map_or("", |said| said.text.as_str())
    }
}

/// A memo as a file has it.
#[derive(Clone, Debug, Default)]
pub(super) struct FileMemo {
    pub(super) rows: Vec<FileRow>,
    /// What stands a second time: in the lists of changes and of what is passed on.
    pub(super) again: Vec<FileRow>,
    pub(super) summary: Option<Said>,
    /// What the file says that it is.
    pub(super) export: Option<i64>,
    /// A text document, where order and headings say where a row belongs.
    pub(super) is_document: bool,
    /// Tables whose columns are unknown.
    pub(super) unread: usize,
}

impl FileMemo {
    pub(super) fn of(words: &Words, paper: &Paper) -> Self {
        let export = paper.properties.get(PROPERTY);
        let mut memo = Self {
            export: export.and_then(|it| it.strip_prefix('E')?.parse().ok()),
            is_document: paper.blocks.len() > 1,
            ..Self::default()
        };
        let mut section = (None, String::new());
        let mut in_summary = false;
        for block in &paper.blocks {
            match block {
                Block::Paragraph { heading, words: it } => {
                    let named = it.marks.iter().find_map(|mark| heading_mark(mark));
                    if named.is_some() || *heading && !it.text.is_empty() {
                        let of_summary = words.text("memo-summary", &[]);
                        in_summary = named.as_deref() == Some("SUM") || it.text == of_summary;
                        if in_summary {
                            memo.summary = Some(Said::default());
                        }
                        let value = named.and_then(|it| Some(it.strip_prefix("SEC_")?.to_owned()));
                        section = (value, it.text.clone());
                    } else if in_summary && let Some(summary) = &mut memo.summary {
                        join(summary, it);
                    }
                }
                Block::Table(rows) => {
                    in_summary = false;
                    memo.table(words, rows, &section);
                }
            }
        }
        memo
    }

    fn table(&mut self, words: &Words, rows: &[Row], section: &(Option<String>, String)) {
        let head = rows.iter().take(HEAD).enumerate().find_map(|(at, row)| {
            let columns = columns(words, row);
            (columns.len() >= 3).then_some((at + 1, columns))
        });
        let marked = |row: &Row| {
            row.cells
                .iter()
                .any(|cell| cell.marks.iter().any(|it| row_mark(it).is_some()))
        };
        let (first, columns) = match head {
            Some(found) => found,
            // Somebody took the heading out.
            None if rows.iter().any(marked) => {
                let width = rows.first().map_or(0, |row| row.cells.len());
                let usual: &[(&str, usize)] = if width == READ.len() { &READ } else { &[] };
                (0, usual.iter().map(|(key, _)| *key).enumerate().collect())
            }
            None => {
                let figures = words.text("memo-count", &[]);
                let known = rows
                    .first()
                    .is_some_and(|row| row.cells.iter().any(|it| it.text == figures));
                self.unread += usize::from(!known);
                return;
            }
        };
        let has = |key: &str| columns.values().any(|it| *it == key);
        let main = has("memo-remark") && has("memo-comment");
        for row in rows.iter().skip(first) {
            if row
                .cells
                .iter()
                .all(|it| it.text.is_empty() && it.untracked().is_empty())
            {
                continue;
            }
            let found = file_row(row, &columns, section);
            if main {
                self.rows.push(found);
            } else {
                self.again.push(found);
            }
        }
    }
}

/// The next paragraph of a text of several.
fn join(to: &mut Said, next: &Said) {
    if next.text.is_empty() && next.untracked().is_empty() {
        return;
    }
    let both = |one: &str, two: &str| match (one.is_empty(), two.is_empty()) {
        (true, _) => two.to_owned(),
        (_, true) => one.to_owned(),
        _ => format!("{one}\n\n{two}"),
    };
    let before = both(to.untracked(), next.untracked());
    to.text = both(&to.text, &next.text);
    to.before = (before != to.text).then_some(before);
    to.revisions.extend(next.revisions.iter().cloned());
    to.notes.extend(next.notes.iter().cloned());
}

/// Which columns of a row are headings, by their place.
fn columns(words: &Words, row: &Row) -> BTreeMap<usize, &'static str> {
    let keys = COLUMNS
        .iter()
        .chain(&CHANGES)
        .chain(&PASSED)
        .map(|(key, _)| *key);
    let known: Vec<(String, &str)> = keys
        .map(|key| (words.text(key, &[]).to_lowercase(), key))
        .collect();
    let mut found: BTreeMap<usize, &'static str> = BTreeMap::new();
    for (at, cell) in row.cells.iter().enumerate() {
        let text = plain(&cell.text).to_lowercase();
        if let Some((_, key)) = known.iter().find(|(word, _)| *word == text)
            && found.values().all(|it| it != key)
        {
            found.insert(at, key);
        }
    }
    found
}

fn file_row(
    row: &Row,
    columns: &BTreeMap<usize, &'static str>,
    section: &(Option<String>, String),
) -> FileRow {
    let mut cells: BTreeMap<&'static str, Said> = BTreeMap::new();
    for (at, key) in columns {
        cells.insert(key, row.cells.get(*at).cloned().unwrap_or_default());
    }
    let text = |key: &str| cells.get(key).map_or("", |it| it.text.as_str());
    let number = text("memo-number").trim().trim_end_matches('.');
    let marks = row.cells.iter().flat_map(|cell| &cell.marks);
    let id = marks.filter_map(|mark| row_mark(mark)).next();
    let section = match cells.get("memo-section") {
        Some(it) => (None, plain(&it.text)),
        None => section.clone(),
    };
    FileRow {
        id: id.or_else(|| row_mark(text("memo-row-id").trim())),
        written: number.parse().ok().or_else(|| {
            // A spreadsheet may write 17 as 17.0.
            number
                .strip_suffix(".0")
                .or_else(|| number.strip_suffix(",0"))?
                .parse()
                .ok()
        }),
        section,
        cells,
        row: row.clone(),
    }
}

/// *P17_V3_E42_*, *P17-V3-E42*, a copy with something behind it, and the same in the lists of changes (C) and of what is passed on (F).
fn row_mark(mark: &str) -> Option<RowId> {
    let mut parts = mark.split(['_', '-']);
    let point = parts.next()?.strip_prefix(['P', 'C', 'F', 'p', 'c', 'f'])?;
    parts
        .next()?
        .strip_prefix(['V', 'v'])?
        .parse::<i32>()
        .ok()?;
    let export = parts.next()?.strip_prefix(['E', 'e'])?;
    Some(RowId {
        number: point.parse().ok()?,
        export: export.parse().ok()?,
    })
}

/// *SEC_12_E42_*, *SUM_E42_*: what a heading is of.
fn heading_mark(mark: &str) -> Option<String> {
    let (of, export) = mark.rsplit_once("_E")?;
    export.split('_').next()?.parse::<i64>().ok()?;
    let known = ["SUM", "CHANGES", "PASSED", "NUMBERS"];
    (known.contains(&of) || of.starts_with("SEC_")).then(|| of.to_owned())
}

/// A text as two of them are compared: words and lines, without what programs put between and around them.
pub(super) fn plain(text: &str) -> String {
    let text = normalize(text);
    // What keeps a spreadsheet from taking a text for a formula.
    let text = match text.strip_prefix('\'') {
        Some(rest) if crate::text::neutral_cell(rest) == text => rest,
        _ => &text,
    };
    let lines: Vec<String> = text
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    lines.join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{RowId, heading_mark, plain, row_mark};

    #[test]
    fn a_row_says_which_point_of_which_file_it_is() {
        let id = RowId {
            number: 17,
            export: 42,
        };
        for mark in ["P17_V3_E42_", "P17_V3_E42_1", "P17-V3-E42", "C17_V3_E42_"] {
            assert_eq!(row_mark(mark), Some(id), "{mark}");
        }
        for mark in ["", "17", "P17", "_GoBack", "P17_V3_Ex", "Punkt-V1-E1"] {
            assert_eq!(row_mark(mark), None, "{mark}");
        }
        assert_eq!(
            heading_mark("SEC_general_E4_").as_deref(),
            Some("SEC_general")
        );
        assert_eq!(heading_mark("SEC_general"), None);
    }

    #[test]
    fn texts_are_the_same_whatever_programs_put_around_them() {
        assert_eq!(plain(" Et  møde\u{a0}om\tåret \n\n"), "Et møde om året");
        assert_eq!(plain("'=SUM(A1)"), "=SUM(A1)");
        assert_eq!(plain("'citat'"), "'citat'");
    }
}
