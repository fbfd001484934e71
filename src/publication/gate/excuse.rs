//! *Godkendt med begrundelse*: a person says why something that the gate found may stand. It holds for this very thing in this very text.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{Finding, Weight};
use crate::audit::Event;
use crate::schema::gate_excuses;
use crate::staff::Act;
use crate::text::{char_len, collapse, normalize};

/// Characters of a reason.
pub const REASON_CHARACTERS: usize = 500;

/// Something that was let through.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = gate_excuses)]
pub struct Excuse {
    pub id: i64,
    /// The [`Finding::key`].
    pub finding: String,
    pub reason: String,
    pub staff_id: i64,
    pub created_at: DateTime<Utc>,
}

/// Why nothing was let through.
#[derive(Debug, thiserror::Error)]
pub enum ExcuseError {
    #[error("a reason is needed")]
    NoReason,
    #[error("the reason is too long")]
    TooLong,
    /// What was chosen is not there any more, or may not be let through.
    #[error("nothing to let through")]
    Nothing,
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// What is let through in a hearing, by key.
pub async fn excuses_of(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
) -> QueryResult<BTreeMap<String, Excuse>> {
    let all: Vec<Excuse> = Excuse::query()
        .filter(gate_excuses::hearing_id.eq(hearing_id))
        .filter(gate_excuses::ended_at.is_null())
        .load(conn)
        .await?;
    Ok(all
        .into_iter()
        .map(|one| (one.finding.clone(), one))
        .collect())
}

/// The reasons alone.
pub(in crate::publication) async fn reasons_of(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
) -> QueryResult<HashMap<String, String>> {
    let all = excuses_of(conn, hearing_id).await?;
    Ok(all
        .into_iter()
        .map(|(key, one)| (key, one.reason))
        .collect())
}

/// Lets through those of `found` that have one of the keys. Twice is once.
///
/// # Errors
/// [`ExcuseError::NoReason`], [`ExcuseError::TooLong`], [`ExcuseError::Nothing`] when none of them can be let through.
pub async fn excuse(
    conn: &mut AsyncPgConnection,
    by: Act,
    (found, keys): (&[Finding], &[String]),
    reason: &str,
) -> Result<usize, ExcuseError> {
    let reason = collapse(&normalize(reason));
    if !reason.chars().any(char::is_alphabetic) {
        return Err(ExcuseError::NoReason);
    }
    if char_len(&reason) > REASON_CHARACTERS {
        return Err(ExcuseError::TooLong);
    }
    let chosen: Vec<(&Finding, &String)> = found
        .iter()
        .filter(|one| one.weight == Weight::Excusable)
        .filter_map(|one| Some((one, one.key.as_ref()?)))
        .filter(|(_, key)| keys.contains(key))
        .collect();
    if chosen.is_empty() {
        return Err(ExcuseError::Nothing);
    }
    conn.transaction(async |conn| {
        let mut done = 0;
        for (one, key) in chosen {
            let made: Option<i64> = diesel::insert_into(gate_excuses::table)
                .values((
                    gate_excuses::hearing_id.eq(by.hearing_id),
                    gate_excuses::finding.eq(key),
                    gate_excuses::what.eq(one.what.as_str()),
                    gate_excuses::place.eq(&one.place),
                    gate_excuses::reason.eq(&reason),
                    gate_excuses::staff_id.eq(by.staff_id),
                    gate_excuses::created_at.eq(by.now),
                ))
                .on_conflict_do_nothing()
                .returning(gate_excuses::id)
                .get_result(conn)
                .await
                .optional()?;
            if let Some(id) = made {
                done += 1;
                let detail = json!({ "excuse": id, "what": one.what });
                record(conn, by, "finding_excused", detail).await?;
            }
        }
        Ok(done)
    })
    .await
}

/// Takes back what somebody let through: the gate stops at it again.
///
/// # Errors
/// When there is none such in force, or the database fails.
pub async fn take_back(conn: &mut AsyncPgConnection, by: Act, id: i64) -> QueryResult<()> {
    conn.transaction(async |conn| {
        let own = gate_excuses::table
            .filter(gate_excuses::id.eq(id))
            .filter(gate_excuses::hearing_id.eq(by.hearing_id))
            .filter(gate_excuses::ended_at.is_null());
        let ended = diesel::update(own)
            .set((
                gate_excuses::ended_by.eq(by.staff_id),
                gate_excuses::ended_at.eq(by.now),
            ))
            .execute(conn)
            .await?;
        if ended == 0 {
            return Err(diesel::result::Error::NotFound);
        }
        record(conn, by, "finding_unexcused", json!({ "excuse": id })).await
    })
    .await
}

async fn record(
    conn: &mut AsyncPgConnection,
    by: Act,
    action: &str,
    detail: serde_json::Value,
) -> QueryResult<()> {
    Event::by_staff(by.staff_id, action, "hearing", by.hearing_id)
        .in_hearing(by.hearing_id)
        .with(detail)
        .record(conn, by.now)
        .await
}
