//! Letting the public see a hearing, and taking it back while nothing has begun.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::{Missing, lock, missing, touch};
use crate::audit::Event;
use crate::hearing::Phase;
use crate::schema::{hearings, responses};
use crate::staff::Act;

/// Why a hearing could not be shown, or hidden.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    #[error("the hearing lacks what it needs")]
    Missing(Vec<Missing>),
    /// It has opened, or responses have come.
    #[error("the hearing has begun")]
    Begun,
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Lets the public see the hearing. One that is seen already stays so.
///
/// # Errors
/// [`PublishError::Missing`].
pub async fn publish(conn: &mut AsyncPgConnection, by: Act) -> Result<(), PublishError> {
    conn.transaction(async |conn| {
        let hearing = lock(conn, by.hearing_id).await?;
        if hearing.published_at.is_some() {
            return Ok(());
        }
        let mut lacks = missing(conn, &hearing, by.now).await?;
        lacks.retain(|what| what.is_needed());
        if !lacks.is_empty() {
            return Err(PublishError::Missing(lacks));
        }
        diesel::update(hearings::table.find(hearing.id))
            .set(hearings::published_at.eq(by.now))
            .execute(conn)
            .await?;
        record(conn, by, "hearing_published").await?;
        Ok(())
    })
    .await
}

/// Hides a hearing that has not opened.
///
/// # Errors
/// [`PublishError::Begun`].
pub async fn unpublish(conn: &mut AsyncPgConnection, by: Act) -> Result<(), PublishError> {
    conn.transaction(async |conn| {
        let hearing = lock(conn, by.hearing_id).await?;
        if hearing.published_at.is_none() {
            return Ok(());
        }
        let came: i64 = responses::table
            .filter(responses::hearing_id.eq(hearing.id))
            .count()
            .get_result(conn)
            .await?;
        if hearing.phase(by.now) != Phase::Coming || came > 0 {
            return Err(PublishError::Begun);
        }
        diesel::update(hearings::table.find(hearing.id))
            .set(hearings::published_at.eq(None::<chrono::DateTime<chrono::Utc>>))
            .execute(conn)
            .await?;
        record(conn, by, "hearing_hidden").await?;
        Ok(())
    })
    .await
}

async fn record(conn: &mut AsyncPgConnection, by: Act, action: &str) -> QueryResult<()> {
    touch(conn, by).await?;
    Event::by_staff(by.staff_id, action, "hearing", by.hearing_id)
        .in_hearing(by.hearing_id)
        .record(conn, by.now)
        .await
}
