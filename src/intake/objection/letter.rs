//! Mail to somebody who objected on the page of a hearing: that it came, and that it is decided. A job of the transaction that decided it,
//! sent at least once with a stable Message-ID. It holds nothing of what was typed: an address that nobody has checked is sent no text of
//! strangers, and what was decided stands behind the link.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Objection, case};
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::hearing::Hearing;
use crate::ids;
use crate::jobs::{Job, JobError, Lease};
use crate::mail::{Outgoing, SendError};
use crate::schema::{objection_letters, objections};
use crate::staff::Act;
use crate::templates::Templates;
use crate::text_enum;

/// Receipts to one address within a day at most: anybody can type anybody's address.
const RECEIPTS_A_DAY: i64 = 3;

text_enum! {
    pub enum LetterKind {
        /// The objection came.
        Received = "received",
        /// It is decided.
        Decided = "decided",
    }
}

text_enum! {
    pub enum LetterState {
        Waiting = "waiting",
        Sent = "sent",
        Failed = "failed",
        Bounced = "bounced",
    }
}

/// A mail to somebody who objected.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = objection_letters)]
pub struct Letter {
    pub id: i64,
    pub objection_id: i64,
    pub kind: LetterKind,
    pub recipient: String,
    pub subject: String,
    pub text: String,
    pub message_id: String,
    pub bounce_token: String,
    pub state: LetterState,
    pub sent_at: Option<DateTime<Utc>>,
}

/// The mails of these cases, oldest first.
pub async fn letters_of(conn: &mut AsyncPgConnection, ids: &[i64]) -> QueryResult<Vec<Letter>> {
    Letter::query()
        .filter(objection_letters::objection_id.eq_any(ids))
        .order(objection_letters::id)
        .load(conn)
        .await
}

/// Writes the mail and the job that sends it, in the caller's transaction; nothing without an address.
pub(super) async fn write(
    app: &App,
    conn: &mut AsyncPgConnection,
    it: &Objection,
    kind: LetterKind,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let Some(recipient) = &it.email else {
        return Ok(());
    };
    if kind == LetterKind::Received && receipts_to(conn, recipient, now).await? >= RECEIPTS_A_DAY {
        return Ok(());
    }
    let hearing = Hearing::find(conn, it.hearing_id).await?;
    let words = Templates::shared()?.words();
    let (subject, text) = match kind {
        LetterKind::Received => (
            "objection-letter-subject-received",
            "objection-letter-received",
        ),
        LetterKind::Decided => (
            "objection-letter-subject-decided",
            "objection-letter-decided",
        ),
    };
    let title = hearing.title.as_str();
    let link = format!("{}{}", app.config.base_url, case::path(app, &hearing, it));
    let subject = words.text(subject, &[("hearing", title.into())]);
    let text = words.text(
        text,
        &[
            ("hearing", title.into()),
            ("number", it.number.as_str().into()),
            ("due", words.date(it.due_on).into()),
            ("link", link.into()),
            ("contact", hearing.contact.as_str().into()),
        ],
    );
    let token = ids::random_token()[..22].to_lowercase();
    let letter: i64 = diesel::insert_into(objection_letters::table)
        .values((
            objection_letters::objection_id.eq(it.id),
            objection_letters::kind.eq(kind),
            objection_letters::recipient.eq(recipient),
            objection_letters::subject.eq(subject),
            objection_letters::text.eq(text),
            objection_letters::message_id.eq(format!("{token}@{}", app.mailer.domain())),
            objection_letters::bounce_token.eq(&token),
            objection_letters::created_at.eq(now),
        ))
        .returning(objection_letters::id)
        .get_result(conn)
        .await?;
    SendObjectionLetter { letter }.enqueue(conn, now).await?;
    Ok(())
}

async fn receipts_to(
    conn: &mut AsyncPgConnection,
    recipient: &str,
    now: DateTime<Utc>,
) -> QueryResult<i64> {
    objection_letters::table
        .filter(objection_letters::recipient.eq(recipient))
        .filter(objection_letters::kind.eq(LetterKind::Received))
        .filter(objection_letters::created_at.gt(now - TimeDelta::days(1)))
        .count()
        .get_result(conn)
        .await
}

/// Sends a mail again that did not arrive. False when there is none of this hearing.
///
/// # Errors
/// When the database fails.
pub async fn send_again(
    conn: &mut AsyncPgConnection,
    by: Act,
    (id, letter): (i64, i64),
) -> anyhow::Result<bool> {
    conn.transaction(async |conn| {
        let it = Objection::locked(conn, by, id).await?;
        let changed = diesel::update(
            objection_letters::table
                .filter(objection_letters::id.eq(letter))
                .filter(objection_letters::objection_id.eq(it.id))
                .filter(
                    objection_letters::state.eq_any([LetterState::Failed, LetterState::Bounced]),
                ),
        )
        .set(objection_letters::state.eq(LetterState::Waiting))
        .execute(conn)
        .await?;
        if changed == 0 {
            return Ok(false);
        }
        SendObjectionLetter { letter }.enqueue(conn, by.now).await?;
        let detail = json!({ "objection": id, "letter": letter });
        super::decide::record(conn, by, &it, ("objection_sent_again", detail)).await?;
        Ok(true)
    })
    .await
}

/// A bounce that names a mail by its sender's token or its Message-ID: it did not arrive. Whether there is one.
pub(in crate::intake) async fn bounced(
    conn: &mut AsyncPgConnection,
    named: &[String],
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let found: Option<i64> = objection_letters::table
        .filter(
            objection_letters::message_id
                .eq_any(named)
                .or(objection_letters::bounce_token.eq_any(named)),
        )
        .select(objection_letters::id)
        .first(conn)
        .await
        .optional()?;
    let Some(letter) = found else {
        return Ok(false);
    };
    not_sent(conn, (letter, LetterState::Bounced), now).await?;
    Ok(true)
}

async fn not_sent(
    conn: &mut AsyncPgConnection,
    (letter, state): (i64, LetterState),
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let objection: i64 = diesel::update(objection_letters::table.find(letter))
        .set(objection_letters::state.eq(state))
        .returning(objection_letters::objection_id)
        .get_result(conn)
        .await?;
    let it: Objection = Objection::query()
        .filter(objections::id.eq(objection))
        .first(conn)
        .await?;
    let (kind, subject) = it.subject();
    Event::new(Actor::Program, "objection_letter_failed", kind, subject)
        .in_hearing(it.hearing_id)
        .with(json!({ "objection": it.id, "letter": letter }))
        .record(conn, now)
        .await
}

/// Mails one letter to somebody who objected.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendObjectionLetter {
    pub letter: i64,
}

impl Job for SendObjectionLetter {
    const KIND: &'static str = "send_objection_letter";
    const ATTEMPTS: i32 = 10;

    fn unique_key(&self) -> Option<String> {
        Some(self.letter.to_string())
    }

    async fn run(&self, app: &App, lease: &Lease) -> Result<(), JobError> {
        let mut conn = app.conn().await?;
        let it: Letter = Letter::query()
            .filter(objection_letters::id.eq(self.letter))
            .first(&mut conn)
            .await?;
        if it.state != LetterState::Waiting {
            return lease.complete(&mut conn).await;
        }
        let last = lease.attempts() >= Self::ATTEMPTS;
        drop(conn);
        let words = (it.subject.clone(), it.text.clone());
        let mail = Outgoing {
            envelope_sender: Some(format!("svar+{}", it.bounce_token)),
            loop_mark: Some(app.secret.token("loop", &it.message_id)),
            ..Outgoing::new(&it.recipient, &it.message_id, words, app.clock.now())
        };
        let failed = match app.mailer.send(&mail).await {
            Ok(()) => false,
            Err(SendError::Failed(error)) if !last => return Err(JobError::Retry(error)),
            Err(SendError::Refused(_) | SendError::Invalid | SendError::Failed(_)) => true,
        };
        let now = app.clock.now();
        let mut conn = app.conn().await?;
        conn.transaction(async |conn| {
            if failed {
                not_sent(conn, (it.id, LetterState::Failed), now).await?;
            } else {
                diesel::update(objection_letters::table.find(it.id))
                    .set((
                        objection_letters::state.eq(LetterState::Sent),
                        objection_letters::sent_at.eq(now),
                    ))
                    .execute(conn)
                    .await?;
            }
            lease.complete(conn).await
        })
        .await
    }
}
