//! The parts of a response and their immutable texts.

use anyhow::Context;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use sha2::{Digest, Sha256};

use super::PublishedAs;
use crate::schema::{parts, text_versions};
use crate::text::Range;
use crate::text_enum;

text_enum! {
    /// What a part is for.
    pub enum Role {
        Body = "body",
        Letter = "letter",
        Appendix = "appendix",
        /// Digital Post's proof of the sender: has a CPR number, is never published.
        Signaturbevis = "signaturbevis",
        /// A picture in the text, such as a logo.
        Inline = "inline",
        Other = "other",
    }
}

text_enum! {
    /// Whether its text could be had.
    pub enum PartState {
        Reading = "reading",
        /// The malware scanner does not answer; until it does nobody opens the file.
        WaitingForScan = "waiting_for_scan",
        Text = "text",
        NoText = "no_text",
        Unsupported = "unsupported",
        Encrypted = "encrypted",
        Infected = "infected",
        TooLarge = "too_large",
        Failed = "failed",
    }
}

/// The body, or a file.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = parts)]
pub struct Part {
    pub id: i64,
    pub response_id: i64,
    pub position: i32,
    pub role: Role,
    pub filename: Option<String>,
    pub media_type: String,
    pub bytes: i64,
    pub file_id: Option<i64>,
    pub sha256: Vec<u8>,
    pub state: PartState,
    pub state_reason: Option<String>,
    pub pages: Option<i32>,
    pub text_id: Option<i64>,
    /// The part that took its place in another response.
    pub moved_to: Option<i64>,
    pub published_as: PublishedAs,
    pub withheld_ground: Option<String>,
    pub signatures_covered_by: Option<i64>,
    pub signatures_covered_at: Option<DateTime<Utc>>,
}

impl Part {
    pub async fn find(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<Self> {
        Self::query().filter(parts::id.eq(id)).first(conn).await
    }

    /// The parts of many responses, in order, without those that went to another response.
    pub async fn of_responses(conn: &mut AsyncPgConnection, ids: &[i64]) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(parts::response_id.eq_any(ids))
            .filter(parts::moved_to.is_null())
            .order((parts::response_id, parts::position))
            .load(conn)
            .await
    }

    /// Every part that a response has ever had, in order: what was committed to.
    pub async fn ever_of(conn: &mut AsyncPgConnection, response_id: i64) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(parts::response_id.eq(response_id))
            .order((parts::response_id, parts::position))
            .load(conn)
            .await
    }
}

/// A text as somebody or something read it. Never edited.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = text_versions)]
pub struct TextVersion {
    pub id: i64,
    pub part_id: i64,
    pub deriver: String,
    pub deriver_version: i32,
    pub text: String,
    pub ranges: serde_json::Value,
    pub created_at: DateTime<Utc>,
}

impl TextVersion {
    pub async fn find(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<Self> {
        Self::query()
            .filter(text_versions::id.eq(id))
            .first(conn)
            .await
    }

    /// The marked spans; none where the row holds none.
    #[must_use]
    pub fn marked(&self) -> Vec<Range> {
        serde_json::from_value(self.ranges.clone()).unwrap_or_default()
    }
}

/// The texts in force of these parts.
pub async fn current_texts(
    conn: &mut AsyncPgConnection,
    of: &[Part],
) -> QueryResult<Vec<TextVersion>> {
    let ids: Vec<i64> = of.iter().filter_map(|part| part.text_id).collect();
    TextVersion::query()
        .filter(text_versions::id.eq_any(ids))
        .load(conn)
        .await
}

/// A text to be added: NFC with LF.
#[derive(Debug, Clone)]
pub struct NewText {
    /// What read it: `form`, `mail`, `pdftotext`, `staff` …
    pub deriver: String,
    pub deriver_version: i32,
    pub text: String,
    pub ranges: Vec<Range>,
    pub staff_id: Option<i64>,
}

/// Adds a text version and puts it in force: the first text of a part, and what nothing was marked on yet.
pub async fn add_text(
    conn: &mut AsyncPgConnection,
    part_id: i64,
    new: &NewText,
    now: DateTime<Utc>,
) -> anyhow::Result<i64> {
    let ids = add_texts(conn, &[(part_id, new)], now).await?;
    ids.into_iter().next().context("the text was not added")
}

/// Adds a text version to each of these parts (each named once) and puts it in force.
pub async fn add_texts(
    conn: &mut AsyncPgConnection,
    texts: &[(i64, &NewText)],
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<i64>> {
    let ids = add_versions(conn, texts, now).await?;
    if !ids.is_empty() {
        diesel::sql_query(
            "update parts set text_id = v.id, state = 'text' from text_versions v where v.id = any($1) and v.part_id = parts.id",
        )
        .bind::<Array<BigInt>, _>(&ids)
        .execute(conn)
        .await?;
    }
    Ok(ids)
}

/// Adds a text version beside the one in force: another reading, for people to take or not.
pub async fn add_version(
    conn: &mut AsyncPgConnection,
    part_id: i64,
    new: &NewText,
    now: DateTime<Utc>,
) -> anyhow::Result<i64> {
    let ids = add_versions(conn, &[(part_id, new)], now).await?;
    ids.into_iter().next().context("the text was not added")
}

async fn add_versions(
    conn: &mut AsyncPgConnection,
    texts: &[(i64, &NewText)],
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<i64>> {
    let mut rows = Vec::with_capacity(texts.len());
    for (part_id, new) in texts {
        rows.push((
            text_versions::part_id.eq(*part_id),
            text_versions::deriver.eq(&new.deriver),
            text_versions::deriver_version.eq(new.deriver_version),
            text_versions::text.eq(&new.text),
            text_versions::ranges.eq(serde_json::to_value(&new.ranges)?),
            text_versions::sha256.eq(Sha256::digest(new.text.as_bytes()).to_vec()),
            text_versions::staff_id.eq(new.staff_id),
            text_versions::created_at.eq(now),
        ));
    }
    Ok(diesel::insert_into(text_versions::table)
        .values(rows)
        .returning(text_versions::id)
        .get_results(conn)
        .await?)
}

/// Puts a version of the part's own in force. What was marked on the one before is the caller's: `desk::version::take` carries it over.
pub async fn put_in_force(
    conn: &mut AsyncPgConnection,
    part_id: i64,
    text_id: i64,
) -> QueryResult<()> {
    diesel::update(parts::table.find(part_id))
        .set((parts::text_id.eq(text_id), parts::state.eq(PartState::Text)))
        .execute(conn)
        .await?;
    Ok(())
}
