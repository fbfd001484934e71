//! The versions of one response: what takes the place of what, and from when it counts.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{RelationKind, RelationState, Response, State};
use crate::schema::{response_relations, responses};

const REPLACES: [RelationKind; 2] = [RelationKind::Corrects, RelationKind::Finalises];
/// The later one is part of the earlier, or says the same.
const JOINS: [RelationKind; 3] = [
    RelationKind::Supplements,
    RelationKind::Approves,
    RelationKind::Duplicates,
];

/// A response and every version that it takes the place of, latest first. A proposal counts until it is rejected.
pub async fn versions_before(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<Vec<i64>> {
    let mut found = vec![id];
    let mut at = 0;
    while let Some(of) = found.get(at).copied() {
        at += 1;
        let earlier: Vec<i64> = response_relations::table
            .filter(response_relations::other_id.eq(of))
            .filter(response_relations::state.ne(RelationState::Rejected))
            .filter(response_relations::kind.eq_any(REPLACES))
            .select(response_relations::response_id)
            .load(conn)
            .await?;
        for one in earlier {
            if !found.contains(&one) {
                found.push(one);
            }
        }
    }
    Ok(found)
}

/// The version that takes the place of a response, if one does or is proposed to; else itself.
pub async fn version_in_force(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<i64> {
    let states = [RelationState::Proposed, RelationState::Confirmed];
    last(conn, id, &states).await
}

/// The version that staff have said takes the place of a response; else itself.
pub(super) async fn confirmed_version(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<i64> {
    last(conn, id, &[RelationState::Confirmed]).await
}

async fn last(conn: &mut AsyncPgConnection, id: i64, states: &[RelationState]) -> QueryResult<i64> {
    let mut seen = vec![id];
    loop {
        let at = seen.last().copied().unwrap_or(id);
        let next: Option<i64> = response_relations::table
            .filter(response_relations::response_id.eq(at))
            .filter(response_relations::other_id.is_not_null())
            .filter(response_relations::state.eq_any(states))
            .filter(response_relations::kind.eq_any(REPLACES))
            .order(response_relations::id.desc())
            .select(response_relations::other_id)
            .first::<Option<i64>>(conn)
            .await
            .optional()?
            .flatten();
        match next {
            Some(next) if !seen.contains(&next) => seen.push(next),
            _ => return Ok(at),
        }
    }
}

/// The response that a sender means who names this one: the one that it is part of, in its latest version.
pub async fn meant_by(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<i64> {
    let part_of: Option<i64> = response_relations::table
        .filter(response_relations::other_id.eq(id))
        .filter(response_relations::state.eq(RelationState::Confirmed))
        .filter(response_relations::kind.eq_any(JOINS))
        .order(response_relations::id.desc())
        .select(response_relations::response_id)
        .first(conn)
        .await
        .optional()?;
    version_in_force(conn, part_of.unwrap_or(id)).await
}

/// The reference of a response, as category and number: its own, or that of a version that it takes the place of.
pub async fn reference_of(
    conn: &mut AsyncPgConnection,
    response: &Response,
) -> QueryResult<Option<(Option<i64>, i32)>> {
    if let Some(number) = response.reference_number {
        return Ok(Some((response.category_id, number)));
    }
    let versions = versions_before(conn, response.id).await?;
    responses::table
        .filter(responses::id.eq_any(&versions))
        .filter(responses::state.eq(State::Superseded))
        .filter(responses::reference_number.is_not_null())
        .order(responses::arrived_at)
        .select((
            responses::category_id,
            responses::reference_number.assume_not_null(),
        ))
        .first(conn)
        .await
        .optional()
}

/// When a response counts as having come: with the first of the versions that it takes the place of.
pub async fn counts_from(
    conn: &mut AsyncPgConnection,
    response: &Response,
) -> QueryResult<DateTime<Utc>> {
    let versions = versions_before(conn, response.id).await?;
    let times: Vec<(DateTime<Utc>, Option<DateTime<Utc>>)> = responses::table
        .filter(responses::id.eq_any(&versions))
        .select((responses::arrived_at, responses::reached_us_at))
        .load(conn)
        .await?;
    let first = times
        .into_iter()
        .map(|(arrived, reached)| reached.map_or(arrived, |reached| reached.min(arrived)))
        .min();
    Ok(first.unwrap_or_else(|| response.counts_from()))
}
