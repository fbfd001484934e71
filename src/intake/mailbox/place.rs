//! Steps two and three: kept mails are read, and get their places. By job each mail alone, so that a bad one stops nobody; in an import
//! many at a time, in their order.

use std::sync::Arc;

use bytes::Bytes;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

use super::cause::Cause;
use super::ledger::Place;
use super::ready::{Hearings, Ready, batches, waiting};
use super::settle::{runs, settle};
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::jobs::{Job, JobError, Lease};
use crate::schema::mails;

/// Tries before a mail that stops the reading is left to people.
const TRIES: i32 = 5;

/// Reads one mail and gives it its place.
#[derive(Debug, Serialize, Deserialize)]
pub struct PlaceMail {
    pub mail: i64,
}

impl Job for PlaceMail {
    const KIND: &'static str = "place_mail";
    const ATTEMPTS: i32 = TRIES + 1;

    fn unique_key(&self) -> Option<String> {
        Some(self.mail.to_string())
    }

    async fn run(&self, app: &App, lease: &Lease) -> Result<(), JobError> {
        match place(app, self.mail).await {
            Ok(_) => Ok(()),
            Err(error) if lease.attempts() >= TRIES => {
                tracing::error!(
                    mail = self.mail,
                    error = format!("{error:#}"),
                    "a mail cannot be placed: it is left to people"
                );
                give_up(app, self.mail).await?;
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// Gives a kept mail its place, once; a mail that has one keeps it.
pub async fn place(app: &App, id: i64) -> anyhow::Result<Place> {
    place_all(app, &[id]).await?;
    Ok(mails::table
        .find(id)
        .select(mails::place)
        .first(&mut *app.conn().await?)
        .await?)
}

/// Gives these kept mails their places, in this order, since a later one may be about an earlier one.
///
/// # Errors
/// When one of them cannot be placed; those before it have their places.
pub async fn place_all(app: &App, ids: &[i64]) -> anyhow::Result<()> {
    let (next, kept) = mpsc::channel(1);
    let all = ids.iter().map(|id| ToPlace { id: *id, raw: None });
    next.send(all.collect()).await?;
    drop(next);
    place_as_kept(app, kept).await
}

/// A kept mail that has no place yet, with its bytes where they are still at hand.
#[derive(Debug)]
pub(super) struct ToPlace {
    pub(super) id: i64,
    pub(super) raw: Option<Bytes>,
}

/// As [`place_all`], for mails that are still being kept: while some are written to the database the next are read.
pub(super) async fn place_as_kept(
    app: &App,
    kept: mpsc::Receiver<Vec<ToPlace>>,
) -> anyhow::Result<()> {
    let (next, ready) = mpsc::channel::<(Arc<Hearings>, Vec<Ready>)>(1);
    let reading = async {
        let (done, mut kept) = (next, kept);
        while let Some(next) = kept.recv().await {
            let mut conn = app.conn().await?;
            let waiting = waiting(&mut conn, next).await?;
            let hearings = Arc::new(Hearings::of_mails(&mut conn, &waiting).await?);
            drop(conn);
            for batch in batches(waiting) {
                let read = Ready::read_all(app, &hearings, batch).await?;
                if done.send((hearings.clone(), read)).await.is_err() {
                    return Ok(());
                }
            }
        }
        anyhow::Ok(())
    };
    let writing = async {
        // Gone when one cannot be placed, so that nobody reads on.
        let mut ready = ready;
        let mut conn = app.conn().await?;
        while let Some((hearings, batch)) = ready.recv().await {
            settle_all(app, &mut conn, &hearings, batch).await?;
        }
        anyhow::Ok(())
    };
    let (read, written) = tokio::join!(reading, writing);
    written.and(read)
}

async fn settle_all(
    app: &App,
    conn: &mut AsyncPgConnection,
    hearings: &Hearings,
    batch: Vec<Ready>,
) -> anyhow::Result<()> {
    for run in runs(batch) {
        match settle(app, conn, hearings, &run).await {
            Ok(()) => {}
            // One of them is at fault: the others are placed without it.
            Err(_) if run.len() > 1 => {
                for one in &run {
                    settle(app, conn, hearings, std::slice::from_ref(one)).await?;
                }
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// A mail that cannot be placed goes to *unreadable*, where people see it: nothing waits for ever in between.
pub(super) async fn give_up(app: &App, id: i64) -> anyhow::Result<()> {
    let now = app.clock.now();
    let mut conn = app.conn().await?;
    conn.transaction(async |conn| {
        let hearing: Option<Option<i64>> = diesel::update(
            mails::table
                .filter(mails::id.eq(id))
                .filter(mails::place.eq(Place::Kept)),
        )
        .set((
            mails::place.eq(Place::Unreadable),
            mails::place_reason.eq(Cause::ReadingFailed),
        ))
        .returning(mails::hearing_id)
        .get_result(conn)
        .await
        .optional()?;
        let Some(hearing) = hearing else {
            return Ok(());
        };
        let mut event = Event::new(Actor::Program, "mail_placed", "mail", id).with(
            serde_json::json!({ "place": Place::Unreadable, "reason": Cause::ReadingFailed }),
        );
        event.hearing_id = hearing;
        event.record(conn, now).await?;
        Ok(())
    })
    .await
}
