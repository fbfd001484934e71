//! The chain of decision, and the process around the hearing.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;

use super::{SaveError, Section, Settings};
use crate::hearing::Hearing;
use crate::schema::{meetings, milestones};

/// Both lists. Nothing else names their rows, so they are written anew.
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
        diesel::delete(meetings::table.filter(meetings::hearing_id.eq(hearing.id)))
            .execute(conn)
            .await?;
        let rows: Vec<_> = self
            .meetings
            .iter()
            .map(|one| {
                (
                    meetings::hearing_id.eq(hearing.id),
                    meetings::body.eq(&one.body),
                    meetings::held_on.eq(one.held_on),
                    meetings::material_due.eq(one.material_due),
                    meetings::decides.eq(one.decides),
                )
            })
            .collect();
        diesel::insert_into(meetings::table)
            .values(rows)
            .execute(conn)
            .await?;
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
