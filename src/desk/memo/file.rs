//! The memo as a file to take along: for Word in the layout in which it is read, for Excel a row a point. A point's number is its row's
//! name, by which it is known when the file comes back. Private persons stand by their reference alone.

use actix_web::web::Data;
use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use docx_rs::{Docx, Paragraph};

use super::load::Memo;
use super::summary::{dispositions, responses};
use super::words::state_key;
use crate::app::App;
use crate::audit::Event;
use crate::desk::overview::named;
use crate::desk::table::document::{blank, grid, heading, line, packed};
use crate::desk::table::{Cell, Column, Table, xlsx};
use crate::memo::{Disposition, Point, disposed, summary_of};
use crate::publication::numbers::{self, Numbers};
use crate::staff::Reader;
use crate::templates::Words;
use crate::web::{self, View};

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Word,
    Excel,
}

impl Format {
    /// The ending of its name.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Word => "docx",
            Self::Excel => "xlsx",
        }
    }
}

/// A memo as a file.
#[derive(Debug)]
pub struct Taken {
    pub bytes: Vec<u8>,
    pub points: usize,
}

pub(in crate::desk) async fn document(app: Data<App>, view: View, reader: Reader) -> web::Result {
    send(&app, view.words(), &reader, Format::Word).await
}

pub(in crate::desk) async fn spreadsheet(
    app: Data<App>,
    view: View,
    reader: Reader,
) -> web::Result {
    send(&app, view.words(), &reader, Format::Excel).await
}

/// That somebody took it along is a row of the log.
async fn send(app: &App, words: &Words, reader: &Reader, format: Format) -> web::Result {
    let mut conn = app.conn().await?;
    let by = reader.act(app.clock.now());
    let taken = take(&mut conn, words, (by.hearing_id, by.now), format).await?;
    Event::by_staff(by.staff_id, "memo_taken", "hearing", by.hearing_id)
        .in_hearing(by.hearing_id)
        .with(serde_json::json!({ "format": format.ending(), "points": taken.points }))
        .record(&mut conn, by.now)
        .await?;
    let what = words.text("memo-file", &[]);
    Ok(named(taken.bytes, &reader.slug, &what, format.ending()))
}

/// The memo of a hearing in one of the forms.
///
/// # Errors
/// When the database fails, or the file cannot be put together.
pub async fn take(
    conn: &mut AsyncPgConnection,
    words: &Words,
    (hearing_id, now): (i64, DateTime<Utc>),
    format: Format,
) -> anyhow::Result<Taken> {
    let memo = Memo::read(conn, hearing_id, now).await?;
    let bytes = match format {
        Format::Excel => xlsx(&table(words, &memo))?,
        Format::Word => {
            let numbers = numbers::of(conn, &memo.hearing.slug, words).await?;
            let summary = summary_of(conn, hearing_id).await?;
            let summary = summary.map(|one| one.text).unwrap_or_default();
            paper(words, &memo, &numbers, &summary)?
        }
    };
    Ok(Taken {
        bytes,
        points: memo.points.len(),
    })
}

fn title(words: &Words, memo: &Memo) -> String {
    words.text("memo-of", &[("title", memo.hearing.title.as_str().into())])
}

/// Case number and when it was made.
pub(super) fn about(words: &Words, memo: &Memo) -> Vec<String> {
    let number = memo.hearing.case_number.as_deref().unwrap_or_default();
    let case = words.text("overview-case", &[("number", number.into())]);
    let made = words.datetime(memo.now);
    let made = words.text("memo-made-at", &[("at", made.into())]);
    let case = Some(case).filter(|_| !number.trim().is_empty());
    case.into_iter().chain([made]).collect()
}

/// Who said it, a line for each.
fn voices(words: &Words, memo: &Memo, point: &Point) -> Cell {
    let mut lines: Vec<String> = memo
        .voices_of(point)
        .into_iter()
        .map(|voice| {
            let one = memo.reference(words, voice);
            let mut text = one.label;
            if !voice.private && !voice.who.is_empty() {
                text = format!("{text} {}", voice.who);
            }
            match one.gone {
                Some(why) => format!("{text} ({why})"),
                None => text,
            }
        })
        .collect();
    let notes = memo.sources_of(point).iter().filter_map(|source| {
        let id = source.input_id?;
        let input = memo.inputs.iter().find(|one| one.id == id)?;
        let note = words.text("memo-note", &[]);
        Some(format!("{note}: {}", memo.note_title(words, input)))
    });
    lines.extend(notes);
    Cell::lines(&lines)
}

fn table(words: &Words, memo: &Memo) -> Table {
    let columns = [
        ("memo-number", 6),
        ("memo-section", 20),
        ("memo-remark", 40),
        ("memo-from", 20),
        ("memo-comment", 40),
        ("memo-disposition", 18),
        ("memo-change-page", 16),
        ("memo-change-before", 30),
        ("memo-change-after", 30),
        ("memo-state", 14),
        ("memo-owner", 16),
    ];
    let rows = memo.in_order().into_iter().flat_map(|(section, points)| {
        let title = memo.section_title(words, section);
        points
            .into_iter()
            .map(|point| row(words, memo, &title, point))
            .collect::<Vec<_>>()
    });
    Table {
        title: title(words, memo),
        about: about(words, memo),
        columns: columns
            .into_iter()
            .map(|(key, share)| Column::new(words.text(key, &[]), share))
            .collect(),
        rows: rows.collect(),
        made_at: memo.now,
    }
}

fn row(words: &Words, memo: &Memo, section: &str, point: &Point) -> Vec<Cell> {
    let content = &point.content;
    let owner = content.owner_id.and_then(|id| memo.people.get(&id));
    vec![
        point.number.to_string().into(),
        section.to_owned().into(),
        content.remark.clone().into(),
        voices(words, memo, point),
        content.comment.clone().into(),
        disposed(words, content.disposition, &content.department).into(),
        content.change_page.clone().into(),
        content.change_before.clone().into(),
        content.change_after.clone().into(),
        words.text(state_key(content.state), &[]).into(),
        owner.map(|one| one.name.clone()).unwrap_or_default().into(),
    ]
}

/// Numbers, summary, each section's table, what changes in the plan, what is passed on.
fn paper(words: &Words, memo: &Memo, numbers: &Numbers, summary: &str) -> anyhow::Result<Vec<u8>> {
    let title = title(words, memo);
    let mut document = blank(memo.now)?.add_paragraph(heading(1, &title));
    for text in about(words, memo) {
        document = document.add_paragraph(line(&text));
    }
    document = figures(document, words, memo, numbers);
    document = document.add_paragraph(heading(2, &words.text("memo-summary", &[])));
    for text in summary.split("\n\n") {
        document = document.add_paragraph(line(text));
    }
    for (section, points) in memo.in_order() {
        let title = memo.section_label(words, section);
        let rows = points
            .iter()
            .map(|point| read(words, memo, point))
            .collect();
        document = part(document, &title, columns(words, &READ), rows);
    }
    let changes = memo.changed().into_iter().map(|point| {
        let content = &point.content;
        vec![
            point.number.to_string().into(),
            content.change_page.clone().into(),
            content.change_before.clone().into(),
            content.change_after.clone().into(),
        ]
    });
    let title_of = |key: &str| words.text(key, &[]);
    document = part(
        document,
        &title_of("memo-changes-title"),
        columns(words, &CHANGES),
        changes.collect(),
    );
    let passed = memo
        .points
        .iter()
        .filter(|point| point.content.disposition == Some(Disposition::Forwarded));
    let passed = passed.map(|point| {
        vec![
            point.number.to_string().into(),
            point.content.department.clone().into(),
            point.content.remark.clone().into(),
            voices(words, memo, point),
        ]
    });
    document = part(
        document,
        &title_of("memo-passed-on"),
        columns(words, &PASSED),
        passed.collect(),
    );
    packed(document, &title, true)
}

/// Columns, each with its share of the width.
pub(super) type Columns = [(&'static str, usize)];

const READ: [(&str, usize); 5] = [
    ("memo-number", 5),
    ("memo-remark", 30),
    ("memo-from", 16),
    ("memo-comment", 34),
    ("memo-disposition", 15),
];
const CHANGES: [(&str, usize); 4] = [
    ("memo-number", 5),
    ("memo-change-page", 15),
    ("memo-change-before", 40),
    ("memo-change-after", 40),
];
const PASSED: [(&str, usize); 4] = [
    ("memo-number", 5),
    ("memo-department", 20),
    ("memo-remark", 50),
    ("memo-from", 25),
];
const FIGURES: [(&str, usize); 2] = [("memo-what", 80), ("memo-count", 20)];

pub(super) fn columns(words: &Words, columns: &Columns) -> Vec<Column> {
    columns
        .iter()
        .map(|(key, share)| Column::new(words.text(key, &[]), *share))
        .collect()
}

/// A point as it will be read.
fn read(words: &Words, memo: &Memo, point: &Point) -> Vec<Cell> {
    let content = &point.content;
    let mut last = vec![disposed(words, content.disposition, &content.department)];
    if content.changes_plan() {
        last.push(if content.change_page.is_empty() {
            words.text("memo-changes-plan", &[])
        } else {
            let page = content.change_page.as_str();
            words.text("memo-changes-page", &[("page", page.into())])
        });
    }
    vec![
        point.number.to_string().into(),
        content.remark.clone().into(),
        voices(words, memo, point),
        content.comment.clone().into(),
        Cell::lines(&last),
    ]
}

fn figures(document: Docx, words: &Words, memo: &Memo, numbers: &Numbers) -> Docx {
    let received = (words.text("memo-received", &[]), numbers.ledger.received);
    let rows = responses(words, numbers)
        .into_iter()
        .chain(dispositions(words, &memo.points))
        .map(|figure| (figure.text, figure.n));
    let rows = [received].into_iter().chain(rows);
    let rows = rows.map(|(text, n)| vec![text.into(), n.to_string().into()]);
    let title = words.text("memo-numbers", &[]);
    part(document, &title, columns(words, &FIGURES), rows.collect())
}

/// A heading with its table; nothing where there are no rows.
fn part(document: Docx, title: &str, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Docx {
    if rows.is_empty() {
        return document;
    }
    document
        .add_paragraph(heading(2, title))
        .add_table(grid(&columns, &rows, false))
        .add_paragraph(Paragraph::new())
}
