//! Frames and themes of a file: parents before children, nothing removed that something is coded with, links last.

use std::collections::BTreeMap;

use anyhow::{Context, ensure};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::frozen;
use crate::hearing::Hearing;
use crate::hearing::file::{FrameEntry, HearingFile, ThemeEntry};
use crate::hearing::frames::uses;
use crate::schema::{frames, schedule_items, theme_links, themes};

/// The row of each theme, by frame and by key or number.
pub(super) type ThemeIds = BTreeMap<(String, String), i64>;

/// Writes a frame and its themes, parents before children. A theme that the file no longer has is removed, unless something is coded
/// with it: then the file is refused. Where themes are frozen, so is a file that adds, removes or moves one; another name is an event.
pub(super) async fn write_frame(
    conn: &mut AsyncPgConnection,
    hearing: &Hearing,
    (position, entry): (usize, &FrameEntry),
    (ids, frozen): (&mut ThemeIds, Option<DateTime<Utc>>),
) -> anyhow::Result<()> {
    if let Some(now) = frozen {
        frozen::follow(conn, hearing, entry, now)
            .await
            .with_context(|| format!("frame {:?}", entry.key))?;
    }
    let values = (
        frames::title.eq(&entry.title),
        frames::levels.eq(&entry.levels),
        frames::position.eq(i32::try_from(position)?),
    );
    let frame_id: i64 = diesel::insert_into(frames::table)
        .values((
            frames::hearing_id.eq(hearing.id),
            frames::key.eq(&entry.key),
            values,
        ))
        .on_conflict((frames::hearing_id, frames::key))
        .do_update()
        .set(values)
        .returning(frames::id)
        .get_result(conn)
        .await?;
    let mut waiting: Vec<(usize, &ThemeEntry)> = entry.themes.iter().enumerate().collect();
    let mut kept = Vec::new();
    while !waiting.is_empty() {
        let mut later = Vec::new();
        for (at, theme) in waiting {
            let parent = theme
                .parent
                .as_ref()
                .map(|parent| ids.get(&(entry.key.clone(), parent.clone())).copied());
            if parent == Some(None) {
                later.push((at, theme));
                continue;
            }
            let id =
                write_theme(conn, frame_id, parent.flatten(), i32::try_from(at)?, theme).await?;
            for name in theme
                .key
                .iter()
                .cloned()
                .chain(theme.number.map(|number| number.to_string()))
            {
                ids.insert((entry.key.clone(), name), id);
            }
            kept.push(id);
        }
        waiting = later;
    }
    remove_missing(conn, frame_id, &kept)
        .await
        .with_context(|| format!("frame {:?}", entry.key))
}

async fn write_theme(
    conn: &mut AsyncPgConnection,
    frame_id: i64,
    parent_id: Option<i64>,
    position: i32,
    entry: &ThemeEntry,
) -> anyhow::Result<i64> {
    let values = (
        themes::parent_id.eq(parent_id),
        themes::key.eq(&entry.key),
        themes::number.eq(entry.number),
        themes::title.eq(&entry.title),
        themes::heading.eq(&entry.heading),
        themes::summary.eq(&entry.summary),
        themes::guide.eq(&entry.guide),
        themes::position.eq(position),
    );
    let same = themes::table
        .filter(themes::frame_id.eq(frame_id))
        .select(themes::id)
        .into_boxed();
    let same = match (&entry.key, entry.number) {
        (Some(key), _) => same.filter(themes::key.eq(key)),
        (None, number) => same.filter(themes::number.eq(number)),
    };
    let there: Option<i64> = same.first(conn).await.optional()?;
    let id = match there {
        Some(id) => {
            diesel::update(themes::table.find(id))
                .set(values)
                .execute(conn)
                .await?;
            id
        }
        None => {
            diesel::insert_into(themes::table)
                .values((themes::frame_id.eq(frame_id), values))
                .returning(themes::id)
                .get_result(conn)
                .await?
        }
    };
    Ok(id)
}

async fn remove_missing(
    conn: &mut AsyncPgConnection,
    frame_id: i64,
    kept: &[i64],
) -> anyhow::Result<()> {
    let gone: Vec<(i64, String)> = themes::table
        .filter(themes::frame_id.eq(frame_id))
        .filter(themes::id.ne_all(kept))
        .select((themes::id, themes::title))
        .order(themes::parent_id.is_null())
        .load(conn)
        .await?;
    for (id, title) in gone {
        let uses = uses(conn, id).await?;
        ensure!(
            uses == 0,
            "the theme {title:?} is used {uses} times and cannot be left out; merge it into another instead"
        );
        diesel::delete(themes::table.find(id)).execute(conn).await?;
    }
    Ok(())
}

pub(super) async fn write_links(
    conn: &mut AsyncPgConnection,
    file: &HearingFile,
    hearing: &Hearing,
    ids: &ThemeIds,
) -> anyhow::Result<()> {
    let by_key = |key: &str| {
        ids.iter()
            .find(|((_, name), _)| name == key)
            .map(|(_, id)| *id)
    };
    let own: Vec<i64> = ids.values().copied().collect();
    diesel::delete(theme_links::table.filter(theme_links::theme_id.eq_any(&own)))
        .execute(conn)
        .await?;
    for frame in &file.frames {
        for theme in frame.themes.iter().filter(|theme| !theme.tracks.is_empty()) {
            let from = theme
                .name()
                .and_then(|name| ids.get(&(frame.key.clone(), name)))
                .context("a theme was not written")?;
            for linked in theme.tracks.iter().filter_map(|key| by_key(key)) {
                diesel::insert_into(theme_links::table)
                    .values((
                        theme_links::theme_id.eq(from),
                        theme_links::linked_id.eq(linked),
                    ))
                    .execute(conn)
                    .await?;
            }
        }
    }
    diesel::delete(schedule_items::table.filter(schedule_items::hearing_id.eq(hearing.id)))
        .execute(conn)
        .await?;
    for year in &file.schedule {
        for (key, items) in &year.items {
            let theme = by_key(key).context("a theme was not written")?;
            for (position, title) in items.iter().enumerate() {
                diesel::insert_into(schedule_items::table)
                    .values((
                        schedule_items::hearing_id.eq(hearing.id),
                        schedule_items::theme_id.eq(theme),
                        schedule_items::year.eq(year.year),
                        schedule_items::title.eq(title),
                        schedule_items::position.eq(i32::try_from(position)?),
                    ))
                    .execute(conn)
                    .await?;
            }
        }
    }
    Ok(())
}
