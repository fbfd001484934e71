//! A question to a sender before publication, mostly whether something about themselves may be shown: written by a person, mailed by a job
//! of the same transaction, at least once with a stable Message-ID. The answer is an enquiry like any other mail of a person, tied to the
//! question by what it replies to; what becomes of the text is for staff to decide.

mod send;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use crate::audit::{Actor, Event};
use crate::ids;
use crate::jobs::Job;
use crate::schema::{responses, sender_questions};
use crate::staff::Act;
use crate::text_enum;

pub use send::SendQuestion;

text_enum! {
    /// How far a question got.
    pub enum QuestionState {
        Waiting = "waiting",
        Sent = "sent",
        Failed = "failed",
        Bounced = "bounced",
        Answered = "answered",
    }
}

/// A question to the sender of a response.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = sender_questions)]
pub struct Question {
    pub id: i64,
    pub response_id: i64,
    pub staff_id: i64,
    pub recipient: String,
    pub subject: String,
    pub text: String,
    pub message_id: String,
    pub bounce_token: String,
    pub state: QuestionState,
    pub answer_mail_id: Option<i64>,
    pub sent_at: Option<DateTime<Utc>>,
    pub answered_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// A question as it was typed.
#[derive(Debug, Clone)]
pub struct NewQuestion<'a> {
    pub recipient: &'a str,
    pub subject: &'a str,
    pub text: &'a str,
    /// Makes sending the same form twice one question.
    pub form_key: &'a str,
}

/// The questions about a response, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn questions_of(
    conn: &mut AsyncPgConnection,
    response_id: i64,
) -> QueryResult<Vec<Question>> {
    Question::query()
        .filter(sender_questions::response_id.eq(response_id))
        .order(sender_questions::id)
        .load(conn)
        .await
}

/// Asks: the question, the job that sends it and who asked, in one transaction. The same form sent again is the same question.
///
/// # Errors
/// When the database fails.
pub async fn ask(
    conn: &mut AsyncPgConnection,
    by: Act,
    response_id: i64,
    (new, domain): (&NewQuestion<'_>, &str),
) -> anyhow::Result<()> {
    conn.transaction(async |conn| {
        let token = ids::random_token()[..22].to_lowercase();
        let made: Option<i64> = diesel::insert_into(sender_questions::table)
            .values((
                sender_questions::response_id.eq(response_id),
                sender_questions::staff_id.eq(by.staff_id),
                sender_questions::recipient.eq(new.recipient.trim().to_lowercase()),
                sender_questions::subject.eq(new.subject.trim()),
                sender_questions::text.eq(new.text.trim()),
                sender_questions::message_id.eq(format!("{token}@{domain}")),
                sender_questions::bounce_token.eq(&token),
                sender_questions::form_key.eq(new.form_key),
                sender_questions::created_at.eq(by.now),
            ))
            .on_conflict((sender_questions::response_id, sender_questions::form_key))
            .do_nothing()
            .returning(sender_questions::id)
            .get_result(conn)
            .await
            .optional()?;
        let Some(question) = made else {
            return Ok(());
        };
        SendQuestion { question }.enqueue(conn, by.now).await?;
        Event::by_staff(by.staff_id, "sender_asked", "response", response_id)
            .in_hearing(by.hearing_id)
            .with(json!({ "question": question }))
            .record(conn, by.now)
            .await?;
        Ok(())
    })
    .await
}

/// Ties a mail to the question that it replies to (Message-IDs without brackets); whether there is one. In the caller's transaction.
pub(in crate::intake) async fn answered(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    (mail_id, named): (i64, &[String]),
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let found: Option<(i64, i64)> = sender_questions::table
        .inner_join(responses::table)
        .filter(responses::hearing_id.eq(hearing_id))
        .filter(sender_questions::message_id.eq_any(named))
        .select((sender_questions::id, responses::id))
        .first(conn)
        .await
        .optional()?;
    let Some((question, response)) = found else {
        return Ok(false);
    };
    diesel::update(sender_questions::table.find(question))
        .set((
            sender_questions::state.eq(QuestionState::Answered),
            sender_questions::answer_mail_id.eq(mail_id),
            sender_questions::answered_at.eq(now),
        ))
        .execute(conn)
        .await?;
    told(
        conn,
        (question, response, hearing_id),
        "sender_answered",
        now,
    )
    .await?;
    Ok(true)
}

/// A bounce that names a question by its sender's token or its Message-ID: it did not arrive. Whether there is one.
pub(in crate::intake) async fn bounced(
    conn: &mut AsyncPgConnection,
    named: &[String],
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let found: Option<(i64, i64, i64)> = sender_questions::table
        .inner_join(responses::table)
        .filter(
            sender_questions::message_id
                .eq_any(named)
                .or(sender_questions::bounce_token.eq_any(named)),
        )
        .select((sender_questions::id, responses::id, responses::hearing_id))
        .first(conn)
        .await
        .optional()?;
    let Some(about) = found else {
        return Ok(false);
    };
    set_state(conn, about.0, QuestionState::Bounced).await?;
    told(conn, about, "question_not_sent", now).await?;
    Ok(true)
}

async fn set_state(conn: &mut AsyncPgConnection, id: i64, state: QuestionState) -> QueryResult<()> {
    diesel::update(sender_questions::table.find(id))
        .set(sender_questions::state.eq(state))
        .execute(conn)
        .await?;
    Ok(())
}

async fn told(
    conn: &mut AsyncPgConnection,
    (question, response, hearing): (i64, i64, i64),
    action: &str,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    Event::new(Actor::Program, action, "response", response)
        .in_hearing(hearing)
        .with(json!({ "question": question }))
        .record(conn, now)
        .await
}
