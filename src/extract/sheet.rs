//! The cells of a workbook (`.xlsx`, `.xlsb`, `.xls`, `.ods`), in the child.
//!
//! Guarantees: an archive above the limits is refused before anything is unpacked; no more rows and columns are given than were asked for,
//! wherever the file claims that its last cell stands; what a merged cell holds stands in each of the cells that were merged. Formulas are
//! the values that they had when the file was saved.

use std::io::Cursor;

use calamine::{Data, Dimensions, Reader, Sheets, Xlsx, open_workbook_auto_from_rs};
use zip::ZipArchive;

use super::limits;
use super::run::ChildAnswer;
use super::{State, Why};

/// The file as the readers take it.
type Bytes = Cursor<Vec<u8>>;
type Rows = Vec<Vec<String>>;

/// The first sheet that holds anything, as rows of cells in JSON.
pub(super) fn grid(bytes: Vec<u8>, most: (usize, usize)) -> ChildAnswer {
    if bytes.starts_with(b"PK") {
        let bounded = match ZipArchive::new(Cursor::new(bytes.as_slice())) {
            Ok(mut archive) => limits::check(&mut archive),
            Err(_) => Err(ChildAnswer::refused(State::Failed, Why::Damaged)),
        };
        if let Err(refused) = bounded {
            return refused;
        }
    }
    let rows = match open_workbook_auto_from_rs(Cursor::new(bytes)) {
        Ok(book) => read(book, most),
        Err(_) => return ChildAnswer::refused(State::Unsupported, Why::OtherKind),
    };
    match serde_json::to_string(&rows) {
        Ok(text) => ChildAnswer::text(text),
        Err(_) => ChildAnswer::refused(State::Failed, Why::Damaged),
    }
}

fn read(book: Sheets<Bytes>, most: (usize, usize)) -> Rows {
    match book {
        Sheets::Xlsx(mut book) => {
            let names = book.sheet_names();
            let found = names.iter().find_map(|name| {
                let mut rows = cells(&mut book, name, most)?;
                let merged = book.merge_cells_by_sheet_name(name).unwrap_or_default();
                spread(&mut rows, &merged, most.1);
                Some(rows)
            });
            found.unwrap_or_default()
        }
        Sheets::Xls(mut book) => {
            let names = book.sheet_names();
            let found = names.iter().find_map(|name| {
                let mut rows = range(book.worksheet_range(name).ok()?, most)?;
                let merged = book.merge_cells_by_sheet_name(name).unwrap_or_default();
                spread(&mut rows, &merged, most.1);
                Some(rows)
            });
            found.unwrap_or_default()
        }
        mut book => {
            let names = book.sheet_names();
            let mut found = names
                .iter()
                .filter_map(|name| range(book.worksheet_range(name).ok()?, most));
            found.next().unwrap_or_default()
        }
    }
}

/// The cells of a sheet one after another: a sheet may have its last cell a million rows below the one before, and a table of all between
/// them would not fit.
fn cells(book: &mut Xlsx<Bytes>, name: &str, most: (usize, usize)) -> Option<Rows> {
    let mut reader = book.worksheet_cells_reader(name).ok()?;
    let mut rows = Rows::new();
    while let Ok(Some(cell)) = reader.next_cell() {
        let (row, column) = cell.get_position();
        let text = words(&Data::from(cell.get_value().clone()));
        put(&mut rows, (row, column), text, most);
    }
    (!rows.is_empty()).then_some(rows)
}

fn range(range: calamine::Range<Data>, most: (usize, usize)) -> Option<Rows> {
    let (top, left) = range.start()?;
    let mut rows = Rows::new();
    for (row, column, cell) in range.used_cells() {
        let at = (
            top.saturating_add(u32::try_from(row).ok()?),
            left.saturating_add(u32::try_from(column).ok()?),
        );
        put(&mut rows, at, words(cell), most);
    }
    (!rows.is_empty()).then_some(rows)
}

fn put(rows: &mut Rows, at: (u32, u32), text: String, most: (usize, usize)) {
    let (Ok(row), Ok(column)) = (usize::try_from(at.0), usize::try_from(at.1)) else {
        return;
    };
    if text.trim().is_empty() || row >= most.0 || column >= most.1 {
        return;
    }
    if rows.len() <= row {
        rows.resize(row + 1, Vec::new());
    }
    if rows[row].len() <= column {
        rows[row].resize(column + 1, String::new());
    }
    rows[row][column] = text;
}

fn words(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        other => other.to_string(),
    }
}

fn spread(rows: &mut Rows, merged: &[Dimensions], columns: usize) {
    for region in merged {
        let index = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
        let (top, left) = (index(region.start.0), index(region.start.1));
        let Some(text) = rows.get(top).and_then(|row| row.get(left)).cloned() else {
            continue;
        };
        let bottom = index(region.end.0).min(rows.len() - 1);
        let right = index(region.end.1).min(columns - 1);
        for row in rows.iter_mut().take(bottom + 1).skip(top) {
            if row.len() <= right {
                row.resize(right + 1, String::new());
            }
            for cell in row.iter_mut().take(right + 1).skip(left) {
                if cell.is_empty() {
                    cell.clone_from(&text);
                }
            }
        }
    }
}
