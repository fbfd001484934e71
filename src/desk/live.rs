//! What an open page is told while it is open: that something arrived or was done, and who else has the response open.
//!
//! Each stream asks the database once a second for new rows of the audit log of its hearing; nothing personal is in what it sends but
//! the names of colleagues. A stream ends after some minutes and the browser opens it again, so that a login that has ended is noticed.

use std::collections::BTreeSet;
use std::time::Duration;

use actix_web::web::{Data, Query};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Deserialize;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};

use super::{presence, response};
use crate::app::App;
use crate::schema::audit_events;
use crate::staff::{Act, Reader};
use crate::templates::Templates;
use crate::web::{self, EventSender, event_stream};

const ASK_EVERY: Duration = Duration::from_secs(1);
const SAY_HERE_EVERY: Duration = Duration::from_secs(20);
/// A page that is closed is noticed when something is sent to it.
const KEEP_OPEN_EVERY: Duration = Duration::from_secs(3);
const LASTS: Duration = Duration::from_secs(300);
/// Rows are numbered before they are committed: how far back one may still appear.
const LATE_ROWS: i64 = 64;

#[derive(Deserialize)]
pub(super) struct Of {
    /// The number of the response that is open; none in the inbox.
    svar: Option<String>,
}

pub(super) async fn show(app: Data<App>, reader: Reader, of: Query<Of>) -> web::Result {
    let mut conn = app.conn().await?;
    let open = match &of.svar {
        Some(number) => Some(response::find(&mut conn, &reader, number).await?.id),
        None => None,
    };
    drop(conn);
    let (sender, answer) = event_stream();
    let by = reader.act(app.clock.now());
    actix_web::rt::spawn(async move {
        if let Err(error) = tell(&app, by, open, &sender).await {
            tracing::warn!(
                error = format!("{error:#}"),
                "a page is no longer told what is new"
            );
        }
        let by = Act {
            now: app.clock.now(),
            ..by
        };
        if let (Some(open), Ok(mut conn)) = (open, app.conn().await) {
            let _ = presence::gone(&mut conn, by, open).await;
        }
    });
    Ok(answer)
}

/// Tells a page until it is closed, the program stops, or the stream has lasted long enough.
async fn tell(app: &App, by: Act, open: Option<i64>, page: &EventSender) -> anyhow::Result<()> {
    let mut stopping = app.stopping.subscribe();
    let end = sleep(LASTS);
    tokio::pin!(end);
    let mut tick = interval(ASK_EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut told = Told::from_now(app, by).await?;
    let (mut said_here, mut kept_open) = (None::<Instant>, Instant::now());
    loop {
        tokio::select! {
            () = page.gone() => return Ok(()),
            () = &mut end => return Ok(()),
            _ = stopping.wait_for(|stops| *stops) => return Ok(()),
            _ = tick.tick() => {}
        }
        let by = Act {
            now: app.clock.now(),
            ..by
        };
        let mut conn = app.conn().await?;
        let mut there = true;
        if said_here.is_none_or(|at| at.elapsed() >= SAY_HERE_EVERY) {
            said_here = Some(Instant::now());
            if let Some(open) = open {
                presence::seen(&mut conn, by, open).await?;
            }
        }
        if kept_open.elapsed() >= KEEP_OPEN_EVERY {
            kept_open = Instant::now();
            there = page.keep_open();
        }
        if let Some(open) = open {
            there &= told.others(&mut conn, by, open, page).await?;
        }
        there &= told.changes(&mut conn, by, open, page).await?;
        if !there {
            return Ok(());
        }
    }
}

/// What a page has been told.
struct Told {
    highest: i64,
    rows: BTreeSet<i64>,
    others: Option<Vec<String>>,
}

impl Told {
    async fn from_now(app: &App, by: Act) -> anyhow::Result<Self> {
        let mut conn = app.conn().await?;
        let highest: Option<i64> = audit_events::table
            .select(diesel::dsl::max(audit_events::id))
            .first(&mut conn)
            .await?;
        let mut told = Self {
            highest: highest.unwrap_or(0),
            rows: BTreeSet::new(),
            others: None,
        };
        for (id, ..) in told.fresh(&mut conn, by).await? {
            told.rows.insert(id);
        }
        Ok(told)
    }

    /// Rows that this page has not been told of: number, what they are about, who.
    async fn fresh(
        &self,
        conn: &mut AsyncPgConnection,
        by: Act,
    ) -> QueryResult<Vec<(i64, String, Option<i64>, Option<i64>)>> {
        audit_events::table
            .filter(audit_events::hearing_id.eq(by.hearing_id))
            .filter(audit_events::id.gt(self.highest - LATE_ROWS))
            .filter(audit_events::action.not_like("%\\_read"))
            .filter(audit_events::id.ne_all(self.rows.iter().copied().collect::<Vec<i64>>()))
            .order(audit_events::id)
            .select((
                audit_events::id,
                audit_events::subject_kind,
                audit_events::subject_id,
                audit_events::staff_id,
            ))
            .load(conn)
            .await
    }

    /// Says what was done: in the inbox anything, on a response what others did to it.
    async fn changes(
        &mut self,
        conn: &mut AsyncPgConnection,
        by: Act,
        open: Option<i64>,
        page: &EventSender,
    ) -> QueryResult<bool> {
        let (mut mine, mut others) = (false, false);
        for (id, kind, subject, staff) in self.fresh(conn, by).await? {
            self.highest = self.highest.max(id);
            self.rows.insert(id);
            if open.is_some_and(|open| kind != "response" || subject != Some(open)) {
                continue;
            }
            if staff == Some(by.staff_id) {
                mine = true;
            } else {
                others = true;
            }
        }
        let floor = self.highest - LATE_ROWS;
        self.rows.retain(|id| *id > floor);
        Ok(match (others, mine && open.is_none()) {
            (true, _) => page.send("changed", "others"),
            (false, true) => page.send("changed", "mine"),
            (false, false) => true,
        })
    }

    /// Says who else is here, when that is new.
    async fn others(
        &mut self,
        conn: &mut AsyncPgConnection,
        by: Act,
        open: i64,
        page: &EventSender,
    ) -> anyhow::Result<bool> {
        let names = presence::others(conn, by, open).await?;
        if self.others.as_ref() == Some(&names) {
            return Ok(true);
        }
        let text = here(&names)?;
        self.others = Some(names);
        Ok(page.send("here", &text))
    }
}

/// *Mads Holm har også svaret åbent*; empty when nobody else has.
pub(super) fn here(names: &[String]) -> anyhow::Result<String> {
    let words = Templates::shared()?.words();
    Ok(match names {
        [] => String::new(),
        names => words.text("desk-here", &[("names", names.join(", ").into())]),
    })
}
