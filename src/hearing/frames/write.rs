//! From the lines that staff typed to the themes of a frame. A theme that is there is known again by its words, or else by its number, and
//! keeps what it has: its key, its guide, its place in the plan's schedule.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{FrameError, FrameText, uses};
use crate::audit::Event;
use crate::hearing::outline::{self, Line};
use crate::hearing::settings::{lock, touch};
use crate::hearing::{Hearing, Theme, ThemeTree, frames_of};
use crate::organisation::slug;
use crate::schema::{frames, themes};
use crate::staff::Act;

/// The frame that every hearing has stands last.
pub(super) const OUTSIDE: &str = "oevrigt";

/// What a form sends back, to tell whether the frame is still as it was shown.
#[must_use]
pub fn frame_print(tree: &ThemeTree) -> String {
    let frame = &tree.frame;
    let whole = format!(
        "{}\n{:?}\n{}",
        frame.title,
        frame.levels,
        outline::write(tree)
    );
    hex::encode(&Sha256::digest(whole)[..12])
}

/// Writes a frame: a new one, or one that is there and was shown as `seen`.
///
/// # Errors
/// As [`FrameError`] says; `NotFound` for a frame of another hearing.
pub async fn save_frame(
    conn: &mut AsyncPgConnection,
    by: Act,
    there: Option<(i64, &str)>,
    new: &FrameText,
) -> Result<i64, FrameError> {
    conn.transaction(async |conn| {
        let hearing = lock(conn, by.hearing_id).await?;
        // One more frame changes nothing that was counted.
        if there.is_some() && hearing.themes_are_frozen(by.now) {
            return Err(FrameError::Frozen);
        }
        let trees = frames_of(conn, hearing.id).await?;
        let (id, old) = match there {
            Some((id, seen)) => {
                let tree = trees.iter().find(|tree| tree.frame.id == id);
                let tree = tree.ok_or(diesel::result::Error::NotFound)?;
                if frame_print(tree) != seen {
                    return Err(FrameError::Changed);
                }
                (id, Some(tree))
            }
            None => (insert(conn, &hearing, &trees, new).await?, None),
        };
        diesel::update(frames::table.find(id))
            .set((frames::title.eq(&new.title), frames::levels.eq(&new.levels)))
            .execute(conn)
            .await?;
        write_themes(conn, id, old, &new.lines).await?;
        touch(conn, by).await?;
        Event::by_staff(by.staff_id, "frame_saved", "frame", id)
            .in_hearing(by.hearing_id)
            .with(json!({ "themes": new.lines.len() }))
            .record(conn, by.now)
            .await?;
        Ok(id)
    })
    .await
}

/// A new frame, before the one for what is outside the themes.
async fn insert(
    conn: &mut AsyncPgConnection,
    hearing: &Hearing,
    trees: &[ThemeTree],
    new: &FrameText,
) -> Result<i64, FrameError> {
    let mut used: BTreeSet<String> = trees.iter().map(|tree| tree.frame.key.clone()).collect();
    let key = unused(&mut used, &new.title);
    let own: Vec<i64> = trees
        .iter()
        .filter(|tree| tree.frame.key != OUTSIDE)
        .map(|tree| tree.frame.id)
        .collect();
    let id: i64 = diesel::insert_into(frames::table)
        .values((
            frames::hearing_id.eq(hearing.id),
            frames::key.eq(key),
            frames::title.eq(&new.title),
            frames::levels.eq(&new.levels),
            frames::position.eq(0),
        ))
        .returning(frames::id)
        .get_result(conn)
        .await?;
    let outside = trees.iter().filter(|tree| tree.frame.key == OUTSIDE);
    let outside = outside.map(|tree| tree.frame.id);
    for (position, frame) in (0_i32..).zip(own.into_iter().chain([id]).chain(outside)) {
        diesel::update(frames::table.find(frame))
            .set(frames::position.eq(position))
            .execute(conn)
            .await?;
    }
    Ok(id)
}

/// A key of some words that nothing has yet.
fn unused(used: &mut BTreeSet<String>, words: &str) -> String {
    let base = match slug(words) {
        empty if empty.is_empty() => "tema".to_owned(),
        base => base,
    };
    let mut key = base.clone();
    let mut count = 1;
    while !used.insert(key.clone()) {
        count += 1;
        key = format!("{base}-{count}");
    }
    key
}

async fn write_themes(
    conn: &mut AsyncPgConnection,
    frame_id: i64,
    old: Option<&ThemeTree>,
    lines: &[Line],
) -> Result<(), FrameError> {
    let there: Vec<&Theme> = old
        .iter()
        .flat_map(|tree| tree.themes.iter().map(|(theme, _, _)| theme))
        .collect();
    let away: Vec<&Theme> = old
        .iter()
        .flat_map(|tree| tree.merged.iter().map(|(theme, _)| theme))
        .collect();
    let matched = matches(&there, lines);
    let gone: Vec<&&Theme> = there
        .iter()
        .filter(|theme| !matched.values().any(|id| *id == theme.id))
        .collect();
    refuse_used(conn, &gone, &away).await?;
    for line in lines {
        if let Some(number) = line.number
            && away.iter().any(|theme| theme.number == Some(number))
        {
            return Err(FrameError::NumberHeld(number.to_string()));
        }
    }
    let gone: Vec<i64> = gone.iter().map(|theme| theme.id).collect();
    make_way(conn, frame_id, &gone).await?;
    let mut keys: BTreeSet<String> = there
        .iter()
        .filter(|theme| matched.values().any(|id| *id == theme.id))
        .chain(&away)
        .filter_map(|theme| theme.key.clone())
        .chain(lines.iter().filter_map(|line| line.key.clone()))
        .collect();
    let mut path: Vec<i64> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let same = matched.get(&at).copied();
        let known = there.iter().find(|theme| Some(theme.id) == same);
        let kept = known
            .and_then(|theme| theme.key.clone())
            .filter(|key| !is_number(key));
        let key = line.key.clone().or(kept).or_else(|| {
            let needed = line.number.is_none();
            needed.then(|| unused(&mut keys, &line.title))
        });
        path.truncate(line.level);
        let values = (
            themes::parent_id.eq(path.last().copied()),
            themes::key.eq(key),
            themes::number.eq(line.number),
            themes::title.eq(&line.title),
            themes::position.eq(i32::try_from(at).unwrap_or(i32::MAX)),
        );
        let id: i64 = match same {
            Some(id) => {
                let row = diesel::update(themes::table.find(id)).set(values);
                row.returning(themes::id).get_result(conn).await?
            }
            None => {
                let row = diesel::insert_into(themes::table)
                    .values((themes::frame_id.eq(frame_id), values));
                row.returning(themes::id).get_result(conn).await?
            }
        };
        path.push(id);
    }
    Ok(())
}

/// Takes themes away, and the others out of each other's way: two may change numbers.
async fn make_way(
    conn: &mut AsyncPgConnection,
    frame_id: i64,
    gone: &[i64],
) -> Result<(), FrameError> {
    diesel::sql_query(
        "update themes set number = -id::integer, key = null \
         where frame_id = $1 and merged_into is null",
    )
    .bind::<diesel::sql_types::BigInt, _>(frame_id)
    .execute(conn)
    .await?;
    diesel::update(themes::table.filter(themes::frame_id.eq(frame_id)))
        .filter(
            themes::merged_into
                .is_null()
                .or(themes::parent_id.eq_any(gone)),
        )
        .set(themes::parent_id.eq(None::<i64>))
        .execute(conn)
        .await?;
    diesel::delete(themes::table.filter(themes::id.eq_any(gone)))
        .execute(conn)
        .await?;
    Ok(())
}

/// A number of several parts, which goes with the line and not with the theme.
fn is_number(key: &str) -> bool {
    key.chars()
        .all(|letter| letter.is_ascii_digit() || letter == '.')
}

/// Whether a theme is a line.
type Same<'a> = &'a dyn Fn(&Theme, &Line) -> bool;

/// The theme that each line is, by the line's place.
fn matches(there: &[&Theme], lines: &[Line]) -> BTreeMap<usize, i64> {
    let mut found: BTreeMap<usize, i64> = BTreeMap::new();
    let by_words =
        |theme: &Theme, line: &Line| theme.title.to_lowercase() == line.title.to_lowercase();
    let both = |theme: &Theme, line: &Line| by_words(theme, line) && theme.number == line.number;
    let by_number = |theme: &Theme, line: &Line| match (line.number, &line.key) {
        (Some(number), _) => theme.number == Some(number),
        (None, Some(key)) => theme.key.as_ref() == Some(key),
        (None, None) => false,
    };
    let rules: [Same<'_>; 3] = [&both, &by_words, &by_number];
    for same in rules {
        for (at, line) in lines.iter().enumerate() {
            if found.contains_key(&at) {
                continue;
            }
            let free = |theme: &&&Theme| !found.values().any(|id| *id == theme.id);
            let theme = there.iter().filter(free).find(|theme| same(theme, line));
            if let Some(theme) = theme {
                found.insert(at, theme.id);
            }
        }
    }
    found
}

/// Refuses to lose a theme that something is tagged with, or that others were merged into.
pub(super) async fn refuse_used(
    conn: &mut AsyncPgConnection,
    gone: &[&&Theme],
    away: &[&Theme],
) -> Result<(), FrameError> {
    let mut used = Vec::new();
    for theme in gone {
        let merged = away.iter().filter(|one| one.merged_into == Some(theme.id));
        let mut count = uses(conn, theme.id).await?;
        for one in merged {
            count += uses(conn, one.id).await?.max(1);
        }
        if count > 0 {
            used.push((theme.title.clone(), count));
        }
    }
    if used.is_empty() {
        Ok(())
    } else {
        Err(FrameError::InUse(used))
    }
}
