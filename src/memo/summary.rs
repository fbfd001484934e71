//! The summary at the head of the memo: at most a page. Every version of it is kept.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::MemoError;
use super::act::{lock, short};
use crate::audit::Event;
use crate::schema::memo_summaries;
use crate::staff::Act;
use crate::text::normalize;

/// What fits on a page.
pub const SUMMARY_CHARACTERS: usize = 3_000;

/// A version of the summary.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = memo_summaries)]
pub struct Summary {
    pub number: i32,
    pub text: String,
    pub staff_id: i64,
    pub created_at: DateTime<Utc>,
}

/// The summary that stands, if somebody has written one.
pub async fn summary_of(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
) -> QueryResult<Option<Summary>> {
    Summary::query()
        .filter(memo_summaries::hearing_id.eq(hearing_id))
        .order(memo_summaries::number.desc())
        .first(conn)
        .await
        .optional()
}

/// Every version of it, the latest first.
pub async fn summaries_of(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
) -> QueryResult<Vec<Summary>> {
    Summary::query()
        .filter(memo_summaries::hearing_id.eq(hearing_id))
        .order(memo_summaries::number.desc())
        .load(conn)
        .await
}

/// Saves the summary as somebody who saw version `seen` (0 for none) wrote it.
///
/// # Errors
/// [`MemoError::TooLong`], [`MemoError::Changed`].
pub async fn save_summary(
    conn: &mut AsyncPgConnection,
    by: Act,
    seen: i32,
    text: &str,
) -> Result<(), MemoError> {
    let text = normalize(text).trim().to_owned();
    short(&text, SUMMARY_CHARACTERS)?;
    conn.transaction(async |conn| {
        lock(conn, by.hearing_id).await?;
        let there = summary_of(conn, by.hearing_id).await?;
        let number = there.as_ref().map_or(0, |one| one.number);
        if there.as_ref().map_or("", |one| one.text.as_str()) == text {
            return Ok(());
        }
        if number != seen {
            return Err(MemoError::Changed);
        }
        diesel::insert_into(memo_summaries::table)
            .values((
                memo_summaries::hearing_id.eq(by.hearing_id),
                memo_summaries::number.eq(number + 1),
                memo_summaries::text.eq(text),
                memo_summaries::staff_id.eq(by.staff_id),
                memo_summaries::created_at.eq(by.now),
            ))
            .execute(conn)
            .await?;
        Event::by_staff(by.staff_id, "memo_summarised", "hearing", by.hearing_id)
            .in_hearing(by.hearing_id)
            .with(json!({ "version": number + 1 }))
            .record(conn, by.now)
            .await?;
        Ok(())
    })
    .await
}
