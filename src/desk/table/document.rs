//! The table as a Word document: A4 on its side, the heading on every page, in Danish, with a title that a reader aloud finds.

use std::io::Cursor;

use anyhow::ensure;
use chrono::{DateTime, Utc};
use docx_rs::{
    BreakType, Docx, Footer, LineSpacing, PageMargin, PageNum, PageOrientationType, Paragraph, Run,
    RunFonts, Shading, ShdType, Style, StyleType, Table as Grid, TableCell, TableCellMargins,
    TableLayoutType, TableRow, WidthType,
};

use super::{Cell, Column, Table};
use crate::text::normalize;

/// A4 on its side, and its margins, in twentieths of a point.
const PAGE: (u32, u32) = (16_838, 11_906);
const MARGIN: u32 = 850;
/// Half points.
const TEXT: usize = 18;
const HEADING: usize = 32;
const HEADING_BELOW: usize = 24;

/// The table as the bytes of a document.
///
/// # Errors
/// When the document cannot be put together.
pub(in crate::desk) fn docx(table: &Table) -> anyhow::Result<Vec<u8>> {
    let mut document = blank(table.made_at)?.add_paragraph(heading(1, &table.title));
    for text in &table.about {
        document = document.add_paragraph(line(text));
    }
    document =
        document
            .add_paragraph(Paragraph::new())
            .add_table(grid(&table.columns, &table.rows, true));
    packed(document, &table.title, false)
}

/// An empty page on its side, with its page number and the styles of two headings.
///
/// # Errors
/// None in practice: a margin that is no number.
pub(in crate::desk) fn blank(made_at: DateTime<Utc>) -> anyhow::Result<Docx> {
    let number = Paragraph::new().add_page_num(PageNum::new());
    Ok(bare(made_at)?.footer(Footer::new().add_paragraph(number)))
}

/// The same for a document with a footer of its own. A second footer may not be given to one that has one: the document would name a part that
/// is not in it, and LibreOffice does not open that.
///
/// # Errors
/// Those of [`blank`].
pub(in crate::desk) fn bare(made_at: DateTime<Utc>) -> anyhow::Result<Docx> {
    let made = made_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let margin = i32::try_from(MARGIN)?;
    Ok(Docx::new()
        .page_size(PAGE.0, PAGE.1)
        .page_orient(PageOrientationType::Landscape)
        .page_margin(PageMargin {
            top: margin,
            left: margin,
            bottom: margin,
            right: margin,
            header: 400,
            footer: 400,
            gutter: 0,
        })
        .default_fonts(
            RunFonts::new()
                .ascii("Calibri")
                .hi_ansi("Calibri")
                .cs("Calibri"),
        )
        .default_size(TEXT)
        .created_at(&made)
        .updated_at(&made)
        .add_style(
            Style::new("Heading1", StyleType::Paragraph)
                .name("heading 1")
                .size(HEADING)
                .bold(),
        )
        .add_style(
            Style::new("Heading2", StyleType::Paragraph)
                .name("heading 2")
                .size(HEADING_BELOW)
                .bold(),
        ))
}

/// A heading of the first or second level.
pub(in crate::desk) fn heading(level: usize, text: &str) -> Paragraph {
    Paragraph::new()
        .style(&format!("Heading{level}"))
        .outline_lvl(level - 1)
        .add_run(Run::new().add_text(clean(text)))
}

/// A paragraph.
pub(in crate::desk) fn line(text: &str) -> Paragraph {
    Paragraph::new().add_run(Run::new().add_text(clean(text)))
}

/// The document as bytes, under a title that a reader aloud finds. The heading row of the first table, or of `every` one, is repeated on each page.
///
/// # Errors
/// When the document cannot be put together.
pub(in crate::desk) fn packed(document: Docx, title: &str, every: bool) -> anyhow::Result<Vec<u8>> {
    let mut parts = document.build();
    parts.document = with_repeated_heading(parts.document, every)?;
    parts.styles = with(
        parts.styles,
        "</w:rPr></w:rPrDefault>",
        "<w:lang w:val=\"da-DK\" w:eastAsia=\"da-DK\" w:bidi=\"da-DK\" /></w:rPr></w:rPrDefault>",
    )?;
    let title = clean(title);
    let title = quick_xml::escape::escape(title.as_str());
    parts.doc_props.core = with(
        parts.doc_props.core,
        "</cp:coreProperties>",
        &format!(
            "<dc:title>{title}</dc:title><dc:language>da-DK</dc:language></cp:coreProperties>"
        ),
    )?;
    let mut bytes = Cursor::new(Vec::new());
    parts.pack(&mut bytes)?;
    Ok(bytes.into_inner())
}

/// Rows under a heading. Whole rows stay on one page; others, of long texts, go on over the next.
pub(in crate::desk) fn grid(columns: &[Column], rows: &[Vec<Cell>], whole_rows: bool) -> Grid {
    let whole: usize = columns.iter().map(|column| column.share).sum();
    let room = usize::try_from(PAGE.0 - 2 * MARGIN).unwrap_or_default();
    let widths: Vec<usize> = columns
        .iter()
        .map(|column| room * column.share / whole.max(1))
        .collect();
    let heading = columns.iter().zip(&widths).map(|(column, width)| {
        let shade = Shading::new().shd_type(ShdType::Clear).fill("E6E6E6");
        cell(&column.heading, *width, true).shading(shade)
    });
    let mut all = vec![TableRow::new(heading.collect()).cant_split()];
    all.extend(rows.iter().map(|cells| {
        let cells = cells.iter().zip(&widths).map(|(one, width)| match one {
            Cell::Text(words) | Cell::Moment(_, words) => cell(words, *width, false),
            Cell::Count(n) => cell(&n.to_string(), *width, false),
            Cell::Marked((id, name), words) => marked(words, *width, (*id, name)),
        });
        let row = TableRow::new(cells.collect());
        if whole_rows { row.cant_split() } else { row }
    }));
    Grid::new(all)
        .set_grid(widths)
        .layout(TableLayoutType::Fixed)
        .width(room, WidthType::Dxa)
        .margins(TableCellMargins::new().margin(40, 80, 40, 80))
}

fn cell(words: &str, width: usize, heading: bool) -> TableCell {
    TableCell::new()
        .width(width, WidthType::Dxa)
        .add_paragraph(paragraph(words, heading))
}

/// A cell with a bookmark, under which a program finds it again.
fn marked(words: &str, width: usize, (id, name): (usize, &str)) -> TableCell {
    let paragraph = paragraph(words, false)
        .add_bookmark_start(id, name)
        .add_bookmark_end(id);
    TableCell::new()
        .width(width, WidthType::Dxa)
        .add_paragraph(paragraph)
}

/// Lines as one paragraph.
fn paragraph(words: &str, heading: bool) -> Paragraph {
    let mut run = Run::new();
    if heading {
        run = run.bold();
    }
    for (at, line) in clean(words).lines().enumerate() {
        if at > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        run = run.add_text(line);
    }
    Paragraph::new()
        .add_run(run)
        .line_spacing(LineSpacing::new().after(0))
}

/// No control characters: XML has no way to write them.
fn clean(words: &str) -> String {
    normalize(words).replace('\u{FFFF}', "")
}

/// The crate has no word for a heading row that is repeated on each page (`w:tblHeader`): the first row is given it, or every row that stays
/// on one page.
fn with_repeated_heading(document: Vec<u8>, every: bool) -> anyhow::Result<Vec<u8>> {
    const ROW: &str = "<w:cantSplit />";
    const HEADING: &str = "<w:cantSplit /><w:tblHeader />";
    let document = String::from_utf8(document)?;
    let times = if every { usize::MAX } else { 1 };
    Ok(document.replacen(ROW, HEADING, times).into_bytes())
}

/// A part of the document with the first of something replaced.
fn with(part: Vec<u8>, what: &str, by: &str) -> anyhow::Result<Vec<u8>> {
    let part = String::from_utf8(part)?;
    ensure!(part.contains(what), "the document has no {what}");
    Ok(part.replacen(what, by, 1).into_bytes())
}
