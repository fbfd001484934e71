//! Reads the text of a file that came with a response: slow work outside any transaction, its result a row of its own.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};

use super::{commit, receipt};
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::extract::{Extractor, State};
use crate::jobs::{Job, JobError, Lease};
use crate::response::{NewText, Part, PartState, add_text};
use crate::schema::{parts, responses};

/// Bumped when the reading of files changes, so that an old text is known as such.
const READER_VERSION: i32 = 1;

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
        let part = {
            let mut conn = app.conn().await?;
            Part::find(&mut conn, self.part).await?
        };
        let bytes = app.storage.read(&part.sha256).await?;
        let read = Extractor::new(app.program.clone())
            .extract(
                &bytes,
                part.filename.as_deref().unwrap_or_default(),
                Some(&part.media_type),
            )
            .await;
        let now = app.clock.now();
        let mut conn = app.conn().await?;
        conn.transaction(async |conn| {
            let state = state(read.state);
            diesel::update(parts::table.find(part.id))
                .set((
                    parts::state.eq(state),
                    parts::state_reason.eq(&read.why),
                    parts::media_type.eq(&read.media_type),
                    parts::pages.eq(read.pages.and_then(|pages| i32::try_from(pages).ok())),
                ))
                .execute(conn)
                .await?;
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
            let hearing: i64 = responses::table.find(part.response_id).select(responses::hearing_id).first(conn).await?;
            Event::new(Actor::Program, "part_read", "response", part.response_id)
                .in_hearing(hearing)
                .with(serde_json::json!({ "part": part.id, "state": state, "version": READER_VERSION }))
                .record(conn, now)
                .await?;
            receipt::hurry(conn, part.response_id, now).await?;
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
