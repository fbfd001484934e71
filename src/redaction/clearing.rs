//! Numbers that look like a CPR number and are none: cleared by two people, with a reason, for that very span.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{RedactionError, part_of, place, record, span};
use crate::schema::clearings;
use crate::staff::Act;
use crate::text::Span;

/// A span that is no CPR number. It counts only once it is approved.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = clearings)]
pub struct Clearing {
    pub id: i64,
    pub text_id: i64,
    pub starts: i32,
    pub ends: i32,
    pub reason: String,
    pub author_id: i64,
    pub approver_id: Option<i64>,
    pub approved_at: Option<DateTime<Utc>>,
}

impl Clearing {
    #[must_use]
    pub fn span(&self) -> Span {
        span(self.starts, self.ends)
    }

    #[must_use]
    pub fn is_in_force(&self) -> bool {
        self.approver_id.is_some()
    }
}

/// The clearings of many texts, approved or not.
pub async fn clearings_of_texts(
    conn: &mut AsyncPgConnection,
    ids: &[i64],
) -> QueryResult<Vec<Clearing>> {
    Clearing::query()
        .filter(clearings::text_id.eq_any(ids))
        .order((clearings::text_id, clearings::starts))
        .load(conn)
        .await
}

/// Proposes that a span is no CPR number.
///
/// # Errors
/// [`RedactionError::NoPlace`], [`RedactionError::NoReason`].
pub async fn clear(
    conn: &mut AsyncPgConnection,
    by: Act,
    text_id: i64,
    at: Span,
    reason: &str,
) -> Result<i64, RedactionError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(RedactionError::NoReason);
    }
    conn.transaction(async |conn| {
        let (exact, starts, ends, part) = place(conn, text_id, at).await?;
        let id: i64 = diesel::insert_into(clearings::table)
            .values((
                clearings::text_id.eq(text_id),
                clearings::starts.eq(starts),
                clearings::ends.eq(ends),
                clearings::exact.eq(exact),
                clearings::reason.eq(reason),
                clearings::author_id.eq(by.staff_id),
                clearings::created_at.eq(by.now),
            ))
            .returning(clearings::id)
            .get_result(conn)
            .await?;
        record(
            conn,
            by,
            "number_cleared",
            part.response_id,
            json!({ "clearing": id, "start": starts, "end": ends }),
        )
        .await?;
        Ok(id)
    })
    .await
}

/// Approves what another person cleared.
///
/// # Errors
/// [`RedactionError::SamePerson`].
pub async fn approve_clearing(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
) -> Result<(), RedactionError> {
    conn.transaction(async |conn| {
        let it = find(conn, id).await?;
        if it.author_id == by.staff_id {
            return Err(RedactionError::SamePerson);
        }
        diesel::update(clearings::table.find(id))
            .set((
                clearings::approver_id.eq(by.staff_id),
                clearings::approved_at.eq(by.now),
            ))
            .execute(conn)
            .await?;
        let part = part_of(conn, it.text_id).await?;
        record(
            conn,
            by,
            "clearing_approved",
            part.response_id,
            json!({ "clearing": id }),
        )
        .await?;
        Ok(())
    })
    .await
}

/// Takes a clearing back: the number counts as a finding again.
///
/// # Errors
/// When there is none, or the database fails.
pub async fn withdraw_clearing(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
) -> Result<(), RedactionError> {
    conn.transaction(async |conn| {
        let it = find(conn, id).await?;
        diesel::delete(clearings::table.find(id))
            .execute(conn)
            .await?;
        let part = part_of(conn, it.text_id).await?;
        record(
            conn,
            by,
            "clearing_withdrawn",
            part.response_id,
            json!({ "clearing": id }),
        )
        .await?;
        Ok(())
    })
    .await
}

/// The response that a clearing belongs to.
pub async fn response_of_clearing(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<i64> {
    let it = Clearing::query()
        .filter(clearings::id.eq(id))
        .first(conn)
        .await?;
    Ok(part_of(conn, it.text_id).await?.response_id)
}

async fn find(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<Clearing> {
    Clearing::query()
        .filter(clearings::id.eq(id))
        .for_update()
        .first(conn)
        .await
}
