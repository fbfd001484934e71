//! The memo as it was approved outside this program: a file that takes the place of the memo as it would be built. It is kept with its hash,
//! the references in it are checked against the responses each time somebody looks, and one is in force at most.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::act::{lock, short};
use super::{LINE_CHARACTERS, MemoError, Voices};
use crate::audit::Event;
use crate::response::State;
use crate::schema::{files, memo_approved};
use crate::staff::Act;
use crate::storage::{Kept, file_row};
use crate::text::{collapse, normalize};

/// Characters of the reason for which a file is used though something in it is not right.
pub const REASON_CHARACTERS: usize = 5 * LINE_CHARACTERS;

/// A file that was handed in as the approved memo.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = memo_approved)]
#[diesel(base_query = memo_approved::table.inner_join(files::table))]
pub struct Approved {
    pub id: i64,
    pub filename: String,
    pub media_type: String,
    pub named: serde_json::Value,
    pub staff_id: i64,
    pub created_at: DateTime<Utc>,
    pub approved_at: Option<DateTime<Utc>>,
    pub approved_by: Option<i64>,
    /// Why it is used though something in it is not right.
    pub reason: String,
    pub ended_at: Option<DateTime<Utc>>,
    #[diesel(select_expression = files::sha256)]
    pub sha256: Vec<u8>,
    #[diesel(select_expression = files::bytes)]
    pub bytes: i64,
}

/// What is not right with a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// No response has it.
    Unknown,
    /// Withdrawn, merged into another, the same as another, or none at all.
    Gone(State),
    /// Its respondent has sent another in its place.
    Superseded,
}

impl Approved {
    /// The references in it, as they are written.
    #[must_use]
    pub fn named(&self) -> Vec<String> {
        serde_json::from_value(self.named.clone()).unwrap_or_default()
    }
}

/// The references that are not right, in their order.
#[must_use]
pub fn check(named: &[String], voices: &Voices) -> Vec<(String, Wrong)> {
    named
        .iter()
        .filter_map(|name| {
            let wrong = match voices.named(name) {
                None => Wrong::Unknown,
                Some(voice) if voice.state == State::Superseded => Wrong::Superseded,
                Some(voice) if voice.state != State::Current => Wrong::Gone(voice.state),
                // A receipt number of a version that another took the place of.
                Some(voice)
                    if [voice.number.as_str(), voice.label()]
                        .iter()
                        .all(|it| !it.eq_ignore_ascii_case(name)) =>
                {
                    Wrong::Superseded
                }
                Some(_) => return None,
            };
            Some((name.clone(), wrong))
        })
        .collect()
}

/// The file that is in force: what is published as the memo of a hearing.
///
/// # Errors
/// When the database fails.
pub async fn current(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
) -> QueryResult<Option<Approved>> {
    Approved::query()
        .filter(memo_approved::hearing_id.eq(hearing_id))
        .filter(memo_approved::approved_at.is_not_null())
        .filter(memo_approved::ended_at.is_null())
        .first(conn)
        .await
        .optional()
}

/// Every file that was handed in, the latest first.
pub async fn all_of(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<Vec<Approved>> {
    Approved::query()
        .filter(memo_approved::hearing_id.eq(hearing_id))
        .order(memo_approved::id.desc())
        .load(conn)
        .await
}

/// One of them.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] for one of another hearing.
pub async fn find(
    conn: &mut AsyncPgConnection,
    (hearing_id, id): (i64, i64),
) -> QueryResult<Approved> {
    Approved::query()
        .filter(memo_approved::hearing_id.eq(hearing_id))
        .filter(memo_approved::id.eq(id))
        .first(conn)
        .await
}

/// A file as it was handed in.
#[derive(Debug, Clone)]
pub struct NewApproved<'a> {
    pub kept: &'a Kept,
    pub filename: &'a str,
    pub media_type: &'a str,
    /// The references in it.
    pub named: &'a [String],
}

/// Keeps a file; it is not in force by that. The same file handed in again while it waits or is in force is the same.
///
/// # Errors
/// When the database fails.
pub async fn hand_in(
    conn: &mut AsyncPgConnection,
    by: Act,
    new: NewApproved<'_>,
) -> anyhow::Result<i64> {
    let filename: String = new.filename.chars().take(LINE_CHARACTERS).collect();
    let named = serde_json::to_value(new.named)?;
    conn.transaction(async |conn| {
        lock(conn, by.hearing_id).await?;
        let file = file_row(conn, new.kept).await?;
        let there: Option<i64> = memo_approved::table
            .filter(memo_approved::hearing_id.eq(by.hearing_id))
            .filter(memo_approved::file_id.eq(file))
            .filter(memo_approved::ended_at.is_null())
            .select(memo_approved::id)
            .first(conn)
            .await
            .optional()?;
        if let Some(id) = there {
            return Ok(id);
        }
        let id: i64 = diesel::insert_into(memo_approved::table)
            .values((
                memo_approved::hearing_id.eq(by.hearing_id),
                memo_approved::file_id.eq(file),
                memo_approved::filename.eq(filename),
                memo_approved::media_type.eq(new.media_type),
                memo_approved::named.eq(named),
                memo_approved::staff_id.eq(by.staff_id),
                memo_approved::created_at.eq(by.now),
            ))
            .returning(memo_approved::id)
            .get_result(conn)
            .await?;
        log(conn, by, "memo_approved_uploaded", (id, &new.kept.sha256)).await?;
        Ok(id)
    })
    .await
}

/// Puts a file in force, in the place of the one that was. A file with references that are not right needs a reason.
///
/// # Errors
/// [`MemoError::NoRemark`] without the reason, [`MemoError::TooLong`], and when there is no such file.
pub async fn approve(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    reason: &str,
) -> Result<(), MemoError> {
    let reason = collapse(&normalize(reason));
    short(&reason, REASON_CHARACTERS)?;
    conn.transaction(async |conn| {
        lock(conn, by.hearing_id).await?;
        let it = find(conn, (by.hearing_id, id)).await?;
        if it.approved_at.is_some() && it.ended_at.is_none() {
            return Ok(());
        }
        let voices = Voices::of_hearing(conn, by.hearing_id).await?;
        if reason.is_empty() && !check(&it.named(), &voices).is_empty() {
            return Err(MemoError::NoRemark);
        }
        let before = memo_approved::table
            .filter(memo_approved::hearing_id.eq(by.hearing_id))
            .filter(memo_approved::approved_at.is_not_null())
            .filter(memo_approved::ended_at.is_null());
        diesel::update(before)
            .set((
                memo_approved::ended_at.eq(by.now),
                memo_approved::ended_by.eq(by.staff_id),
            ))
            .execute(conn)
            .await?;
        diesel::update(memo_approved::table.find(id))
            .set((
                memo_approved::approved_at.eq(by.now),
                memo_approved::approved_by.eq(by.staff_id),
                memo_approved::reason.eq(&reason),
                memo_approved::ended_at.eq(None::<DateTime<Utc>>),
                memo_approved::ended_by.eq(None::<i64>),
            ))
            .execute(conn)
            .await?;
        log(conn, by, "memo_approved", (id, &it.sha256)).await?;
        Ok(())
    })
    .await
}

/// Takes a file out of force, or one away that waits. It can be put in force again.
///
/// # Errors
/// When there is no such file, or the database fails.
pub async fn end(conn: &mut AsyncPgConnection, by: Act, id: i64) -> QueryResult<()> {
    conn.transaction(async |conn| {
        lock(conn, by.hearing_id).await?;
        let it = find(conn, (by.hearing_id, id)).await?;
        if it.ended_at.is_some() {
            return Ok(());
        }
        diesel::update(memo_approved::table.find(id))
            .set((
                memo_approved::ended_at.eq(by.now),
                memo_approved::ended_by.eq(by.staff_id),
            ))
            .execute(conn)
            .await?;
        log(conn, by, "memo_approval_ended", (id, &it.sha256)).await
    })
    .await
}

async fn log(
    conn: &mut AsyncPgConnection,
    by: Act,
    action: &str,
    (id, sha256): (i64, &[u8]),
) -> QueryResult<()> {
    Event::by_staff(by.staff_id, action, "hearing", by.hearing_id)
        .in_hearing(by.hearing_id)
        .with(json!({ "approved": id, "sha256": hex::encode(sha256) }))
        .record(conn, by.now)
        .await
}
