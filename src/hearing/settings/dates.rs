//! When the hearing is open, and its rounds.
//!
//! Until the public can see the hearing its dates are free. From then on the deadline moves only by [`crate::hearing::move_deadline`],
//! which tells why; the opening stays once it has passed.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;

use super::{SaveError, Section, Settings};
use crate::hearing::{Hearing, closing_moment, local_date, midnight, zone};
use crate::schema::{documents, hearing_rounds, hearings, responses};
use crate::text_enum;

text_enum! {
    /// Why the hearing is held in this round.
    pub enum RoundKind {
        First = "first",
        /// For what was left out, or for some.
        Supplementary = "supplementary",
        /// The whole again.
        Renewed = "renewed",
    }
}

/// The days of the hearing, and of the rounds after the first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dates {
    pub opens_on: NaiveDate,
    /// The last day that counts.
    pub closes_on: NaiveDate,
    pub rounds: Vec<RoundRow>,
}

/// A later round. Without an id it is new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoundRow {
    pub id: Option<i64>,
    pub kind: RoundKind,
    pub title: String,
    pub opens_on: NaiveDate,
    pub closes_on: NaiveDate,
}

/// A round as it is kept.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = hearing_rounds)]
pub struct Round {
    pub id: i64,
    pub number: i32,
    pub kind: RoundKind,
    pub title: String,
    pub opens_at: DateTime<Utc>,
    pub closes_at: DateTime<Utc>,
}

/// Every round of a hearing, in order.
pub async fn rounds_of(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<Vec<Round>> {
    Round::query()
        .filter(hearing_rounds::hearing_id.eq(hearing_id))
        .order(hearing_rounds::number)
        .load(conn)
        .await
}

impl Settings for Dates {
    const SECTION: Section = Section::Dates;

    async fn read(conn: &mut AsyncPgConnection, hearing: &Hearing) -> Result<Self, SaveError> {
        let zone = zone(&hearing.time_zone)?;
        let last_day = |at: DateTime<Utc>| local_date(zone, at - TimeDelta::seconds(1));
        let rounds = rounds_of(conn, hearing.id).await?;
        Ok(Self {
            opens_on: local_date(zone, hearing.opens_at),
            closes_on: last_day(hearing.closes_at),
            rounds: rounds
                .into_iter()
                .filter(|round| round.number > 1)
                .map(|round| RoundRow {
                    id: Some(round.id),
                    kind: round.kind,
                    title: round.title,
                    opens_on: local_date(zone, round.opens_at),
                    closes_on: last_day(round.closes_at),
                })
                .collect(),
        })
    }

    async fn write(
        &self,
        conn: &mut AsyncPgConnection,
        hearing: &Hearing,
        (before, now): (&Self, DateTime<Utc>),
    ) -> Result<(), SaveError> {
        let moved = self.closes_on != before.closes_on && hearing.published_at.is_some();
        let opened = self.opens_on != before.opens_on && hearing.has_opened(now);
        if moved || opened {
            return Err(SaveError::DatesHold);
        }
        let zone = zone(&hearing.time_zone)?;
        let (opens_at, closes_at) = (
            midnight(zone, self.opens_on)?,
            closing_moment(zone, self.closes_on)?,
        );
        let changed = Hearing {
            opens_at,
            closes_at,
            ..hearing.clone()
        };
        let weeks = hearing.minimum_weeks.unwrap_or_default();
        if hearing.published_at.is_some() && super::weeks_short(&changed, weeks).is_some() {
            return Err(SaveError::TooShort);
        }
        diesel::update(hearings::table.find(hearing.id))
            .set((
                hearings::opens_at.eq(opens_at),
                hearings::closes_at.eq(closes_at),
            ))
            .execute(conn)
            .await?;
        first_round(conn, hearing.id, (opens_at, closes_at)).await?;
        self.write_rounds(conn, hearing, before).await
    }
}

impl Dates {
    async fn write_rounds(
        &self,
        conn: &mut AsyncPgConnection,
        hearing: &Hearing,
        before: &Self,
    ) -> Result<(), SaveError> {
        let zone = zone(&hearing.time_zone)?;
        let kept: Vec<i64> = self.rounds.iter().filter_map(|row| row.id).collect();
        let gone = before.rounds.iter().filter_map(|row| row.id);
        for id in gone.filter(|id| !kept.contains(id)) {
            remove(conn, id).await?;
        }
        let numbers: BTreeMap<i64, i32> = rounds_of(conn, hearing.id)
            .await?
            .into_iter()
            .map(|round| (round.id, round.number))
            .collect();
        let mut next = numbers.values().max().copied().unwrap_or(1) + 1;
        for row in &self.rounds {
            let values = (
                hearing_rounds::kind.eq(row.kind),
                hearing_rounds::title.eq(&row.title),
                hearing_rounds::opens_at.eq(midnight(zone, row.opens_on)?),
                hearing_rounds::closes_at.eq(closing_moment(zone, row.closes_on)?),
            );
            match row.id {
                Some(id) if numbers.get(&id).is_some_and(|number| *number > 1) => {
                    diesel::update(hearing_rounds::table.find(id))
                        .set(values)
                        .execute(conn)
                        .await?;
                }
                Some(_) => return Err(SaveError::Changed),
                None => {
                    let own = (
                        hearing_rounds::hearing_id.eq(hearing.id),
                        hearing_rounds::number.eq(next),
                    );
                    diesel::insert_into(hearing_rounds::table)
                        .values((own, values))
                        .execute(conn)
                        .await?;
                    next += 1;
                }
            }
        }
        Ok(())
    }
}

/// Keeps the first round as the hearing is.
pub(in crate::hearing) async fn first_round(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    (opens_at, closes_at): (DateTime<Utc>, DateTime<Utc>),
) -> QueryResult<()> {
    let values = (
        hearing_rounds::opens_at.eq(opens_at),
        hearing_rounds::closes_at.eq(closes_at),
    );
    diesel::insert_into(hearing_rounds::table)
        .values((
            hearing_rounds::hearing_id.eq(hearing_id),
            hearing_rounds::number.eq(1),
            hearing_rounds::kind.eq(RoundKind::First),
            hearing_rounds::title.eq(""),
            values,
        ))
        .on_conflict((hearing_rounds::hearing_id, hearing_rounds::number))
        .do_update()
        .set(values)
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes a round away that no response came in; its documents stay with the hearing.
async fn remove(conn: &mut AsyncPgConnection, id: i64) -> Result<(), SaveError> {
    let came: i64 = responses::table
        .filter(responses::round_id.eq(id))
        .count()
        .get_result(conn)
        .await?;
    if came > 0 {
        return Err(SaveError::RoundInUse { responses: came });
    }
    diesel::update(documents::table.filter(documents::round_id.eq(id)))
        .set(documents::round_id.eq(None::<i64>))
        .execute(conn)
        .await?;
    diesel::delete(hearing_rounds::table.find(id))
        .execute(conn)
        .await?;
    Ok(())
}
