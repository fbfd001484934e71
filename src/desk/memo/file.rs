//! The memo as a file to take along: for Word in the layout in which it is read, for Excel a row a point. What was taken along is kept, and
//! each row says which point of which file it is, so that it is known when the file comes back. Private persons stand by their reference
//! alone.

use actix_web::web::Data;
use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;

use super::load::Memo;
use super::paper::paper;
use super::sheet::sheet;
use crate::app::App;
use crate::audit::Event;
use crate::desk::overview::named;
use crate::desk::table::{Cell, Column, Table, xlsx};
use crate::memo::{Line, Sheet, keep_export, summary_of};
use crate::organisation::Organisation;
use crate::publication::numbers;
use crate::staff::Reader;
use crate::templates::Words;
use crate::web::{self, View};

/// The name of the property of a file that says which it is.
pub(super) const PROPERTY: &str = "Hoeringsnotat";

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
    let summary = summary_of(conn, hearing_id).await?;
    let sheet = sheet(words, &memo, summary.as_ref());
    let id = keep_export(conn, hearing_id, &sheet, now).await?;
    let bytes = match format {
        Format::Excel => xlsx(&table(words, &memo, &sheet, id))?,
        Format::Word => {
            let numbers = numbers::of(conn, &memo.hearing.slug, words).await?;
            let organisation = Organisation::find(conn, memo.hearing.organisation_id).await?;
            paper(words, &memo, (&sheet, id), (&numbers, &organisation.name))?
        }
    };
    Ok(Taken {
        bytes,
        points: memo.points.len(),
    })
}

pub(super) fn title(words: &Words, memo: &Memo) -> String {
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

/// The name of a row: which point it is, in which version, of which file.
fn row_id(line: &Line, id: i64) -> String {
    format!("P{}-V{}-E{id}", line.number, line.version)
}

/// The columns of the workbook, each with its share of the width.
pub(super) const COLUMNS: [(&str, usize); 12] = [
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
    ("memo-row-id", 14),
];

fn table(words: &Words, memo: &Memo, sheet: &Sheet, id: i64) -> Table {
    let mut about = about(words, memo);
    about.push(words.text("memo-file-hint", &[]));
    Table {
        title: title(words, memo),
        about,
        columns: COLUMNS
            .into_iter()
            .map(|(key, share)| Column::new(words.text(key, &[]), share))
            .collect(),
        rows: sheet.lines.iter().map(|line| row(line, id)).collect(),
        made_at: memo.now,
        property: Some((PROPERTY, format!("E{id}"))),
    }
}

fn row(line: &Line, id: i64) -> Vec<Cell> {
    vec![
        line.number.to_string().into(),
        line.title.clone().into(),
        line.remark.clone().into(),
        Cell::lines(&line.from),
        line.comment.clone().into(),
        line.disposition.clone().into(),
        line.change_page.clone().into(),
        line.change_before.clone().into(),
        line.change_after.clone().into(),
        line.state.clone().into(),
        line.owner.clone().into(),
        row_id(line, id).into(),
    ]
}
