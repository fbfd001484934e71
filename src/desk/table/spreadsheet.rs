//! The table as a spreadsheet: moments are moments as clocks in Copenhagen show them, the heading stays when one scrolls and can be
//! filtered by, columns are as wide as what they hold.

use anyhow::Context;
use chrono::{Datelike, Timelike};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
};

use super::{Cell, Table};
use crate::templates::words::copenhagen;
use crate::text::{neutral_cell, normalize};

/// The most characters that a cell may hold.
const LONGEST: usize = 32_000;
/// Widths in characters.
const NARROW: usize = 6;
const WIDE: usize = 52;
/// *11-10-2023 23:59*
const MOMENT: usize = 17;

/// The table as the bytes of a workbook.
///
/// # Errors
/// When it has more rows than a spreadsheet can hold.
pub(in crate::desk) fn xlsx(table: &Table) -> anyhow::Result<Vec<u8>> {
    let mut book = begun(table)?;
    write(book.add_worksheet(), table)?;
    Ok(book.save_to_buffer()?)
}

/// Tables as the sheets of one workbook, each under its name of at most 31 characters.
///
/// # Errors
/// When one has more rows than a spreadsheet can hold, or a name that it does not take.
pub(in crate::desk) fn workbook(
    first: (&str, &Table),
    more: &[(String, Table)],
) -> anyhow::Result<Vec<u8>> {
    let mut book = begun(first.1)?;
    write(book.add_worksheet().set_name(first.0)?, first.1)?;
    for (name, table) in more {
        write(book.add_worksheet().set_name(name)?, table)?;
    }
    Ok(book.save_to_buffer()?)
}

fn begun(table: &Table) -> anyhow::Result<Workbook> {
    let mut book = Workbook::new();
    let made = moment(table.made_at.naive_utc())?;
    let mut properties = DocProperties::new()
        .set_title(&table.title)
        .set_creation_datetime(&made);
    if let Some((name, value)) = &table.property {
        properties = properties.set_custom_property(*name, value.as_str());
    }
    book.set_properties(&properties);
    Ok(book)
}

fn write(sheet: &mut Worksheet, table: &Table) -> anyhow::Result<()> {
    let bold = Format::new().set_bold();
    let title = Format::new().set_bold().set_font_size(14);
    let heading = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border_bottom(FormatBorder::Thin)
        .set_background_color("E6E6E6");
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let date = Format::new()
        .set_num_format("dd-mm-yyyy hh:mm")
        .set_align(FormatAlign::Left)
        .set_align(FormatAlign::Top);
    sheet.write_string_with_format(0, 0, clean(&table.title), &title)?;
    for (row, line) in (1..).zip(&table.about) {
        sheet.write_string_with_format(row, 0, clean(line), &Format::new())?;
    }
    let head = u32::try_from(table.about.len())? + 2;
    let last = head + u32::try_from(table.rows.len())?;
    let end = u16::try_from(table.columns.len().saturating_sub(1))?;
    for (at, column) in (0..).zip(&table.columns) {
        sheet.write_string_with_format(head, at, clean(&column.heading), &heading)?;
        let width = u16::try_from(width(table, usize::from(at)))?;
        sheet.set_column_width(at, f64::from(width))?;
    }
    for (row, cells) in (head + 1..).zip(&table.rows) {
        for (at, cell) in (0..).zip(cells) {
            match cell {
                Cell::Text(words) | Cell::Marked(_, words) if at == 0 => {
                    sheet.write_string_with_format(
                        row,
                        at,
                        clean(words),
                        &bold.clone().merge(&text),
                    )?;
                }
                Cell::Text(words) | Cell::Marked(_, words) => {
                    sheet.write_string_with_format(row, at, clean(words), &text)?;
                }
                Cell::Count(n) => {
                    let n = u32::try_from(*n)?;
                    sheet.write_number_with_format(row, at, n, &text)?;
                }
                Cell::Moment(when, _) => {
                    let local = moment(copenhagen(*when).naive_local())?;
                    sheet.write_datetime_with_format(row, at, &local, &date)?;
                }
            }
        }
    }
    sheet.autofilter(head, 0, last, end)?;
    sheet.set_freeze_panes(head + 1, 0)?;
    sheet.set_repeat_rows(head, head)?;
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0)
        .set_footer("&C&P / &N");
    Ok(())
}

/// Whole minutes: a spreadsheet shows no more.
fn moment(at: chrono::NaiveDateTime) -> anyhow::Result<ExcelDateTime> {
    let year = u16::try_from(at.year()).context("a year before our time")?;
    let day = ExcelDateTime::from_ymd(year, part(at.month())?, part(at.day())?)?;
    Ok(day.and_hms(u16::from(part(at.hour())?), part(at.minute())?, 0)?)
}

fn part(number: u32) -> anyhow::Result<u8> {
    Ok(u8::try_from(number)?)
}

/// Text without formulas and without what a workbook cannot hold.
fn clean(words: &str) -> String {
    let words = neutral_cell(&normalize(words));
    if words.chars().count() <= LONGEST {
        return words;
    }
    let mut cut: String = words.chars().take(LONGEST).collect();
    cut.push('…');
    cut
}

/// As wide as the longest line of a column, within reason.
fn width(table: &Table, at: usize) -> usize {
    let cells = table.rows.iter().filter_map(|row| row.get(at));
    let longest = cells.map(|cell| match cell {
        Cell::Text(words) | Cell::Marked(_, words) => {
            words.lines().map(|line| line.chars().count()).max()
        }
        Cell::Count(_) => None,
        Cell::Moment(..) => Some(MOMENT),
    });
    let longest = longest.flatten().max().unwrap_or_default();
    let heading = table
        .columns
        .get(at)
        .map_or(0, |one| one.heading.chars().count());
    // Room for the arrow of the filter.
    longest.max(heading + 3).clamp(NARROW, WIDE) + 2
}
