//! The proposal: case number, summary, what is recommended, the presentation of the case. Saved by whoever saw the last version.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use crate::audit::Event;
use crate::schema::{agenda_proposals, meetings};
use crate::staff::Act;
use crate::text::{char_len, normalize};

/// Characters of each text.
pub const TEXT_CHARACTERS: usize = 20_000;
/// Characters of the case number.
pub const LINE_CHARACTERS: usize = 100;

/// What a proposal says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = agenda_proposals)]
pub struct Content {
    pub case_number: String,
    /// *Resumé*
    pub summary: String,
    /// *Indstilling*
    pub recommendation: String,
    /// *Sagsfremstilling*
    pub presentation: String,
}

impl Content {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let texts = [&self.summary, &self.recommendation, &self.presentation];
        texts.iter().all(|text| text.trim().is_empty())
    }

    fn cleaned(&self) -> Result<Self, ProposalError> {
        let case_number = normalize(&self.case_number);
        let case_number = case_number.split_whitespace().collect::<Vec<_>>().join(" ");
        if char_len(&case_number) > LINE_CHARACTERS {
            return Err(ProposalError::TooLong(LINE_CHARACTERS));
        }
        let text = |text: &str| {
            let text = normalize(text).trim().to_owned();
            if char_len(&text) > TEXT_CHARACTERS {
                return Err(ProposalError::TooLong(TEXT_CHARACTERS));
            }
            Ok(text)
        };
        Ok(Self {
            case_number,
            summary: text(&self.summary)?,
            recommendation: text(&self.recommendation)?,
            presentation: text(&self.presentation)?,
        })
    }
}

/// A proposal as it was saved once.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = agenda_proposals)]
pub struct Proposal {
    pub number: i32,
    #[diesel(embed)]
    pub content: Content,
    pub staff_id: i64,
    pub created_at: DateTime<Utc>,
}

/// Why a proposal was not saved.
#[derive(Debug, thiserror::Error)]
pub enum ProposalError {
    #[error("a text has more than {0} characters")]
    TooLong(usize),
    /// It was saved by somebody since.
    #[error("changed since")]
    Changed,
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// The proposal of a meeting that stands, if somebody has saved one.
pub async fn proposal_of(
    conn: &mut AsyncPgConnection,
    meeting_id: i64,
) -> QueryResult<Option<Proposal>> {
    Proposal::query()
        .filter(agenda_proposals::meeting_id.eq(meeting_id))
        .order(agenda_proposals::number.desc())
        .first(conn)
        .await
        .optional()
}

/// Every version of it, the latest first.
pub async fn proposals_of(
    conn: &mut AsyncPgConnection,
    meeting_id: i64,
) -> QueryResult<Vec<Proposal>> {
    Proposal::query()
        .filter(agenda_proposals::meeting_id.eq(meeting_id))
        .order(agenda_proposals::number.desc())
        .load(conn)
        .await
}

/// Saves a proposal as somebody who saw version `seen` (0 for none) wrote it.
///
/// # Errors
/// [`ProposalError::TooLong`], [`ProposalError::Changed`]; [`diesel::result::Error::NotFound`] for a meeting of another hearing.
pub async fn save_proposal(
    conn: &mut AsyncPgConnection,
    by: Act,
    (meeting_id, seen): (i64, i32),
    content: &Content,
) -> Result<(), ProposalError> {
    let content = content.cleaned()?;
    conn.transaction(async |conn| {
        let _own: i64 = meetings::table
            .filter(meetings::id.eq(meeting_id))
            .filter(meetings::hearing_id.eq(by.hearing_id))
            .select(meetings::id)
            .for_no_key_update()
            .first(conn)
            .await?;
        let there = proposal_of(conn, meeting_id).await?;
        let last = there.as_ref().map_or(0, |one| one.number);
        if there.is_some_and(|one| one.content == content) {
            // The same twice (a button pressed again) is no new version, and no quarrel.
            return Ok(());
        }
        if last != seen {
            return Err(ProposalError::Changed);
        }
        diesel::insert_into(agenda_proposals::table)
            .values((
                agenda_proposals::meeting_id.eq(meeting_id),
                agenda_proposals::number.eq(last + 1),
                content,
                agenda_proposals::staff_id.eq(by.staff_id),
                agenda_proposals::created_at.eq(by.now),
            ))
            .execute(conn)
            .await?;
        Event::by_staff(by.staff_id, "proposal_saved", "meeting", meeting_id)
            .in_hearing(by.hearing_id)
            .with(json!({ "version": last + 1 }))
            .record(conn, by.now)
            .await?;
        Ok(())
    })
    .await
}
