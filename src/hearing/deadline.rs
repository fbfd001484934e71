//! Deadlines that move: for all, told to the public with the reason, or for one consultee, with who gave it and why. A deadline of one's
//! own never shortens the common one. What is late follows by itself, since it is asked of the deadline that holds.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{Consultee, Hearing, closing_moment, settings, zone};
use crate::audit::Event;
use crate::schema::{consultees, deadline_changes, hearings};
use crate::staff::Act;

/// A later deadline that a consultee was given.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = deadline_changes)]
pub struct Extension {
    pub id: i64,
    pub consultee_id: Option<i64>,
    pub old_closes_at: DateTime<Utc>,
    pub new_closes_at: DateTime<Utc>,
    pub reason: String,
    pub staff_id: Option<i64>,
    pub created_at: DateTime<Utc>,
}

/// Why a deadline could not be given.
#[derive(Debug, thiserror::Error)]
pub enum ExtendError {
    #[error("the day is not after the deadline that holds")]
    NotLater,
    #[error("a reason is needed")]
    NoReason,
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

impl Hearing {
    /// The deadline for a response of these consultees: the latest that one of them has, and never before the common one.
    #[must_use]
    pub fn closes_for<'a>(
        &self,
        of: impl IntoIterator<Item = i64>,
        list: impl IntoIterator<Item = &'a Consultee> + Clone,
    ) -> DateTime<Utc> {
        of.into_iter()
            .filter_map(|id| {
                let mut list = list.clone().into_iter();
                list.find(|one| one.id == id)?.closes_at
            })
            .fold(self.closes_at, DateTime::max)
    }
}

/// Gives a consultee a deadline of its own: the whole of this day counts.
///
/// # Errors
/// As [`ExtendError`] says; [`diesel::result::Error::NotFound`] for a consultee of another hearing.
pub async fn extend(
    conn: &mut AsyncPgConnection,
    by: Act,
    consultee_id: i64,
    (closes_on, reason): (NaiveDate, &str),
) -> Result<DateTime<Utc>, ExtendError> {
    conn.transaction(async |conn| {
        let hearing = Hearing::find(conn, by.hearing_id).await?;
        let consultee: Consultee = Consultee::query()
            .filter(consultees::id.eq(consultee_id))
            .filter(consultees::hearing_id.eq(by.hearing_id))
            .for_update()
            .first(conn)
            .await?;
        let closes_at = closing_moment(zone(&hearing.time_zone)?, closes_on)?;
        let old = hearing.closes_for([consultee_id], [&consultee]);
        if reason.trim().is_empty() {
            return Err(ExtendError::NoReason);
        }
        if closes_at <= hearing.closes_at {
            return Err(ExtendError::NotLater);
        }
        if closes_at == old {
            return Ok(closes_at);
        }
        diesel::update(consultees::table.find(consultee_id))
            .set(consultees::closes_at.eq(closes_at))
            .execute(conn)
            .await?;
        diesel::insert_into(deadline_changes::table)
            .values((
                deadline_changes::hearing_id.eq(by.hearing_id),
                deadline_changes::consultee_id.eq(consultee_id),
                deadline_changes::old_closes_at.eq(old),
                deadline_changes::new_closes_at.eq(closes_at),
                deadline_changes::reason.eq(reason.trim()),
                deadline_changes::staff_id.eq(by.staff_id),
                deadline_changes::created_at.eq(by.now),
            ))
            .execute(conn)
            .await?;
        Event::by_staff(by.staff_id, "deadline_given", "consultee", consultee_id)
            .in_hearing(by.hearing_id)
            .with(json!({ "from": old, "to": closes_at }))
            .record(conn, by.now)
            .await?;
        Ok(closes_at)
    })
    .await
}

/// A later deadline for all.
#[derive(Debug, Clone)]
pub struct NewDeadline {
    /// The last day that counts.
    pub closes_on: NaiveDate,
    pub reason: String,
    /// What else the public is told.
    pub notice: String,
    /// The deadline that the form was made with.
    pub seen: DateTime<Utc>,
}

/// Why the deadline could not be moved.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// Not after now, not after the opening, or once the hearing is open not after the deadline that holds.
    #[error("the day is not late enough")]
    NotLater,
    #[error("a reason is needed")]
    NoReason,
    /// Somebody else moved it after the form was shown.
    #[error("the deadline was moved in the meantime")]
    Changed,
    /// The public does not know the hearing yet: its dates are simply set.
    #[error("the hearing is being set up")]
    NotShown,
    #[error("the hearing would be open for less than the law asks for")]
    TooShort,
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// Moves the deadline for all: the whole of the new day counts.
///
/// # Errors
/// As [`MoveError`] says.
pub async fn move_deadline(
    conn: &mut AsyncPgConnection,
    by: Act,
    new: &NewDeadline,
) -> Result<DateTime<Utc>, MoveError> {
    conn.transaction(async |conn| {
        let hearing = settings::lock(conn, by.hearing_id).await?;
        let closes_at = closing_moment(zone(&hearing.time_zone)?, new.closes_on)?;
        let old = hearing.closes_at;
        if old != new.seen {
            // The same twice (a button pressed again) is no quarrel.
            return if old == closes_at {
                Ok(old)
            } else {
                Err(MoveError::Changed)
            };
        }
        if hearing.published_at.is_none() {
            return Err(MoveError::NotShown);
        }
        if new.reason.trim().is_empty() {
            return Err(MoveError::NoReason);
        }
        let shortens = hearing.has_opened(by.now) && closes_at <= old;
        if closes_at <= by.now || closes_at <= hearing.opens_at || closes_at == old || shortens {
            return Err(MoveError::NotLater);
        }
        let moved = Hearing {
            closes_at,
            ..hearing.clone()
        };
        let weeks = hearing.minimum_weeks.unwrap_or_default();
        if settings::weeks_short(&moved, weeks).is_some() {
            return Err(MoveError::TooShort);
        }
        write_moved(conn, by, (old, closes_at), new).await?;
        settings::first_round(conn, hearing.id, (hearing.opens_at, closes_at)).await?;
        Ok(closes_at)
    })
    .await
}

async fn write_moved(
    conn: &mut AsyncPgConnection,
    by: Act,
    (old, closes_at): (DateTime<Utc>, DateTime<Utc>),
    new: &NewDeadline,
) -> QueryResult<()> {
    diesel::update(hearings::table.find(by.hearing_id))
        .set(hearings::closes_at.eq(closes_at))
        .execute(conn)
        .await?;
    diesel::insert_into(deadline_changes::table)
        .values((
            deadline_changes::hearing_id.eq(by.hearing_id),
            deadline_changes::old_closes_at.eq(old),
            deadline_changes::new_closes_at.eq(closes_at),
            deadline_changes::reason.eq(new.reason.trim()),
            deadline_changes::notice.eq(new.notice.trim()),
            deadline_changes::staff_id.eq(by.staff_id),
            deadline_changes::created_at.eq(by.now),
        ))
        .execute(conn)
        .await?;
    settings::touch(conn, by).await?;
    Event::by_staff(by.staff_id, "deadline_moved", "hearing", by.hearing_id)
        .in_hearing(by.hearing_id)
        .with(json!({ "from": old, "to": closes_at }))
        .record(conn, by.now)
        .await
}

/// The deadlines that these consultees were given, latest first.
///
/// # Errors
/// When the database fails.
pub async fn extensions_of(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    consultee_ids: &[i64],
) -> QueryResult<Vec<Extension>> {
    Extension::query()
        .filter(deadline_changes::hearing_id.eq(hearing_id))
        .filter(deadline_changes::consultee_id.eq_any(consultee_ids))
        .order(deadline_changes::id.desc())
        .load(conn)
        .await
}
