//! Workshops and meetings: which day, in which form, where, and what was asked there.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as Failed};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{InputError, NAME_CHARACTERS, QUESTION_CHARACTERS};
use crate::audit::Event;
use crate::schema::{inputs, workshops};
use crate::staff::Act;
use crate::text::{char_len, normalize};

/// Questions of a workshop.
pub const QUESTIONS: usize = 50;

/// A workshop as somebody describes it.
#[derive(Debug, Clone)]
pub struct NewWorkshop {
    pub held_on: NaiveDate,
    /// *Samtalesalon*
    pub format: String,
    pub place: String,
    pub questions: Vec<String>,
}

impl NewWorkshop {
    /// The same in the form in which it is kept.
    fn checked(&self) -> Result<Self, InputError> {
        let line = |text: &str| {
            normalize(text)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        };
        let own = Self {
            held_on: self.held_on,
            format: line(&self.format),
            place: line(&self.place),
            questions: self
                .questions
                .iter()
                .map(|one| line(one))
                .filter(|one| !one.is_empty())
                .collect(),
        };
        if own.format.is_empty() {
            return Err(InputError::NoFormat);
        }
        if char_len(&own.format) > NAME_CHARACTERS || char_len(&own.place) > NAME_CHARACTERS {
            return Err(InputError::TooLong(NAME_CHARACTERS));
        }
        if own
            .questions
            .iter()
            .any(|one| char_len(one) > QUESTION_CHARACTERS)
        {
            return Err(InputError::TooLong(QUESTION_CHARACTERS));
        }
        if own.questions.len() > QUESTIONS {
            return Err(InputError::TooMany(QUESTIONS));
        }
        Ok(own)
    }
}

/// Adds a workshop.
///
/// # Errors
/// [`InputError::NoFormat`], [`InputError::TooLong`], [`InputError::TooMany`], [`InputError::Exists`].
pub async fn add_workshop(
    conn: &mut AsyncPgConnection,
    by: Act,
    new: &NewWorkshop,
) -> Result<i64, InputError> {
    let own = new.checked()?;
    conn.transaction(async |conn| {
        let id: i64 = diesel::insert_into(workshops::table)
            .values((
                workshops::hearing_id.eq(by.hearing_id),
                workshops::held_on.eq(own.held_on),
                workshops::format.eq(&own.format),
                workshops::place.eq(&own.place),
                workshops::questions.eq(&own.questions),
            ))
            .returning(workshops::id)
            .get_result(conn)
            .await
            .map_err(taken)?;
        record(conn, by, "workshop_added", id).await?;
        Ok(id)
    })
    .await
}

/// Describes a workshop anew. Its notes keep the words of the question that they answer.
///
/// # Errors
/// As [`add_workshop`]; [`InputError::NoWorkshop`].
pub async fn save_workshop(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    new: &NewWorkshop,
) -> Result<(), InputError> {
    let own = new.checked()?;
    conn.transaction(async |conn| {
        let of = workshops::table
            .filter(workshops::id.eq(id))
            .filter(workshops::hearing_id.eq(by.hearing_id));
        let saved = diesel::update(of)
            .set((
                workshops::held_on.eq(own.held_on),
                workshops::format.eq(&own.format),
                workshops::place.eq(&own.place),
                workshops::questions.eq(&own.questions),
            ))
            .execute(conn)
            .await
            .map_err(taken)?;
        if saved == 0 {
            return Err(InputError::NoWorkshop);
        }
        record(conn, by, "workshop_saved", id).await?;
        Ok(())
    })
    .await
}

/// Takes a workshop away that has no notes.
///
/// # Errors
/// [`InputError::InUse`], [`InputError::NoWorkshop`].
pub async fn remove_workshop(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
) -> Result<(), InputError> {
    conn.transaction(async |conn| {
        let of = workshops::table
            .filter(workshops::id.eq(id))
            .filter(workshops::hearing_id.eq(by.hearing_id));
        let there: Option<i64> = of
            .select(workshops::id)
            .for_update()
            .first(conn)
            .await
            .optional()?;
        if there.is_none() {
            return Err(InputError::NoWorkshop);
        }
        let notes: i64 = inputs::table
            .filter(inputs::workshop_id.eq(id))
            .count()
            .get_result(conn)
            .await?;
        if notes > 0 {
            return Err(InputError::InUse(notes));
        }
        diesel::delete(of).execute(conn).await?;
        record(conn, by, "workshop_removed", id).await?;
        Ok(())
    })
    .await
}

fn taken(error: Failed) -> InputError {
    match error {
        Failed::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => InputError::Exists,
        error => error.into(),
    }
}

async fn record(conn: &mut AsyncPgConnection, by: Act, action: &str, id: i64) -> QueryResult<()> {
    Event::by_staff(by.staff_id, action, "workshop", id)
        .in_hearing(by.hearing_id)
        .with(json!({}))
        .record(conn, by.now)
        .await
}
