//! Puts a redaction or a clearing as it was. Whoever takes an act back writes the row of the audit log.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Deserialize;

use super::{RedactionError, place};
use crate::schema::{clearings, redactions};
use crate::staff::Act;
use crate::text::Span;

/// Who approved it, if somebody has.
#[derive(Debug, Clone, Deserialize)]
pub struct Approval {
    pub approver: Option<i64>,
    pub at: Option<DateTime<Utc>>,
}

/// A clearing as it was.
#[derive(Debug, Clone, Deserialize)]
pub struct Cleared {
    pub author: i64,
    pub reason: String,
    #[serde(flatten)]
    pub approval: Approval,
}

/// Puts a redaction in force as it was; none shows the span again.
///
/// # Errors
/// When the database fails.
pub async fn put_back(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    approval: Option<Approval>,
) -> QueryResult<()> {
    let row = diesel::update(redactions::table.find(id));
    match approval {
        Some(to) => {
            row.set((
                redactions::removed_at.eq(None::<DateTime<Utc>>),
                redactions::removed_by.eq(None::<i64>),
                redactions::approver_id.eq(to.approver),
                redactions::approved_at.eq(to.at),
            ))
            .execute(conn)
            .await?
        }
        None => {
            row.set((
                redactions::removed_at.eq(by.now),
                redactions::removed_by.eq(by.staff_id),
            ))
            .execute(conn)
            .await?
        }
    };
    Ok(())
}

/// Puts the clearing of a place as it was; none takes it away.
///
/// # Errors
/// [`RedactionError::NoPlace`].
pub async fn put_back_clearing(
    conn: &mut AsyncPgConnection,
    by: Act,
    (text_id, at): (i64, Span),
    clearing: Option<Cleared>,
) -> Result<(), RedactionError> {
    let (exact, starts, ends, _) = place(conn, text_id, at).await?;
    let Some(to) = clearing else {
        diesel::delete(
            clearings::table
                .filter(clearings::text_id.eq(text_id))
                .filter(clearings::starts.eq(starts))
                .filter(clearings::ends.eq(ends)),
        )
        .execute(conn)
        .await?;
        return Ok(());
    };
    let values = (
        clearings::reason.eq(to.reason),
        clearings::author_id.eq(to.author),
        clearings::approver_id.eq(to.approval.approver),
        clearings::approved_at.eq(to.approval.at),
    );
    diesel::insert_into(clearings::table)
        .values((
            clearings::text_id.eq(text_id),
            clearings::starts.eq(starts),
            clearings::ends.eq(ends),
            clearings::exact.eq(exact),
            clearings::created_at.eq(by.now),
            values.clone(),
        ))
        .on_conflict((clearings::text_id, clearings::starts, clearings::ends))
        .do_update()
        .set(values)
        .execute(conn)
        .await?;
    Ok(())
}
