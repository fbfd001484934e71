//! One holder of a point at a time. Whoever edits has it to themselves for a while, renewed as long as the page is open; another may take
//! it over by an act, which is a row of the audit log. What was typed meanwhile is not lost: saving finds out and says so.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::act::{record, standing};
use super::{MemoError, Point};
use crate::schema::memo_points;
use crate::staff::Act;

/// How long a point is held after it was last asked for.
const LASTS: TimeDelta = TimeDelta::minutes(15);

/// Takes a point, or holds it longer.
///
/// # Errors
/// [`MemoError::Held`] when somebody else has it.
pub async fn hold(conn: &mut AsyncPgConnection, by: Act, number: i32) -> Result<(), MemoError> {
    conn.transaction(async |conn| {
        let point = standing(conn, by, number).await?;
        free_for(&point, by)?;
        give(conn, by, point.id).await
    })
    .await
}

/// Takes a point from whoever has it.
///
/// # Errors
/// When there is no such point, or the database fails.
pub async fn take_over(
    conn: &mut AsyncPgConnection,
    by: Act,
    number: i32,
) -> Result<(), MemoError> {
    conn.transaction(async |conn| {
        let point = standing(conn, by, number).await?;
        if let Some(from) = point.holder(by.now).filter(|holder| *holder != by.staff_id) {
            record(
                conn,
                by,
                "point_taken_over",
                point.id,
                json!({ "from": from }),
            )
            .await?;
        }
        give(conn, by, point.id).await
    })
    .await
}

/// Lets go of a point. Nothing happens for one who does not have it.
///
/// # Errors
/// When there is no such point, or the database fails.
pub async fn let_go(conn: &mut AsyncPgConnection, by: Act, number: i32) -> Result<(), MemoError> {
    conn.transaction(async |conn| {
        let point = standing(conn, by, number).await?;
        if point.holder_id == Some(by.staff_id) {
            free(conn, point.id).await?;
        }
        Ok(())
    })
    .await
}

/// Fails when somebody else has the point.
pub(super) fn free_for(point: &Point, by: Act) -> Result<(), MemoError> {
    match point.holder(by.now) {
        Some(holder) if holder != by.staff_id => Err(MemoError::Held(holder)),
        _ => Ok(()),
    }
}

async fn give(conn: &mut AsyncPgConnection, by: Act, id: i64) -> Result<(), MemoError> {
    diesel::update(memo_points::table.find(id))
        .set((
            memo_points::holder_id.eq(by.staff_id),
            memo_points::held_until.eq(by.now + LASTS),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn free(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<()> {
    diesel::update(memo_points::table.find(id))
        .set((
            memo_points::holder_id.eq(None::<i64>),
            memo_points::held_until.eq(None::<DateTime<Utc>>),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
