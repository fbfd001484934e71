//! Who did what, when: append-only, sealed. A row is written in the transaction that it describes, without a chain (a chain inside it
//! would cost three quarters of the throughput); one leader seals committed rows ([`seal()`]). Rows hold ids, never names, so that
//! erasing a person breaks no chain.

mod seal;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::{Value, json};

use crate::schema::audit_events;
use crate::text_enum;

pub use seal::{Verdict, seal, verify};

text_enum! {
    /// On whose behalf something was done.
    pub enum Actor {
        /// A person who is logged in.
        Staff = "staff",
        /// Somebody who answers a hearing.
        Sender = "sender",
        /// The program by itself.
        Program = "program",
        /// Somebody at the command line.
        Operator = "operator",
    }
}

/// One thing that was done.
#[derive(Debug, Clone)]
pub struct Event<'a> {
    pub actor: Actor,
    pub staff_id: Option<i64>,
    /// Verb and object in snake case, such as `passage_marked`.
    pub action: &'a str,
    pub hearing_id: Option<i64>,
    pub subject: (&'a str, Option<i64>),
    /// Ids, numbers and words of our own only: no names, no texts of people.
    pub detail: Value,
}

impl<'a> Event<'a> {
    /// Something that the program or a sender did.
    #[must_use]
    pub fn new(actor: Actor, action: &'a str, kind: &'a str, id: i64) -> Self {
        Self {
            actor,
            staff_id: None,
            action,
            hearing_id: None,
            subject: (kind, Some(id)),
            detail: json!({}),
        }
    }

    /// Something that a person of the staff did.
    #[must_use]
    pub fn by_staff(staff_id: i64, action: &'a str, kind: &'a str, id: i64) -> Self {
        Self {
            staff_id: Some(staff_id),
            ..Self::new(Actor::Staff, action, kind, id)
        }
    }

    #[must_use]
    pub fn in_hearing(mut self, hearing_id: i64) -> Self {
        self.hearing_id = Some(hearing_id);
        self
    }

    #[must_use]
    pub fn with(mut self, detail: Value) -> Self {
        self.detail = detail;
        self
    }

    /// Writes the row in the caller's transaction.
    pub async fn record(self, conn: &mut AsyncPgConnection, now: DateTime<Utc>) -> QueryResult<()> {
        Self::record_all(vec![self], conn, now).await
    }

    /// Writes a row for each, in order.
    pub async fn record_all(
        events: Vec<Self>,
        conn: &mut AsyncPgConnection,
        now: DateTime<Utc>,
    ) -> QueryResult<()> {
        let rows: Vec<_> = events
            .into_iter()
            .map(|event| {
                (
                    audit_events::at.eq(now),
                    audit_events::staff_id.eq(event.staff_id),
                    audit_events::actor.eq(event.actor),
                    audit_events::action.eq(event.action),
                    audit_events::hearing_id.eq(event.hearing_id),
                    audit_events::subject_kind.eq(event.subject.0),
                    audit_events::subject_id.eq(event.subject.1),
                    audit_events::detail.eq(event.detail),
                )
            })
            .collect();
        diesel::insert_into(audit_events::table)
            .values(rows)
            .execute(conn)
            .await?;
        Ok(())
    }
}

/// A row of the log.
#[derive(Debug, Clone, HasQuery, serde::Serialize)]
#[diesel(table_name = audit_events)]
pub struct Recorded {
    pub id: i64,
    pub at: DateTime<Utc>,
    pub staff_id: Option<i64>,
    pub actor: Actor,
    pub action: String,
    pub hearing_id: Option<i64>,
    pub subject_kind: String,
    pub subject_id: Option<i64>,
    pub detail: Value,
}

/// The last that happened to one thing, newest first.
pub async fn last_of_subject(
    conn: &mut AsyncPgConnection,
    (kind, id): (&str, i64),
    limit: i64,
) -> QueryResult<Vec<Recorded>> {
    Recorded::query()
        .filter(audit_events::subject_kind.eq(kind))
        .filter(audit_events::subject_id.eq(id))
        .order(audit_events::id.desc())
        .limit(limit)
        .load(conn)
        .await
}

/// What happened to one thing, newest first.
pub async fn of_subject(
    conn: &mut AsyncPgConnection,
    kind: &str,
    id: i64,
) -> QueryResult<Vec<Recorded>> {
    Recorded::query()
        .filter(audit_events::subject_kind.eq(kind))
        .filter(audit_events::subject_id.eq(id))
        .order(audit_events::id.desc())
        .load(conn)
        .await
}

/// Whether a person has done this to one thing since then.
pub async fn was_done(
    conn: &mut AsyncPgConnection,
    staff_id: i64,
    (action, kind, id): (&str, &str, i64),
    since: DateTime<Utc>,
) -> QueryResult<bool> {
    let done: i64 = audit_events::table
        .filter(audit_events::subject_kind.eq(kind))
        .filter(audit_events::subject_id.eq(id))
        .filter(audit_events::staff_id.eq(staff_id))
        .filter(audit_events::action.eq(action))
        .filter(audit_events::at.gt(since))
        .count()
        .get_result(conn)
        .await?;
    Ok(done > 0)
}

/// What happened in a hearing, newest first, a page at a time: rows older than `before`.
pub async fn of_hearing(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    before: Option<i64>,
    rows: i64,
) -> QueryResult<Vec<Recorded>> {
    Recorded::query()
        .filter(audit_events::hearing_id.eq(hearing_id))
        .filter(audit_events::id.lt(before.unwrap_or(i64::MAX)))
        .order(audit_events::id.desc())
        .limit(rows)
        .load(conn)
        .await
}
