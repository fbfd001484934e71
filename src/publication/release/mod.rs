//! From a request to a numbered release: build as a job, approval by another person, and then nothing changes any more.

mod approve;
mod build;
mod progress;

use chrono::{DateTime, Utc};
use diesel::dsl::max;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::gate::{self, Finding};
use super::read;
use crate::audit::Event;
use crate::hearing::Hearing;
use crate::jobs::Job;
use crate::schema::{hearings, releases};
use crate::staff::Act;
use crate::templates::Words;
use crate::text_enum;

pub use approve::{ApproveError, approve};
pub use build::{BuildRelease, Built, build_files};
pub use progress::Progress;

pub(super) use progress::progress;

text_enum! {
    pub enum ReleaseState {
        Building = "building",
        /// A stop was found; the findings say which.
        Failed = "failed",
        /// For another person's approval.
        Waiting = "waiting",
        Released = "released",
        /// Given up, or overtaken by a change.
        Dropped = "dropped",
    }
}

text_enum! {
    /// What goes into a release.
    #[derive(Default)]
    pub enum ReleaseKind {
        /// The responses that are signed off so far; the others are counted as not yet published.
        Daily = "daily",
        /// Everything.
        #[default]
        Final = "final",
    }
}

/// What the gate says of a hearing as it stands, before any file is built.
///
/// # Errors
/// When the database fails.
pub async fn found_now(
    conn: &mut AsyncPgConnection,
    slug: &str,
    words: &Words,
) -> anyhow::Result<Vec<Finding>> {
    let read = read::read(conn, slug, words, ReleaseKind::Final).await?;
    Ok(gate::look(&read.projection, &read.evidence))
}

/// A release in any state.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = releases)]
pub struct Release {
    pub id: i64,
    pub hearing_id: i64,
    pub number: Option<i32>,
    pub state: ReleaseState,
    /// The findings, as JSON.
    pub state_reason: Option<String>,
    pub manifest: Option<serde_json::Value>,
    pub manifest_sha256: Option<Vec<u8>>,
    pub log_size: Option<i64>,
    pub log_root: Option<Vec<u8>>,
    pub built_by: Option<i64>,
    pub approved_by: Option<i64>,
    pub released_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    /// The release in one file, in storage.
    pub archive_sha256: Option<Vec<u8>>,
    pub archive_bytes: Option<i64>,
    /// Of the PDF, while it is set.
    pub volumes: i32,
    pub volumes_set: i32,
    pub kind: ReleaseKind,
}

impl Release {
    pub async fn find(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<Self> {
        Self::query().filter(releases::id.eq(id)).first(conn).await
    }

    /// The releases of a hearing, newest first.
    pub async fn of_hearing(
        conn: &mut AsyncPgConnection,
        hearing_id: i64,
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(releases::hearing_id.eq(hearing_id))
            .order(releases::id.desc())
            .load(conn)
            .await
    }

    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        self.state_reason
            .as_deref()
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default()
    }
}

/// The number that the next release of a hearing takes.
pub async fn next_number(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<i32> {
    let highest: Option<i32> = releases::table
        .filter(releases::hearing_id.eq(hearing_id))
        .select(max(releases::number))
        .first(conn)
        .await?;
    Ok(highest.unwrap_or_default() + 1)
}

/// Why a build was not begun.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    /// One is being built already.
    #[error("a release is being built")]
    AlreadyBuilding,
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// Asks for a release to be built. One that waits for approval is dropped: it would not be the newest.
///
/// # Errors
/// [`RequestError::AlreadyBuilding`] when it was asked for twice at once.
pub async fn request(
    conn: &mut AsyncPgConnection,
    by: Act,
    kind: ReleaseKind,
) -> Result<i64, RequestError> {
    conn.transaction(async |conn| {
        Hearing::query()
            .filter(hearings::id.eq(by.hearing_id))
            .for_update()
            .first(conn)
            .await?;
        let own = releases::table.filter(releases::hearing_id.eq(by.hearing_id));
        let building: i64 = own
            .filter(releases::state.eq(ReleaseState::Building))
            .count()
            .get_result(conn)
            .await?;
        if building > 0 {
            return Err(RequestError::AlreadyBuilding);
        }
        diesel::update(own.filter(releases::state.eq(ReleaseState::Waiting)))
            .set(releases::state.eq(ReleaseState::Dropped))
            .execute(conn)
            .await?;
        let id: i64 = diesel::insert_into(releases::table)
            .values((
                releases::hearing_id.eq(by.hearing_id),
                releases::built_by.eq(by.staff_id),
                releases::kind.eq(kind),
                releases::created_at.eq(by.now),
            ))
            .returning(releases::id)
            .get_result(conn)
            .await?;
        BuildRelease { release_id: id }
            .enqueue(conn, by.now)
            .await?;
        Event::by_staff(by.staff_id, "release_requested", "release", id)
            .in_hearing(by.hearing_id)
            .with(json!({ "kind": kind }))
            .record(conn, by.now)
            .await?;
        Ok(id)
    })
    .await
}
