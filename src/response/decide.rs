//! What the secretariat decides about a response. Each act is a row of the audit log in the same transaction.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::proposal::settle;
use super::{Content, ProposalKind, ProposalState, Standing, Work};
use crate::audit::Event;
use crate::schema::{categories, responses};
use crate::staff::{Act, workers_of};

/// Moves a response on in the work, in the caller's transaction.
///
/// # Errors
/// When the database fails.
pub async fn set_work(conn: &mut AsyncPgConnection, id: i64, work: Work) -> QueryResult<()> {
    diesel::update(responses::table.find(id))
        .set(responses::work.eq(work))
        .execute(conn)
        .await?;
    Ok(())
}

/// A new response becomes one that is worked on; any other stays where it is.
///
/// # Errors
/// When the database fails.
pub async fn begin_work(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<()> {
    diesel::update(
        responses::table
            .filter(responses::id.eq(id))
            .filter(responses::work.eq(Work::New)),
    )
    .set(responses::work.eq(Work::InProgress))
    .execute(conn)
    .await?;
    Ok(())
}

/// What staff may change of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Category(i64),
    Content(Content),
    /// Final, or awaiting approval.
    Standing(Standing),
    /// What was provisional has been approved as it was.
    Approved,
    /// *To be checked* was looked at.
    Checked,
    /// Who works on it; nobody with none.
    Assignee(Option<i64>),
}

/// Changes a response.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] for a category of another hearing, and for a person who does no work on this one.
pub async fn change(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    change: Change,
) -> QueryResult<()> {
    conn.transaction(async |conn| {
        let detail = make(conn, by, id, change).await?;
        Event::by_staff(by.staff_id, "response_changed", "response", id)
            .in_hearing(by.hearing_id)
            .with(detail)
            .record(conn, by.now)
            .await
    })
    .await
}

/// Writes a change, and answers what the log says of it.
async fn make(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    change: Change,
) -> QueryResult<serde_json::Value> {
    let who = (by.staff_id, by.now);
    let row = responses::table
        .filter(responses::id.eq(id))
        .filter(responses::hearing_id.eq(by.hearing_id));
    Ok(match change {
        Change::Category(category) => {
            let known: i64 = categories::table
                .filter(categories::id.eq(category))
                .filter(categories::hearing_id.eq(by.hearing_id))
                .select(categories::id)
                .first(conn)
                .await?;
            diesel::update(row)
                .set(responses::category_id.eq(known))
                .execute(conn)
                .await?;
            json!({ "category": category })
        }
        Change::Content(content) => {
            diesel::update(row)
                .set(responses::content.eq(content))
                .execute(conn)
                .await?;
            let state = as_proposed(content == Content::NoRemarks);
            settle(conn, id, ProposalKind::Content, who, state).await?;
            json!({ "content": content })
        }
        Change::Standing(standing) => {
            diesel::update(row)
                .set((
                    responses::standing.eq(standing),
                    responses::confirmed_at.eq(None::<DateTime<Utc>>),
                ))
                .execute(conn)
                .await?;
            let state = as_proposed(standing == Standing::Provisional);
            settle(conn, id, ProposalKind::Standing, who, state).await?;
            json!({ "standing": standing })
        }
        Change::Approved => {
            diesel::update(row.filter(responses::standing.eq(Standing::Provisional)))
                .set((
                    responses::standing.eq(Standing::Final),
                    responses::confirmed_at.eq(by.now),
                ))
                .execute(conn)
                .await?;
            let state = ProposalState::Accepted;
            settle(conn, id, ProposalKind::Standing, who, state).await?;
            json!({ "approved": true })
        }
        Change::Checked => {
            diesel::update(row)
                .set(responses::to_be_checked.eq(false))
                .execute(conn)
                .await?;
            json!({ "checked": true })
        }
        Change::Assignee(to) => assign(conn, by, id, to).await?,
    })
}

/// Gives a response to a person, or to nobody.
async fn assign(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    to: Option<i64>,
) -> QueryResult<serde_json::Value> {
    let row = responses::table
        .filter(responses::id.eq(id))
        .filter(responses::hearing_id.eq(by.hearing_id));
    let before: Option<i64> = row.select(responses::assigned_to).first(conn).await?;
    let works = workers_of(conn, by.hearing_id).await?;
    if to.is_some_and(|to| works.iter().all(|person| person.id != to)) {
        return Err(diesel::result::Error::NotFound);
    }
    diesel::update(row)
        .set(responses::assigned_to.eq(to))
        .execute(conn)
        .await?;
    Ok(json!({ "assigned_to": to, "before": before }))
}

fn as_proposed(same: bool) -> ProposalState {
    if same {
        ProposalState::Accepted
    } else {
        ProposalState::Rejected
    }
}

/// Says in the log that somebody read a response unredacted. Opening the same page again within the hour is the same reading.
///
/// # Errors
/// When the database fails.
pub async fn record_reading(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    what: &str,
) -> QueryResult<()> {
    use crate::schema::audit_events;
    let hour: DateTime<Utc> = by.now - chrono::TimeDelta::hours(1);
    let there: i64 = audit_events::table
        .filter(audit_events::subject_kind.eq("response"))
        .filter(audit_events::subject_id.eq(id))
        .filter(audit_events::staff_id.eq(by.staff_id))
        .filter(audit_events::action.eq(what))
        .filter(audit_events::at.gt(hour))
        .count()
        .get_result(conn)
        .await?;
    if there > 0 {
        return Ok(());
    }
    Event::by_staff(by.staff_id, what, "response", id)
        .in_hearing(by.hearing_id)
        .record(conn, by.now)
        .await
}
