//! The packages and addenda that were made for a meeting, each with what it was made of.

use std::collections::BTreeMap;

use anyhow::Context;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use crate::audit::Event;
use crate::schema::{agenda_packages, files, meetings};
use crate::staff::Act;
use crate::storage::{Kept, file_row};
use crate::text_enum;

text_enum! {
    /// What was made.
    pub enum Kind {
        Package = "package",
        /// What came after the last that was made.
        Addendum = "addendum",
    }
}

/// The version of each point of the memo, by the point's number.
pub type Points = BTreeMap<i32, i32>;

#[derive(HasQuery)]
#[diesel(table_name = agenda_packages)]
struct Row {
    number: i32,
    kind: Kind,
    proposal: Option<i32>,
    release_id: Option<i64>,
    responses: Vec<i64>,
    points: serde_json::Value,
    file_id: i64,
    staff_id: i64,
    created_at: DateTime<Utc>,
}

/// A package or addendum.
#[derive(Debug, Clone)]
pub struct Package {
    /// Counts what was made for the meeting.
    pub number: i32,
    pub kind: Kind,
    /// The version of the proposal.
    pub proposal: Option<i32>,
    pub release_id: Option<i64>,
    /// Every response that had come then.
    pub responses: Vec<i64>,
    pub points: Points,
    pub file_id: i64,
    pub staff_id: i64,
    pub created_at: DateTime<Utc>,
}

impl From<Row> for Package {
    fn from(row: Row) -> Self {
        Self {
            number: row.number,
            kind: row.kind,
            proposal: row.proposal,
            release_id: row.release_id,
            responses: row.responses,
            points: serde_json::from_value(row.points).unwrap_or_default(),
            file_id: row.file_id,
            staff_id: row.staff_id,
            created_at: row.created_at,
        }
    }
}

/// What is to be recorded.
#[derive(Debug, Clone)]
pub struct NewPackage {
    pub kind: Kind,
    pub proposal: Option<i32>,
    pub release_id: Option<i64>,
    pub responses: Vec<i64>,
    pub points: Points,
    /// The file, which is in storage already.
    pub file: Kept,
}

/// What was made for a meeting, the latest first.
pub async fn packages_of(
    conn: &mut AsyncPgConnection,
    meeting_id: i64,
) -> QueryResult<Vec<Package>> {
    let rows: Vec<Row> = Row::query()
        .filter(agenda_packages::meeting_id.eq(meeting_id))
        .order(agenda_packages::number.desc())
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(Package::from).collect())
}

/// Those of these meetings for which a package was made.
pub async fn has_package(conn: &mut AsyncPgConnection, meetings: &[i64]) -> QueryResult<Vec<i64>> {
    agenda_packages::table
        .filter(agenda_packages::meeting_id.eq_any(meetings))
        .select(agenda_packages::meeting_id)
        .distinct()
        .load(conn)
        .await
}

/// One of them, with the hash of its file.
pub async fn package(
    conn: &mut AsyncPgConnection,
    (hearing_id, meeting_id): (i64, i64),
    number: i32,
) -> QueryResult<(Package, Vec<u8>)> {
    let own = meetings::table
        .filter(meetings::hearing_id.eq(hearing_id))
        .filter(meetings::id.eq(meeting_id))
        .select(meetings::id);
    let row: Row = Row::query()
        .filter(agenda_packages::meeting_id.eq_any(own))
        .filter(agenda_packages::number.eq(number))
        .first(conn)
        .await?;
    let sha256 = files::table
        .find(row.file_id)
        .select(files::sha256)
        .first(conn)
        .await?;
    Ok((row.into(), sha256))
}

/// Records what was made, and gives its number.
///
/// # Errors
/// When the meeting is of another hearing, or the database fails.
pub async fn record_package(
    conn: &mut AsyncPgConnection,
    by: Act,
    meeting_id: i64,
    new: &NewPackage,
) -> anyhow::Result<i32> {
    conn.transaction(async |conn| {
        let _own: i64 = meetings::table
            .filter(meetings::id.eq(meeting_id))
            .filter(meetings::hearing_id.eq(by.hearing_id))
            .select(meetings::id)
            .for_no_key_update()
            .first(conn)
            .await
            .context("a meeting of the hearing")?;
        let last = packages_of(conn, meeting_id).await?;
        let number = last.as_slice().first().map_or(0, |one| one.number) + 1;
        let file_id = file_row(conn, &new.file).await?;
        diesel::insert_into(agenda_packages::table)
            .values((
                agenda_packages::meeting_id.eq(meeting_id),
                agenda_packages::number.eq(number),
                agenda_packages::kind.eq(new.kind),
                agenda_packages::proposal.eq(new.proposal),
                agenda_packages::release_id.eq(new.release_id),
                agenda_packages::responses.eq(&new.responses),
                agenda_packages::points.eq(serde_json::to_value(&new.points)?),
                agenda_packages::file_id.eq(file_id),
                agenda_packages::staff_id.eq(by.staff_id),
                agenda_packages::created_at.eq(by.now),
            ))
            .execute(conn)
            .await?;
        let action = match new.kind {
            Kind::Package => "package_made",
            Kind::Addendum => "addendum_made",
        };
        Event::by_staff(by.staff_id, action, "meeting", meeting_id)
            .in_hearing(by.hearing_id)
            .with(json!({ "number": number, "proposal": new.proposal, "release": new.release_id }))
            .record(conn, by.now)
            .await?;
        Ok(number)
    })
    .await
}
