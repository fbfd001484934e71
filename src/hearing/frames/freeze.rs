//! Themes freeze when the hearing opens.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use crate::audit::{Actor, Event};
use crate::schema::hearings;

/// Notes for each hearing that has opened that its themes are frozen, as of its opening. They are so from that moment on, noted or not.
pub async fn freeze_due(conn: &mut AsyncPgConnection, now: DateTime<Utc>) -> QueryResult<usize> {
    conn.transaction(async |conn| {
        let frozen: Vec<i64> = diesel::update(hearings::table)
            .filter(hearings::themes_frozen_at.is_null())
            .filter(hearings::published_at.is_not_null())
            .filter(hearings::opens_at.le(now))
            .set(hearings::themes_frozen_at.eq(hearings::opens_at.nullable()))
            .returning(hearings::id)
            .get_results(conn)
            .await?;
        let events = frozen
            .iter()
            .map(|id| Event::new(Actor::Program, "themes_frozen", "hearing", *id).in_hearing(*id));
        let events: Vec<Event<'_>> = events.collect();
        if !events.is_empty() {
            Event::record_all(events, conn, now).await?;
        }
        Ok(frozen.len())
    })
    .await
}
