//! What a person may do, in one hearing or in all of the organisation.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::Person;
use super::session;
use crate::audit::{Actor, Event};
use crate::schema::{hearings, staff, staff_roles};
use crate::text_enum;

text_enum! {
    /// Each may do what those before it may.
    pub enum Role {
        /// Reads everything, changes nothing.
        Reader = "reader",
        /// Marks passages, hides text, signs off.
        Tagger = "tagger",
        /// Changes what a response is: category, relations, letters, notes.
        Editor = "editor",
        /// Builds and approves releases.
        Releaser = "releaser",
        /// Sets hearings up and decides who may what.
        Administrator = "administrator",
    }
}

/// Where a role holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every hearing of the organisation.
    All,
    Hearing(i64),
}

impl Scope {
    fn hearing_id(self) -> Option<i64> {
        match self {
            Self::All => None,
            Self::Hearing(id) => Some(id),
        }
    }
}

/// Gives a role. Sessions end, so that what is open is open with the new role only.
///
/// # Errors
/// When the database fails.
pub async fn grant(
    conn: &mut AsyncPgConnection,
    (staff_id, scope, role): (i64, Scope, Role),
    actor: Actor,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    conn.transaction(async |conn| {
        diesel::insert_into(staff_roles::table)
            .values((
                staff_roles::staff_id.eq(staff_id),
                staff_roles::hearing_id.eq(scope.hearing_id()),
                staff_roles::role.eq(role),
            ))
            .on_conflict_do_nothing()
            .execute(conn)
            .await?;
        session::end_all(conn, staff_id).await?;
        record(conn, (staff_id, scope, role), actor, ("role_given", now)).await
    })
    .await
}

/// Gives somebody a role in a hearing that is being made by that person. Nothing that is open gets less by it, so sessions go on.
///
/// # Errors
/// When the database fails.
pub async fn take_on(
    conn: &mut AsyncPgConnection,
    staff_id: i64,
    (hearing_id, role): (i64, Role),
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::insert_into(staff_roles::table)
        .values((
            staff_roles::staff_id.eq(staff_id),
            staff_roles::hearing_id.eq(hearing_id),
            staff_roles::role.eq(role),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Event::by_staff(staff_id, "role_given", "staff", staff_id)
        .in_hearing(hearing_id)
        .with(json!({ "role": role }))
        .record(conn, now)
        .await
}

/// Whether somebody may make hearings: who edits, or sets up, every hearing of the organisation.
pub async fn may_create(conn: &mut AsyncPgConnection, staff_id: i64) -> QueryResult<bool> {
    let roles = roles_of(conn, staff_id).await?;
    Ok(roles
        .iter()
        .any(|(only, role)| only.is_none() && *role >= Role::Editor))
}

/// Takes a role back, and ends the person's sessions.
///
/// # Errors
/// When the database fails.
pub async fn revoke(
    conn: &mut AsyncPgConnection,
    (staff_id, scope, role): (i64, Scope, Role),
    actor: Actor,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    conn.transaction(async |conn| {
        diesel::delete(
            staff_roles::table
                .filter(staff_roles::staff_id.eq(staff_id))
                .filter(staff_roles::hearing_id.is_not_distinct_from(scope.hearing_id()))
                .filter(staff_roles::role.eq(role)),
        )
        .execute(conn)
        .await?;
        session::end_all(conn, staff_id).await?;
        record(conn, (staff_id, scope, role), actor, ("role_taken", now)).await
    })
    .await
}

async fn record(
    conn: &mut AsyncPgConnection,
    (staff_id, scope, role): (i64, Scope, Role),
    actor: Actor,
    (action, now): (&str, DateTime<Utc>),
) -> QueryResult<()> {
    let mut event = Event::new(actor, action, "staff", staff_id).with(json!({ "role": role }));
    event.hearing_id = scope.hearing_id();
    event.record(conn, now).await
}

/// Every role of a person: in a hearing, or (none) in all of the organisation.
pub async fn roles_of(
    conn: &mut AsyncPgConnection,
    staff_id: i64,
) -> QueryResult<Vec<(Option<i64>, Role)>> {
    staff_roles::table
        .filter(staff_roles::staff_id.eq(staff_id))
        .order((staff_roles::hearing_id, staff_roles::role))
        .select((staff_roles::hearing_id, staff_roles::role))
        .load(conn)
        .await
}

/// Those who do more than read a hearing's responses, by name; nobody whose account is closed.
pub async fn workers_of(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<Vec<Person>> {
    let owner: i64 = hearings::table
        .find(hearing_id)
        .select(hearings::organisation_id)
        .first(conn)
        .await?;
    let working = staff_roles::table
        .filter(staff_roles::role.ne(Role::Reader))
        .filter(
            staff_roles::hearing_id
                .is_null()
                .or(staff_roles::hearing_id.eq(hearing_id)),
        )
        .select(staff_roles::staff_id);
    Person::query()
        .filter(staff::id.eq_any(working))
        .filter(staff::organisation_id.eq(owner))
        .filter(staff::disabled_at.is_null())
        .order((staff::name, staff::id))
        .load(conn)
        .await
}

/// The hearing at an address: its id, title, and the highest role that a person of this organisation has there. None when there is no
/// such hearing.
pub async fn in_hearing(
    conn: &mut AsyncPgConnection,
    (staff_id, organisation_id): (i64, i64),
    slug: &str,
) -> QueryResult<Option<(i64, Option<Role>)>> {
    let hearing: Option<(i64, i64)> = hearings::table
        .filter(hearings::slug.eq(slug))
        .select((hearings::id, hearings::organisation_id))
        .first(conn)
        .await
        .optional()?;
    let Some((id, owner)) = hearing else {
        return Ok(None);
    };
    if owner != organisation_id {
        return Ok(Some((id, None)));
    }
    let role = roles_of(conn, staff_id)
        .await?
        .into_iter()
        .filter(|(hearing, _)| hearing.is_none_or(|hearing| hearing == id))
        .map(|(_, role)| role)
        .max();
    Ok(Some((id, role)))
}
