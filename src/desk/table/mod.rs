//! A table as a file to take along: the same rows for a spreadsheet and for a document. A cell is what is read, never a formula.

pub(in crate::desk) mod document;
mod spreadsheet;

use chrono::{DateTime, Utc};

pub(super) use document::docx;
pub(super) use spreadsheet::{workbook, xlsx};

/// A table with what it is about.
pub(super) struct Table {
    pub title: String,
    /// Lines under the title.
    pub about: Vec<String>,
    pub columns: Vec<Column>,
    /// Each with as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
    pub made_at: DateTime<Utc>,
    /// Name and value of a property that programs write and read.
    pub property: Option<(&'static str, String)>,
}

/// A column.
pub(super) struct Column {
    pub heading: String,
    /// Its share of the page's width.
    pub share: usize,
}

impl Column {
    pub(in crate::desk) fn new(heading: String, share: usize) -> Self {
        Self { heading, share }
    }
}

/// What stands in a place of the table.
pub(super) enum Cell {
    /// Lines of text.
    Text(String),
    /// How many: a number in a spreadsheet.
    Count(usize),
    /// Lines of text in a place that has a number and a name of its own, which a document keeps when it is edited.
    Marked((usize, String), String),
    /// A moment: a real one in a spreadsheet, and its words elsewhere.
    Moment(DateTime<Utc>, String),
}

impl Cell {
    /// One line for each.
    pub(in crate::desk) fn lines(lines: &[String]) -> Self {
        Self::Text(lines.join("\n"))
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
