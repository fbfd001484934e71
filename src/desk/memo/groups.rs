//! The points of the memo in groups: by theme as it will be read, by respondent, disposition, person or state.

use std::collections::BTreeMap;

use super::Row;
use super::list::{By, Group};
use super::load::{Memo, disposition_title};
use super::words::{section_value, state_key};
use crate::memo::{Disposition, Point, PointState, Section};
use crate::templates::Words;

/// The points in groups; groups without any are left out.
pub(super) fn groups(memo: &Memo, words: &Words, by: By) -> Vec<Group> {
    match by {
        By::Tema => by_theme(memo, words),
        By::Afsender => by_respondent(memo, words),
        By::Indstilling => by_disposition(memo, words),
        By::Ansvarlig => by_owner(memo, words),
        By::Status => by_state(memo, words),
    }
}

impl Group {
    fn new(id: String, title: String) -> Self {
        Self {
            id,
            title,
            label: None,
            track: 1,
            of: None,
            rows: Vec::new(),
        }
    }
}

fn by_theme(memo: &Memo, words: &Words) -> Vec<Group> {
    memo.in_order()
        .into_iter()
        .map(|(section, points)| {
            let look = match section {
                Section::Theme(id) => memo.looks.get(&id),
                _ => None,
            };
            let id = format!("afsnit-{}", section_value(section));
            Group {
                label: look.map(|look| look.label.clone()),
                track: look.map_or(1, |look| look.track),
                rows: points.iter().map(|point| memo.row(words, point)).collect(),
                ..Group::new(id, memo.section_title(words, section))
            }
        })
        .collect()
}

fn by_respondent(memo: &Memo, words: &Words) -> Vec<Group> {
    let mut groups = BTreeMap::new();
    for point in &memo.points {
        for voice in memo.voices_of(point) {
            let group = groups.entry(voice.key()).or_insert_with(|| {
                let of = memo.reference(words, voice);
                Group {
                    of: Some(of.clone()),
                    ..Group::new(format!("svar-{}", voice.number), of.who)
                }
            });
            group.rows.push(memo.row(words, point));
        }
    }
    let noted = memo.points.iter().filter(|point| {
        let sources = memo.sources_of(point);
        sources.iter().all(|source| source.response_id.is_none())
    });
    let rows: Vec<Row> = noted.map(|point| memo.row(words, point)).collect();
    let mut groups: Vec<Group> = groups.into_values().collect();
    if !rows.is_empty() {
        let title = words.text("memo-by-nobody", &[]);
        groups.push(Group {
            rows,
            ..Group::new("uden-svar".into(), title)
        });
    }
    groups
}

fn by_disposition(memo: &Memo, words: &Words) -> Vec<Group> {
    let all = Disposition::ALL.iter().map(|one| Some(*one)).chain([None]);
    grouped(
        memo,
        words,
        all,
        |point| point.content.disposition,
        |of| {
            let id = of.map_or("uafklaret", |it| it.as_str());
            Group::new(format!("indstilling-{id}"), disposition_title(words, of))
        },
    )
}

fn by_state(memo: &Memo, words: &Words) -> Vec<Group> {
    let all = PointState::ALL.iter().copied();
    grouped(
        memo,
        words,
        all,
        |point| point.content.state,
        |state| {
            let title = words.text(state_key(state), &[]);
            Group::new(format!("status-{state}"), title)
        },
    )
}

fn by_owner(memo: &Memo, words: &Words) -> Vec<Group> {
    let mut owners: Vec<Option<i64>> = memo.points.iter().map(|it| it.content.owner_id).collect();
    let name = |id: &Option<i64>| id.and_then(|id| memo.people.get(&id)).map(|it| &it.name);
    owners.sort_by_key(|id| (id.is_none(), name(id), *id));
    owners.dedup();
    grouped(
        memo,
        words,
        owners.into_iter(),
        |point| point.content.owner_id,
        |owner| {
            let title = name(&owner).cloned();
            let title = title.unwrap_or_else(|| words.text("memo-nobody", &[]));
            let id = owner.map_or("ingen".to_owned(), |id| id.to_string());
            Group::new(format!("ansvarlig-{id}"), title)
        },
    )
}

/// A group for each value that some point has.
fn grouped<T: PartialEq + Copy>(
    memo: &Memo,
    words: &Words,
    all: impl Iterator<Item = T>,
    of: impl Fn(&Point) -> T,
    group: impl Fn(T) -> Group,
) -> Vec<Group> {
    all.map(|value| {
        let own = memo.points.iter().filter(|point| of(point) == value);
        Group {
            rows: own.map(|point| memo.row(words, point)).collect(),
            ..group(value)
        }
    })
    .filter(|group| !group.rows.is_empty())
    .collect()
}
