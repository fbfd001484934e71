//! Responses that come from another database in the form of `hoering export`: what they had there, and which of them are here already.
//!
//! They go through [`super::accept_all`] as every response does, with number, state and reference as they were. What the program would
//! look for in a response that comes anew ([`super::recognise`]) was decided there, and is not proposed again.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::recognise;
use crate::response::{Reason, RelationKind, RelationState, State, Work};
use crate::schema::{parts, response_relations, responses};
use crate::storage::Hash;

/// Rows of one statement.
const PIECE: usize = 1_000;

/// What a response had in the database that it was exported from.
#[derive(Debug, Clone)]
pub struct Imported {
    /// Its receipt number; a new one where none is given.
    pub number: Option<String>,
    pub state: State,
    pub work: Work,
    pub deemed_timely_reason: Option<String>,
    /// Of each part, SHA-256 and length of the original where that did not come along. The commitment names the original all the same.
    pub files: Vec<Option<(Hash, i64)>>,
}

impl Imported {
    /// How an arrival can have been told.
    pub const RULES: &'static [&'static str] = &[
        "request",
        "received_by_us",
        "internaldate",
        "received_top",
        "recorded",
        "staff",
    ];
}

/// The columns that only an import sets; the defaults of the database where there is none.
pub(super) type Columns = (
    diesel::dsl::Eq<responses::state, State>,
    diesel::dsl::Eq<responses::work, Work>,
    diesel::dsl::Eq<responses::deemed_timely_reason, Option<String>>,
);

pub(super) fn columns(it: Option<&Imported>) -> Columns {
    (
        responses::state.eq(it.map_or(State::Current, |it| it.state)),
        responses::work.eq(it.map_or(Work::New, |it| it.work)),
        responses::deemed_timely_reason.eq(it.and_then(|it| it.deemed_timely_reason.clone())),
    )
}

/// A response that is there.
#[derive(Debug, Clone, Queryable)]
pub struct There {
    pub id: i64,
    pub number: String,
    pub state: State,
    pub category_id: Option<i64>,
    pub reference_number: Option<i32>,
}

/// A part that was made, with its place in its response and its text in force.
#[derive(Debug, Clone, Queryable)]
pub struct Made {
    pub response_id: i64,
    pub position: i32,
    pub id: i64,
    pub text_id: Option<i64>,
}

/// The responses of a hearing.
pub async fn there(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<Vec<There>> {
    responses::table
        .filter(responses::hearing_id.eq(hearing_id))
        .select((
            responses::id,
            responses::number,
            responses::state,
            responses::category_id,
            responses::reference_number,
        ))
        .load(conn)
        .await
}

/// The responses of a hearing whose place another has taken.
pub async fn replaced(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<HashSet<i64>> {
    let kinds = [RelationKind::Corrects, RelationKind::Finalises];
    let found: Vec<i64> = response_relations::table
        .inner_join(responses::table.on(responses::id.eq(response_relations::response_id)))
        .filter(responses::hearing_id.eq(hearing_id))
        .filter(response_relations::kind.eq_any(kinds))
        .filter(response_relations::state.eq(RelationState::Confirmed))
        .select(responses::id)
        .load(conn)
        .await?;
    Ok(found.into_iter().collect())
}

/// Those of these numbers that are given to a response, of whatever hearing.
pub async fn elsewhere(
    conn: &mut AsyncPgConnection,
    numbers: &[&str],
) -> QueryResult<HashSet<String>> {
    let found: Vec<String> = responses::table
        .filter(responses::number.eq_any(numbers))
        .select(responses::number)
        .load(conn)
        .await?;
    Ok(found.into_iter().collect())
}

/// How many responses of a hearing have each source.
pub async fn by_source(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
) -> QueryResult<HashMap<String, i64>> {
    let counted: Vec<(String, i64)> = responses::table
        .filter(responses::hearing_id.eq(hearing_id))
        .group_by(responses::source)
        .select((responses::source, count_star()))
        .load(conn)
        .await?;
    Ok(counted.into_iter().collect())
}

/// Says that what these responses say of themselves was looked for already.
pub async fn as_recognised(conn: &mut AsyncPgConnection, ids: &[i64]) -> QueryResult<()> {
    diesel::update(responses::table.filter(responses::id.eq_any(ids)))
        .set(responses::recognised.eq(recognise::VERSION))
        .execute(conn)
        .await?;
    Ok(())
}

/// The parts of these responses.
pub async fn parts_of(conn: &mut AsyncPgConnection, ids: &[i64]) -> QueryResult<Vec<Made>> {
    parts::table
        .filter(parts::response_id.eq_any(ids))
        .select((
            parts::response_id,
            parts::position,
            parts::id,
            parts::text_id,
        ))
        .load(conn)
        .await
}

/// A response, its category and its number there.
pub type Reference = (i64, i64, i32);

/// Gives responses the references that they had.
pub async fn give_references(conn: &mut AsyncPgConnection, given: &[Reference]) -> QueryResult<()> {
    let column = |of: fn(&Reference) -> i64| given.iter().map(of).collect::<Vec<_>>();
    let numbers: Vec<i32> = given.iter().map(|(_, _, number)| *number).collect();
    diesel::sql_query(
        "update responses set reference_number = v.number, category_id = v.category \
           from unnest($1, $2, $3) as v(id, category, number) where responses.id = v.id",
    )
    .bind::<Array<BigInt>, _>(column(|one| one.0))
    .bind::<Array<BigInt>, _>(column(|one| one.1))
    .bind::<Array<Integer>, _>(numbers)
    .execute(conn)
    .await?;
    Ok(())
}

/// Puts responses in the place of earlier ones, as it was decided where they come from: each earlier with the later and what that does.
pub async fn supersede(
    conn: &mut AsyncPgConnection,
    pairs: &[(i64, i64, RelationKind)],
    now: DateTime<Utc>,
) -> QueryResult<()> {
    for piece in pairs.chunks(PIECE) {
        let rows: Vec<_> = piece
            .iter()
            .map(|(earlier, later, kind)| {
                (
                    response_relations::response_id.eq(*earlier),
                    response_relations::other_id.eq(*later),
                    response_relations::kind.eq(*kind),
                    response_relations::state.eq(RelationState::Confirmed),
                    response_relations::reason.eq(Reason::Staff),
                    response_relations::decided_at.eq(now),
                    response_relations::created_at.eq(now),
                )
            })
            .collect();
        diesel::insert_into(response_relations::table)
            .values(rows)
            .execute(conn)
            .await?;
        let earlier: Vec<i64> = piece.iter().map(|(earlier, _, _)| *earlier).collect();
        diesel::update(responses::table.filter(responses::id.eq_any(earlier)))
            .set(responses::state.eq(State::Superseded))
            .execute(conn)
            .await?;
    }
    Ok(())
}
