//! Decisions on what the program proposes and on what two responses are to each other. They move parts, states and receipts of more than
//! one response, so they are not put back spot by spot: taking one back is the way back that the decision itself has. It stands as a
//! proposal again then, where it can be accepted once more.

use diesel_async::AsyncPgConnection;
use serde_json::Value;

use super::{Change, Snapshot, kept};
use crate::desk::answer::Refused;
use crate::desk::split::carry;
use crate::intake;
use crate::response::{
    self, HeldProposal, RelateError, Relation, RelationKind, RelationState, ask_again,
    put_back_proposal,
};
use crate::staff::Act;

/// A decided proposal; its spot is that of the proposal.
pub(super) const PROPOSAL: &str = "decision";
pub(super) const RELATION: &str = "relation";

/// Keeps what a decision changed, in its transaction.
pub(in crate::desk) async fn keep_decision(
    conn: &mut AsyncPgConnection,
    by: Act,
    response_id: i64,
    before: &Snapshot,
) -> diesel::QueryResult<()> {
    let mut changes = before.until(&Snapshot::of(conn, response_id).await?);
    changes.retain(|one| matches!(one.kind.as_str(), "proposal" | RELATION));
    for one in &mut changes {
        if one.kind == "proposal" {
            PROPOSAL.clone_into(&mut one.kind);
        }
    }
    kept(conn, by, response_id, (changes, None)).await?;
    Ok(())
}

/// Whether an act was one.
pub(super) fn is_one(changes: &[Change]) -> bool {
    changes
        .iter()
        .any(|one| matches!(one.kind.as_str(), PROPOSAL | RELATION))
}

/// Takes back what was decided of two responses.
pub(super) async fn put_relation(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    to: Option<RelationState>,
) -> Result<(), Refused> {
    let it = Relation::locked(conn, id).await?;
    if it.kind == RelationKind::SplitFrom {
        let made = it.other_id.ok_or(diesel::result::Error::NotFound)?;
        intake::split::undo(conn, by, made).await?;
        return Ok(());
    }
    let confirm = to == Some(RelationState::Confirmed);
    let texts = intake::split::decide(conn, by, id, confirm)
        .await
        .map_err(crate::web::Error::from)?;
    carry(conn, &texts).await?;
    if to == Some(RelationState::Proposed) {
        ask_again(conn, id).await?;
    }
    Ok(())
}

/// Asks again what was decided of a proposal.
pub(super) async fn put_proposal(
    conn: &mut AsyncPgConnection,
    by: Act,
    (response_id, id): (i64, i64),
    to: &Value,
) -> Result<(), Refused> {
    match response::reopen(conn, by, (response_id, id)).await {
        // What it did was a relation or a split, which is taken back by itself.
        Err(RelateError::Related) => {
            let held: HeldProposal = super::put::read(to)?;
            Ok(put_back_proposal(conn, id, &held).await?)
        }
        done => Ok(done?),
    }
}
