//! The overview as a spreadsheet reads it: UTF-8 with a byte order mark and semicolons, which is what a Danish spreadsheet expects.

use chrono::{DateTime, Utc};

use super::without_private_names;
use crate::hearing::zone;
use crate::publication::address;
use crate::publication::projection::{FrameInShort, Projection, PublicResponse, Row};
use crate::templates::Words;
use crate::text::neutral_cell;

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

pub(in crate::publication) fn overview(
    projection: &Projection,
    words: &Words,
    base_url: &str,
) -> anyhow::Result<Vec<u8>> {
    let mut out = "\u{feff}".as_bytes().to_vec();
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer(&mut out);
    let overview = &projection.overview;
    let mut heading: Vec<String> = COLUMNS
        .iter()
        .map(|column| words.text(&format!("publication-csv-{column}"), &[]))
        .collect();
    heading.extend(overview.frames.iter().map(|frame| frame.title.clone()));
    writer.write_record(heading.iter().map(|cell| neutral_cell(cell)))?;
    for response in &projection.responses {
        let response = without_private_names(response);
        let mut cells = cells(projection, &response, words, base_url)?;
        cells.extend(
            overview
                .frames
                .iter()
                .map(|frame| themes(frame, &response.row)),
        );
        writer.write_record(cells.iter().map(|cell| neutral_cell(cell)))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(out)
}

fn cells(
    projection: &Projection,
    response: &PublicResponse,
    words: &Words,
    base_url: &str,
) -> anyhow::Result<Vec<String>> {
    let row = &response.row;
    let hearing = &projection.overview.hearing;
    let category = projection
        .overview
        .categories
        .iter()
        .find(|category| category.letter == row.category);
    let yes = |yes: bool| {
        words.text(
            if yes {
                "publication-yes"
            } else {
                "publication-no"
            },
            &[],
        )
    };
    let word = |kind: &str, value: &str| {
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
    Ok(vec![
        row.reference.clone(),
        row.sender.clone(),
        row.on_behalf_of.clone().unwrap_or_default(),
        row.category.clone(),
        category.map(|one| one.name.clone()).unwrap_or_default(),
        yes(row.consultee),
        local(&hearing.time_zone, row.received_at)?,
        yes(row.late && row.deemed_timely_reason.is_none()),
        word("content", row.content.as_str()),
        word("standing", row.standing.as_str()),
        word("status", row.status.as_str()),
        row.omissions.to_string(),
        row.attachments.to_string(),
        related.join(", "),
        format!(
            "{base_url}{}",
            address::response(&hearing.slug, &row.reference)
        ),
    ])
}

fn local(time_zone: &str, at: DateTime<Utc>) -> anyhow::Result<String> {
    let local = at.with_timezone(&zone(time_zone)?);
    Ok(local.format("%Y-%m-%d %H:%M").to_string())
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
