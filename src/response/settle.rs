//! What staff answer to a proposal: yes, yes with something changed, or no.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::relate::{RelateError, decide_relation, relate};
use super::senders::{add_respondents, remove_respondents};
use super::timely::{ReachedUs, deem_timely, set_reached_us};
use super::{Content, Proposal, ProposalState, Proposed, RelationKind, RelationState, Standing};
use crate::audit::Event;
use crate::schema::{proposals, responses};
use crate::staff::Act;

/// What staff say to a proposal.
#[derive(Debug, Clone, Default)]
pub struct Verdict {
    /// What was proposed, as staff changed it.
    pub instead: Option<Proposed>,
    /// The other response, where staff chose another.
    pub other_id: Option<i64>,
    /// What a later answer does to the earlier one.
    pub relation: Option<RelationKind>,
    /// The evidence or the reason, in words.
    pub words: String,
    /// The mail that is the evidence.
    pub mail_id: Option<i64>,
}

/// Does what a proposal says, as staff changed it. What needs more than the response itself (splitting a mail) is done by its own act.
///
/// # Errors
/// [`RelateError::Decided`] where somebody was quicker, [`diesel::result::Error::NotFound`] for a proposal of another response, and for one
/// that this program does not know.
pub async fn accept(
    conn: &mut AsyncPgConnection,
    by: Act,
    (response_id, proposal_id): (i64, i64),
    verdict: &Verdict,
) -> Result<(), RelateError> {
    conn.transaction(async |conn| {
        let it = open(conn, by, response_id, proposal_id).await?;
        let was = it.what().ok_or(diesel::result::Error::NotFound)?;
        let what = verdict.instead.clone().unwrap_or_else(|| was.clone());
        let other = verdict.other_id.or(it.other_id);
        carry_out(conn, by, (response_id, other), &what, verdict).await?;
        let changed = what != was || other != it.other_id;
        let state = if changed {
            ProposalState::Corrected
        } else {
            ProposalState::Accepted
        };
        let value = serde_json::to_value(&what).map_err(|_| diesel::result::Error::NotFound)?;
        diesel::update(proposals::table.find(it.id))
            .set((proposals::value.eq(value), proposals::other_id.eq(other)))
            .execute(conn)
            .await?;
        decided(conn, by, &it, state).await?;
        Ok(())
    })
    .await
}

/// Says no to a proposal. A guess that stood is taken back.
///
/// # Errors
/// [`RelateError::Decided`] where somebody was quicker, [`diesel::result::Error::NotFound`] for a proposal of another response.
pub async fn reject(
    conn: &mut AsyncPgConnection,
    by: Act,
    (response_id, proposal_id): (i64, i64),
) -> Result<(), RelateError> {
    conn.transaction(async |conn| {
        let it = open(conn, by, response_id, proposal_id).await?;
        match it.what() {
            Some(Proposed::Content { content }) => {
                unguess_content(conn, response_id, content).await?
            }
            Some(Proposed::Standing { .. }) => unguess_standing(conn, response_id).await?,
            _ => {}
        }
        decided(conn, by, &it, ProposalState::Rejected).await?;
        Ok(())
    })
    .await
}

/// Asks again what somebody has decided, and takes back what the answer did. What two responses are to each other, and a split, have an
/// act of their own that takes them back.
///
/// # Errors
/// [`RelateError::Related`] for those, [`RelateError::Decided`] where nothing is decided, [`diesel::result::Error::NotFound`] for a proposal
/// of another response.
pub async fn reopen(
    conn: &mut AsyncPgConnection,
    by: Act,
    (response_id, proposal_id): (i64, i64),
) -> Result<(), RelateError> {
    conn.transaction(async |conn| {
        let it = locked(conn, by, response_id, proposal_id).await?;
        let what = it.what().ok_or(diesel::result::Error::NotFound)?;
        match it.state {
            ProposalState::Rejected => {}
            ProposalState::Accepted | ProposalState::Corrected => {
                take_back(conn, by, (response_id, it.other_id), &what).await?;
            }
            ProposalState::Proposed | ProposalState::Lapsed => return Err(RelateError::Decided),
        }
        // What stood as a guess before the decision stands so again.
        if let Proposed::Content { .. } | Proposed::Standing { .. } = &what {
            let verdict = Verdict::default();
            carry_out(conn, by, (response_id, None), &what, &verdict).await?;
        }
        diesel::update(proposals::table.find(it.id))
            .set((
                proposals::state.eq(ProposalState::Proposed),
                proposals::decided_by.eq(None::<i64>),
                proposals::decided_at.eq(None::<chrono::DateTime<chrono::Utc>>),
            ))
            .execute(conn)
            .await?;
        Event::by_staff(by.staff_id, "proposal_reopened", "response", response_id)
            .in_hearing(by.hearing_id)
            .with(json!({ "proposal": it.id, "kind": it.kind, "was": it.state }))
            .record(conn, by.now)
            .await?;
        Ok(())
    })
    .await
}

async fn take_back(
    conn: &mut AsyncPgConnection,
    by: Act,
    (id, other): (i64, Option<i64>),
    what: &Proposed,
) -> Result<(), RelateError> {
    match what {
        Proposed::Content { .. } | Proposed::Standing { .. } => {}
        Proposed::Respondents { names } => remove_respondents(conn, id, names).await?,
        Proposed::Signatures { .. } => {
            diesel::update(responses::table.find(id))
                .set(responses::signatures.eq(0))
                .execute(conn)
                .await?;
        }
        Proposed::Endorses { .. } => {
            unguess_content(conn, id, Content::Endorses).await?;
            for one in super::Relation::of_responses(conn, &[id]).await? {
                let same = one.kind == RelationKind::Endorses
                    && one.other_id == Some(id)
                    && Some(one.response_id) == other
                    && one.state == RelationState::Confirmed;
                if same {
                    decide_relation(conn, by, one.id, false).await?;
                }
            }
        }
        Proposed::ReachedUs { .. } => set_reached_us(conn, by, id, None).await?,
        Proposed::Timely { .. } => deem_timely(conn, by, id, None).await?,
        Proposed::Second | Proposed::Split { .. } => return Err(RelateError::Related),
    }
    Ok(())
}

/// Takes back the guess that a response has no remarks.
pub async fn unguess_content(
    conn: &mut AsyncPgConnection,
    response_id: i64,
    guess: Content,
) -> QueryResult<()> {
    diesel::update(
        responses::table
            .filter(responses::id.eq(response_id))
            .filter(responses::content.eq(guess)),
    )
    .set(responses::content.eq(Content::Remarks))
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes back the guess that a response is provisional.
pub async fn unguess_standing(conn: &mut AsyncPgConnection, response_id: i64) -> QueryResult<()> {
    diesel::update(responses::table.find(response_id))
        .set((
            responses::standing.eq(Standing::Final),
            responses::standing_body.eq(None::<String>),
            responses::standing_expected_on.eq(None::<chrono::NaiveDate>),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

async fn open(
    conn: &mut AsyncPgConnection,
    by: Act,
    response_id: i64,
    proposal_id: i64,
) -> Result<Proposal, RelateError> {
    let it = locked(conn, by, response_id, proposal_id).await?;
    if it.is_open() {
        Ok(it)
    } else {
        Err(RelateError::Decided)
    }
}

async fn locked(
    conn: &mut AsyncPgConnection,
    by: Act,
    response_id: i64,
    proposal_id: i64,
) -> QueryResult<Proposal> {
    let it = Proposal::query()
        .filter(proposals::id.eq(proposal_id))
        .filter(proposals::response_id.eq(response_id))
        .for_update()
        .first(conn)
        .await?;
    let hearing: i64 = responses::table
        .find(response_id)
        .select(responses::hearing_id)
        .first(conn)
        .await?;
    if hearing == by.hearing_id {
        Ok(it)
    } else {
        Err(diesel::result::Error::NotFound)
    }
}

async fn decided(
    conn: &mut AsyncPgConnection,
    by: Act,
    it: &Proposal,
    state: ProposalState,
) -> QueryResult<()> {
    diesel::update(proposals::table.find(it.id))
        .set((
            proposals::state.eq(state),
            proposals::decided_by.eq(by.staff_id),
            proposals::decided_at.eq(by.now),
        ))
        .execute(conn)
        .await?;
    Event::by_staff(by.staff_id, "proposal_decided", "response", it.response_id)
        .in_hearing(by.hearing_id)
        .with(json!({ "proposal": it.id, "kind": it.kind, "state": state }))
        .record(conn, by.now)
        .await
}

async fn carry_out(
    conn: &mut AsyncPgConnection,
    by: Act,
    (id, other): (i64, Option<i64>),
    what: &Proposed,
    verdict: &Verdict,
) -> Result<(), RelateError> {
    let row = responses::table.find(id);
    match what {
        Proposed::Content { content } => {
            diesel::update(row)
                .set(responses::content.eq(content))
                .execute(conn)
                .await?;
        }
        Proposed::Standing { body, on } => {
            diesel::update(row)
                .set((
                    responses::standing.eq(Standing::Provisional),
                    responses::standing_body.eq(body),
                    responses::standing_expected_on.eq(on),
                ))
                .execute(conn)
                .await?;
        }
        Proposed::Respondents { names } => add_respondents(conn, id, names).await?,
        Proposed::Signatures { count } => {
            diesel::update(row)
                .set(responses::signatures.eq(count))
                .execute(conn)
                .await?;
        }
        Proposed::Endorses { whole, .. } => {
            if *whole {
                diesel::update(row)
                    .set(responses::content.eq(Content::Endorses))
                    .execute(conn)
                    .await?;
            }
            if let Some(other) = other {
                relate(conn, by, (other, id), RelationKind::Endorses).await?;
            }
        }
        Proposed::ReachedUs { at, .. } => {
            let reached = ReachedUs {
                at: *at,
                evidence: verdict.words.clone(),
                mail_id: verdict.mail_id,
            };
            set_reached_us(conn, by, id, Some(&reached)).await?;
        }
        Proposed::Timely { .. } => deem_timely(conn, by, id, Some(&verdict.words)).await?,
        Proposed::Second => {
            if let (Some(kind), Some(other)) = (verdict.relation, other) {
                relate(conn, by, (other, id), kind).await?;
            }
        }
        Proposed::Split { .. } => {}
    }
    Ok(())
}
