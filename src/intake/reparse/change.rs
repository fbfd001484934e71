//! What differs, as rows for people to decide.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::Differing;
use crate::schema::reading_changes;
use crate::text_enum;

text_enum! {
    /// What differs.
    pub enum Field {
        Kind = "kind",
        Sender = "sender",
        Subject = "subject",
        /// When it arrived, and by which rule.
        Arrival = "arrival",
        Text = "text",
        /// Files that were not found before, or are found no more.
        Files = "files",
        /// What was wrong with the mail.
        Warnings = "warnings",
        /// Whether the text of a file can be had.
        State = "state",
    }
}

text_enum! {
    pub enum ChangeState {
        Open = "open",
        Accepted = "accepted",
        Dismissed = "dismissed",
        /// A still later reading says something else.
        Outdated = "outdated",
    }
}

/// One thing that a later reading makes differently.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = reading_changes)]
pub struct Change {
    pub id: i64,
    pub hearing_id: i64,
    pub mail_id: Option<i64>,
    pub part_id: Option<i64>,
    pub reader_version: i32,
    pub field: Field,
    pub old: Value,
    pub new: Value,
    /// The text that can be put in force.
    pub text_id: Option<i64>,
    pub state: ChangeState,
    pub decided_by: Option<i64>,
    pub decided_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// The changes of a hearing that wait, or those that were decided, latest first.
///
/// # Errors
/// When the database fails.
pub async fn of_hearing(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    open: bool,
    most: i64,
) -> QueryResult<Vec<Change>> {
    let rows = Change::query().filter(reading_changes::hearing_id.eq(hearing_id));
    if open {
        rows.filter(reading_changes::state.eq(ChangeState::Open))
            .order((
                reading_changes::mail_id,
                reading_changes::part_id,
                reading_changes::id,
            ))
            .limit(most)
            .load(conn)
            .await
    } else {
        rows.filter(reading_changes::state.eq_any([ChangeState::Accepted, ChangeState::Dismissed]))
            .order(reading_changes::decided_at.desc())
            .limit(most)
            .load(conn)
            .await
    }
}

/// How many wait for a person.
///
/// # Errors
/// When the database fails.
pub async fn open_count(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<i64> {
    reading_changes::table
        .filter(reading_changes::hearing_id.eq(hearing_id))
        .filter(reading_changes::state.eq(ChangeState::Open))
        .count()
        .get_result(conn)
        .await
}

/// What a change is of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Of {
    pub(super) hearing_id: i64,
    pub(super) mail_id: Option<i64>,
    pub(super) part_id: Option<i64>,
    pub(super) version: i32,
}

/// The latest change of this field.
pub(super) async fn last(
    conn: &mut AsyncPgConnection,
    of: Of,
    field: Field,
) -> QueryResult<Option<Change>> {
    Change::query()
        .filter(reading_changes::mail_id.is_not_distinct_from(of.mail_id))
        .filter(reading_changes::part_id.is_not_distinct_from(of.part_id))
        .filter(reading_changes::field.eq(field))
        .order(reading_changes::id.desc())
        .first(conn)
        .await
        .optional()
}

/// What is in force of a field that read `before` last time: what people have decided since.
pub(super) fn in_force(last: Option<&Change>, before: &Value) -> Value {
    match last {
        Some(one) if one.state == ChangeState::Accepted => one.new.clone(),
        Some(one) => one.old.clone(),
        None => before.clone(),
    }
}

/// Writes a change, in place of one of an earlier version that waits.
pub(super) async fn write(
    conn: &mut AsyncPgConnection,
    of: Of,
    (differing, text_id): (&Differing, Option<i64>),
    now: DateTime<Utc>,
) -> QueryResult<()> {
    outdate(conn, of, differing.field).await?;
    diesel::insert_into(reading_changes::table)
        .values((
            reading_changes::hearing_id.eq(of.hearing_id),
            reading_changes::mail_id.eq(of.mail_id),
            reading_changes::part_id.eq(of.part_id),
            reading_changes::reader_version.eq(of.version),
            reading_changes::field.eq(differing.field),
            reading_changes::old.eq(&differing.old),
            reading_changes::new.eq(&differing.new),
            reading_changes::text_id.eq(text_id),
            reading_changes::created_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(())
}

/// A later reading says something else: what waits is no longer what was read.
pub(super) async fn outdate(conn: &mut AsyncPgConnection, of: Of, field: Field) -> QueryResult<()> {
    diesel::update(
        reading_changes::table
            .filter(reading_changes::mail_id.is_not_distinct_from(of.mail_id))
            .filter(reading_changes::part_id.is_not_distinct_from(of.part_id))
            .filter(reading_changes::field.eq(field))
            .filter(reading_changes::state.eq(ChangeState::Open)),
    )
    .set(reading_changes::state.eq(ChangeState::Outdated))
    .execute(conn)
    .await?;
    Ok(())
}
