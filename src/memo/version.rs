//! Every version of a point, with who saved it and when. Rows are never changed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Content, MemoError};
use crate::schema::{memo_points, memo_versions};
use crate::staff::Act;

/// A point as it was saved once.
#[derive(Debug, Clone)]
pub struct Version {
    pub number: i32,
    pub content: Content,
    /// The version that it put back.
    pub restored: Option<i32>,
    pub staff_id: i64,
    pub created_at: DateTime<Utc>,
}

#[derive(HasQuery)]
#[diesel(table_name = memo_versions)]
struct Row {
    number: i32,
    content: serde_json::Value,
    restored: Option<i32>,
    staff_id: i64,
    created_at: DateTime<Utc>,
}

/// The versions of a point, the latest first. One that a later program cannot read any more is left out.
pub async fn versions_of(conn: &mut AsyncPgConnection, point_id: i64) -> QueryResult<Vec<Version>> {
    let rows: Vec<Row> = Row::query()
        .filter(memo_versions::point_id.eq(point_id))
        .order(memo_versions::number.desc())
        .load(conn)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(Version {
                number: row.number,
                content: serde_json::from_value(row.content).ok()?,
                restored: row.restored,
                staff_id: row.staff_id,
                created_at: row.created_at,
            })
        })
        .collect())
}

/// What a point said in a version.
pub(super) async fn content_of(
    conn: &mut AsyncPgConnection,
    point_id: i64,
    number: i32,
) -> QueryResult<Option<Content>> {
    let found: Option<serde_json::Value> = memo_versions::table
        .inner_join(memo_points::table)
        .filter(memo_points::id.eq(point_id))
        .filter(memo_versions::number.eq(number))
        .select(memo_versions::content)
        .first(conn)
        .await
        .optional()?;
    Ok(found.and_then(|content| serde_json::from_value(content).ok()))
}

pub(super) async fn keep(
    conn: &mut AsyncPgConnection,
    by: Act,
    (point_id, number): (i64, i32),
    content: &Content,
    restored: Option<i32>,
) -> Result<(), MemoError> {
    let content = serde_json::to_value(content)
        .map_err(|error| diesel::result::Error::SerializationError(error.into()))?;
    diesel::insert_into(memo_versions::table)
        .values((
            memo_versions::point_id.eq(point_id),
            memo_versions::number.eq(number),
            memo_versions::content.eq(content),
            memo_versions::restored.eq(restored),
            memo_versions::staff_id.eq(by.staff_id),
            memo_versions::created_at.eq(by.now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
