//! What we promise the sender: the receipt, as a page, as JSON and as a mail after commit.
//!
//! One receipt per distinct response, none for what repeats, never to a sender that is a machine (rules 12 and 13). The mail holds no
//! text of the response. Those that could not be sent are a list of their own.

mod mail;

use std::collections::{BTreeMap, HashMap};

use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};

pub use mail::ReceiptMail;

use super::{ReceiptPlan, Submission, commit};
use crate::app::App;
use crate::hearing::Hearing;
use crate::ids;
use crate::jobs::{self, Job, JobError, Lease};
use crate::mail::SendError;
use crate::proof;
use crate::response::{Part, PartState, Response, Role};
use crate::schema::{parts, receipts};
use crate::text_enum;

text_enum! {
    pub enum ReceiptState {
        Waiting = "waiting",
        Sent = "sent",
        Bounced = "bounced",
        NotPossible = "not_possible",
    }
}

/// A receipt by mail.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = receipts)]
pub struct Receipt {
    pub id: i64,
    pub response_id: i64,
    pub mail_id: Option<i64>,
    pub recipient: Option<String>,
    pub bounce_token: String,
    pub message_id: String,
    pub state: ReceiptState,
    pub state_reason: Option<String>,
    pub sent_at: Option<DateTime<Utc>>,
}

/// The token in a response's secret link: derived, never stored.
#[must_use]
pub fn link_token(app: &App, number: &str) -> String {
    app.secret.token("receipt", number)
}

/// The secret link: follow, correct or withdraw.
#[must_use]
pub fn link(app: &App, number: &str) -> String {
    format!("{}{}", app.config.base_url, path(app, number))
}

/// Writes down which receipts are due, in the transaction that makes the responses. One waits for the attachments to be read, but not long.
pub(super) async fn plan(
    app: &App,
    conn: &mut AsyncPgConnection,
    made: &[(i64, &Submission)],
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let mut rows = Vec::new();
    // What goes out, by its token: when, and as an answer to what.
    let mut waiting: HashMap<String, (DateTime<Utc>, Option<String>)> = HashMap::new();
    for (response_id, submission) in made {
        let due_at = now + wait(app, submission);
        let token = &ids::random_token()[..22];
        let message_id = format!("{token}@{}", app.mailer.domain());
        let token = token.to_lowercase();
        let (to, state, reason) = match &submission.receipt {
            ReceiptPlan::None => continue,
            ReceiptPlan::NotPossible(why) => (None, ReceiptState::NotPossible, Some(*why)),
            ReceiptPlan::Mail { to, in_reply_to } => {
                waiting.insert(token.clone(), (due_at, in_reply_to.clone()));
                (Some(to), ReceiptState::Waiting, None)
            }
        };
        rows.push((
            receipts::response_id.eq(*response_id),
            receipts::mail_id.eq(submission.mail_id),
            receipts::recipient.eq(to),
            receipts::bounce_token.eq(token),
            receipts::message_id.eq(message_id),
            receipts::state.eq(state),
            receipts::state_reason.eq(reason),
            receipts::due_at.eq(due_at),
            receipts::created_at.eq(now),
        ));
    }
    let written: Vec<(i64, String)> = diesel::insert_into(receipts::table)
        .values(rows)
        .returning((receipts::id, receipts::bounce_token))
        .get_results(conn)
        .await?;
    let mut jobs: BTreeMap<DateTime<Utc>, Vec<SendReceipt>> = BTreeMap::new();
    for (receipt, token) in written {
        if let Some((due_at, in_reply_to)) = waiting.remove(&token) {
            jobs.entry(due_at).or_default().push(SendReceipt {
                receipt,
                in_reply_to,
            });
        }
    }
    for (due_at, jobs) in jobs {
        SendReceipt::enqueue_all(&jobs, conn, due_at).await?;
    }
    Ok(())
}

fn wait(app: &App, submission: &Submission) -> TimeDelta {
    let reading = submission
        .parts
        .iter()
        .any(|part| part.state == PartState::Reading);
    if reading {
        TimeDelta::minutes(app.config.mail.receipt_wait_minutes)
    } else {
        TimeDelta::zero()
    }
}

/// Sends what waits for this response at once, when nothing of it is left to read.
pub(super) async fn hurry(
    conn: &mut AsyncPgConnection,
    response_id: i64,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let unread: i64 = parts::table
        .filter(parts::response_id.eq(response_id))
        .filter(parts::state.eq(PartState::Reading))
        .count()
        .get_result(conn)
        .await?;
    if unread > 0 {
        return Ok(());
    }
    let waiting: Vec<i64> = receipts::table
        .filter(receipts::response_id.eq(response_id))
        .filter(receipts::state.eq(ReceiptState::Waiting))
        .select(receipts::id)
        .load(conn)
        .await?;
    for id in waiting {
        jobs::hurry(conn, SendReceipt::KIND, &id.to_string(), now).await?;
    }
    Ok(())
}

/// Mails one receipt.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendReceipt {
    pub receipt: i64,
    pub in_reply_to: Option<String>,
}

impl Job for SendReceipt {
    const KIND: &'static str = "send_receipt";
    const ATTEMPTS: i32 = 12;

    fn unique_key(&self) -> Option<String> {
        Some(self.receipt.to_string())
    }

    async fn run(&self, app: &App, lease: &Lease) -> Result<(), JobError> {
        let now = app.clock.now();
        let mut conn = app.conn().await?;
        let receipt: Receipt = Receipt::query()
            .filter(receipts::id.eq(self.receipt))
            .first(&mut conn)
            .await?;
        let Some(to) = receipt
            .recipient
            .clone()
            .filter(|_| receipt.state == ReceiptState::Waiting)
        else {
            return lease.complete(&mut conn).await;
        };
        let sent_lately = sent_since(&mut conn, Some(&to), now - TimeDelta::hours(1)).await?;
        if sent_lately >= app.config.mail.receipts_per_sender_hour {
            return settle(
                &mut conn,
                lease,
                &receipt,
                (
                    ReceiptState::NotPossible,
                    Some("too many to this address within an hour"),
                ),
                now,
            )
            .await;
        }
        if sent_since(&mut conn, None, now - TimeDelta::minutes(1)).await?
            >= app.config.mail.receipts_per_minute
        {
            return Err(JobError::Retry(anyhow::anyhow!(
                "more receipts than allowed within a minute"
            )));
        }
        let mail = mail::compose(app, &mut conn, &receipt, &to, self.in_reply_to.clone()).await?;
        drop(conn);
        let outcome = app.mailer.send(&mail).await;
        let mut conn = app.conn().await?;
        match outcome {
            Ok(()) => settle(&mut conn, lease, &receipt, (ReceiptState::Sent, None), now).await,
            Err(SendError::Refused(why)) => {
                tracing::warn!(receipt = receipt.id, "a receipt was refused");
                settle(
                    &mut conn,
                    lease,
                    &receipt,
                    (ReceiptState::NotPossible, Some(&why)),
                    now,
                )
                .await
            }
            Err(SendError::Failed(error)) => Err(JobError::Retry(error)),
        }
    }
}

async fn sent_since(
    conn: &mut AsyncPgConnection,
    to: Option<&str>,
    since: DateTime<Utc>,
) -> QueryResult<i64> {
    let sent = receipts::table
        .filter(receipts::sent_at.gt(since))
        .into_boxed();
    match to {
        Some(to) => {
            sent.filter(receipts::recipient.eq(to))
                .count()
                .get_result(conn)
                .await
        }
        None => sent.count().get_result(conn).await,
    }
}

async fn settle(
    conn: &mut AsyncPgConnection,
    lease: &Lease,
    receipt: &Receipt,
    (state, why): (ReceiptState, Option<&str>),
    now: DateTime<Utc>,
) -> Result<(), JobError> {
    conn.transaction(async |conn| {
        diesel::update(receipts::table.find(receipt.id))
            .set((
                receipts::state.eq(state),
                receipts::state_reason.eq(why),
                receipts::sent_at.eq((state == ReceiptState::Sent).then_some(now)),
            ))
            .execute(conn)
            .await?;
        lease.complete(conn).await
    })
    .await
}

/// A part as the receipt lists it.
#[derive(Debug, Clone, Serialize)]
pub struct ReceiptPart {
    /// Empty for the body.
    pub filename: String,
    pub is_body: bool,
    pub bytes: i64,
    pub sha256: String,
    pub read: bool,
    pub reading: bool,
    pub infected: bool,
    pub unreadable: bool,
}

/// The parts of a response as receipts list them; logos and the like are left out.
#[must_use]
pub fn listed(all: &[Part]) -> Vec<ReceiptPart> {
    all.iter()
        .map(|part| ReceiptPart {
            filename: part.filename.clone().unwrap_or_default(),
            is_body: part.role == Role::Body,
            bytes: part.bytes,
            sha256: hex::encode(&part.sha256),
            read: part.state == PartState::Text,
            reading: matches!(part.state, PartState::Reading | PartState::WaitingForScan),
            infected: part.state == PartState::Infected,
            unreadable: !matches!(
                part.state,
                PartState::Text
                    | PartState::Reading
                    | PartState::WaitingForScan
                    | PartState::Infected
            ) && part.role != Role::Inline,
        })
        .collect()
}

/// The path of the secret link.
#[must_use]
pub fn path(app: &App, number: &str) -> String {
    format!("/kvittering/{number}/{}", link_token(app, number))
}

/// The signed receipt, as JSON: what its owner can have checked against a release.
pub async fn json(
    app: &App,
    conn: &mut AsyncPgConnection,
    response: &Response,
) -> anyhow::Result<serde_json::Value> {
    use crate::proof::receipt as signed;
    let hearing = Hearing::find(conn, response.hearing_id).await?;
    let parts = response.parts(conn).await?;
    let hash = |bytes: &[u8]| proof::Hash::from_slice(bytes).context("a hash is not 32 bytes");
    let mut listed = Vec::new();
    for part in &parts {
        let state = if matches!(part.state, PartState::Reading | PartState::WaitingForScan) {
            "waiting"
        } else {
            part.state.as_str()
        };
        listed.push(signed::Part {
            role: part.role.as_str().to_owned(),
            filename: part.filename.clone(),
            sha256: hash(&part.sha256)?,
            state: state.to_owned(),
        });
    }
    let mut roots = Vec::new();
    for (kind, part, root) in commit::of_response(conn, response).await? {
        let position = part
            .and_then(|id| parts.iter().find(|part| part.id == id))
            .map(|part| part.position);
        roots.push(signed::Root {
            kind: serde_json::from_value(kind.into())?,
            part: position.and_then(|position| u32::try_from(position).ok()),
            root: hash(&root)?,
        });
    }
    let receipt = signed::Receipt {
        version: signed::VERSION,
        number: response.number.clone(),
        hearing: hearing.slug,
        arrived_at: response.arrived_at,
        parts: listed,
        commitments: roots,
    };
    signed::sign(&receipt, &app.signing_key)
}
