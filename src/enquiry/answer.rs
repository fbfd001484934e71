//! An answer by mail: decided, then sent by a job of the same transaction, at least once, with a stable Message-ID. Written by a person, so
//! it does not call itself automatic; replies go to the hearing's mailbox, and bounces come back to a sender of its own.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::acts::{record, set_answered};
use super::{AnsweredHow, Enquiry, set_open};
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::hearing::Hearing;
use crate::ids;
use crate::jobs::{Job, JobError, Lease};
use crate::mail::{Outgoing, SendError};
use crate::schema::{enquiries, enquiry_answers, mail_readings, mails};
use crate::staff::Act;
use crate::text_enum;

text_enum! {
    /// How far an answer got.
    pub enum AnswerState {
        Waiting = "waiting",
        Sent = "sent",
        Failed = "failed",
        Bounced = "bounced",
    }
}

/// What a person wrote back.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = enquiry_answers)]
pub struct Answer {
    pub id: i64,
    pub enquiry_id: i64,
    pub staff_id: i64,
    pub recipient: String,
    pub subject: String,
    pub text: String,
    pub in_reply_to: Option<String>,
    pub thread: Vec<String>,
    pub message_id: String,
    pub bounce_token: String,
    pub state: AnswerState,
    pub state_reason: Option<String>,
    pub sent_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// An answer as it was typed.
#[derive(Debug, Clone)]
pub struct NewAnswer {
    pub recipient: String,
    pub subject: String,
    pub text: String,
    /// Makes sending the same form twice one answer.
    pub form_key: String,
}

/// The answers to an enquiry, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn answers_of(conn: &mut AsyncPgConnection, enquiry_id: i64) -> QueryResult<Vec<Answer>> {
    Answer::query()
        .filter(enquiry_answers::enquiry_id.eq(enquiry_id))
        .order(enquiry_answers::id)
        .load(conn)
        .await
}

/// The mail that an answer is to: the last one of the enquiry.
#[derive(Debug, Clone)]
pub struct Asking {
    pub mail_id: i64,
    pub message_id: Option<String>,
    /// The ids of the thread, the mail's own last.
    pub thread: Vec<String>,
    pub subject: String,
}

/// What an answer to this enquiry answers.
///
/// # Errors
/// When the database fails.
pub async fn asking(conn: &mut AsyncPgConnection, it: &Enquiry) -> QueryResult<Asking> {
    let mail_id = it.mail_ids(conn).await?.pop().unwrap_or(it.mail_id);
    let (message_id, subject): (Option<String>, String) = mails::table
        .find(mail_id)
        .select((mails::message_id, mails::subject))
        .first(conn)
        .await?;
    let reading: Option<serde_json::Value> = mail_readings::table
        .filter(mail_readings::mail_id.eq(mail_id))
        .order(mail_readings::reader_version.desc())
        .select(mail_readings::reading)
        .first(conn)
        .await
        .optional()?;
    let earlier = reading
        .as_ref()
        .and_then(|reading| reading["references"].as_array());
    let mut thread: Vec<String> = earlier
        .into_iter()
        .flatten()
        .filter_map(|id| id.as_str().map(str::to_owned))
        .collect();
    thread.extend(message_id.clone());
    thread.dedup();
    Ok(Asking {
        mail_id,
        message_id,
        thread,
        subject,
    })
}

/// Answers an enquiry: the answer, the job that sends it, and who answered when, in one transaction. The same form sent again is the same
/// answer.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] for an enquiry of another hearing.
pub async fn answer(
    app: &App,
    conn: &mut AsyncPgConnection,
    by: Act,
    (id, new): (i64, &NewAnswer),
) -> anyhow::Result<()> {
    conn.transaction(async |conn| {
        let it = Enquiry::locked(conn, by, id).await?;
        let asking = asking(conn, &it).await?;
        let token = ids::random_token()[..22].to_lowercase();
        let made: Option<i64> = diesel::insert_into(enquiry_answers::table)
            .values((
                enquiry_answers::enquiry_id.eq(it.id),
                enquiry_answers::staff_id.eq(by.staff_id),
                enquiry_answers::recipient.eq(new.recipient.trim().to_lowercase()),
                enquiry_answers::subject.eq(new.subject.trim()),
                enquiry_answers::text.eq(new.text.trim()),
                enquiry_answers::in_reply_to.eq(asking.message_id),
                enquiry_answers::thread.eq(asking.thread),
                enquiry_answers::message_id.eq(format!("{token}@{}", app.mailer.domain())),
                enquiry_answers::bounce_token.eq(&token),
                enquiry_answers::form_key.eq(&new.form_key),
                enquiry_answers::created_at.eq(by.now),
            ))
            .on_conflict((enquiry_answers::enquiry_id, enquiry_answers::form_key))
            .do_nothing()
            .returning(enquiry_answers::id)
            .get_result(conn)
            .await
            .optional()?;
        let Some(made) = made else {
            return Ok(());
        };
        SendAnswer { answer: made }.enqueue(conn, by.now).await?;
        set_answered(conn, by, it.id, AnsweredHow::Mail).await?;
        let detail = json!({ "how": AnsweredHow::Mail, "answer": made });
        Ok(record(conn, by, "enquiry_answered", id, detail).await?)
    })
    .await
}

/// Sends an answer again that did not arrive. False when there is none: it is of another enquiry, or on its way.
///
/// # Errors
/// When the database fails.
pub async fn retry(
    conn: &mut AsyncPgConnection,
    by: Act,
    (id, answer_id): (i64, i64),
) -> anyhow::Result<bool> {
    conn.transaction(async |conn| {
        let it = Enquiry::locked(conn, by, id).await?;
        let changed = diesel::update(
            enquiry_answers::table
                .filter(enquiry_answers::id.eq(answer_id))
                .filter(enquiry_answers::enquiry_id.eq(it.id))
                .filter(enquiry_answers::state.eq_any([AnswerState::Failed, AnswerState::Bounced])),
        )
        .set((
            enquiry_answers::state.eq(AnswerState::Waiting),
            enquiry_answers::state_reason.eq(None::<String>),
        ))
        .execute(conn)
        .await?;
        if changed == 0 {
            return Ok(false);
        }
        SendAnswer { answer: answer_id }
            .enqueue(conn, by.now)
            .await?;
        set_answered(conn, by, it.id, AnsweredHow::Mail).await?;
        let detail = json!({ "answer": answer_id });
        record(conn, by, "enquiry_sent_again", id, detail).await?;
        Ok(true)
    })
    .await
}

/// A bounce that names one of our answers, by its envelope sender's token or its Message-ID (both without brackets): the answer did not
/// arrive, and its enquiry waits again. In the caller's transaction; answers whether there was one.
///
/// # Errors
/// When the database fails.
pub async fn bounced(
    conn: &mut AsyncPgConnection,
    named: &[String],
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let found: Option<(i64, i64, i64)> = enquiry_answers::table
        .inner_join(enquiries::table)
        .filter(
            enquiry_answers::message_id
                .eq_any(named)
                .or(enquiry_answers::bounce_token.eq_any(named)),
        )
        .select((enquiry_answers::id, enquiries::id, enquiries::hearing_id))
        .first(conn)
        .await
        .optional()?;
    let Some((answer, enquiry, hearing)) = found else {
        return Ok(false);
    };
    undone(
        conn,
        (answer, enquiry, hearing),
        (AnswerState::Bounced, "bounced"),
        now,
    )
    .await?;
    Ok(true)
}

/// An answer did not arrive: the enquiry waits for a person again.
async fn undone(
    conn: &mut AsyncPgConnection,
    (answer, enquiry, hearing): (i64, i64, i64),
    (state, why): (AnswerState, &str),
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(enquiry_answers::table.find(answer))
        .set((
            enquiry_answers::state.eq(state),
            enquiry_answers::state_reason.eq(why),
        ))
        .execute(conn)
        .await?;
    set_open(conn, enquiry, now).await?;
    Event::new(Actor::Program, "answer_not_sent", "enquiry", enquiry)
        .in_hearing(hearing)
        .with(json!({ "answer": answer, "state": state, "why": why }))
        .record(conn, now)
        .await
}

/// Mails one answer.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendAnswer {
    pub answer: i64,
}

impl Job for SendAnswer {
    const KIND: &'static str = "send_answer";
    const ATTEMPTS: i32 = 10;

    fn unique_key(&self) -> Option<String> {
        Some(self.answer.to_string())
    }

    async fn run(&self, app: &App, lease: &Lease) -> Result<(), JobError> {
        let mut conn = app.conn().await?;
        let it = Answer::query()
            .filter(enquiry_answers::id.eq(self.answer))
            .first(&mut conn)
            .await?;
        if it.state != AnswerState::Waiting {
            return lease.complete(&mut conn).await;
        }
        let enquiry = Enquiry::find(&mut conn, it.enquiry_id).await?;
        let hearing = Hearing::find(&mut conn, enquiry.hearing_id).await?;
        let last = lease.attempts() >= Self::ATTEMPTS;
        drop(conn);
        let outcome = app.mailer.send(&outgoing(app, &it, &hearing)).await;
        let why = match outcome {
            Ok(()) => None,
            Err(SendError::Refused(_) | SendError::Invalid) => Some("refused"),
            Err(SendError::Failed(_)) if last => Some("no_server"),
            Err(SendError::Failed(error)) => return Err(JobError::Retry(error)),
        };
        let now = app.clock.now();
        let mut conn = app.conn().await?;
        conn.transaction(async |conn| {
            match why {
                None => {
                    diesel::update(enquiry_answers::table.find(it.id))
                        .set((
                            enquiry_answers::state.eq(AnswerState::Sent),
                            enquiry_answers::sent_at.eq(now),
                        ))
                        .execute(conn)
                        .await?;
                }
                Some(why) => {
                    let at = (it.id, enquiry.id, hearing.id);
                    undone(conn, at, (AnswerState::Failed, why), now).await?;
                }
            }
            lease.complete(conn).await
        })
        .await
    }
}

fn outgoing(app: &App, it: &Answer, hearing: &Hearing) -> Outgoing {
    let words = (it.subject.clone(), it.text.clone());
    Outgoing {
        envelope_sender: Some(format!("svar+{}", it.bounce_token)),
        in_reply_to: it.in_reply_to.clone(),
        references: it.thread.clone(),
        reply_to: Some(hearing.mailbox.clone()),
        loop_mark: Some(app.secret.token("loop", &it.message_id)),
        ..Outgoing::new(&it.recipient, &it.message_id, words, app.clock.now())
    }
}
