//! One mail, several responses; several mails, one response. Parts are copied to where they belong; the first row stays and names the one
//! that took its place, so that every commitment and every receipt stays true and nothing is deleted. The mail stays one row of the
//! ledger.

mod merge;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{Accepted, Arrival, NewPart, NewRespondent, ReceiptPlan, Submission, accept};
use crate::app::App;
use crate::audit::Event;
use crate::response::{
    NewText, Part, ProposalKind, ProposalState, Relation, RelationKind, RelationState, Response,
    State, TextVersion, Verdict, Work, current_texts, decide_relation, publish_alike,
};
use crate::schema::{parts, proposals, receipts, responses};
use crate::staff::Act;
use crate::storage::Kept;

pub use merge::{accept_proposal, decide, detach, relate};

/// A response that is made out of parts of another.
#[derive(Debug, Clone)]
pub struct Piece {
    pub respondent: NewRespondent,
    pub category_id: Option<i64>,
    /// Parts that go there, by their ids.
    pub parts: Vec<i64>,
    /// Parts that belong to both: a note that covers several letters.
    pub shared: Vec<i64>,
    /// To whom its receipt goes; none when nobody is to get one.
    pub receipt_to: Option<String>,
}

/// Why a response cannot be split so, or put together again.
#[derive(Debug, thiserror::Error)]
pub enum SplitError {
    #[error("a new response has no part of its own")]
    NothingMoves,
    #[error("nothing is left of the first response")]
    NothingStays,
    #[error("a part goes to two responses")]
    Twice,
    #[error("the response is no longer current")]
    NotCurrent,
    #[error("something depends on the split already")]
    Used,
    #[error("a receipt for it has been sent")]
    ReceiptSent,
    #[error(transparent)]
    Relate(#[from] crate::response::RelateError),
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// What came of a split: each new response, and for each text of the first the text that it became.
#[derive(Debug, Default)]
pub struct Split {
    pub made: Vec<Accepted>,
    /// The text in the first response, and the same text in the new one.
    pub texts: Vec<(i64, i64)>,
}

/// Splits responses off another, each with a number, commitment and receipt of its own. Joins the caller's transaction when there is one.
pub async fn split(
    app: &App,
    conn: &mut AsyncPgConnection,
    by: Act,
    response_id: i64,
    pieces: &[Piece],
) -> Result<Split, SplitError> {
    conn.transaction(async |conn| {
        let response = current(conn, by, response_id).await?;
        let all = response.parts(conn).await?;
        check(&all, pieces)?;
        let texts = current_texts(conn, &all).await?;
        let mut split = Split::default();
        for piece in pieces {
            let taken: Vec<&Part> = all
                .iter()
                .filter(|part| piece.parts.contains(&part.id) || piece.shared.contains(&part.id))
                .collect();
            let submission = submission(by, &response, piece, (&taken, &texts))?;
            let made = accept(app, conn, &submission).await?;
            let new = Part::of_responses(conn, &[made.id]).await?;
            for (old, new) in taken.iter().zip(&new) {
                publish_alike(conn, (old.id, new.id)).await?;
                if piece.parts.contains(&old.id) {
                    moved(conn, old.id, Some(new.id)).await?;
                }
                split.texts.extend(old.text_id.zip(new.text_id));
            }
            let between = (response.id, (Some(made.id), None));
            let because = (crate::response::Reason::Staff, "");
            let kind = RelationKind::SplitFrom;
            let relation = Relation::propose_because(conn, between, kind, because, by.now).await?;
            decide_relation(conn, by, relation, true).await?;
            split.made.push(made);
        }
        changed(conn, response.id).await?;
        settle_proposal(conn, by, response.id).await?;
        let into: Vec<i64> = split.made.iter().map(|one| one.id).collect();
        Event::by_staff(by.staff_id, "response_split", "response", response.id)
            .in_hearing(by.hearing_id)
            .with(json!({ "into": into, "mail": response.mail_id }))
            .record(conn, by.now)
            .await?;
        Ok(split)
    })
    .await
}

/// The response, locked, when it stands.
async fn current(conn: &mut AsyncPgConnection, by: Act, id: i64) -> Result<Response, SplitError> {
    let response: Response = Response::query()
        .filter(responses::id.eq(id))
        .filter(responses::hearing_id.eq(by.hearing_id))
        .for_update()
        .first(conn)
        .await?;
    if response.state == State::Current {
        Ok(response)
    } else {
        Err(SplitError::NotCurrent)
    }
}

fn check(all: &[Part], pieces: &[Piece]) -> Result<(), SplitError> {
    let mut taken: Vec<i64> = Vec::new();
    for piece in pieces {
        if piece.parts.is_empty() {
            return Err(SplitError::NothingMoves);
        }
        for id in piece.parts.iter().chain(&piece.shared) {
            if !all.iter().any(|part| part.id == *id) {
                return Err(diesel::result::Error::NotFound.into());
            }
        }
        if piece.parts.iter().any(|id| taken.contains(id)) {
            return Err(SplitError::Twice);
        }
        taken.extend(&piece.parts);
    }
    if pieces.is_empty() {
        return Err(SplitError::NothingMoves);
    }
    if pieces
        .iter()
        .any(|piece| piece.shared.iter().any(|id| taken.contains(id)))
    {
        return Err(SplitError::Twice);
    }
    if all.iter().all(|part| taken.contains(&part.id)) {
        return Err(SplitError::NothingStays);
    }
    Ok(())
}

fn submission(
    by: Act,
    response: &Response,
    piece: &Piece,
    (taken, texts): (&[&Part], &[TextVersion]),
) -> anyhow::Result<Submission> {
    let arrival = Arrival {
        at: response.arrived_at,
        rule: rule(&response.arrival_rule),
    };
    let source = response.source.clone();
    let mut new = Submission::new(response.hearing_id, response.channel, source, arrival);
    new.category_id = piece.category_id;
    new.subject.clone_from(&response.subject);
    new.mail_id = response.mail_id;
    new.claimed_at = response.claimed_at;
    new.reached_us = response
        .reached_us_at
        .zip(response.reached_us_evidence.clone());
    new.respondents = vec![piece.respondent.clone()];
    new.receipt = match &piece.receipt_to {
        Some(to) => ReceiptPlan::Mail {
            to: to.clone(),
            in_reply_to: Some(response.source.clone()).filter(|source| source.starts_with('<')),
        },
        None => ReceiptPlan::None,
    };
    new.staff_id = Some(by.staff_id);
    new.parts = taken.iter().map(|part| copied(part, texts)).collect();
    Ok(new)
}

fn copied(part: &Part, texts: &[TextVersion]) -> NewPart {
    let text = texts.iter().find(|text| Some(text.id) == part.text_id);
    NewPart {
        role: part.role,
        filename: part.filename.clone(),
        media_type: part.media_type.clone(),
        file: part.file_id.map(|_| Kept {
            sha256: part.sha256.clone(),
            bytes: part.bytes,
        }),
        text: text.map(|text| NewText {
            deriver: text.deriver.clone(),
            deriver_version: text.deriver_version,
            text: text.text.clone(),
            ranges: text.marked(),
            staff_id: None,
        }),
        state: part.state,
    }
}

fn rule(name: &str) -> &'static str {
    [
        "request",
        "received_by_us",
        "internaldate",
        "received_top",
        "recorded",
        "staff",
    ]
    .into_iter()
    .find(|known| *known == name)
    .unwrap_or("recorded")
}

async fn moved(conn: &mut AsyncPgConnection, part: i64, to: Option<i64>) -> QueryResult<()> {
    diesel::update(parts::table.find(part))
        .set(parts::moved_to.eq(to))
        .execute(conn)
        .await?;
    Ok(())
}

/// What was signed off is no longer what is there, and what the text says is looked for anew.
pub(super) async fn changed(conn: &mut AsyncPgConnection, response_id: i64) -> QueryResult<()> {
    diesel::sql_query("select lapse_signoffs($1, $2)")
        .bind::<BigInt, _>(response_id)
        .bind::<Text, _>("split")
        .execute(conn)
        .await?;
    diesel::update(responses::table.find(response_id))
        .set(responses::recognised.eq(None::<i32>))
        .execute(conn)
        .await?;
    Ok(())
}

async fn settle_proposal(conn: &mut AsyncPgConnection, by: Act, id: i64) -> QueryResult<()> {
    let open: Option<i64> = proposals::table
        .filter(proposals::response_id.eq(id))
        .filter(proposals::kind.eq(ProposalKind::Split))
        .filter(proposals::state.eq(ProposalState::Proposed))
        .select(proposals::id)
        .first(conn)
        .await
        .optional()?;
    let Some(open) = open else {
        return Ok(());
    };
    match crate::response::accept(conn, by, (id, open), &Verdict::default()).await {
        Err(crate::response::RelateError::Database(error)) => Err(error),
        _ => Ok(()),
    }
}

/// Puts a response that was split off together with the first again, while nothing depends on it: nobody has worked on it, and its sender
/// has not been told of it. Its number stays in the ledger, as part of the first.
pub async fn undo(
    conn: &mut AsyncPgConnection,
    by: Act,
    response_id: i64,
) -> Result<Response, SplitError> {
    conn.transaction(async |conn| {
        let made = current(conn, by, response_id).await?;
        let all = Relation::of_responses(conn, &[made.id]).await?;
        let from = all.iter().find(|one| {
            one.kind == RelationKind::SplitFrom
                && one.other_id == Some(made.id)
                && one.state == RelationState::Confirmed
        });
        let Some(from) = from else {
            return Err(diesel::result::Error::NotFound.into());
        };
        let related = all
            .iter()
            .any(|one| one.id != from.id && one.state == RelationState::Confirmed);
        if related || made.work != Work::New || made.reference_number.is_some() {
            return Err(SplitError::Used);
        }
        let sent: i64 = receipts::table
            .filter(receipts::response_id.eq(made.id))
            .filter(receipts::state.eq_any(["sent", "bounced"]))
            .count()
            .get_result(conn)
            .await?;
        if sent > 0 {
            return Err(SplitError::ReceiptSent);
        }
        diesel::update(
            receipts::table
                .filter(receipts::response_id.eq(made.id))
                .filter(receipts::state.eq("waiting")),
        )
        .set(receipts::recipient.eq(None::<String>))
        .execute(conn)
        .await?;
        let own: Vec<i64> = parts::table
            .filter(parts::response_id.eq(made.id))
            .select(parts::id)
            .load(conn)
            .await?;
        diesel::update(parts::table.filter(parts::moved_to.eq_any(own)))
            .set(parts::moved_to.eq(None::<i64>))
            .execute(conn)
            .await?;
        diesel::update(responses::table.find(made.id))
            .set(responses::state.eq(State::Merged))
            .execute(conn)
            .await?;
        decide_relation(conn, by, from.id, false).await?;
        changed(conn, from.response_id).await?;
        Event::by_staff(by.staff_id, "split_undone", "response", from.response_id)
            .in_hearing(by.hearing_id)
            .with(json!({ "other": made.id }))
            .record(conn, by.now)
            .await?;
        Ok(Response::find(conn, from.response_id).await?)
    })
    .await
}
