//! References (A1, A2, B1 …): fixed by an act after the deadline, by arrival within the category. Withdrawn and late responses take one too;
//! a version that replaces another keeps the number of the first; what comes later takes the next. A number is never used again.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use crate::audit::{Actor, Event};
use crate::hearing::Hearing;
use crate::response::{Chains, Relation, Response};
use crate::schema::{hearings, responses};

/// Why references were not fixed.
#[derive(Debug, thiserror::Error)]
pub enum ReferenceError {
    /// Responses can still come in time.
    #[error("the deadline has not passed")]
    BeforeDeadline,
    /// Receipt numbers of responses that are in no category.
    #[error("responses without a category: {}", .0.join(", "))]
    NoCategory(Vec<String>),
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Gives every response that stands and has none its reference. Safe to repeat. Returns how many were given.
///
/// # Errors
/// [`ReferenceError::BeforeDeadline`], [`ReferenceError::NoCategory`]; nothing is given then.
pub async fn fix_references(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    staff_id: Option<i64>,
    now: DateTime<Utc>,
) -> Result<usize, ReferenceError> {
    conn.transaction(async |conn| {
        let hearing = Hearing::query()
            .filter(hearings::id.eq(hearing_id))
            .for_update()
            .first(conn)
            .await?;
        if now < hearing.closes_at {
            return Err(ReferenceError::BeforeDeadline);
        }
        let all = Response::of_hearing(conn, hearing_id).await?;
        let ids: Vec<i64> = all.iter().map(|response| response.id).collect();
        let relations = Relation::of_responses(conn, &ids).await?;
        let given = plan(&all, &relations)?;
        for (id, category_id, number) in &given {
            diesel::update(responses::table.find(id))
                .set((
                    responses::reference_number.eq(number),
                    responses::category_id.eq(category_id),
                ))
                .execute(conn)
                .await?;
        }
        if hearing.references_fixed_at.is_none() {
            diesel::update(hearings::table.find(hearing_id))
                .set(hearings::references_fixed_at.eq(now))
                .execute(conn)
                .await?;
        }
        if !given.is_empty() || hearing.references_fixed_at.is_none() {
            let event = match staff_id {
                Some(id) => Event::by_staff(id, "references_fixed", "hearing", hearing_id),
                None => Event::new(Actor::Program, "references_fixed", "hearing", hearing_id),
            };
            event
                .in_hearing(hearing_id)
                .with(json!({ "given": given.len() }))
                .record(conn, now)
                .await?;
        }
        Ok(given.len())
    })
    .await
}

/// Remembers that the references of a hearing are fixed: responses came with theirs from another database, after the deadline.
pub async fn were_fixed(
    conn: &mut AsyncPgConnection,
    hearing: &Hearing,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    if hearing.references_fixed_at.is_none() && now >= hearing.closes_at {
        diesel::update(hearings::table.find(hearing.id))
            .set(hearings::references_fixed_at.eq(now))
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// Which response gets which category and number.
fn plan(all: &[Response], relations: &[Relation]) -> Result<Vec<(i64, i64, i32)>, ReferenceError> {
    let chains = Chains::of(all, relations);
    // Also numbers of responses that no longer stand: none is used twice.
    let mut last: HashMap<i64, i32> = HashMap::new();
    for response in all {
        if let (Some(category), Some(number)) = (response.category_id, response.reference_number) {
            let highest = last.entry(category).or_default();
            *highest = number.max(*highest);
        }
    }
    let mut waiting: Vec<_> = chains
        .chains
        .iter()
        .filter(|chain| chain.reference().is_none())
        .collect();
    waiting.sort_by_key(|chain| (chain.earliest().counts_from(), chain.earliest().id));
    let lost: Vec<String> = waiting
        .iter()
        .filter(|chain| chain.category_id().is_none())
        .map(|chain| chain.earliest().number.clone())
        .collect();
    if !lost.is_empty() {
        return Err(ReferenceError::NoCategory(lost));
    }
    let mut given = Vec::new();
    for chain in waiting {
        let Some(category) = chain.category_id() else {
            continue;
        };
        let number = last.entry(category).or_default();
        *number += 1;
        given.push((chain.earliest().id, category, *number));
    }
    Ok(given)
}
