//! Drift (rule 4): each hour what the server has is compared with what the ledger has.
//!
//! A UID on the server that is not in the ledger after a round is an alarm: it stays with the mailbox, on the staff's pages, in health and in
//! metrics, until a comparison finds it no more. A mail of the ledger that is gone from the server is a note.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::Fetcher;
use super::take::{Taken, known};
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::intake::mailbox::keep::{Mailbox, Source};
use crate::schema::{mail_moves, mailboxes, mails};

const EACH: TimeDelta = TimeDelta::hours(1);

impl Fetcher {
    /// Compares when it is time; also when something was not handed out, and as long as there is an alarm.
    pub(super) async fn reconcile(
        &mut self,
        app: &App,
        (mailbox, uid_validity): (&Mailbox, i64),
        taken: &Taken,
    ) -> anyhow::Result<()> {
        let now = app.clock.now();
        let due = mailbox.reconciled_at.is_none_or(|at| now - at >= EACH);
        if !due && taken.round.refused == 0 && mailbox.missing_uids.is_empty() {
            return Ok(());
        }
        let listed = self.open()?.listed().await?;
        let mut conn = app.conn().await?;
        let known = known(&mut conn, mailbox.id, uid_validity).await?;
        // What came after the round began is the next one's.
        let missing: Vec<i64> = listed
            .difference(&known)
            .copied()
            .filter(|uid| *uid < taken.uid_next)
            .collect();
        if !missing.is_empty() {
            tracing::error!(
                mailbox = mailbox.id,
                uids = format!("{missing:?}"),
                "mails on the server are not in the ledger"
            );
        }
        let found_all = taken.round.refused == 0;
        conn.transaction(async |conn| {
            note_missing(conn, mailbox, (&listed, &missing), now).await?;
            note_gone(conn, (mailbox, uid_validity), (&listed, found_all), now).await
        })
        .await
    }
}

async fn note_missing(
    conn: &mut AsyncPgConnection,
    mailbox: &Mailbox,
    (listed, missing): (&BTreeSet<i64>, &[i64]),
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let before = mailboxes::table
        .find(mailbox.id)
        .select(mailboxes::missing_since)
        .first::<Option<DateTime<Utc>>>(conn)
        .await?;
    let since = (!missing.is_empty()).then_some(before.unwrap_or(now));
    if before.is_some() != since.is_some() {
        let what = if since.is_some() {
            "mailbox_alarm"
        } else {
            "mailbox_alarm_over"
        };
        let mut event = Event::new(Actor::Program, what, "mailbox", mailbox.id)
            .with(serde_json::json!({ "uids": missing }));
        event.hearing_id = mailbox.hearing_id;
        event.record(conn, now).await?;
    }
    diesel::update(mailboxes::table.find(mailbox.id))
        .set((
            mailboxes::reconciled_at.eq(now),
            mailboxes::on_server.eq(i64::try_from(listed.len())?),
            mailboxes::missing_uids.eq(missing),
            mailboxes::missing_since.eq(since),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// A mail's id, UIDVALIDITY, UID, and when it was noticed to be gone.
type Row = (i64, Option<i64>, Option<i64>, Option<DateTime<Utc>>);

/// Mails that somebody has taken away since, or put back. As long as not every mail could be found under a new UIDVALIDITY, none of the old
/// one counts as gone.
async fn note_gone(
    conn: &mut AsyncPgConnection,
    (mailbox, uid_validity): (&Mailbox, i64),
    (listed, found_all): (&BTreeSet<i64>, bool),
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let moved = mail_moves::table
        .filter(mail_moves::uid.is_not_null())
        .select(mail_moves::mail_id);
    let rows: Vec<Row> = mails::table
        .filter(mails::mailbox_id.eq(mailbox.id))
        .filter(mails::source.eq(Source::Imap))
        .filter(mails::id.ne_all(moved))
        .select((mails::id, mails::uid_validity, mails::uid, mails::gone_at))
        .load(conn)
        .await?;
    let (mut gone, mut back) = (Vec::new(), Vec::new());
    for (id, validity, uid, gone_at) in rows {
        let current = validity == Some(uid_validity);
        let there = current && uid.is_some_and(|uid| listed.contains(&uid));
        match gone_at {
            None if !there && (current || found_all) => gone.push(id),
            Some(_) if there => back.push(id),
            _ => {}
        }
    }
    for (ids, at) in [(gone, Some(now)), (back, None)] {
        if !ids.is_empty() {
            diesel::update(mails::table.filter(mails::id.eq_any(ids)))
                .set(mails::gone_at.eq(at))
                .execute(conn)
                .await?;
        }
    }
    Ok(())
}
