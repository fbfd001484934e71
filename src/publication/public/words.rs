//! What is said of a response in words: its kind, what is late, what was left out.

use chrono::NaiveDate;

use crate::publication::projection::{Row, Status};
use crate::response::{Content, RelationKind, Standing};
use crate::templates::Words;
use crate::templates::words::copenhagen;

/// What stands under the sender in the overview; nothing for an ordinary response in time.
pub(super) fn note(words: &Words, row: &Row) -> Option<String> {
    let said = notes(words, row);
    (!said.is_empty()).then(|| said.join(" · "))
}

/// The same, each for itself.
pub(in crate::publication) fn notes(words: &Words, row: &Row) -> Vec<String> {
    let mut said = kinds(words, row);
    if row.status == Status::Partly && row.omissions > 0 {
        said.push(words.text("publication-with-omissions", &[]));
    }
    if let Some(reason) = &row.deemed_timely_reason {
        said.push(words.text(
            "publication-deemed-timely",
            &[("reason", reason.as_str().into())],
        ));
    } else if row.late && row.status != Status::Retired {
        said.push(words.text("publication-late", &[]));
    }
    said
}

/// The kind of a response on its own page.
pub(in crate::publication) fn kind(words: &Words, row: &Row) -> String {
    let said = kinds(words, row);
    if said.is_empty() {
        words.text("publication-content-remarks", &[])
    } else {
        said.join(" · ")
    }
}

fn kinds(words: &Words, row: &Row) -> Vec<String> {
    let plain = |key: &str| words.text(key, &[]);
    match row.status {
        Status::Withdrawn | Status::Retired | Status::Withheld | Status::NotYet => {
            return vec![plain(&format!(
                "publication-status-{}",
                row.status.as_str().replace('_', "-")
            ))];
        }
        Status::Full | Status::Partly => {}
    }
    let mut said = Vec::new();
    if let Some(change) = row.changes.last() {
        let day = words.day_month(copenhagen(change.at).date_naive());
        let key = match change.kind {
            RelationKind::Finalises => "publication-finalised",
            _ => "publication-corrected",
        };
        said.push(words.text(key, &[("day", day.into())]));
    } else if row.standing == Standing::Provisional {
        said.push(match row.standing_expected_on {
            Some(day) => provisional_until(words, day),
            None => plain("publication-standing-provisional"),
        });
    }
    match row.content {
        Content::Remarks => {}
        Content::NoRemarks => said.push(plain("publication-content-no-remarks")),
        Content::Endorses => {}
    }
    for relation in &row.relations {
        let key = match relation.kind {
            RelationKind::Joins => "publication-joins",
            _ => "publication-endorses",
        };
        said.push(words.text(key, &[("reference", relation.reference.as_str().into())]));
    }
    if row.content == Content::Endorses && row.relations.is_empty() {
        said.push(plain("publication-content-endorses"));
    }
    said
}

fn provisional_until(words: &Words, day: NaiveDate) -> String {
    words.text(
        "publication-provisional-until",
        &[("day", words.date(day).into())],
    )
}
