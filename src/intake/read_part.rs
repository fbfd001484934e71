//! Reads the text of a file that came with a response: slow work outside any transaction, its result a row of its own.
//!
//! In this order: type and limits, the malware scan, the text in a child process. A scan or a picture then waits for the recognition of
//! its letters, which has a queue of its own ([`RecognisePart`]).

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};

use super::scan::{Scanned, scan};
use super::{commit, receipt};
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::extract::{self, Extracted, Extractor, State, Why};
use crate::jobs::{Job, JobError, Lease};
use crate::response::{NewText, Part, PartState, Role, add_text};
use crate::schema::{parts, responses};

/// Bumped when the reading of files changes, so that an old text is known as such.
pub const READER_VERSION: i32 = 2;
/// Bumped when the recognition of letters changes.
pub const OCR_VERSION: i32 = 1;

/// Takes the text of one part.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadPart {
    pub part: i64,
}

impl Job for ReadPart {
    const KIND: &'static str = "read_part";
    const ATTEMPTS: i32 = 4;

    fn unique_key(&self) -> Option<String> {
        Some(self.part.to_string())
    }

    async fn run(&self, app: &App, lease: &Lease) -> Result<(), JobError> {
        let part = Part::find(&mut *app.conn().await?, self.part).await?;
        let bytes = app.storage.read(&part.sha256).await?;
        let name = part.filename.as_deref().unwrap_or_default();
        let scanned = match part.file_id {
            Some(file) => scan(app, file, &bytes).await?,
            None => Scanned::Open,
        };
        let read = match scanned {
            Scanned::Waiting(at) => return wait(app, &part, lease, at).await,
            Scanned::Infected => {
                let (media_type, _) = Extractor::inspect(&bytes, name, Some(&part.media_type));
                Extracted::infected(&media_type)
            }
            Scanned::Open => {
                Extractor::new(app.program.clone())
                    .extract(&bytes, name, Some(&part.media_type))
                    .await
            }
        };
        let recognise =
            read.is_recognisable() && part.role != Role::Inline && extract::can_recognise();
        let state = if recognise {
            PartState::Reading
        } else {
            state(read.state)
        };
        let now = app.clock.now();
        let mut conn = app.conn().await?;
        conn.transaction(async |conn| {
            store(conn, &part, &read, state).await?;
            if state == PartState::Text {
                let text = NewText {
                    deriver: "extract".into(),
                    deriver_version: READER_VERSION,
                    text: read.text.clone(),
                    ranges: read.ranges.clone(),
                    staff_id: None,
                };
                add_text(conn, part.id, &text, now).await?;
                commit::attachment_text(conn, &part, &text.text, now).await?;
            }
            if recognise {
                RecognisePart { part: part.id }.enqueue(conn, now).await?;
            }
            record(app, conn, &part, (state, READER_VERSION)).await?;
            receipt::hurry(conn, part.response_id, now).await?;
            lease.complete(conn).await
        })
        .await
    }
}

/// The part waits for the scanner, and the job comes again.
async fn wait(
    app: &App,
    part: &Part,
    lease: &Lease,
    at: chrono::DateTime<chrono::Utc>,
) -> Result<(), JobError> {
    let mut conn = app.conn().await?;
    conn.transaction(async |conn| {
        diesel::update(parts::table.find(part.id))
            .set(parts::state.eq(PartState::WaitingForScan))
            .execute(conn)
            .await?;
        lease.later(conn, at).await
    })
    .await
}

async fn store(
    conn: &mut AsyncPgConnection,
    part: &Part,
    read: &Extracted,
    state: PartState,
) -> QueryResult<()> {
    diesel::update(parts::table.find(part.id))
        .set((
            parts::state.eq(state),
            parts::state_reason.eq(read.why.map(Why::code)),
            parts::media_type.eq(&read.media_type),
            parts::pages.eq(read.pages.and_then(|pages| i32::try_from(pages).ok())),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

async fn record(
    app: &App,
    conn: &mut AsyncPgConnection,
    part: &Part,
    (state, version): (PartState, i32),
) -> QueryResult<()> {
    let hearing: i64 = responses::table
        .find(part.response_id)
        .select(responses::hearing_id)
        .first(conn)
        .await?;
    Event::new(Actor::Program, "part_read", "response", part.response_id)
        .in_hearing(hearing)
        .with(serde_json::json!({ "part": part.id, "state": state, "version": version }))
        .record(conn, app.clock.now())
        .await
}

/// Recognises the letters of a scan or a picture: seconds a page, so in a queue of its own, one at a time, after everything else.
#[derive(Debug, Serialize, Deserialize)]
pub struct RecognisePart {
    pub part: i64,
}

impl Job for RecognisePart {
    const KIND: &'static str = "recognise_part";
    const ATTEMPTS: i32 = 2;
    /// Sixty pages of thirty seconds each.
    const LEASE_SECONDS: i64 = 2_000;

    fn unique_key(&self) -> Option<String> {
        Some(self.part.to_string())
    }

    async fn run(&self, app: &App, lease: &Lease) -> Result<(), JobError> {
        let part = Part::find(&mut *app.conn().await?, self.part).await?;
        if part.state != PartState::Reading {
            // Somebody has typed its text meanwhile.
            return lease.complete(&mut *app.conn().await?).await;
        }
        let bytes = app.storage.read(&part.sha256).await?;
        let pages = part.pages.and_then(|pages| u32::try_from(pages).ok());
        let scan = Extracted::scan(&part.media_type, pages);
        let read = Extractor::new(app.program.clone())
            .recognise(&bytes, &scan)
            .await;
        let state = state(read.state);
        let now = app.clock.now();
        let mut conn = app.conn().await?;
        conn.transaction(async |conn| {
            let still: PartState = parts::table
                .find(part.id)
                .select(parts::state)
                .for_update()
                .first(conn)
                .await?;
            if still == PartState::Reading {
                store(conn, &part, &read, state).await?;
                if state == PartState::Text {
                    let text = NewText {
                        deriver: "ocr".into(),
                        deriver_version: OCR_VERSION,
                        text: read.text.clone(),
                        ranges: read.ranges.clone(),
                        staff_id: None,
                    };
                    add_text(conn, part.id, &text, now).await?;
                    commit::attachment_text(conn, &part, &text.text, now).await?;
                }
                record(app, conn, &part, (state, OCR_VERSION)).await?;
                receipt::hurry(conn, part.response_id, now).await?;
            }
            lease.complete(conn).await
        })
        .await
    }
}

pub(super) fn state(state: State) -> PartState {
    match state {
        State::Text => PartState::Text,
        State::NoText => PartState::NoText,
        State::Unsupported => PartState::Unsupported,
        State::Encrypted => PartState::Encrypted,
        State::Infected => PartState::Infected,
        State::TooLarge => PartState::TooLarge,
        State::Failed => PartState::Failed,
    }
}
