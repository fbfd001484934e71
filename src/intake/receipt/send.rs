//! Sends receipts: under caps, at least once, with the same Message-ID each time.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};

use super::bounce::status_in;
use super::{Reason, Receipt, ReceiptState, mail};
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::jobs::{Job, JobError, Lease};
use crate::mail::SendError;
use crate::schema::{receipts, responses};

/// How long a server is tried that says *later* or nothing at all, as mail servers themselves do.
const GIVE_UP_AFTER_DAYS: i64 = 3;
/// Until a machine without an SMTP server is asked again.
const NO_SERVER_MINUTES: i64 = 10;

/// Mails one receipt.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendReceipt {
    pub receipt: i64,
}

impl Job for SendReceipt {
    const KIND: &'static str = "send_receipt";
    /// Time decides, not tries.
    const ATTEMPTS: i32 = 100;

    fn unique_key(&self) -> Option<String> {
        Some(self.receipt.to_string())
    }

    async fn run(&self, app: &App, lease: &Lease) -> Result<(), JobError> {
        let now = app.clock.now();
        let mut conn = app.conn().await?;
        let receipt = Receipt::find(&mut conn, self.receipt).await?;
        let Some(to) = receipt
            .recipient
            .clone()
            .filter(|_| receipt.state == ReceiptState::Waiting)
        else {
            return lease.complete(&mut conn).await;
        };
        match room(app, &mut conn, &to, now).await? {
            Room::Now => {}
            Room::At(at) => return Err(JobError::NotYet(at)),
            Room::Never => {
                let why = Failure::new(Reason::Limit);
                return settle(&mut conn, lease, &receipt, Err(why), now).await;
            }
        }
        if !app.mailer.goes_somewhere() {
            return Err(JobError::NotYet(
                now + TimeDelta::minutes(NO_SERVER_MINUTES),
            ));
        }
        let mail = mail::compose(app, &mut conn, &receipt, &to).await?;
        drop(conn);
        let outcome = app.mailer.send(&mail).await;
        let mut conn = app.conn().await?;
        let outcome = match outcome {
            Ok(()) => Ok(()),
            Err(SendError::Invalid) => Err(Failure::new(Reason::Invalid)),
            Err(SendError::Refused(why)) => Err(Failure {
                status: status_in(&why),
                detail: Some(why),
                reason: Reason::Refused,
            }),
            Err(SendError::Failed(error)) => {
                if now < receipt.due_at + TimeDelta::days(GIVE_UP_AFTER_DAYS) {
                    return Err(JobError::Retry(error));
                }
                Err(Failure {
                    detail: Some(format!("{error:#}")),
                    ..Failure::new(Reason::GaveUp)
                })
            }
        };
        settle(&mut conn, lease, &receipt, outcome, now).await
    }
}

/// Why a receipt did not go out.
struct Failure {
    reason: Reason,
    status: Option<String>,
    detail: Option<String>,
}

impl Failure {
    fn new(reason: Reason) -> Self {
        Self {
            reason,
            status: None,
            detail: None,
        }
    }
}

/// When the caps let another mail go to an address.
enum Room {
    Now,
    At(DateTime<Utc>),
    Never,
}

/// Rule 13: caps per sender and hour and per minute. Over them a mail waits, and over the cap of a day it is a case for people.
async fn room(
    app: &App,
    conn: &mut AsyncPgConnection,
    to: &str,
    now: DateTime<Utc>,
) -> QueryResult<Room> {
    let caps = &app.config.mail;
    let day: Vec<DateTime<Utc>> = receipts::table
        .filter(receipts::recipient.eq(to))
        .filter(receipts::sent_at.gt(now - TimeDelta::days(1)))
        .order(receipts::sent_at.desc())
        .select(receipts::sent_at.assume_not_null())
        .load(conn)
        .await?;
    if at_least(day.len(), caps.receipts_per_sender_day) {
        return Ok(Room::Never);
    }
    let hour: Vec<&DateTime<Utc>> = day
        .iter()
        .filter(|at| **at > now - TimeDelta::hours(1))
        .collect();
    if at_least(hour.len(), caps.receipts_per_sender_hour) {
        let frees = usize::try_from(caps.receipts_per_sender_hour - 1).unwrap_or_default();
        let oldest = hour.get(frees).map_or(now, |at| **at);
        return Ok(Room::At(oldest + TimeDelta::hours(1)));
    }
    let minute: i64 = receipts::table
        .filter(receipts::sent_at.gt(now - TimeDelta::minutes(1)))
        .count()
        .get_result(conn)
        .await?;
    Ok(if minute >= caps.receipts_per_minute {
        Room::At(now + TimeDelta::minutes(1))
    } else {
        Room::Now
    })
}

fn at_least(count: usize, cap: i64) -> bool {
    i64::try_from(count).is_ok_and(|count| count >= cap)
}

async fn settle(
    conn: &mut AsyncPgConnection,
    lease: &Lease,
    receipt: &Receipt,
    outcome: Result<(), Failure>,
    now: DateTime<Utc>,
) -> Result<(), JobError> {
    let (state, failure) = match outcome {
        Ok(()) => (ReceiptState::Sent, None),
        Err(failure) => (ReceiptState::NotPossible, Some(failure)),
    };
    conn.transaction(async |conn| {
        // A report that it came back may have been faster than this.
        diesel::update(receipts::table.find(receipt.id))
            .filter(receipts::state.eq(ReceiptState::Waiting))
            .set((
                receipts::state.eq(state),
                receipts::state_reason.eq(failure.as_ref().map(|it| it.reason)),
                receipts::status.eq(failure.as_ref().and_then(|it| it.status.as_deref())),
                receipts::state_detail.eq(failure.as_ref().and_then(|it| it.detail.as_deref())),
            ))
            .execute(conn)
            .await?;
        if state == ReceiptState::Sent {
            diesel::update(receipts::table.find(receipt.id))
                .set(receipts::sent_at.eq(now))
                .execute(conn)
                .await?;
        }
        let hearing: i64 = responses::table
            .find(receipt.response_id)
            .select(responses::hearing_id)
            .first(conn)
            .await?;
        let action = match state {
            ReceiptState::Sent => "receipt_sent",
            _ => "receipt_failed",
        };
        Event::new(Actor::Program, action, "response", receipt.response_id)
            .in_hearing(hearing)
            .with(serde_json::json!({
                "receipt": receipt.id, "kind": receipt.kind, "reason": failure.as_ref().map(|it| it.reason),
            }))
            .record(conn, now)
            .await?;
        lease.complete(conn).await
    })
    .await
}
