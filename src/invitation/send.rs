//! Letters by mail: decided, then sent by a job each of the same transaction, at least once, with a stable Message-ID. Answers go to the
//! hearing's mailbox, and what comes back comes to a sender of its own.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::whom::is_over;
use super::{Filling, Letter, LetterKind, LetterState, fill_in, whom, wording_of};
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::hearing::{Consultee, Hearing, Way};
use crate::ids;
use crate::jobs::{Job, JobError, Lease};
use crate::mail::{Outgoing, SendError};
use crate::response::answering;
use crate::schema::{consultee_letters, consultees};
use crate::staff::Act;
use crate::templates::Words;

/// Local part of the sender that letters have, before the token.
pub const LOCAL: &str = "brev+";
/// Until a machine without an SMTP server is asked again.
const NO_SERVER_MINUTES: i64 = 10;
/// The most of a server's own words that is kept.
const DETAIL_CHARACTERS: usize = 500;

/// Sends a letter by mail to those who are to get it, or to one of them, but not to those who are held back. Answers how many go out; who
/// has one already gets no second.
///
/// # Errors
/// When the database fails.
pub async fn send(
    (app, words): (&App, &Words),
    conn: &mut AsyncPgConnection,
    by: Act,
    kind: LetterKind,
    (only, held): (Option<i64>, &[i64]),
) -> anyhow::Result<usize> {
    conn.transaction(async |conn| {
        let hearing = Hearing::find(conn, by.hearing_id).await?;
        let found = whom(conn, &hearing, kind, by.now).await?;
        let wording = wording_of(conn, words, (hearing.id, kind)).await?;
        let filling = Filling::of(app, conn, words, &hearing).await?;
        let mut jobs = Vec::new();
        let mut events = Vec::new();
        for one in &found.by_mail {
            if only.is_some_and(|only| only != one.id) || held.contains(&one.id) {
                continue;
            }
            let said = fill_in(words, &wording, &filling.to(words, &hearing, one)?);
            let token = ids::random_token()[..22].to_lowercase();
            let made: Option<i64> = diesel::insert_into(consultee_letters::table)
                .values((
                    consultee_letters::consultee_id.eq(one.id),
                    consultee_letters::kind.eq(kind),
                    consultee_letters::way.eq(Way::Mail),
                    consultee_letters::recipient.eq(&one.email),
                    consultee_letters::subject.eq(said.subject),
                    consultee_letters::text.eq(said.text),
                    consultee_letters::message_id.eq(format!("{token}@{}", app.mailer.domain())),
                    consultee_letters::bounce_token.eq(&token),
                    consultee_letters::state.eq(LetterState::Waiting),
                    consultee_letters::staff_id.eq(by.staff_id),
                    consultee_letters::created_at.eq(by.now),
                ))
                .on_conflict_do_nothing()
                .returning(consultee_letters::id)
                .get_result(conn)
                .await
                .optional()?;
            if let Some(letter) = made {
                jobs.push(SendLetter { letter });
                events.push(
                    Event::by_staff(by.staff_id, action(kind), "consultee", one.id)
                        .in_hearing(by.hearing_id)
                        .with(json!({ "letter": letter, "way": Way::Mail })),
                );
            }
        }
        if jobs.is_empty() {
            return Ok(0);
        }
        SendLetter::enqueue_all(&jobs, conn, by.now).await?;
        Event::record_all(events, conn, by.now).await?;
        Ok(jobs.len())
    })
    .await
}

pub(super) fn action(kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::Invitation => "consultee_invited",
        LetterKind::Reminder => "consultee_reminded",
    }
}

/// A bounce that names one of our letters, by its envelope sender's token or its Message-ID (both without brackets): it did not arrive.
/// In the caller's transaction; answers whether there was one.
///
/// # Errors
/// When the database fails.
pub async fn bounced(
    conn: &mut AsyncPgConnection,
    named: &[String],
    detail: Option<&str>,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let found: Vec<(i64, i64, i64)> = consultee_letters::table
        .inner_join(consultees::table)
        .filter(
            consultee_letters::message_id
                .eq_any(named)
                .or(consultee_letters::bounce_token.eq_any(named)),
        )
        .select((
            consultee_letters::id,
            consultees::id,
            consultees::hearing_id,
        ))
        .load(conn)
        .await?;
    for (letter, consultee, hearing) in &found {
        let ended = (LetterState::Bounced, "bounced", detail);
        undone(conn, (*letter, *consultee, *hearing), ended, now).await?;
    }
    Ok(!found.is_empty())
}

/// A letter did not arrive. One that is known to have come back already stays as it is.
async fn undone(
    conn: &mut AsyncPgConnection,
    (letter, consultee, hearing): (i64, i64, i64),
    (state, why, detail): (LetterState, &str, Option<&str>),
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let cut = detail.map(|detail| detail.chars().take(DETAIL_CHARACTERS).collect::<String>());
    let changed = diesel::update(consultee_letters::table.find(letter))
        .filter(consultee_letters::state.eq_any([LetterState::Waiting, LetterState::Sent]))
        .set((
            consultee_letters::state.eq(state),
            consultee_letters::state_reason.eq(why),
            consultee_letters::state_detail.eq(cut),
        ))
        .execute(conn)
        .await?;
    if changed == 0 {
        return Ok(());
    }
    Event::new(Actor::Program, "letter_came_back", "consultee", consultee)
        .in_hearing(hearing)
        .with(json!({ "letter": letter, "state": state, "why": why }))
        .record(conn, now)
        .await
}

/// Mails one letter.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendLetter {
    pub letter: i64,
}

impl Job for SendLetter {
    const KIND: &'static str = "send_letter";
    const ATTEMPTS: i32 = 10;

    fn unique_key(&self) -> Option<String> {
        Some(self.letter.to_string())
    }

    async fn run(&self, app: &App, lease: &Lease) -> Result<(), JobError> {
        let now = app.clock.now();
        let mut conn = app.conn().await?;
        let it = Letter::query()
            .filter(consultee_letters::id.eq(self.letter))
            .first(&mut conn)
            .await?;
        if it.state != LetterState::Waiting {
            return lease.complete(&mut conn).await;
        }
        let consultee: Consultee = Consultee::query()
            .filter(consultees::id.eq(it.consultee_id))
            .first(&mut conn)
            .await?;
        let hearing_id: i64 = consultees::table
            .find(consultee.id)
            .select(consultees::hearing_id)
            .first(&mut conn)
            .await?;
        let hearing = Hearing::find(&mut conn, hearing_id).await?;
        if let Some(why) = needless(&mut conn, (&hearing, &consultee), it.kind, now).await? {
            return drop_it(&mut conn, lease, &it, why).await;
        }
        if !app.mailer.goes_somewhere() {
            let later = now + TimeDelta::minutes(NO_SERVER_MINUTES);
            return Err(JobError::NotYet(later));
        }
        let last = lease.attempts() >= Self::ATTEMPTS;
        drop(conn);
        let outcome = app.mailer.send(&outgoing(app, &it, &hearing)).await;
        let failed = match outcome {
            Ok(()) => None,
            Err(SendError::Invalid) => Some(("invalid", None)),
            Err(SendError::Refused(said)) => Some(("refused", Some(said))),
            Err(SendError::Failed(_)) if last => Some(("no_server", None)),
            Err(SendError::Failed(error)) => return Err(JobError::Retry(error)),
        };
        let now = app.clock.now();
        let mut conn = app.conn().await?;
        conn.transaction(async |conn| {
            match failed {
                None => {
                    // A report that it came back may have been faster than this.
                    diesel::update(consultee_letters::table.find(it.id))
                        .filter(consultee_letters::state.eq(LetterState::Waiting))
                        .set(consultee_letters::state.eq(LetterState::Sent))
                        .execute(conn)
                        .await?;
                    diesel::update(consultee_letters::table.find(it.id))
                        .set(consultee_letters::sent_at.eq(now))
                        .execute(conn)
                        .await?;
                }
                Some((why, said)) => {
                    let ended = (LetterState::Failed, why, said.as_deref());
                    undone(conn, (it.id, consultee.id, hearing.id), ended, now).await?;
                }
            }
            lease.complete(conn).await
        })
        .await
    }
}

/// Why a reminder that waited is not sent after all.
async fn needless(
    conn: &mut AsyncPgConnection,
    (hearing, consultee): (&Hearing, &Consultee),
    kind: LetterKind,
    now: DateTime<Utc>,
) -> QueryResult<Option<&'static str>> {
    if kind != LetterKind::Reminder {
        return Ok(None);
    }
    if is_over(hearing, consultee, now) {
        return Ok(Some("late"));
    }
    let answered = answering(conn, hearing.id).await?;
    let has = answered
        .iter()
        .any(|one| one.consultee_id == Some(consultee.id));
    Ok(has.then_some("answered"))
}

async fn drop_it(
    conn: &mut AsyncPgConnection,
    lease: &Lease,
    it: &Letter,
    why: &str,
) -> Result<(), JobError> {
    conn.transaction(async |conn| {
        diesel::update(consultee_letters::table.find(it.id))
            .set((
                consultee_letters::state.eq(LetterState::Dropped),
                consultee_letters::state_reason.eq(why),
            ))
            .execute(conn)
            .await?;
        lease.complete(conn).await
    })
    .await
}

fn outgoing(app: &App, it: &Letter, hearing: &Hearing) -> Outgoing {
    let words = (it.subject.clone(), it.text.clone());
    let to = it.recipient.clone().unwrap_or_default();
    let message_id = it.message_id.clone().unwrap_or_default();
    Outgoing {
        envelope_sender: it
            .bounce_token
            .as_ref()
            .map(|token| format!("{LOCAL}{token}")),
        reply_to: Some(hearing.mailbox.clone()),
        loop_mark: Some(app.secret.token("loop", &message_id)),
        ..Outgoing::new(to, message_id, words, app.clock.now())
    }
}
