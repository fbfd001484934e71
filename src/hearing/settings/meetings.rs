//! The chain of decision, and the process around the hearing.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as Failed};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;

use super::{SaveError, Section, Settings};
use crate::hearing::Hearing;
use crate::schema::{meetings, milestones};

/// Both lists. Nothing else names the rows of the process, so they are written anew; a meeting keeps its row, which its agenda names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Meetings {
    pub meetings: Vec<MeetingRow>,
    pub milestones: Vec<MilestoneRow>,
}

/// Which body meets when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MeetingRow {
    pub body: String,
    pub held_on: NaiveDate,
    pub material_due: Option<NaiveDate>,
    pub decides: bool,
}

/// Something that happens on a day, or in one or more months.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MilestoneRow {
    pub what: String,
    pub starts_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
    /// Only the month is known.
    pub month: bool,
    pub channel: Option<String>,
}

impl Settings for Meetings {
    const SECTION: Section = Section::Meetings;

    async fn read(conn: &mut AsyncPgConnection, hearing: &Hearing) -> Result<Self, SaveError> {
        let met = hearing.meetings(conn).await?;
        let passed = hearing.milestones(conn).await?;
        Ok(Self {
            meetings: met
                .into_iter()
                .map(|one| MeetingRow {
                    body: one.body,
                    held_on: one.held_on,
                    material_due: one.material_due,
                    decides: one.decides,
                })
                .collect(),
            milestones: passed
                .into_iter()
                .map(|one| MilestoneRow {
                    what: one.what,
                    starts_on: one.starts_on,
                    ends_on: one.ends_on,
                    month: one.precision == "month",
                    channel: one.channel,
                })
                .collect(),
        })
    }

    async fn write(
        &self,
        conn: &mut AsyncPgConnection,
        hearing: &Hearing,
        _: (&Self, DateTime<Utc>),
    ) -> Result<(), SaveError> {
        write_meetings(conn, hearing.id, &self.meetings)
            .await
            .map_err(in_use)?;
        diesel::delete(milestones::table.filter(milestones::hearing_id.eq(hearing.id)))
            .execute(conn)
            .await?;
        let rows: Vec<_> = (0..)
            .zip(&self.milestones)
            .map(|(position, one)| {
                (
                    milestones::hearing_id.eq(hearing.id),
                    milestones::starts_on.eq(one.starts_on),
                    milestones::ends_on.eq(one.ends_on),
                    milestones::precision.eq(if one.month { "month" } else { "day" }),
                    milestones::what.eq(&one.what),
                    milestones::channel.eq(&one.channel),
                    milestones::position.eq(position),
                )
            })
            .collect();
        diesel::insert_into(milestones::table)
            .values(rows)
            .execute(conn)
            .await?;
        Ok(())
    }
}

/// Something was made for a meeting that would go.
fn in_use(error: Failed) -> SaveError {
    match error {
        Failed::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, _) => SaveError::MeetingInUse,
        error => error.into(),
    }
}

/// Writes the meetings of a hearing. One of the same body keeps its row, that of the same day before others: what was written for it follows
/// it to another day.
///
/// # Errors
/// When the database fails; a foreign key, when something was written for a meeting that would go.
pub(in crate::hearing) async fn write_meetings(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    rows: &[MeetingRow],
) -> QueryResult<()> {
    let mut there: Vec<(i64, String, NaiveDate)> = meetings::table
        .filter(meetings::hearing_id.eq(hearing_id))
        .order((meetings::held_on, meetings::id))
        .select((meetings::id, meetings::body, meetings::held_on))
        .load(conn)
        .await?;
    let mut take = |fits: &dyn Fn(&(i64, String, NaiveDate)) -> bool| {
        let at = there.iter().position(fits)?;
        Some(there.remove(at).0)
    };
    let mut kept: Vec<Option<i64>> = rows
        .iter()
        .map(|row| take(&|one| one.1 == row.body && one.2 == row.held_on))
        .collect();
    for (row, id) in rows.iter().zip(&mut kept) {
        if id.is_none() {
            *id = take(&|one| one.1 == row.body);
        }
    }
    let gone: Vec<i64> = there.into_iter().map(|(id, _, _)| id).collect();
    diesel::delete(meetings::table.filter(meetings::id.eq_any(gone)))
        .execute(conn)
        .await?;
    for (row, id) in rows.iter().zip(kept) {
        let values = (
            meetings::hearing_id.eq(hearing_id),
            meetings::body.eq(&row.body),
            meetings::held_on.eq(row.held_on),
            meetings::material_due.eq(row.material_due),
            meetings::decides.eq(row.decides),
        );
        match id {
            Some(id) => {
                diesel::update(meetings::table.find(id))
                    .set(values)
                    .execute(conn)
                    .await?
            }
            None => {
                diesel::insert_into(meetings::table)
                    .values(values)
                    .execute(conn)
                    .await?
            }
        };
    }
    Ok(())
}
