//! What staff decide about two responses, or about a response and a mail. Each act is a row of the audit log in the same transaction.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{Reason, Relation, RelationKind, RelationState, Response, Standing, State};
use crate::audit::Event;
use crate::schema::{mails, response_relations, responses};
use crate::staff::Act;

/// Confirms or rejects what a later response or mail was proposed to do to an earlier one. A confirmed correction or final text
/// supersedes the earlier response, a withdrawal withdraws it, a repetition makes the later one a duplicate, an approval without a new
/// text makes the earlier one final. What only adds to another is merged into it: its parts are intake's to move. Rejecting afterwards
/// puts the states back.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] for a relation of another hearing.
pub async fn decide_relation(
    conn: &mut AsyncPgConnection,
    by: Act,
    relation_id: i64,
    confirm: bool,
) -> QueryResult<Relation> {
    conn.transaction(async |conn| {
        let it = Relation::query()
            .filter(response_relations::id.eq(relation_id))
            .for_update()
            .first(conn)
            .await?;
        in_hearing(conn, by, it.response_id).await?;
        let state = if confirm {
            RelationState::Confirmed
        } else {
            RelationState::Rejected
        };
        diesel::update(response_relations::table.find(relation_id))
            .set((
                response_relations::state.eq(state),
                response_relations::decided_by.eq(by.staff_id),
                response_relations::decided_at.eq(by.now),
            ))
            .execute(conn)
            .await?;
        let was_confirmed = it.state == RelationState::Confirmed;
        if confirm != was_confirmed {
            carry_out(conn, &it, confirm).await?;
        }
        let action = if confirm {
            "relation_confirmed"
        } else {
            "relation_rejected"
        };
        Event::by_staff(by.staff_id, action, "response", it.response_id)
            .in_hearing(by.hearing_id)
            .with(json!({ "relation": it.id, "kind": it.kind, "other": it.other_id, "mail": it.mail_id }))
            .record(conn, by.now)
            .await?;
        Ok(it)
    })
    .await
}

/// Why two responses cannot be put in relation.
#[derive(Debug, thiserror::Error)]
pub enum RelateError {
    #[error("a response cannot be related to itself")]
    Itself,
    #[error("the other one takes the place of this one already")]
    Circle,
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Says that `later` does something to `earlier`: what the program did not see, or saw wrongly. An open proposal between the two is
/// decided with it.
pub async fn relate(
    conn: &mut AsyncPgConnection,
    by: Act,
    (earlier, later): (i64, i64),
    kind: RelationKind,
) -> Result<Relation, RelateError> {
    if earlier == later {
        return Err(RelateError::Itself);
    }
    conn.transaction(async |conn| {
        in_hearing(conn, by, earlier).await?;
        in_hearing(conn, by, later).await?;
        if versions_before(conn, earlier).await?.contains(&later) {
            return Err(RelateError::Circle);
        }
        for open in Relation::of_responses(conn, &[later]).await? {
            let same = open.response_id == earlier && open.other_id == Some(later);
            if same && open.kind != kind && open.state != RelationState::Rejected {
                decide_relation(conn, by, open.id, false).await?;
            } else if same && open.kind == kind {
                return Ok(decide_relation(conn, by, open.id, true).await?);
            }
        }
        let between = (earlier, (Some(later), None));
        let because = (Reason::Staff, "");
        let id = Relation::propose_because(conn, between, kind, because, by.now).await?;
        Ok(decide_relation(conn, by, id, true).await?)
    })
    .await
}

async fn in_hearing(conn: &mut AsyncPgConnection, by: Act, id: i64) -> QueryResult<()> {
    let hearing: i64 = responses::table
        .find(id)
        .select(responses::hearing_id)
        .first(conn)
        .await?;
    if hearing == by.hearing_id {
        Ok(())
    } else {
        Err(diesel::result::Error::NotFound)
    }
}

/// A response and every version that it takes the place of, latest first. A proposal counts until it is rejected.
pub async fn versions_before(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<Vec<i64>> {
    let mut found = vec![id];
    let mut at = 0;
    while let Some(of) = found.get(at).copied() {
        at += 1;
        let earlier: Vec<i64> = response_relations::table
            .filter(response_relations::other_id.eq(of))
            .filter(response_relations::state.ne(RelationState::Rejected))
            .filter(
                response_relations::kind.eq_any([RelationKind::Corrects, RelationKind::Finalises]),
            )
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
    let mut seen = vec![id];
    loop {
        let at = seen.last().copied().unwrap_or(id);
        let next: Option<i64> = response_relations::table
            .filter(response_relations::response_id.eq(at))
            .filter(response_relations::other_id.is_not_null())
            .filter(response_relations::state.ne(RelationState::Rejected))
            .filter(
                response_relations::kind.eq_any([RelationKind::Corrects, RelationKind::Finalises]),
            )
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

/// Which response a confirmed relation changes, and into what.
fn effect(it: &Relation) -> Option<(i64, State)> {
    match (it.kind, it.other_id) {
        (RelationKind::Corrects | RelationKind::Finalises, Some(_)) => {
            Some((it.response_id, State::Superseded))
        }
        (RelationKind::Withdraws, _) => Some((it.response_id, State::Withdrawn)),
        (RelationKind::Duplicates, Some(other)) => Some((other, State::Duplicate)),
        (RelationKind::Supplements | RelationKind::Approves, Some(other)) => {
            Some((other, State::Merged))
        }
        _ => None,
    }
}

async fn carry_out(conn: &mut AsyncPgConnection, it: &Relation, confirm: bool) -> QueryResult<()> {
    if it.kind == RelationKind::Approves {
        approve(conn, it, confirm).await?;
    }
    let Some((changed, confirmed)) = effect(it) else {
        return Ok(());
    };
    let (from, to) = if confirm {
        (State::Current, confirmed)
    } else if also_said_by_another(conn, it, changed).await? {
        return Ok(());
    } else {
        (confirmed, State::Current)
    };
    diesel::update(
        responses::table
            .filter(responses::id.eq(changed))
            .filter(responses::state.eq(from)),
    )
    .set(responses::state.eq(to))
    .execute(conn)
    .await?;
    Ok(())
}

/// Whether another confirmed relation has the same effect, so that it stays when this one is taken back.
async fn also_said_by_another(
    conn: &mut AsyncPgConnection,
    it: &Relation,
    changed: i64,
) -> QueryResult<bool> {
    let others = Relation::of_responses(conn, &[changed]).await?;
    Ok(others.iter().any(|other| {
        other.id != it.id && other.state == RelationState::Confirmed && effect(other) == effect(it)
    }))
}

/// What was sent is approved: no other text, but final from then on.
async fn approve(conn: &mut AsyncPgConnection, it: &Relation, confirm: bool) -> QueryResult<()> {
    let at: Option<DateTime<Utc>> = match (confirm, it.other_id, it.mail_id) {
        (true, Some(other), _) => Some(Response::find(conn, other).await?.counts_from()),
        (true, None, Some(mail)) => {
            let arrived = mails::table.find(mail).select(mails::arrived_at);
            Some(arrived.first(conn).await?)
        }
        _ => None,
    };
    let standing = if confirm {
        Standing::Final
    } else {
        Standing::Provisional
    };
    diesel::update(responses::table.find(it.response_id))
        .set((
            responses::standing.eq(standing),
            responses::confirmed_at.eq(at),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
