//! Making, saving, taking out and putting back points. Each act is one transaction with its row of the audit log.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::source::{NewSource, insert};
use super::version::{self, keep};
use super::{
    CHANGE_CHARACTERS, Content, Disposition, LINE_CHARACTERS, MemoError, Point, PointState,
    TEXT_CHARACTERS, hold, place,
};
use crate::audit::Event;
use crate::schema::{hearings, memo_points};
use crate::staff::{Act, workers_of};
use crate::text::{char_len, collapse, normalize};

/// Makes a point at the end of its section, on these sources, and gives its number.
///
/// # Errors
/// What [`MemoError`] says of remark, texts, theme, person and sources; nothing is made then.
pub async fn make(
    conn: &mut AsyncPgConnection,
    by: Act,
    content: Content,
    sources: &[NewSource],
) -> Result<i32, MemoError> {
    conn.transaction(async |conn| {
        lock(conn, by.hearing_id).await?;
        let content = fit(conn, by, content, None).await?;
        let own = memo_points::table.filter(memo_points::hearing_id.eq(by.hearing_id));
        let last: (Option<i32>, Option<i32>) = own
            .select((
                diesel::dsl::max(memo_points::number),
                diesel::dsl::max(memo_points::position),
            ))
            .first(conn)
            .await?;
        let number = last.0.unwrap_or(0) + 1;
        let id: i64 = diesel::insert_into(memo_points::table)
            .values((
                memo_points::hearing_id.eq(by.hearing_id),
                memo_points::number.eq(number),
                memo_points::position.eq(last.1.unwrap_or(0) + 1),
                &content,
                memo_points::created_at.eq(by.now),
                memo_points::updated_at.eq(by.now),
            ))
            .returning(memo_points::id)
            .get_result(conn)
            .await?;
        keep(conn, by, (id, 1), &content, None).await?;
        for source in sources {
            insert(conn, by, id, *source).await?;
        }
        record(conn, by, "point_made", id, json!({ "number": number })).await?;
        Ok(number)
    })
    .await
}

/// Saves what a point says, as somebody who saw version `seen` wrote it, and lets go of it. Nothing happens where nothing differs.
///
/// # Errors
/// [`MemoError::Held`], [`MemoError::Changed`], and what [`MemoError`] says of texts, theme and person.
pub async fn save(
    conn: &mut AsyncPgConnection,
    by: Act,
    (number, seen): (i32, i32),
    content: Content,
) -> Result<(), MemoError> {
    conn.transaction(async |conn| {
        lock(conn, by.hearing_id).await?;
        let point = standing(conn, by, number).await?;
        hold::free_for(&point, by)?;
        if point.version != seen {
            return Err(MemoError::Changed);
        }
        let content = fit(conn, by, content, point.content.owner_id).await?;
        if content == point.content {
            return release(conn, by, &point).await;
        }
        write(conn, by, &point, &content, None).await?;
        let detail = json!({ "version": point.version + 1, "state": content.state });
        record(conn, by, "point_saved", point.id, detail).await
    })
    .await
}

/// Puts an earlier version in force again, as a version of its own: the last change is taken back by restoring the version before it.
///
/// # Errors
/// [`MemoError::Held`], [`MemoError::Changed`] when another than `seen` stands, [`MemoError::NoVersion`].
pub async fn restore(
    conn: &mut AsyncPgConnection,
    by: Act,
    (number, seen): (i32, i32),
    version: i32,
) -> Result<(), MemoError> {
    conn.transaction(async |conn| {
        lock(conn, by.hearing_id).await?;
        let point = standing(conn, by, number).await?;
        hold::free_for(&point, by)?;
        if point.version != seen {
            return Err(MemoError::Changed);
        }
        let mut content = version::content_of(conn, point.id, version)
            .await?
            .ok_or(MemoError::NoVersion)?;
        // A theme may have been merged since.
        place::settled(conn, by.hearing_id, &mut content).await?;
        if content == point.content {
            return Ok(());
        }
        write(conn, by, &point, &content, Some(version)).await?;
        let detail = json!({ "version": point.version + 1, "restored": version });
        record(conn, by, "point_restored", point.id, detail).await
    })
    .await
}

/// Takes a point out of the memo. It keeps its number, sources and versions.
///
/// # Errors
/// [`MemoError::Held`].
pub async fn remove(conn: &mut AsyncPgConnection, by: Act, number: i32) -> Result<(), MemoError> {
    conn.transaction(async |conn| {
        let point = standing(conn, by, number).await?;
        hold::free_for(&point, by)?;
        diesel::update(memo_points::table.find(point.id))
            .set((
                memo_points::removed_at.eq(by.now),
                memo_points::removed_by.eq(by.staff_id),
                memo_points::holder_id.eq(None::<i64>),
                memo_points::held_until.eq(None::<chrono::DateTime<chrono::Utc>>),
            ))
            .execute(conn)
            .await?;
        record(conn, by, "point_removed", point.id, json!({})).await
    })
    .await
}

/// Puts a point that was taken out where it stood.
///
/// # Errors
/// When there is no such point, or the database fails.
pub async fn put_back(conn: &mut AsyncPgConnection, by: Act, number: i32) -> Result<(), MemoError> {
    conn.transaction(async |conn| {
        let point = Point::locked(conn, by.hearing_id, number).await?;
        if point.removed_at.is_none() {
            return Ok(());
        }
        diesel::update(memo_points::table.find(point.id))
            .set((
                memo_points::removed_at.eq(None::<chrono::DateTime<chrono::Utc>>),
                memo_points::removed_by.eq(None::<i64>),
            ))
            .execute(conn)
            .await?;
        record(conn, by, "point_put_back", point.id, json!({})).await
    })
    .await
}

/// A point that stands, held until the transaction ends.
pub(super) async fn standing(
    conn: &mut AsyncPgConnection,
    by: Act,
    number: i32,
) -> Result<Point, MemoError> {
    let point = Point::locked(conn, by.hearing_id, number).await?;
    if point.removed_at.is_some() {
        return Err(diesel::result::Error::NotFound.into());
    }
    Ok(point)
}

/// Numbers and positions are given to one at a time. Nobody who only refers to the hearing waits for it.
pub(super) async fn lock(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<()> {
    let _held: i64 = hearings::table
        .filter(hearings::id.eq(hearing_id))
        .for_no_key_update()
        .select(hearings::id)
        .first(conn)
        .await?;
    Ok(())
}

async fn write(
    conn: &mut AsyncPgConnection,
    by: Act,
    point: &Point,
    content: &Content,
    restored: Option<i32>,
) -> Result<(), MemoError> {
    let version = point.version + 1;
    let here = |content: &Content| (content.place, content.theme_id);
    // What comes from another section stands last in its new one.
    let position = if here(content) == here(&point.content) {
        point.position
    } else {
        let last: Option<i32> = memo_points::table
            .filter(memo_points::hearing_id.eq(by.hearing_id))
            .select(diesel::dsl::max(memo_points::position))
            .first(conn)
            .await?;
        last.unwrap_or(0) + 1
    };
    diesel::update(memo_points::table.find(point.id))
        .set((
            content,
            memo_points::position.eq(position),
            memo_points::version.eq(version),
            memo_points::updated_at.eq(by.now),
        ))
        .execute(conn)
        .await?;
    keep(conn, by, (point.id, version), content, restored).await?;
    release(conn, by, point).await
}

async fn release(conn: &mut AsyncPgConnection, by: Act, point: &Point) -> Result<(), MemoError> {
    if point.holder_id == Some(by.staff_id) {
        hold::free(conn, point.id).await?;
    }
    Ok(())
}

/// The content as it is kept, or why it cannot be. An owner who has left stays until somebody else is chosen.
async fn fit(
    conn: &mut AsyncPgConnection,
    by: Act,
    mut content: Content,
    owner_before: Option<i64>,
) -> Result<Content, MemoError> {
    for (text, limit) in [
        (&mut content.remark, TEXT_CHARACTERS),
        (&mut content.comment, TEXT_CHARACTERS),
        (&mut content.change_before, CHANGE_CHARACTERS),
        (&mut content.change_after, CHANGE_CHARACTERS),
    ] {
        *text = normalize(text).trim().to_owned();
        short(text, limit)?;
    }
    for text in [&mut content.department, &mut content.change_page] {
        *text = collapse(&normalize(text));
        short(text, LINE_CHARACTERS)?;
    }
    if content.remark.is_empty() {
        return Err(MemoError::NoRemark);
    }
    if content.disposition != Some(Disposition::Forwarded) {
        content.department.clear();
    } else if content.department.is_empty() {
        return Err(MemoError::NoDepartment);
    }
    let answered = content.disposition.is_some() && !content.comment.is_empty();
    if content.state == PointState::Agreed && !answered {
        return Err(MemoError::NotReady);
    }
    if let Some(owner) = content.owner_id
        && content.owner_id != owner_before
    {
        let here = workers_of(conn, by.hearing_id).await?;
        if !here.iter().any(|person| person.id == owner) {
            return Err(MemoError::NoPerson);
        }
    }
    place::settled(conn, by.hearing_id, &mut content).await?;
    Ok(content)
}

/// Fails for a text of more than so many characters.
pub(super) fn short(text: &str, limit: usize) -> Result<(), MemoError> {
    if char_len(text) > limit {
        return Err(MemoError::TooLong(limit));
    }
    Ok(())
}

pub(super) async fn record(
    conn: &mut AsyncPgConnection,
    by: Act,
    action: &str,
    point_id: i64,
    detail: serde_json::Value,
) -> Result<(), MemoError> {
    Event::by_staff(by.staff_id, action, "memo_point", point_id)
        .in_hearing(by.hearing_id)
        .with(detail)
        .record(conn, by.now)
        .await?;
    Ok(())
}
