//! Everything that is done to a response at the desk can be taken back, and done again.
//!
//! An act is kept as what it changed: each thing (`spots`) as it was before and as it is after ([`keep`]). Taking it back puts each spot
//! as it was; doing it again puts it as it came to be. Either is refused when a spot is no longer as the act left it, because somebody
//! has decided on it since: nobody's work is overwritten. Each person takes back their own acts, the last one first. Decisions on
//! proposals, relations and splits are among them (`decision`); doing one again is accepting the proposal, which is open again.

mod decision;
mod put;
mod spots;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::acts::{Done, FieldList, Of};
use super::answer::Refused;
use crate::audit::Event;
use crate::response::Response;
use crate::schema::{desk_acts, responses};
use crate::staff::Act;

pub(super) use decision::keep_decision;
pub(super) use spots::Snapshot;

/// What an act did to one spot; a value is null where there was or is nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Change {
    pub kind: String,
    pub key: Value,
    pub before: Value,
    pub after: Value,
}

/// An act of somebody on a response.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = desk_acts)]
pub(super) struct DeskAct {
    pub id: i64,
    pub response_id: i64,
    pub changes: Value,
    pub undone_at: Option<DateTime<Utc>>,
}

impl DeskAct {
    fn changes(&self) -> Vec<Change> {
        serde_json::from_value(self.changes.clone()).unwrap_or_default()
    }
}

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Back,
    Again,
}

/// Locks a response and looks at it, in the transaction of an act on it: two people who act on the same one do so one after the other.
pub(super) async fn before(
    conn: &mut AsyncPgConnection,
    response_id: i64,
) -> QueryResult<Snapshot> {
    responses::table
        .find(response_id)
        .select(responses::id)
        .for_no_key_update()
        .first::<i64>(conn)
        .await?;
    Snapshot::of(conn, response_id).await
}

/// Keeps what an act changed, in its transaction. What was taken back before can then not be done again.
pub(super) async fn keep(
    conn: &mut AsyncPgConnection,
    by: Act,
    response_id: i64,
    (before, batch): (&Snapshot, Option<Uuid>),
) -> QueryResult<bool> {
    let changes = before.until(&Snapshot::of(conn, response_id).await?);
    kept(conn, by, response_id, (changes, batch)).await
}

async fn kept(
    conn: &mut AsyncPgConnection,
    by: Act,
    response_id: i64,
    (changes, batch): (Vec<Change>, Option<Uuid>),
) -> QueryResult<bool> {
    if changes.is_empty() {
        return Ok(false);
    }
    diesel::delete(
        desk_acts::table
            .filter(desk_acts::response_id.eq(response_id))
            .filter(desk_acts::staff_id.eq(by.staff_id))
            .filter(desk_acts::undone_at.is_not_null()),
    )
    .execute(conn)
    .await?;
    diesel::insert_into(desk_acts::table)
        .values((
            desk_acts::hearing_id.eq(by.hearing_id),
            desk_acts::response_id.eq(response_id),
            desk_acts::staff_id.eq(by.staff_id),
            desk_acts::batch.eq(batch),
            desk_acts::changes.eq(json!(changes)),
            desk_acts::created_at.eq(by.now),
        ))
        .execute(conn)
        .await?;
    Ok(true)
}

/// The act that a person can take back next, or do again next.
pub(super) async fn next(
    conn: &mut AsyncPgConnection,
    (response_id, staff_id): (i64, i64),
    way: Way,
) -> QueryResult<Option<DeskAct>> {
    let mine = DeskAct::query()
        .filter(desk_acts::response_id.eq(response_id))
        .filter(desk_acts::staff_id.eq(staff_id));
    match way {
        Way::Back => {
            mine.filter(desk_acts::undone_at.is_null())
                .order(desk_acts::id.desc())
                .first(conn)
                .await
        }
        Way::Again => {
            mine.filter(desk_acts::undone_at.is_not_null())
                .order(desk_acts::id)
                .first(conn)
                .await
        }
    }
    .optional()
}

/// Takes an act back or does it again, in the caller's transaction.
///
/// # Errors
/// [`Refused::Because`] when something is no longer as the act left it.
pub(super) async fn turn(
    conn: &mut AsyncPgConnection,
    by: Act,
    act: &DeskAct,
    way: Way,
) -> Result<(), Refused> {
    let now = before(conn, act.response_id).await?;
    let changes = act.changes();
    let mut wanted = Vec::new();
    for change in &changes {
        let (from, to) = match way {
            Way::Back => (&change.after, &change.before),
            Way::Again => (&change.before, &change.after),
        };
        let there = now.get(&change.kind, &change.key);
        if there == from {
            wanted.push((change, to));
        } else if !put::follows(change) {
            return Err(Refused::Because("undo-changed-since"));
        }
    }
    // Sign-offs last: what is put back before them makes those that are in force lapse.
    wanted.sort_by_key(|(change, _)| put::order(change));
    for (change, to) in wanted {
        put::put(conn, by, act.response_id, (change, to)).await?;
    }
    if decision::is_one(&changes) {
        diesel::delete(desk_acts::table.find(act.id))
            .execute(conn)
            .await?;
    } else {
        let undone_at = (way == Way::Back).then_some(by.now);
        diesel::update(desk_acts::table.find(act.id))
            .set(desk_acts::undone_at.eq(undone_at))
            .execute(conn)
            .await?;
    }
    let action = match way {
        Way::Back => "act_undone",
        Way::Again => "act_redone",
    };
    Event::by_staff(by.staff_id, action, "response", act.response_id)
        .in_hearing(by.hearing_id)
        .with(json!({ "act": act.id, "kinds": kinds(&changes) }))
        .record(conn, by.now)
        .await?;
    Ok(())
}

fn kinds(changes: &[Change]) -> Vec<&str> {
    let mut kinds: Vec<&str> = changes.iter().map(|one| one.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// The key of the words for what an act did: that of its weightiest change.
pub(super) fn named(act: &DeskAct) -> &'static str {
    let changes = act.changes();
    let first = changes.iter().min_by_key(|one| put::weight(one));
    first.map_or("undo-other", put::words)
}

async fn step(conn: &mut AsyncPgConnection, by: Act, of: &Response, way: Way) -> Done {
    let Some(act) = next(conn, (of.id, by.staff_id), way).await? else {
        return Err(Refused::Because(match way {
            Way::Back => "undo-nothing",
            Way::Again => "redo-nothing",
        }));
    };
    turn(conn, by, &act, way).await
}

pub(super) async fn do_undo(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, _): (&Response, &Of),
    _: &FieldList,
) -> Done {
    step(conn, by, of, Way::Back).await
}

pub(super) async fn do_redo(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, _): (&Response, &Of),
    _: &FieldList,
) -> Done {
    step(conn, by, of, Way::Again).await
}
