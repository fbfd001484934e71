//! What colleagues say to each other about a point: kept in order, never changed, never published.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::act::{record, short, standing};
use super::{COMMENT_CHARACTERS, MemoError};
use crate::schema::memo_comments;
use crate::staff::Act;
use crate::text::normalize;

/// One of them.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = memo_comments)]
pub struct Comment {
    pub id: i64,
    pub point_id: i64,
    pub staff_id: i64,
    pub text: String,
    pub created_at: DateTime<Utc>,
}

/// Says something about a point.
///
/// # Errors
/// [`MemoError::NoRemark`] for no words, [`MemoError::TooLong`].
pub async fn write_comment(
    conn: &mut AsyncPgConnection,
    by: Act,
    number: i32,
    text: &str,
) -> Result<(), MemoError> {
    let text = normalize(text).trim().to_owned();
    short(&text, COMMENT_CHARACTERS)?;
    if text.is_empty() {
        return Err(MemoError::NoRemark);
    }
    conn.transaction(async |conn| {
        let point = standing(conn, by, number).await?;
        diesel::insert_into(memo_comments::table)
            .values((
                memo_comments::point_id.eq(point.id),
                memo_comments::staff_id.eq(by.staff_id),
                memo_comments::text.eq(text),
                memo_comments::created_at.eq(by.now),
            ))
            .execute(conn)
            .await?;
        record(conn, by, "point_commented", point.id, json!({})).await
    })
    .await
}

/// What was said about a point, in order.
pub async fn comments_of(conn: &mut AsyncPgConnection, point_id: i64) -> QueryResult<Vec<Comment>> {
    Comment::query()
        .filter(memo_comments::point_id.eq(point_id))
        .order(memo_comments::id)
        .load(conn)
        .await
}

/// How often something was said about each of these points; nothing for those about which nothing was.
pub async fn counts_of(
    conn: &mut AsyncPgConnection,
    ids: &[i64],
) -> QueryResult<BTreeMap<i64, i64>> {
    let counts: Vec<(i64, i64)> = memo_comments::table
        .filter(memo_comments::point_id.eq_any(ids))
        .group_by(memo_comments::point_id)
        .select((memo_comments::point_id, count_star()))
        .load(conn)
        .await?;
    Ok(counts.into_iter().collect())
}
