//! The memo as a meeting gets it: the document itself, the changes in the plan as one, and what was changed since a meeting last got it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;

use super::check::says_hidden;
use super::file::{Format, about, take};
use super::load::Memo;
use super::paper::columns_of;
use super::summary::dispositions;
use crate::desk::table::Cell;
use crate::desk::table::document::{blank, grid, heading, line, packed};
use crate::memo::disposed;
use crate::templates::Words;

/// The papers of the memo.
pub(in crate::desk) struct Papers {
    /// *Høringsnotat*
    pub(in crate::desk) memo: Vec<u8>,
    /// *Ændringer i planen*
    pub(in crate::desk) changes: Vec<u8>,
    pub(in crate::desk) points: usize,
    pub(in crate::desk) changed: usize,
}

/// What of the memo a proposal tells, and what a package remembers.
pub(in crate::desk) struct Standing {
    /// The version of each point, by its number.
    pub(in crate::desk) versions: BTreeMap<i32, i32>,
    /// How the points are disposed of, those that none is left out.
    pub(in crate::desk) dispositions: Vec<(String, usize)>,
    pub(in crate::desk) changed: usize,
    /// Points that say something which is hidden in the responses that they answer.
    pub(in crate::desk) telling: Vec<i32>,
}

/// A point as an addendum tells it.
pub(in crate::desk) struct Changed {
    pub(in crate::desk) number: i32,
    pub(in crate::desk) how: String,
    pub(in crate::desk) remark: String,
    pub(in crate::desk) comment: String,
    pub(in crate::desk) disposition: String,
}

/// The memo as it stands.
///
/// # Errors
/// When the database fails.
pub(in crate::desk) async fn standing(
    conn: &mut AsyncPgConnection,
    words: &Words,
    (hearing_id, now): (i64, DateTime<Utc>),
) -> anyhow::Result<Standing> {
    let memo = Memo::read(conn, hearing_id, now).await?;
    let figures = dispositions(words, &memo.points).into_iter();
    Ok(Standing {
        versions: memo
            .points
            .iter()
            .map(|point| (point.number, point.version))
            .collect(),
        dispositions: figures
            .filter(|figure| figure.n > 0)
            .map(|figure| (figure.text, figure.n))
            .collect(),
        changed: memo.changed().len(),
        telling: says_hidden(conn, words, &memo).await?,
    })
}

/// The papers as files.
///
/// # Errors
/// When the database fails, or a file cannot be put together.
pub(in crate::desk) async fn papers(
    conn: &mut AsyncPgConnection,
    words: &Words,
    at: (i64, DateTime<Utc>),
) -> anyhow::Result<Papers> {
    let taken = take(conn, words, at, Format::Word).await?;
    let memo = Memo::read(conn, at.0, at.1).await?;
    Ok(Papers {
        memo: taken.bytes,
        points: taken.points,
        changed: memo.changed().len(),
        changes: changes(words, &memo)?,
    })
}

fn changes(words: &Words, memo: &Memo) -> anyhow::Result<Vec<u8>> {
    const COLUMNS: [(&str, usize); 4] = [
        ("memo-change-page", 15),
        ("memo-change-before", 38),
        ("memo-change-after", 38),
        ("memo-number", 9),
    ];
    let title = words.text("memo-changes-title", &[]);
    let mut document = blank(memo.now)?
        .add_paragraph(heading(1, &title))
        .add_paragraph(line(&memo.hearing.title));
    for text in about(words, memo) {
        document = document.add_paragraph(line(&text));
    }
    let rows: Vec<Vec<Cell>> = memo
        .changed()
        .into_iter()
        .map(|point| {
            let content = &point.content;
            vec![
                content.change_page.clone().into(),
                content.change_before.clone().into(),
                content.change_after.clone().into(),
                point.number.to_string().into(),
            ]
        })
        .collect();
    document = if rows.is_empty() {
        document.add_paragraph(line(&words.text("memo-changes-none", &[])))
    } else {
        document.add_table(grid(&columns_of(words, &COLUMNS), &rows, false))
    };
    packed(document, &title, false)
}

/// The points that are new, changed or gone since these versions.
///
/// # Errors
/// When the database fails.
pub(in crate::desk) async fn since(
    conn: &mut AsyncPgConnection,
    words: &Words,
    at: (i64, DateTime<Utc>),
    before: &BTreeMap<i32, i32>,
) -> anyhow::Result<Vec<Changed>> {
    let memo = Memo::read(conn, at.0, at.1).await?;
    let mut found = Vec::new();
    for point in &memo.points {
        let key = match before.get(&point.number) {
            Some(version) if *version == point.version => continue,
            Some(_) => "agenda-point-changed",
            None => "agenda-point-new",
        };
        let content = &point.content;
        found.push(Changed {
            number: point.number,
            how: words.text(key, &[]),
            remark: content.remark.clone(),
            comment: content.comment.clone(),
            disposition: disposed(words, content.disposition, &content.department),
        });
    }
    let stands = |number: i32| memo.points.iter().any(|point| point.number == number);
    found.extend(
        before
            .keys()
            .filter(|number| !stands(**number))
            .map(|number| Changed {
                number: *number,
                how: words.text("agenda-point-gone", &[]),
                remark: String::new(),
                comment: String::new(),
                disposition: String::new(),
            }),
    );
    found.sort_by_key(|point| point.number);
    Ok(found)
}
