//! Malware: every file of a mail or a form is scanned before it is opened, where a scanner is set.
//!
//! Guarantees: while the scanner does not answer, intake stays open and the file waits (`waiting` in `file_scans`), asked for again with
//! growing delay; what waits or is infected is not handed out, and what waits stops a release. An infected file stays a part of its
//! response, which counts.

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};

use super::receipt;
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::extract::Why;
use crate::jobs::{Job, JobError, Lease};
use crate::response::PartState;
use crate::scan::{Scanner, Verdict};
use crate::schema::{file_scans, files, mails, parts, responses};
use crate::text_enum;

text_enum! {
    /// What is known of a file.
    pub enum ScanState {
        Waiting = "waiting",
        Clean = "clean",
        Infected = "infected",
    }
}

/// The longest time between two tries.
const SELDOM: TimeDelta = TimeDelta::minutes(15);
const OFTEN: TimeDelta = TimeDelta::seconds(15);

/// What came of asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scanned {
    /// Clean, or no scanner is set.
    Open,
    Infected,
    /// The scanner does not answer; to be asked again then.
    Waiting(DateTime<Utc>),
}

/// Has a file scanned, unless that was done before. What came of it is committed.
pub(super) async fn scan(app: &App, file_id: i64, bytes: &[u8]) -> anyhow::Result<Scanned> {
    let scanner = Scanner::of(&app.config.scanner);
    let known: Option<(ScanState, DateTime<Utc>)> = file_scans::table
        .find(file_id)
        .select((file_scans::verdict, file_scans::asked_at))
        .first(&mut *app.conn().await?)
        .await
        .optional()?;
    match known {
        Some((ScanState::Clean, _)) => return Ok(Scanned::Open),
        Some((ScanState::Infected, _)) => return Ok(Scanned::Infected),
        _ => {}
    }
    let now = app.clock.now();
    let Some(scanner) = scanner else {
        // It was taken out of the settings: nothing waits for it any more.
        if known.is_some() {
            diesel::delete(file_scans::table.find(file_id))
                .execute(&mut *app.conn().await?)
                .await?;
        }
        return Ok(Scanned::Open);
    };
    let since = known.map_or(now, |(_, asked_at)| asked_at);
    let (verdict, signature, scanned) = match scanner.scan(bytes).await {
        Ok(Verdict::Clean) => (ScanState::Clean, None, Scanned::Open),
        Ok(Verdict::Infected(name)) => {
            tracing::warn!(file = file_id, signature = name, "a file holds malware");
            (ScanState::Infected, Some(name), Scanned::Infected)
        }
        Err(error) => {
            tracing::warn!(
                file = file_id,
                error = format!("{error:#}"),
                "a file cannot be scanned"
            );
            let wait = (now.signed_duration_since(since) / 2).clamp(OFTEN, SELDOM);
            (ScanState::Waiting, None, Scanned::Waiting(now + wait))
        }
    };
    let values = (
        file_scans::verdict.eq(verdict),
        file_scans::signature.eq(signature),
        file_scans::asked_at.eq(since),
        file_scans::scanned_at.eq((verdict != ScanState::Waiting).then_some(now)),
    );
    diesel::insert_into(file_scans::table)
        .values((file_scans::file_id.eq(file_id), values.clone()))
        .on_conflict(file_scans::file_id)
        .do_update()
        .set(values)
        .execute(&mut *app.conn().await?)
        .await?;
    Ok(scanned)
}

/// Why a file is held back; none when it may be handed out.
pub async fn held(conn: &mut AsyncPgConnection, file_id: i64) -> QueryResult<Option<ScanState>> {
    let known: Option<ScanState> = file_scans::table
        .find(file_id)
        .select(file_scans::verdict)
        .first(conn)
        .await
        .optional()?;
    let part: bool = diesel::select(exists(
        parts::table
            .filter(parts::file_id.eq(file_id))
            .filter(parts::state.eq(PartState::Infected)),
    ))
    .get_result(conn)
    .await?;
    let mail: bool = diesel::select(exists(
        mails::table
            .filter(mails::file_id.eq(file_id))
            .filter(mails::kind.eq("malware")),
    ))
    .get_result(conn)
    .await?;
    if part || mail {
        return Ok(Some(ScanState::Infected));
    }
    Ok(known.filter(|state| *state != ScanState::Clean))
}

/// The same for bytes that may be a file already: a file of a mail is one when the mail was made a response.
pub async fn held_bytes(
    conn: &mut AsyncPgConnection,
    sha256: &[u8],
) -> QueryResult<Option<ScanState>> {
    let file: Option<i64> = files::table
        .filter(files::sha256.eq(sha256))
        .select(files::id)
        .first(conn)
        .await
        .optional()?;
    match file {
        Some(file) => held(conn, file).await,
        None => Ok(None),
    }
}

/// The responses of a hearing that have a file which waits for the scanner: they stop a release.
pub async fn unscanned(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<Vec<i64>> {
    parts::table
        .inner_join(file_scans::table.on(file_scans::file_id.nullable().eq(parts::file_id)))
        .inner_join(responses::table.on(responses::id.eq(parts::response_id)))
        .filter(responses::hearing_id.eq(hearing_id))
        .filter(file_scans::verdict.eq(ScanState::Waiting))
        .select(parts::response_id)
        .distinct()
        .load(conn)
        .await
}

/// Scans one stored file that is not read for its text: a mail as a whole, or what came before a scanner was set.
#[derive(Debug, Serialize, Deserialize)]
pub struct ScanFile {
    pub file: i64,
}

impl Job for ScanFile {
    const KIND: &'static str = "scan_file";
    const ATTEMPTS: i32 = 4;

    fn unique_key(&self) -> Option<String> {
        Some(self.file.to_string())
    }

    async fn run(&self, app: &App, lease: &Lease) -> Result<(), JobError> {
        let sha256: Vec<u8> = files::table
            .find(self.file)
            .select(files::sha256)
            .first(&mut *app.conn().await?)
            .await?;
        let bytes: Bytes = app.storage.read(&sha256).await?;
        let scanned = scan(app, self.file, &bytes).await?;
        let mut conn = app.conn().await?;
        match scanned {
            Scanned::Open => lease.complete(&mut conn).await,
            Scanned::Waiting(at) => lease.later(&mut conn, at).await,
            Scanned::Infected => {
                let now = app.clock.now();
                conn.transaction(async |conn| {
                    mark_infected(conn, self.file, now).await?;
                    lease.complete(conn).await
                })
                .await
            }
        }
    }
}

async fn mark_infected(
    conn: &mut AsyncPgConnection,
    file_id: i64,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let marked: Vec<(i64, i64)> = diesel::update(
        parts::table
            .filter(parts::file_id.eq(file_id))
            .filter(parts::state.ne(PartState::Infected)),
    )
    .set((
        parts::state.eq(PartState::Infected),
        parts::state_reason.eq(Why::Malware.code()),
    ))
    .returning((parts::id, parts::response_id))
    .get_results(conn)
    .await?;
    for (part, response) in marked {
        Event::new(Actor::Program, "part_infected", "response", response)
            .with(serde_json::json!({ "part": part }))
            .record(conn, now)
            .await?;
        receipt::hurry(conn, response, now).await?;
    }
    Ok(())
}

#[derive(QueryableByName)]
struct Unasked {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    file: i64,
}

/// Lets every file that came before a scanner was set be scanned. Returns how many.
pub async fn catch_up(app: &App) -> anyhow::Result<usize> {
    if Scanner::of(&app.config.scanner).is_none() {
        return Ok(0);
    }
    let now = app.clock.now();
    let mut conn = app.conn().await?;
    conn.transaction(async |conn| {
        let unasked: Vec<Unasked> = diesel::sql_query(
            "select file_id as file from (select file_id from parts where role <> 'body' and state <> 'reading' and file_id is not null \
                union select file_id from mails where place <> 'kept') as known \
             where not exists (select from file_scans where file_scans.file_id = known.file_id)",
        )
        .load(conn)
        .await?;
        for one in &unasked {
            diesel::insert_into(file_scans::table)
                .values((
                    file_scans::file_id.eq(one.file),
                    file_scans::verdict.eq(ScanState::Waiting),
                    file_scans::asked_at.eq(now),
                ))
                .on_conflict_do_nothing()
                .execute(conn)
                .await?;
            ScanFile { file: one.file }.enqueue(conn, now).await?;
        }
        Ok(unasked.len())
    })
    .await
}
