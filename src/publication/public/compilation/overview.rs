//! The overview by category, and what it can be narrowed to.

use crate::publication::address;
use crate::publication::pages::{Category, Filter, OverviewRow};
use crate::publication::projection::{Overview, Row, Status};
use crate::publication::public::Narrowed;
use crate::publication::public::marks::{chips, main_level};
use crate::publication::public::response::{count, sender};
use crate::publication::public::words::note;
use crate::response::{Content, Standing};
use crate::templates::{Choice, Words};

/// Above this the categories are shown folded, but for the first.
const FEW_ROWS: usize = 15;

const KINDS: &[&str] = &[
    "remarks",
    "no_remarks",
    "endorses",
    "provisional",
    "late",
    "withdrawn",
];

pub(super) fn filter(words: &Words, released: &Overview, narrowed: &Narrowed) -> Filter {
    let mut themes = Vec::new();
    for frame in &released.frames {
        for theme in frame.themes.iter().filter(|theme| theme.leaf) {
            let value = format!("{}/{}", frame.key, theme.name);
            let label = match theme.number {
                Some(number) => format!("{number} {}", theme.title),
                None => theme.title.clone(),
            };
            themes.push(Choice::new(&value, &label, value == narrowed.tema));
        }
    }
    Filter {
        action: address::compilation(&released.hearing.slug),
        text: narrowed.q.clone(),
        level: main_level(released),
        themes,
        kinds: KINDS
            .iter()
            .filter(|kind| released.rows.iter().any(|row| is_kind(row, kind)))
            .map(|kind| {
                let label =
                    words.text(&format!("publication-kind-{}", kind.replace('_', "-")), &[]);
                Choice::new(kind, &label, *kind == narrowed.art)
            })
            .collect(),
        active: is_active(narrowed),
    }
}

fn is_active(narrowed: &Narrowed) -> bool {
    !(narrowed.q.trim().is_empty() && narrowed.tema.is_empty() && narrowed.art.is_empty())
}

pub(super) fn categories(words: &Words, released: &Overview, narrowed: &Narrowed) -> Vec<Category> {
    let active = is_active(narrowed);
    let mut categories: Vec<Category> = Vec::new();
    let mut letters: Vec<(&str, &str)> = released
        .categories
        .iter()
        .map(|category| (category.letter.as_str(), category.name.as_str()))
        .collect();
    letters.push(("", ""));
    for (letter, name) in letters {
        let rows: Vec<&Row> = released
            .rows
            .iter()
            .filter(|row| row.category == letter && fits(row, narrowed))
            .collect();
        if rows.is_empty() {
            continue;
        }
        categories.push(Category {
            letter: letter.to_owned(),
            name: name.to_owned(),
            count: counted(words, &rows),
            open: active || categories.is_empty() || released.rows.len() <= FEW_ROWS,
            rows: rows
                .into_iter()
                .map(|row| line(words, released, row))
                .collect(),
        });
    }
    categories
}

fn counted(words: &Words, rows: &[&Row]) -> String {
    let gone = |row: &&&Row| matches!(row.status, Status::Withdrawn | Status::Retired);
    let withdrawn = rows.iter().filter(gone).count();
    words.text(
        if withdrawn == 0 {
            "publication-count"
        } else {
            "publication-count-withdrawn"
        },
        &[("n", count(rows.len())), ("withdrawn", count(withdrawn))],
    )
}

fn line(words: &Words, released: &Overview, row: &Row) -> OverviewRow {
    OverviewRow {
        reference: row.reference.clone(),
        sender: sender(words, row),
        href: (row.status != Status::Retired)
            .then(|| address::response(&released.hearing.slug, &row.reference)),
        note: note(words, row),
        received_at: row.received_at,
        themes: chips(released, &row.themes),
    }
}

fn fits(row: &Row, narrowed: &Narrowed) -> bool {
    let wanted = narrowed.q.trim().to_lowercase();
    let text = wanted.is_empty()
        || row.sender.to_lowercase().contains(&wanted)
        || row.reference.to_lowercase() == wanted;
    let theme = narrowed.tema.is_empty()
        || row
            .themes
            .iter()
            .any(|theme| theme.to_string() == narrowed.tema);
    text && theme && (narrowed.art.is_empty() || is_kind(row, &narrowed.art))
}

fn is_kind(row: &Row, kind: &str) -> bool {
    let stands = !matches!(row.status, Status::Withdrawn | Status::Retired);
    match kind {
        "remarks" => stands && row.content == Content::Remarks,
        "no_remarks" => stands && row.content == Content::NoRemarks,
        "endorses" => stands && row.content == Content::Endorses,
        "provisional" => stands && row.standing == Standing::Provisional,
        "late" => stands && row.late && row.deemed_timely_reason.is_none(),
        "withdrawn" => row.status == Status::Withdrawn,
        _ => false,
    }
}
