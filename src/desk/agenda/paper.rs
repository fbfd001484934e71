//! The documents of a package: proposal, overview, addendum. Upright pages, with the hearing's title at the top.

use std::io::{Cursor, Read as _, Write as _};

use anyhow::Context;
use docx_rs::{Docx, PageOrientationType, Paragraph};
use quick_xml::Reader;
use quick_xml::events::Event;
use zip::write::SimpleFileOptions;

use super::read::Case;
use crate::agenda::Content;
use crate::desk::memo::Changed;
use crate::desk::table::document::{blank, grid, heading, line, packed};
use crate::desk::table::{Cell, Column, Table, docx};
use crate::publication::handed::Line;
use crate::templates::Words;
use crate::text::reference;

/// A4 upright, in twentieths of a point.
const UPRIGHT: (u32, u32) = (11_906, 16_838);

fn upright(case: &Case) -> anyhow::Result<Docx> {
    let page = blank(case.now)?;
    Ok(page
        .page_size(UPRIGHT.0, UPRIGHT.1)
        .page_orient(PageOrientationType::Portrait))
}

/// Who meets when.
fn meeting(words: &Words, case: &Case) -> String {
    let day = words.date(case.meeting.held_on);
    let body = case.meeting.body.as_str();
    words.text(
        "agenda-meeting-line",
        &[("body", body.into()), ("day", day.into())],
    )
}

/// The proposal: *sagsnr., resumé, indstilling, sagsfremstilling*, and the list of appendices.
pub(super) fn proposal(words: &Words, case: &Case, content: &Content) -> anyhow::Result<Vec<u8>> {
    let title = case.hearing.title.as_str();
    let mut document = upright(case)?
        .add_paragraph(heading(1, title))
        .add_paragraph(line(&meeting(words, case)));
    if !content.case_number.is_empty() {
        let number = content.case_number.as_str();
        let number = words.text("overview-case", &[("number", number.into())]);
        document = document.add_paragraph(line(&number));
    }
    let parts = [
        ("agenda-summary", &content.summary),
        ("agenda-recommendation", &content.recommendation),
        ("agenda-presentation", &content.presentation),
    ];
    for (key, text) in parts.into_iter().filter(|(_, text)| !text.is_empty()) {
        document = document.add_paragraph(heading(2, &words.text(key, &[])));
        document = texts(document, text);
    }
    document = document.add_paragraph(heading(2, &words.text("agenda-appendices", &[])));
    for (number, key) in (1_i64..).zip(APPENDICES) {
        let named = words.text(key, &[]);
        let text = words.text(
            "agenda-appendix",
            &[("n", number.into()), ("name", named.into())],
        );
        document = document.add_paragraph(line(&text));
    }
    packed(document, title, false)
}

/// The appendices by their numbers.
pub(super) const APPENDICES: [&str; 4] = [
    "agenda-appendix-memo",
    "agenda-appendix-overview",
    "agenda-appendix-compilation",
    "agenda-appendix-changes",
];

/// A paragraph for each line; an empty line for each gap.
fn texts(mut document: Docx, text: &str) -> Docx {
    for one in text.lines() {
        document = document.add_paragraph(line(one));
    }
    document
}

fn sender(words: &Words, row: &Line) -> String {
    if row.private {
        words.text("agenda-private", &[])
    } else {
        row.sender.clone()
    }
}

fn columns(words: &Words) -> Vec<Column> {
    let columns = [
        ("pdf-reference", 8),
        ("desk-sender", 26),
        ("desk-arrived", 14),
        ("overview-kind", 20),
        ("overview-themes", 32),
    ];
    let columns = columns.into_iter();
    columns
        .map(|(key, share)| Column::new(words.text(key, &[]), share))
        .collect()
}

fn row(words: &Words, one: &Line) -> Vec<Cell> {
    let mut kind = vec![one.kind.clone()];
    kind.extend(one.notes.iter().filter(|note| **note != one.kind).cloned());
    vec![
        one.reference.clone().into(),
        sender(words, one).into(),
        Cell::Moment(one.received_at, words.datetime(one.received_at)),
        Cell::lines(&kind),
        Cell::lines(&one.themes),
    ]
}

/// The overview of the responses. Private persons stand by their reference alone.
pub(super) fn overview(words: &Words, case: &Case) -> anyhow::Result<Vec<u8>> {
    let lines = case.handed.lines(words);
    let from = match case.handed.release {
        Some(release) => words.text("agenda-from-release", &[("n", release.number.into())]),
        None => words.text(
            "agenda-from-now",
            &[("at", words.datetime(case.now).into())],
        ),
    };
    docx(&Table {
        title: words.text(
            "overview-of",
            &[("title", case.hearing.title.as_str().into())],
        ),
        about: vec![
            from,
            words.text("overview-count", &[("n", lines.len().into())]),
        ],
        columns: columns(words),
        rows: lines.iter().map(|one| row(words, one)).collect(),
        made_at: case.now,
        property: None,
    })
}

/// What came after something was made: responses, and points of the memo that were changed.
pub(super) fn addendum(
    words: &Words,
    case: &Case,
    (responses, points): (&[Line], &[Changed]),
    since: &str,
) -> anyhow::Result<Vec<u8>> {
    let title = words.text(
        "agenda-addendum-to",
        &[("title", case.hearing.title.as_str().into())],
    );
    let mut document = blank(case.now)?
        .add_paragraph(heading(1, &title))
        .add_paragraph(line(&meeting(words, case)))
        .add_paragraph(line(since));
    document = document.add_paragraph(heading(2, &words.text("agenda-new-responses", &[])));
    if responses.is_empty() {
        document = document.add_paragraph(line(&words.text("agenda-no-new-responses", &[])));
    } else {
        let rows: Vec<Vec<Cell>> = responses.iter().map(|one| row(words, one)).collect();
        document = document.add_table(grid(&columns(words), &rows, false));
    }
    for one in responses {
        let named = format!("{} {}", one.reference, sender(words, one));
        document = document
            .add_paragraph(Paragraph::new())
            .add_paragraph(heading(2, &named));
        document = match case.handed.text(&one.number) {
            Some(text) => texts(document, &text),
            None => document.add_paragraph(line(&words.text("agenda-text-later", &[]))),
        };
    }
    document = document.add_paragraph(heading(2, &words.text("agenda-new-points", &[])));
    if points.is_empty() {
        document = document.add_paragraph(line(&words.text("agenda-no-new-points", &[])));
        return packed(document, &title, true);
    }
    let columns = [
        ("memo-number", 6),
        ("agenda-how", 10),
        ("memo-remark", 34),
        ("memo-comment", 34),
        ("memo-disposition", 16),
    ];
    let columns: Vec<Column> = columns
        .into_iter()
        .map(|(key, share)| Column::new(words.text(key, &[]), share))
        .collect();
    let rows: Vec<Vec<Cell>> = points
        .iter()
        .map(|one| {
            vec![
                one.number.to_string().into(),
                one.how.clone().into(),
                one.remark.clone().into(),
                one.comment.clone().into(),
                one.disposition.clone().into(),
            ]
        })
        .collect();
    packed(
        document.add_table(grid(&columns, &rows, false)),
        &title,
        true,
    )
}

/// Files as one.
pub(super) fn zipped(files: &[(String, Vec<u8>)]) -> anyhow::Result<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for (name, bytes) in files {
        archive.start_file(name.as_str(), options)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// The words of a document, read back from its bytes: each paragraph for itself.
pub(super) fn words_of(document: &[u8]) -> anyhow::Result<Vec<String>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(document))?;
    let mut text = String::new();
    let mut part = archive.by_name("word/document.xml").context("a document")?;
    part.read_to_string(&mut text)?;
    let mut found = vec![String::new()];
    let mut reader = Reader::from_str(&text);
    loop {
        let said = match reader.read_event()? {
            Event::Text(piece) => piece.xml10_content().into_owned(),
            Event::GeneralRef(name) => reference(&name),
            Event::Empty(tag) if tag.name().into_inner() == "w:br" => "\n".to_owned(),
            Event::End(tag) if tag.name().into_inner() == "w:p" => {
                found.push(String::new());
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        if let Some(last) = found.last_mut() {
            last.push_str(&said);
        }
    }
    found.retain(|one| !one.trim().is_empty());
    Ok(found)
}
