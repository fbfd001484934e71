//! The overview as a spreadsheet reads it: UTF-8 with a byte order mark and semicolons, which is what a Danish spreadsheet expects.

use super::table::{Cell, Table};
use crate::text::neutral_cell;

pub(super) fn overview(table: &Table) -> anyhow::Result<Vec<u8>> {
    let mut out = "\u{feff}".as_bytes().to_vec();
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer(&mut out);
    writer.write_record(table.headings.iter().map(|cell| neutral_cell(cell)))?;
    for row in &table.rows {
        writer.write_record(row.iter().map(|cell| match cell {
            Cell::Text(text) => neutral_cell(text),
            Cell::Number(number) => number.to_string(),
            Cell::Moment(at) => at.format("%Y-%m-%d %H:%M").to_string(),
        }))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(out)
}
