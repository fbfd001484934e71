//! What staff decide about a hearing, in sections that are saved by themselves.
//!
//! Each section is a value: read from the hearing's rows, and written in one transaction that locks the hearing. A form sends the print of
//! what it was made from, so that whoever saves second is told instead of overwriting. Each change is a row of the audit log and a
//! revision of the hearing.

mod basics;
mod categories;
mod create;
mod dates;
mod documents;
mod mailbox;
mod meetings;
mod missing;
mod publication;
mod publish;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::Hearing;
use crate::audit::{self, Event};
use crate::schema::hearings;
use crate::staff::Act;
use crate::text_enum;

pub use basics::Basics;
pub use categories::{Categories, CategoryRow};
pub(super) use dates::first_round;

pub use create::{CreateError, NewHearing, RESERVED, create};
pub use dates::{Dates, Round, RoundKind, RoundRow, rounds_of};
pub use documents::{
    DocumentError, MoveTo, NewDocument, add_document, move_document, remove_document,
    rename_document,
};
pub use mailbox::Address;
pub(super) use meetings::write_meetings;
pub use meetings::{MeetingRow, Meetings, MilestoneRow};
pub use missing::{Missing, missing, weeks_short};
pub use publication::Publication;
pub use publish::{PublishError, publish, unpublish};

text_enum! {
    /// A part of the settings.
    pub enum Section {
        Basics = "basics",
        Dates = "dates",
        Mailbox = "mailbox",
        Documents = "documents",
        Categories = "categories",
        Themes = "themes",
        Meetings = "meetings",
        Publication = "publication",
    }
}

/// Why a section could not be saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Somebody else saved it after the form was shown.
    #[error("the section was changed in the meantime")]
    Changed,
    /// Responses, or consultees, are in a category that would go.
    #[error("category {letter} is used {uses} times")]
    CategoryInUse { letter: String, uses: i64 },
    /// References are made of the letters, and are fixed.
    #[error("references are made of the letters, and are fixed")]
    LettersHold,
    /// Responses came in a round that would go.
    #[error("{responses} responses came in a round that would go")]
    RoundInUse { responses: i64 },
    /// The day is decided: the hearing has opened, or its deadline is told to the public.
    #[error("the dates no longer change here")]
    DatesHold,
    /// Something was made for a meeting that would go.
    #[error("something was made for a meeting that would go")]
    MeetingInUse,
    /// The public knows the hearing, and it would be open for less than the law asks for.
    #[error("the hearing would be open for too short a time")]
    TooShort,
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// A section of the settings.
pub(crate) trait Settings: Serialize + PartialEq + Send + Sync + Sized {
    const SECTION: Section;

    fn read(
        conn: &mut AsyncPgConnection,
        hearing: &Hearing,
    ) -> impl Future<Output = Result<Self, SaveError>> + Send;

    /// Writes what differs. The hearing is locked; what stands, and the time, come with it.
    fn write(
        &self,
        conn: &mut AsyncPgConnection,
        hearing: &Hearing,
        standing: (&Self, DateTime<Utc>),
    ) -> impl Future<Output = Result<(), SaveError>> + Send;

    /// What a form sends back, to tell whether the section is still as it was shown.
    fn print(&self) -> String {
        let json = serde_json::to_vec(self).unwrap_or_default();
        hex::encode(&Sha256::digest(json)[..12])
    }
}

/// Saves a section. Nothing is written, and nothing logged, when it is as it was.
///
/// # Errors
/// [`SaveError::Changed`] when `seen` is not the print of what stands; the others as the section says.
pub(crate) async fn save<S: Settings>(
    conn: &mut AsyncPgConnection,
    by: Act,
    new: &S,
    seen: &str,
) -> Result<(), SaveError> {
    conn.transaction(async |conn| {
        let hearing = lock(conn, by.hearing_id).await?;
        let before = S::read(conn, &hearing).await?;
        if before.print() != seen {
            // The same twice (a button pressed again) is no quarrel.
            return if before == *new {
                Ok(())
            } else {
                Err(SaveError::Changed)
            };
        }
        if before == *new {
            return Ok(());
        }
        new.write(conn, &hearing, (&before, by.now)).await?;
        changed(conn, by, S::SECTION).await?;
        Ok(())
    })
    .await
}

/// The hearing, held until the transaction ends.
pub(super) async fn lock(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<Hearing> {
    Hearing::query()
        .filter(hearings::id.eq(hearing_id))
        .for_update()
        .first(conn)
        .await
}

/// Notes that a section was changed.
pub(super) async fn changed(
    conn: &mut AsyncPgConnection,
    by: Act,
    section: Section,
) -> QueryResult<()> {
    touch(conn, by).await?;
    Event::by_staff(by.staff_id, "hearing_changed", "hearing", by.hearing_id)
        .in_hearing(by.hearing_id)
        .with(json!({ "section": section }))
        .record(conn, by.now)
        .await
}

/// A new revision: pages that were kept are old.
pub(super) async fn touch(conn: &mut AsyncPgConnection, by: Act) -> QueryResult<()> {
    diesel::update(hearings::table.find(by.hearing_id))
        .set((
            hearings::updated_at.eq(by.now),
            hearings::revision.eq(hearings::revision + 1),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Who saved a section last, and when.
pub async fn last_change(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    section: Section,
) -> QueryResult<Option<(Option<i64>, DateTime<Utc>)>> {
    let rows = audit::of_subject(conn, "hearing", hearing_id).await?;
    Ok(rows
        .into_iter()
        .find(|row| row.action == "hearing_changed" && row.detail["section"] == section.as_str())
        .map(|row| (row.staff_id, row.at)))
}
