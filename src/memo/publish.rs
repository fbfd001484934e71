//! Whether the memo goes out with the compilation. *Answered* and *published* are two things: points are agreed one by one, and somebody
//! says that the memo is done. From then on each release carries it, until somebody says otherwise.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::act::lock;
use super::{MemoError, Point, PointState};
use crate::audit::Event;
use crate::schema::memo_publications;
use crate::staff::Act;

/// That the memo goes out.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = memo_publications)]
pub struct Publication {
    pub staff_id: i64,
    pub created_at: DateTime<Utc>,
}

/// What is in force; none while the memo stays with the staff.
pub async fn publication_of(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
) -> QueryResult<Option<Publication>> {
    Publication::query()
        .filter(memo_publications::hearing_id.eq(hearing_id))
        .filter(memo_publications::ended_at.is_null())
        .first(conn)
        .await
        .optional()
}

/// Says that the memo goes into the releases from now on. Twice is once.
///
/// # Errors
/// [`MemoError::Empty`] without a point, [`MemoError::Open`] with how many are not agreed yet.
pub async fn publish(conn: &mut AsyncPgConnection, by: Act) -> Result<(), MemoError> {
    conn.transaction(async |conn| {
        lock(conn, by.hearing_id).await?;
        let points = Point::of_hearing(conn, by.hearing_id).await?;
        if points.is_empty() {
            return Err(MemoError::Empty);
        }
        let open = points
            .iter()
            .filter(|point| point.content.state != PointState::Agreed);
        match open.count() {
            0 => {}
            n => return Err(MemoError::Open(n)),
        }
        if publication_of(conn, by.hearing_id).await?.is_some() {
            return Ok(());
        }
        diesel::insert_into(memo_publications::table)
            .values((
                memo_publications::hearing_id.eq(by.hearing_id),
                memo_publications::staff_id.eq(by.staff_id),
                memo_publications::created_at.eq(by.now),
            ))
            .execute(conn)
            .await?;
        let detail = json!({ "points": points.len() });
        Ok(record(conn, by, "memo_published", detail).await?)
    })
    .await
}

/// Says that the memo stays with the staff: the next release is without it. Twice is once.
///
/// # Errors
/// When the database fails.
pub async fn keep_back(conn: &mut AsyncPgConnection, by: Act) -> QueryResult<()> {
    conn.transaction(async |conn| {
        lock(conn, by.hearing_id).await?;
        let in_force = memo_publications::table
            .filter(memo_publications::hearing_id.eq(by.hearing_id))
            .filter(memo_publications::ended_at.is_null());
        let ended = diesel::update(in_force)
            .set((
                memo_publications::ended_by.eq(by.staff_id),
                memo_publications::ended_at.eq(by.now),
            ))
            .execute(conn)
            .await?;
        if ended == 0 {
            return Ok(());
        }
        record(conn, by, "memo_kept_back", json!({})).await
    })
    .await
}

async fn record(
    conn: &mut AsyncPgConnection,
    by: Act,
    what: &'static str,
    detail: serde_json::Value,
) -> QueryResult<()> {
    Event::by_staff(by.staff_id, what, "hearing", by.hearing_id)
        .in_hearing(by.hearing_id)
        .with(detail)
        .record(conn, by.now)
        .await
}
