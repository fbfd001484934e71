//! Whether a response came in time: what staff record beside the program's own clock, each with its evidence or reason.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::proposal::settle;
use super::{ProposalKind, ProposalState};
use crate::audit::Event;
use crate::schema::{mails, responses};
use crate::staff::Act;

/// That a response came to another address of the authority first: when, and how that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReachedUs {
    pub at: DateTime<Utc>,
    pub evidence: String,
    /// The mail that shows it.
    pub mail_id: Option<i64>,
}

/// Records that a response reached another address of the authority first, with the evidence: the earlier time counts. None takes it
/// back.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] for a response or a mail of another hearing.
pub async fn set_reached_us(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    reached: Option<&ReachedUs>,
) -> QueryResult<()> {
    conn.transaction(async |conn| {
        if let Some(mail) = reached.and_then(|reached| reached.mail_id) {
            let of: Option<i64> = mails::table.find(mail).select(mails::hearing_id).first(conn).await?;
            if of != Some(by.hearing_id) {
                return Err(diesel::result::Error::NotFound);
            }
        }
        let changed = diesel::update(
            responses::table
                .filter(responses::id.eq(id))
                .filter(responses::hearing_id.eq(by.hearing_id)),
        )
        .set((
            responses::reached_us_at.eq(reached.map(|it| it.at)),
            responses::reached_us_evidence.eq(reached.map(|it| it.evidence.as_str())),
            responses::reached_us_mail_id.eq(reached.and_then(|it| it.mail_id)),
        ))
        .execute(conn)
        .await?;
        if changed == 0 {
            return Err(diesel::result::Error::NotFound);
        }
        let state = if reached.is_some() {
            ProposalState::Accepted
        } else {
            ProposalState::Rejected
        };
        settle(conn, id, ProposalKind::ReachedUs, (by.staff_id, by.now), state).await?;
        Event::by_staff(by.staff_id, "arrival_recorded", "response", id)
            .in_hearing(by.hearing_id)
            .with(json!({ "reached_us_at": reached.map(|it| it.at), "mail": reached.and_then(|it| it.mail_id) }))
            .record(conn, by.now)
            .await
    })
    .await
}

/// Decides that a response that came late counts as timely, with the reason; none takes it back. It stays marked as late: both are shown.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] for a response of another hearing.
pub async fn deem_timely(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    reason: Option<&str>,
) -> QueryResult<()> {
    conn.transaction(async |conn| {
        let changed = diesel::update(
            responses::table
                .filter(responses::id.eq(id))
                .filter(responses::hearing_id.eq(by.hearing_id)),
        )
        .set(responses::deemed_timely_reason.eq(reason))
        .execute(conn)
        .await?;
        if changed == 0 {
            return Err(diesel::result::Error::NotFound);
        }
        let state = if reason.is_some() {
            ProposalState::Accepted
        } else {
            ProposalState::Rejected
        };
        settle(conn, id, ProposalKind::Timely, (by.staff_id, by.now), state).await?;
        Event::by_staff(by.staff_id, "deemed_timely", "response", id)
            .in_hearing(by.hearing_id)
            .with(json!({ "timely": reason.is_some() }))
            .record(conn, by.now)
            .await
    })
    .await
}
