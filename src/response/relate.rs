//! What staff decide about two responses, or about a response and a mail. Each act is a row of the audit log in the same transaction.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::versions::{confirmed_version, versions_before};
use super::{
    ProposalKind, ProposalState, Reason, Relation, RelationKind, RelationState, Response, Standing,
    State,
};
use crate::audit::Event;
use crate::schema::{mails, proposals, response_relations, responses};
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
        let it = Relation::locked(conn, relation_id).await?;
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

/// Makes a decided relation a proposal again. What the decision did was taken back before.
///
/// # Errors
/// When the database fails.
pub async fn ask_again(conn: &mut AsyncPgConnection, relation_id: i64) -> QueryResult<()> {
    diesel::update(response_relations::table.find(relation_id))
        .set((
            response_relations::state.eq(RelationState::Proposed),
            response_relations::decided_by.eq(None::<i64>),
            response_relations::decided_at.eq(None::<DateTime<Utc>>),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Why two responses cannot be put in relation, or a proposal cannot be answered.
#[derive(Debug, thiserror::Error)]
pub enum RelateError {
    #[error("a response cannot be related to itself")]
    Itself,
    #[error("the other one takes the place of this one already")]
    Circle,
    #[error("the two are in another relation already")]
    Related,
    #[error("one of the two does not stand any more")]
    NotCurrent,
    #[error("somebody has decided already")]
    Decided,
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Says that `later` does something to `earlier`: what the program did not see, or saw wrongly. An open proposal between the two is
/// decided with it. What was meant for an earlier version holds for the one in force. Answers with the relation as it was before.
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
        lock(conn, by, (earlier, later)).await?;
        if let Some(there) = between(conn, (earlier, later))
            .await?
            .into_iter()
            .find(|one| one.kind == kind && one.state == RelationState::Confirmed)
        {
            return Ok(there);
        }
        if versions_before(conn, earlier).await?.contains(&later) {
            return Err(RelateError::Circle);
        }
        let target = confirmed_version(conn, earlier).await?;
        if target == later {
            return Err(RelateError::Related);
        }
        let mut known = None;
        for open in between(conn, (target, later)).await? {
            match open.state {
                _ if open.kind == kind => known = Some(open.id),
                _ if is_beside(open.kind) || is_beside(kind) => {}
                RelationState::Proposed => {
                    decide_relation(conn, by, open.id, false).await?;
                }
                RelationState::Confirmed => return Err(RelateError::Related),
                RelationState::Rejected => {}
            }
        }
        stands(conn, (target, later), kind).await?;
        let id = match known {
            Some(id) => id,
            None => {
                let because = (Reason::Staff, "");
                let between = (target, (Some(later), None));
                Relation::propose_because(conn, between, kind, because, by.now).await?
            }
        };
        answered(conn, by, (target, later), kind).await?;
        Ok(decide_relation(conn, by, id, true).await?)
    })
    .await
}

/// What says nothing of which of the two stands, and can be true beside anything else.
fn is_beside(kind: RelationKind) -> bool {
    matches!(
        kind,
        RelationKind::Endorses | RelationKind::Joins | RelationKind::SplitFrom
    )
}

async fn between(
    conn: &mut AsyncPgConnection,
    (earlier, later): (i64, i64),
) -> QueryResult<Vec<Relation>> {
    let mut all = Relation::of_responses(conn, &[later]).await?;
    all.retain(|one| one.response_id == earlier && one.other_id == Some(later));
    Ok(all)
}

/// Holds the two of this hearing until the end of the transaction, always in the same order, so that two people take turns.
async fn lock(conn: &mut AsyncPgConnection, by: Act, (one, two): (i64, i64)) -> QueryResult<()> {
    let found: Vec<i64> = responses::table
        .filter(responses::id.eq_any([one, two]))
        .filter(responses::hearing_id.eq(by.hearing_id))
        .order(responses::id)
        .select(responses::id)
        .for_update()
        .load(conn)
        .await?;
    if found.len() == 2 {
        Ok(())
    } else {
        Err(diesel::result::Error::NotFound)
    }
}

/// Only what stands can take the place of another, and only what stands can be replaced or added to.
async fn stands(
    conn: &mut AsyncPgConnection,
    (target, later): (i64, i64),
    kind: RelationKind,
) -> Result<(), RelateError> {
    if is_beside(kind) {
        return Ok(());
    }
    for id in [target, later] {
        if Response::find(conn, id).await?.state != State::Current {
            return Err(RelateError::NotCurrent);
        }
    }
    Ok(())
}

/// What the program asked about the two is answered with it.
async fn answered(
    conn: &mut AsyncPgConnection,
    by: Act,
    (target, later): (i64, i64),
    kind: RelationKind,
) -> QueryResult<()> {
    let asked = if kind == RelationKind::Endorses {
        ProposalKind::Endorses
    } else {
        ProposalKind::Second
    };
    diesel::update(
        proposals::table
            .filter(proposals::response_id.eq(later))
            .filter(proposals::kind.eq(asked))
            .filter(proposals::state.eq(ProposalState::Proposed))
            .filter(
                proposals::other_id
                    .eq(target)
                    .or(proposals::other_id.is_null()),
            ),
    )
    .set((
        proposals::state.eq(ProposalState::Corrected),
        proposals::decided_by.eq(by.staff_id),
        proposals::decided_at.eq(by.now),
    ))
    .execute(conn)
    .await?;
    Ok(())
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
    match it.kind {
        RelationKind::Approves => approve(conn, it, confirm).await?,
        RelationKind::Endorses if !confirm => no_longer_endorses(conn, it).await?,
        _ => {}
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

/// Who joins in with nobody any more, and says nothing else, has said something of their own.
async fn no_longer_endorses(conn: &mut AsyncPgConnection, it: &Relation) -> QueryResult<()> {
    let Some(later) = it.other_id else {
        return Ok(());
    };
    let others = Relation::of_responses(conn, &[later]).await?;
    let another = others.iter().any(|one| {
        one.id != it.id
            && one.kind == RelationKind::Endorses
            && one.other_id == Some(later)
            && one.state == RelationState::Confirmed
    });
    if another {
        return Ok(());
    }
    super::unguess_content(conn, later, super::Content::Endorses).await
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
