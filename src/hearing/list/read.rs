//! From a file to a grid of cells. A workbook is read by a child process with limits, as every file of strangers; text is decoded here.

use crate::extract::{Extractor, Why};
use crate::text::{charset, normalize};

use super::Grid;

/// The largest file.
const MAX_BYTES: usize = 5_000_000;
/// The most lines and columns that are looked at.
const MAX_ROWS: usize = 5_000;
const MAX_COLUMNS: usize = 40;
/// The most characters of a cell.
const MAX_CELL: usize = 500;

/// Why a file gave no grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadError {
    /// Nothing stands in it.
    Empty,
    TooLarge,
    /// More lines than a list of consultees has.
    TooManyRows,
    /// It has a password.
    Encrypted,
    /// It is neither a spreadsheet nor text with separators.
    OtherKind,
    Damaged,
}

/// Reads a workbook (`.xlsx`, `.xls`, `.ods`) or a text with separators.
///
/// # Errors
/// As [`ReadError`] says.
pub async fn read(extractor: &Extractor, bytes: &[u8], filename: &str) -> Result<Grid, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge);
    }
    let is_book = bytes.starts_with(b"PK") || bytes.starts_with(b"\xD0\xCF\x11\xE0");
    let rows = if is_book {
        let grid = extractor.grid(bytes, filename, (MAX_ROWS + 1, MAX_COLUMNS));
        grid.await.map_err(|why| match why {
            Why::ManyBytes | Why::ManyEntries | Why::Expands | Why::TooSlow => ReadError::TooLarge,
            Why::Password => ReadError::Encrypted,
            Why::OtherKind => ReadError::OtherKind,
            _ => ReadError::Damaged,
        })?
    } else {
        separated(bytes)?
    };
    if rows.len() > MAX_ROWS {
        return Err(ReadError::TooManyRows);
    }
    let grid = Grid::new(rows.into_iter().map(tidy).collect());
    if grid.rows.iter().flatten().all(String::is_empty) {
        return Err(ReadError::Empty);
    }
    Ok(grid)
}

fn tidy(row: Vec<String>) -> Vec<String> {
    row.into_iter()
        .take(MAX_COLUMNS)
        .map(|cell| {
            let cell = normalize(&cell);
            let words: Vec<&str> = cell.split_whitespace().collect();
            words.join(" ").chars().take(MAX_CELL).collect()
        })
        .collect()
}

/// Text with semicolons, commas or tabs, in whatever charset a Danish spreadsheet saved it.
fn separated(bytes: &[u8]) -> Result<Vec<Vec<String>>, ReadError> {
    if bytes.contains(&0) && !bytes.starts_with(b"\xFF\xFE") && !bytes.starts_with(b"\xFE\xFF") {
        return Err(ReadError::OtherKind);
    }
    let text = charset::decode(bytes, None).text;
    let text = text.trim_start_matches('\u{feff}');
    // What Excel itself writes above the lines.
    let (told, text) = match text.split_once('\n') {
        Some((first, rest)) if first.trim().to_lowercase().starts_with("sep=") => {
            (first.trim().as_bytes().get(4).copied(), rest)
        }
        _ => (None, text),
    };
    let head: Vec<&str> = text.lines().take(20).collect();
    let count = |sign: char| {
        head.iter()
            .map(|line| line.matches(sign).count())
            .sum::<usize>()
    };
    let likely = [(';', count(';')), ('\t', count('\t')), (',', count(','))];
    let most = likely
        .into_iter()
        .max_by_key(|(sign, count)| (*count, *sign == ';'));
    let sign = most.map_or(b';', |(sign, _)| u8::try_from(sign).unwrap_or(b';'));
    let sign = told.unwrap_or(sign);
    let text = without_gaps(text, char::from(sign));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(sign)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows: Vec<Vec<String>> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| ReadError::Damaged)?;
        // A cell over several lines takes as many, so that lines are counted as people see them.
        let more = record.iter().map(|cell| cell.matches('\n').count()).sum();
        rows.push(record.iter().map(str::to_owned).collect());
        rows.extend(std::iter::repeat_n(Vec::new(), more));
        if rows.len() > MAX_ROWS {
            return Err(ReadError::TooManyRows);
        }
    }
    Ok(rows)
}

/// The same with an empty cell on every empty line outside quotes: the reader skips such lines, and they count.
fn without_gaps(text: &str, sign: char) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quoted = false;
    for line in text.lines() {
        if !quoted && line.trim().is_empty() {
            out.push(sign);
        } else {
            out.push_str(line);
        }
        out.push('\n');
        quoted ^= line.matches('"').count() % 2 == 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_whatever_separates_its_cells_and_however_it_was_saved() {
        for text in [
            "Navn;E-mail\r\nÆrø;a@b.dk\r\n",
            "Navn\tE-mail\nÆrø\ta@b.dk\n",
            "sep=,\nNavn,E-mail\nÆrø,a@b.dk",
        ] {
            let rows = separated(text.as_bytes()).unwrap();
            assert_eq!(rows[1], ["Ærø", "a@b.dk"], "{text}");
        }
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode("Navn;E-mail\nÆrø;a@b.dk\n");
        assert_eq!(separated(&latin).unwrap()[1], ["Ærø", "a@b.dk"]);
    }

    #[test]
    fn an_empty_line_counts_as_a_line() {
        let rows = separated(b"Navn;Mail\n\nA;a@b.dk\n").unwrap();
        assert_eq!(rows[2], ["A", "a@b.dk"]);
        let rows = separated(b"Navn;Mail\n\"A\n\nB\";a@b.dk\nC;c@b.dk\n").unwrap();
        assert_eq!(rows[1][0], "A\n\nB");
        assert_eq!(rows[4], ["C", "c@b.dk"], "as people count the lines");
    }

    #[test]
    fn a_picture_is_no_list() {
        assert_eq!(separated(b"\x89PNG\0\0\0"), Err(ReadError::OtherKind));
    }
}
