//! What stands as a guess until somebody looks at it.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::response::{Content, NewProposal, ProposalKind, Proposed, Response, Standing, State};
use crate::schema::{proposals, responses};

/// *Ingen bemærkninger* and *foreløbigt svar* stand at once, marked as a guess, on a response that nobody has begun to work on.
pub(super) async fn guess(
    conn: &mut AsyncPgConnection,
    (response, content, standing): (&Response, Content, Standing),
    new: &[NewProposal],
    fresh: &[ProposalKind],
) -> QueryResult<()> {
    if response.state != State::Current && response.state != State::Superseded {
        return Ok(());
    }
    for proposal in new.iter().filter(|one| fresh.contains(&one.what.kind())) {
        match &proposal.what {
            Proposed::Content { content: guess } if content == Content::Remarks => {
                diesel::update(responses::table.find(response.id))
                    .set(responses::content.eq(guess))
                    .execute(conn)
                    .await?;
            }
            Proposed::Standing { body, on } if standing == Standing::Final => {
                provisional(conn, response.id, (body.as_deref(), *on)).await?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Lets a response stand as provisional; what was proposed to correct it is then its final text.
pub(super) async fn provisional(
    conn: &mut AsyncPgConnection,
    id: i64,
    (body, on): (Option<&str>, Option<chrono::NaiveDate>),
) -> QueryResult<()> {
    use crate::response::{RelationKind, RelationState};
    use crate::schema::response_relations as relations;
    diesel::update(responses::table.find(id))
        .set((
            responses::standing.eq(Standing::Provisional),
            responses::standing_body.eq(body),
            responses::standing_expected_on.eq(on),
        ))
        .execute(conn)
        .await?;
    diesel::update(
        relations::table
            .filter(relations::response_id.eq(id))
            .filter(relations::state.eq(RelationState::Proposed))
            .filter(relations::kind.eq(RelationKind::Corrects)),
    )
    .set(relations::kind.eq(RelationKind::Finalises))
    .execute(conn)
    .await?;
    Ok(())
}

/// Whether staff have decided on a proposal of this kind.
pub(super) async fn is_decided(
    conn: &mut AsyncPgConnection,
    id: i64,
    kind: ProposalKind,
) -> QueryResult<bool> {
    use crate::response::ProposalState;
    diesel::select(diesel::dsl::exists(
        proposals::table
            .filter(proposals::response_id.eq(id))
            .filter(proposals::kind.eq(kind))
            .filter(proposals::state.ne_all([ProposalState::Proposed, ProposalState::Lapsed])),
    ))
    .get_result(conn)
    .await
}
