//! A new hearing: what it takes to begin. Nobody but staff sees it until it is shown.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::dates::first_round;
use crate::audit::Event;
use crate::hearing::file::standard;
use crate::hearing::{Hearing, Kind, closing_moment, load, midnight, zone};
use crate::schema::{categories, hearings};
use crate::staff::{Person, Role, take_on};

/// Addresses below `/sekretariat` that are no hearing's.
pub const RESERVED: &[&str] = &["ny"];

/// What a hearing begins with.
#[derive(Debug, Clone)]
pub struct NewHearing {
    pub title: String,
    /// Only small letters, digits and hyphens.
    pub slug: String,
    pub case_number: Option<String>,
    pub kind: Kind,
    pub opens_on: NaiveDate,
    /// The last day that counts; not before the opening.
    pub closes_on: NaiveDate,
}

/// Why a hearing could not be made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    #[error("another hearing has this address")]
    SlugTaken,
    #[error(transparent)]
    Database(#[from] DieselError),
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// Makes a hearing of the person's organisation, with the categories and the frame that every hearing has. Whoever makes it sets it up.
///
/// # Errors
/// [`CreateError::SlugTaken`].
pub async fn create(
    conn: &mut AsyncPgConnection,
    by: &Person,
    new: &NewHearing,
    now: DateTime<Utc>,
) -> Result<Hearing, CreateError> {
    conn.transaction(async |conn| {
        let id = insert(conn, by, new).await?;
        let hearing = Hearing::find(conn, id).await?;
        first_round(conn, id, (hearing.opens_at, hearing.closes_at)).await?;
        let (letters, outside) = standard()?;
        let rows: Vec<_> = (0..)
            .zip(&letters)
            .map(|(position, one)| {
                (
                    categories::hearing_id.eq(id),
                    categories::letter.eq(&one.letter),
                    categories::name.eq(&one.name),
                    categories::kinds.eq(&one.kinds),
                    categories::private_persons.eq(one.private_persons),
                    categories::position.eq(position),
                )
            })
            .collect();
        diesel::insert_into(categories::table)
            .values(rows)
            .execute(conn)
            .await?;
        load::write_frame_of(conn, &hearing, &outside).await?;
        Event::by_staff(by.id, "hearing_created", "hearing", id)
            .in_hearing(id)
            .record(conn, now)
            .await?;
        take_on(conn, by.id, (id, Role::Administrator), now).await?;
        Ok(hearing)
    })
    .await
}

async fn insert(
    conn: &mut AsyncPgConnection,
    by: &Person,
    new: &NewHearing,
) -> Result<i64, CreateError> {
    let zone = zone("Europe/Copenhagen")?;
    let made = diesel::insert_into(hearings::table)
        .values((
            hearings::organisation_id.eq(by.organisation_id),
            hearings::slug.eq(&new.slug),
            hearings::title.eq(&new.title),
            hearings::summary.eq(""),
            hearings::kind.eq(new.kind),
            hearings::case_number.eq(&new.case_number),
            hearings::mailbox.eq(""),
            hearings::opens_at.eq(midnight(zone, new.opens_on)?),
            hearings::closes_at.eq(closing_moment(zone, new.closes_on)?),
        ))
        .returning(hearings::id)
        .get_result(conn)
        .await;
    match made {
        Err(DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(CreateError::SlugTaken)
        }
        made => Ok(made?),
    }
}
