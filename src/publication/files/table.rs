//! The overview as rows and columns, as both spreadsheets have it.

use chrono::NaiveDateTime;

use super::{Edition, without_private_names};
use crate::hearing::zone;
use crate::publication::address;
use crate::publication::projection::{FrameInShort, Projection, PublicResponse, Row};
use crate::templates::Words;

/// The columns before those of the themes; each is the end of its word's key.
const COLUMNS: &[&str] = &[
    "reference",
    "sender",
    "on-behalf",
    "letter",
    "category",
    "consultee",
    "received",
    "late",
    "content",
    "standing",
    "status",
    "omissions",
    "attachments",
    "related",
    "address",
];

pub(super) enum Cell {
    Text(String),
    Number(usize),
    /// As clocks in the hearing's own zone show it.
    Moment(NaiveDateTime),
}

pub(super) struct Table {
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<Vec<Cell>>,
}

pub(super) fn table(projection: &Projection, edition: &Edition<'_>) -> anyhow::Result<Table> {
    let frames = &projection.overview.frames;
    let mut headings: Vec<String> = COLUMNS
        .iter()
        .map(|column| {
            edition
                .words
                .text(&format!("publication-csv-{column}"), &[])
        })
        .collect();
    headings.extend(frames.iter().map(|frame| frame.title.clone()));
    let mut rows = Vec::with_capacity(projection.responses.len());
    for response in &projection.responses {
        let row = row_without_private_name(response);
        let mut cells = cells(projection, &row, edition)?;
        let themes = frames.iter().map(|frame| Cell::Text(themes(frame, &row)));
        cells.extend(themes);
        rows.push(cells);
    }
    Ok(Table { headings, rows })
}

fn row_without_private_name(response: &PublicResponse) -> Row {
    let textless = PublicResponse {
        row: response.row.clone(),
        parts: Vec::new(),
        whole: Vec::new(),
    };
    without_private_names(&textless).row
}

fn cells(projection: &Projection, row: &Row, edition: &Edition<'_>) -> anyhow::Result<Vec<Cell>> {
    let words = edition.words;
    let hearing = &projection.overview.hearing;
    let category = projection
        .overview
        .categories
        .iter()
        .find(|category| category.letter == row.category);
    let said = |kind: &str, value: &str| {
        words.text(
            &format!("publication-{kind}-{}", value.replace('_', "-")),
            &[],
        )
    };
    let related: Vec<&str> = row
        .relations
        .iter()
        .map(|one| one.reference.as_str())
        .collect();
    let received = row.received_at.with_timezone(&zone(&hearing.time_zone)?);
    let page = address::response(&hearing.slug, &row.reference);
    Ok(vec![
        Cell::Text(row.reference.clone()),
        Cell::Text(row.sender.clone()),
        Cell::Text(row.on_behalf_of.clone().unwrap_or_default()),
        Cell::Text(row.category.clone()),
        Cell::Text(category.map(|one| one.name.clone()).unwrap_or_default()),
        Cell::Text(yes(words, row.consultee)),
        Cell::Moment(received.naive_local()),
        Cell::Text(yes(words, row.late && row.deemed_timely_reason.is_none())),
        Cell::Text(said("content", row.content.as_str())),
        Cell::Text(said("standing", row.standing.as_str())),
        Cell::Text(said("status", row.status.as_str())),
        Cell::Number(row.omissions),
        Cell::Number(row.attachments),
        Cell::Text(related.join(", ")),
        Cell::Text(format!("{}{page}", edition.base_url)),
    ])
}

fn yes(words: &Words, yes: bool) -> String {
    let key = if yes {
        "publication-yes"
    } else {
        "publication-no"
    };
    words.text(key, &[])
}

fn themes(frame: &FrameInShort, row: &Row) -> String {
    let named: Vec<&str> = row
        .themes
        .iter()
        .filter(|theme| theme.frame == frame.key)
        .map(|theme| theme.theme.as_str())
        .collect();
    named.join(", ")
}
