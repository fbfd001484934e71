//! The overview as a workbook: the responses, a matrix for each frame, and the ledgers. Numbers are numbers and texts are texts: there is
//! no formula in it, and no text that a program could take for one.

use std::collections::BTreeSet;

use anyhow::Context;
use chrono::{Datelike, NaiveDateTime, Timelike};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
};

use super::Edition;
use super::table::{Cell, Table};
use crate::hearing::zone;
use crate::publication::pages::Ledger;
use crate::publication::projection::{FrameInShort, Overview, ThemeRef};
use crate::publication::public::compilation::{mail_ledger, response_ledger};
use crate::text::{neutral_cell, normalize};

/// The most characters that a cell may hold, with room for the mark that something is cut off.
const LONGEST: usize = 32_000;
/// The most characters of a sheet's name.
const LONGEST_NAME: usize = 31;
/// Widths in characters.
const NARROW: usize = 6;
const WIDE: usize = 52;
/// *11-10-2023 23:59*
const MOMENT: usize = 17;
/// A row where a spreadsheet has no more.
const LAST_ROW: u32 = 1_048_575;

struct Looks {
    bold: Format,
    heading: Format,
    text: Format,
    date: Format,
    number: Format,
    sum: Format,
}

impl Looks {
    fn new() -> Self {
        let top = || Format::new().set_align(FormatAlign::Top);
        Self {
            bold: top().set_bold(),
            heading: top()
                .set_bold()
                .set_text_wrap()
                .set_border_bottom(FormatBorder::Thin)
                .set_background_color("E6E6E6"),
            text: top().set_text_wrap(),
            date: top()
                .set_num_format("dd-mm-yyyy hh:mm")
                .set_align(FormatAlign::Left),
            number: top(),
            sum: top().set_bold().set_border_top(FormatBorder::Thin),
        }
    }
}

pub(super) fn workbook(
    overview: &Overview,
    table: &Table,
    edition: &Edition<'_>,
) -> anyhow::Result<Vec<u8>> {
    let words = edition.words;
    let looks = Looks::new();
    let mut book = Workbook::new();
    let zone = zone(&overview.hearing.time_zone)?;
    let made = moment(edition.now.with_timezone(&zone).naive_local())?;
    let properties = DocProperties::new()
        .set_title(words.text(
            "formats-xlsx-title",
            &[("hearing", overview.hearing.title.as_str().into())],
        ))
        .set_company(&overview.hearing.organisation)
        .set_creation_datetime(&made);
    book.set_properties(&properties);
    let mut names = BTreeSet::new();
    let sheet = book.add_worksheet();
    sheet.set_name(name(&words.text("overview", &[]), &mut names))?;
    responses(sheet, table, &looks)?;
    for frame in &overview.frames {
        let sheet = book.add_worksheet();
        sheet.set_name(name(&frame.title, &mut names))?;
        matrix(sheet, (overview, frame), edition, &looks)?;
    }
    let sheet = book.add_worksheet();
    sheet.set_name(name(&words.text("formats-xlsx-ledger", &[]), &mut names))?;
    let mut at = 0;
    ledger(
        sheet,
        &mut at,
        &response_ledger(words, &overview.ledger),
        &looks,
    )?;
    if overview.mails.seen > 0 {
        at += 1;
        ledger(sheet, &mut at, &mail_ledger(words, &overview.mails), &looks)?;
    }
    sheet.set_column_width(0, f64::from(48))?;
    Ok(book.save_to_buffer()?)
}

fn responses(sheet: &mut Worksheet, table: &Table, looks: &Looks) -> anyhow::Result<()> {
    for (at, heading) in (0..).zip(&table.headings) {
        sheet.write_string_with_format(0, at, clean(heading), &looks.heading)?;
        let width = u16::try_from(width(table, usize::from(at)))?;
        sheet.set_column_width(at, f64::from(width))?;
    }
    for (row, cells) in (1..).zip(&table.rows) {
        for (at, cell) in (0..).zip(cells) {
            match cell {
                Cell::Text(text) => {
                    let look = if at == 0 { &looks.bold } else { &looks.text };
                    sheet.write_string_with_format(row, at, clean(text), look)?;
                }
                Cell::Number(number) => put_number(sheet, (row, at), *number, &looks.number)?,
                Cell::Moment(when) => {
                    sheet.write_datetime_with_format(row, at, &moment(*when)?, &looks.date)?;
                }
            }
        }
    }
    let last = u32::try_from(table.rows.len())?.min(LAST_ROW);
    let end = u16::try_from(table.headings.len().saturating_sub(1))?;
    sheet.autofilter(0, 0, last, end)?;
    sheet.set_freeze_panes(1, 1)?;
    print(sheet)?;
    Ok(())
}

/// Marked passages by theme and category, and the responses that they are in.
fn matrix(
    sheet: &mut Worksheet,
    (overview, frame): (&Overview, &FrameInShort),
    edition: &Edition<'_>,
    looks: &Looks,
) -> anyhow::Result<()> {
    let words = edition.words;
    let level = frame.levels.last().cloned();
    let level = level.unwrap_or_else(|| words.text("formats-xlsx-theme", &[]));
    let mut headings = vec![words.text("formats-xlsx-number", &[]), level];
    headings.extend(
        overview
            .categories
            .iter()
            .map(|one| format!("{} {}", one.letter, one.name)),
    );
    headings.push(words.text("total", &[]));
    headings.push(words.text("formats-xlsx-responses", &[]));
    for (at, heading) in (0..).zip(&headings) {
        sheet.write_string_with_format(0, at, clean(heading), &looks.heading)?;
    }
    let mut sums = vec![0; overview.categories.len() + 1];
    let mut row = 0;
    for theme in &frame.themes {
        row += 1;
        let number = theme.number.map(|number| number.to_string());
        sheet.write_string_with_format(row, 0, clean(&number.unwrap_or_default()), &looks.bold)?;
        sheet.write_string_with_format(row, 1, clean(&theme.title), &looks.text)?;
        let of = ThemeRef {
            frame: frame.key.clone(),
            theme: theme.name.clone(),
        };
        let (counts, responses) = counts(overview, &of);
        for (at, (count, sum)) in (2..).zip(counts.iter().zip(&mut sums)) {
            put_number(sheet, (row, at), *count, &looks.number)?;
            *sum += count;
        }
        let after = u16::try_from(2 + counts.len())?;
        put_number(sheet, (row, after), responses, &looks.number)?;
    }
    row += 1;
    sheet.write_string_with_format(row, 1, clean(&words.text("total", &[])), &looks.sum)?;
    for (at, sum) in (2..).zip(&sums) {
        put_number(sheet, (row, at), *sum, &looks.sum)?;
    }
    sheet.set_column_width(0, f64::from(8))?;
    sheet.set_column_width(1, f64::from(WIDE as u32))?;
    for at in 2..headings.len() {
        sheet.set_column_width(u16::try_from(at)?, f64::from(16))?;
    }
    sheet.set_freeze_panes(1, 2)?;
    print(sheet)?;
    Ok(())
}

/// Passages by category and in all, and responses in all.
fn counts(overview: &Overview, theme: &ThemeRef) -> (Vec<usize>, usize) {
    let own = || overview.counts.iter().filter(|cell| cell.theme == *theme);
    let mut counts: Vec<usize> = overview
        .categories
        .iter()
        .map(|category| {
            let in_it = own().filter(|cell| cell.category == category.letter);
            in_it.map(|cell| cell.passages).sum()
        })
        .collect();
    counts.push(own().map(|cell| cell.passages).sum());
    (counts, own().map(|cell| cell.responses).sum())
}

fn ledger(
    sheet: &mut Worksheet,
    at: &mut u32,
    ledger: &Ledger,
    looks: &Looks,
) -> anyhow::Result<()> {
    let mut line = |text: &str, number: Option<i64>, look: &Format| -> anyhow::Result<()> {
        sheet.write_string_with_format(*at, 0, clean(text), look)?;
        if let Some(number) = number {
            put_number(sheet, (*at, 1), usize::try_from(number)?, look)?;
        }
        *at += 1;
        Ok(())
    };
    line(&ledger.caption, None, &looks.heading)?;
    for row in &ledger.rows {
        line(&row.text, Some(row.n), &looks.text)?;
    }
    line(&ledger.total_text, Some(ledger.total), &looks.sum)
}

fn put_number(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    number: usize,
    look: &Format,
) -> anyhow::Result<()> {
    let number = u32::try_from(number).context("a count beyond reason")?;
    sheet.write_number_with_format(row, column, f64::from(number), look)?;
    Ok(())
}

fn print(sheet: &mut Worksheet) -> anyhow::Result<()> {
    sheet.set_repeat_rows(0, 0)?;
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0)
        .set_footer("&C&P / &N");
    Ok(())
}

/// Whole minutes: a spreadsheet shows no more.
fn moment(at: NaiveDateTime) -> anyhow::Result<ExcelDateTime> {
    let year = u16::try_from(at.year()).context("a year before our time")?;
    let part = |number: u32| u8::try_from(number);
    let day = ExcelDateTime::from_ymd(year, part(at.month())?, part(at.day())?)?;
    Ok(day.and_hms(u16::from(part(at.hour())?), part(at.minute())?, 0)?)
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

/// A name that a sheet may have, and that none has yet.
fn name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let plain: String = normalize(wanted)
        .chars()
        .map(|letter| {
            let forbidden = matches!(letter, '[' | ']' | ':' | '*' | '?' | '/' | '\\');
            if forbidden || letter.is_control() {
                ' '
            } else {
                letter
            }
        })
        .collect();
    // An apostrophe is allowed, though not at an end.
    let at_end = |letter: char| letter.is_whitespace() || letter == '\'';
    let plain = plain.trim_matches(at_end);
    let short = |most: usize| -> String {
        // Excel counts UTF-16.
        let mut room = most;
        let fits = plain.chars().take_while(|letter| {
            let fits = letter.len_utf16() <= room;
            room = room.saturating_sub(letter.len_utf16());
            fits
        });
        let fits: String = fits.collect();
        fits.trim_matches(at_end).to_owned()
    };
    let mut found = short(LONGEST_NAME);
    let mut number = 1;
    while found.is_empty()
        || found.eq_ignore_ascii_case("history")
        || !taken.insert(found.to_lowercase())
    {
        number += 1;
        let end = format!(" {number}");
        found = short(LONGEST_NAME - end.len()) + &end;
        found = found.trim().to_owned();
    }
    found
}

/// As wide as the longest line of a column, within reason.
fn width(table: &Table, at: usize) -> usize {
    let cells = table.rows.iter().filter_map(|row| row.get(at));
    let longest = cells.map(|cell| match cell {
        Cell::Text(words) => {
            let lines = words.lines().map(|line| line.chars().take(WIDE).count());
            lines.max().unwrap_or_default()
        }
        Cell::Moment(_) => MOMENT,
        Cell::Number(_) => NARROW,
    });
    let longest = longest.max().unwrap_or_default();
    let heading = table.headings.get(at).map_or(0, |one| one.chars().count());
    // Room for the arrow of the filter.
    longest.max(heading + 3).clamp(NARROW, WIDE) + 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_gets_a_name_that_a_workbook_takes() {
        let mut taken = BTreeSet::new();
        assert_eq!(name("Pejlemærker", &mut taken), "Pejlemærker");
        assert_eq!(name("pejlemærker", &mut taken), "pejlemærker 2");
        assert_eq!(name("[Mål]: 1/2 * ?", &mut taken), "Mål   1 2");
        assert_eq!(name("", &mut taken), "2");
        assert_eq!(name("'", &mut taken), "3");
        assert_eq!(name("History", &mut taken), "History 2");
        let long = name(&"😀".repeat(40), &mut taken);
        assert_eq!(long.encode_utf16().count(), 30);
        assert!(name(&"😀".repeat(40), &mut taken).encode_utf16().count() <= 31);
    }
}
