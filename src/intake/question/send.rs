//! Mails one question.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};

use super::{Question, QuestionState, set_state, told};
use crate::app::App;
use crate::hearing::Hearing;
use crate::jobs::{Job, JobError, Lease};
use crate::mail::{Outgoing, SendError};
use crate::response::Response;
use crate::schema::sender_questions;

/// Mails one question to the sender of a response.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendQuestion {
    pub question: i64,
}

impl Job for SendQuestion {
    const KIND: &'static str = "send_question";
    const ATTEMPTS: i32 = 10;

    fn unique_key(&self) -> Option<String> {
        Some(self.question.to_string())
    }

    async fn run(&self, app: &App, lease: &Lease) -> Result<(), JobError> {
        let mut conn = app.conn().await?;
        let it: Question = Question::query()
            .filter(sender_questions::id.eq(self.question))
            .first(&mut conn)
            .await?;
        if it.state != QuestionState::Waiting {
            return lease.complete(&mut conn).await;
        }
        let response = Response::find(&mut conn, it.response_id).await?;
        let hearing = Hearing::find(&mut conn, response.hearing_id).await?;
        let last = lease.attempts() >= Self::ATTEMPTS;
        drop(conn);
        let words = (it.subject.clone(), it.text.clone());
        let mail = Outgoing {
            envelope_sender: Some(format!("svar+{}", it.bounce_token)),
            in_reply_to: Some(response.source.clone()).filter(|id| id.starts_with('<')),
            reply_to: Some(hearing.mailbox.clone()),
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
                set_state(conn, it.id, QuestionState::Failed).await?;
                let about = (it.id, response.id, hearing.id);
                told(conn, about, "question_not_sent", now).await?;
            } else {
                diesel::update(sender_questions::table.find(it.id))
                    .set((
                        sender_questions::state.eq(QuestionState::Sent),
                        sender_questions::sent_at.eq(now),
                    ))
                    .execute(conn)
                    .await?;
            }
            lease.complete(conn).await
        })
        .await
    }
}
