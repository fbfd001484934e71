//! Every theme with how many responses are under it, by category: each number leads to what is behind it.

use std::collections::BTreeMap;

use actix_web::web::{Data, Query};
use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use serde::Serialize;

use super::counts::{Counts, with_below};
use super::{Filter, stances};
use crate::app::App;
use crate::desk::head::Head;
use crate::desk::panel;
use crate::hearing::frames::{EventKind, ThemeEvent, events_of};
use crate::hearing::{Hearing, Theme, ThemeTree, frames_of};
use crate::staff::{Access, Reader, names_of};
use crate::tagging::marks_of;
use crate::templates::{Link, Page, Words};
use crate::web::{self, View};

/// The themes of a hearing.
#[derive(Clone, Debug, Serialize)]
pub struct ListThemes {
    pub head: Head,
    pub error: Option<String>,
    /// All, or of one stance.
    pub stances: Vec<Link>,
    pub columns: Vec<Column>,
    pub frames: Vec<FrameTable>,
    pub frozen_at: Option<DateTime<Utc>>,
    pub events: Vec<Happened>,
}

/// A category.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    pub letter: String,
    pub name: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct FrameTable {
    pub title: String,
    /// Counts are of this version.
    pub version: i32,
    /// The hearing's word for what is counted.
    pub level: String,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub href: String,
    pub label: String,
    pub title: String,
    pub track: u8,
    pub depth: usize,
    /// Has others below it.
    pub group: bool,
    pub responses: usize,
    pub passages: usize,
    /// One for each category.
    pub cells: Vec<Cell>,
}

/// A number, and what is behind it; no address where there is nothing.
#[derive(Clone, Debug, Serialize)]
pub struct Cell {
    pub n: usize,
    pub href: Option<String>,
}

/// Something that happened to a theme.
#[derive(Clone, Debug, Serialize)]
pub struct Happened {
    pub text: String,
    pub meta: String,
    /// Where it can be undone, if it can.
    pub undo: Option<String>,
}

pub(in crate::desk) async fn index(
    app: Data<App>,
    view: View,
    reader: Reader,
    filter: Query<Filter>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let filter = filter.into_inner();
    view.page(&page(&mut conn, (view.words(), &reader), filter).await?)
}

pub(super) async fn page(
    conn: &mut AsyncPgConnection,
    (words, access): (&Words, &Access),
    filter: Filter,
) -> web::Result<ListThemes> {
    let hearing = Hearing::find(conn, access.hearing_id).await?;
    let head = Head::of(conn, &hearing, access).await?;
    let trees = frames_of(conn, hearing.id).await?;
    let categories = hearing.categories(conn).await?;
    let filter = filter.known(&[]);
    let marks = marks_of(conn, hearing.id).await?;
    let counts = Counts::new(&marks, &filter.holdning);
    let columns: Vec<Column> = categories
        .into_iter()
        .map(|one| Column {
            letter: one.letter,
            name: one.name,
        })
        .collect();
    let base = format!("{}/temaer", head.base);
    let looks = panel::looks(&trees);
    let frames = trees
        .iter()
        .map(|tree| FrameTable {
            title: tree.frame.title.clone(),
            version: tree.frame.version,
            level: tree.frame.levels.last().cloned().unwrap_or_default(),
            rows: tree
                .themes
                .iter()
                .map(|(theme, depth, leaf)| {
                    let (look, within) = (looks.get(&theme.id), with_below(tree, theme.id));
                    let place = (base.as_str(), filter.holdning.as_str());
                    let cells = cells(&counts, &within, &columns, (place, theme.id));
                    let all = counts.of(&within, None);
                    Row {
                        href: format!(
                            "{base}/{}{}",
                            theme.id,
                            Filter::query("", &filter.holdning, 1)
                        ),
                        label: look.map(|look| look.label.clone()).unwrap_or_default(),
                        title: theme.title.clone(),
                        track: look.map_or(1, |look| look.track),
                        depth: *depth,
                        group: !leaf,
                        responses: all.responses,
                        passages: all.passages,
                        cells,
                    }
                })
                .collect(),
        })
        .collect();
    let events = events_of(conn, hearing.id).await?;
    Ok(ListThemes {
        error: None,
        stances: stance_links(words, &base, &filter.holdning),
        columns,
        frames,
        frozen_at: hearing.themes_frozen_at,
        events: happened(conn, (words, access), &trees, &events).await?,
        head,
    })
}

fn cells(
    counts: &Counts,
    within: &[i64],
    columns: &[Column],
    ((base, stance), theme_id): ((&str, &str), i64),
) -> Vec<Cell> {
    columns
        .iter()
        .map(|column| {
            let n = counts.of(within, Some(&column.letter)).responses;
            let href = format!(
                "{base}/{theme_id}{}",
                Filter::query(&column.letter, stance, 1)
            );
            Cell {
                n,
                href: (n > 0).then_some(href),
            }
        })
        .collect()
}

fn stance_links(words: &Words, base: &str, chosen: &str) -> Vec<Link> {
    let all = Link {
        current: chosen.is_empty(),
        ..Link::new(words.text("themes-all-stances", &[]), base)
    };
    let each = stances(words, chosen).into_iter().map(|one| Link {
        current: one.checked,
        ..Link::new(
            one.label,
            format!("{base}{}", Filter::query("", &one.value, 1)),
        )
    });
    [all].into_iter().chain(each).collect()
}

/// What happened to the themes, newest first, in words.
pub(super) async fn happened(
    conn: &mut AsyncPgConnection,
    (words, access): (&Words, &Access),
    trees: &[ThemeTree],
    events: &[ThemeEvent],
) -> web::Result<Vec<Happened>> {
    let people: Vec<i64> = events.iter().filter_map(|one| one.staff_id).collect();
    let people = names_of(conn, &people).await?;
    let mut themes: BTreeMap<i64, &Theme> = BTreeMap::new();
    for tree in trees {
        let away = tree.merged.iter().map(|(theme, _)| theme);
        let own = tree.themes.iter().map(|(theme, ..)| theme);
        themes.extend(own.chain(away).map(|theme| (theme.id, theme)));
    }
    let may = access.may(crate::staff::Role::Editor);
    let undone = |event: &ThemeEvent| {
        events
            .iter()
            .any(|one| one.kind == EventKind::Undone && one.detail["event"] == event.id)
    };
    Ok(events
        .iter()
        .map(|event| {
            let by = event.staff_id.and_then(|id| people.get(&id));
            let who = match by {
                Some(person) => person.initials.clone(),
                None => words.text("desk-actor-operator", &[]),
            };
            let version = words.text("themes-version", &[("n", event.version.into())]);
            Happened {
                text: told(words, &themes, events, event),
                meta: format!("{} · {who} · {version}", words.datetime(event.created_at)),
                undo: (may && event.kind != EventKind::Undone && !undone(event))
                    .then(|| access.at(&format!("temaer/haendelser/{}/fortryd", event.id))),
            }
        })
        .collect())
}

fn told(
    words: &Words,
    themes: &BTreeMap<i64, &Theme>,
    events: &[ThemeEvent],
    event: &ThemeEvent,
) -> String {
    let title = |id: Option<i64>| {
        let theme = id.and_then(|id| themes.get(&id));
        theme.map(|theme| theme.title.clone()).unwrap_or_default()
    };
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    match event.kind {
        EventKind::Renamed => words.text(
            "themes-renamed",
            &[
                ("from", text(&event.detail["from"]).into()),
                ("to", text(&event.detail["to"]).into()),
            ],
        ),
        EventKind::Merged => words.text(
            "themes-merged",
            &[
                ("from", title(Some(event.theme_id)).into()),
                ("into", title(event.detail["into"].as_i64()).into()),
            ],
        ),
        EventKind::Added => words.text(
            "themes-added",
            &[("title", title(Some(event.theme_id)).into())],
        ),
        EventKind::Undone => {
            let before = events
                .iter()
                .find(|one| event.detail["event"] == one.id && one.kind != EventKind::Undone);
            let what = before.map(|before| told(words, themes, events, before));
            words.text(
                "themes-undone",
                &[("what", what.unwrap_or_default().into())],
            )
        }
    }
}

impl Page for ListThemes {
    const TEMPLATE: &'static str = "desk/themes/list";

    fn sample() -> Self {
        super::sample::list()
    }

    fn samples() -> Vec<(&'static str, Self)> {
        super::sample::lists()
    }
}
