//! What the program proposes about the samples, decided as a secretary would: each with the button that stands beside it.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::samples::Truth;
use crate::app::App;
use crate::desk;
use crate::hearing::{Category, Consultee};
use crate::intake::{self, NewRespondent, split};
use crate::response::{
    Part, Proposal, ProposalKind, Proposed, Relation, RelationState, Respondent, Response, Role,
    Verdict, accept, reject,
};
use crate::schema::{mails, responses, web_submissions};
use crate::staff::Act;
use crate::templates::Templates;

/// Left for whoever tries the demo, by the sample that it is about: what changes no number.
const LEFT: &[(&str, ProposalKind)] =
    &[("A11", ProposalKind::Content), ("C7", ProposalKind::Timely)];

/// Decides what is proposed, everything when `whole`, else most: parts a mail that holds two letters, accepts what responses say of
/// themselves, confirms what later ones do to earlier ones.
pub(super) async fn all(
    app: &App,
    conn: &mut AsyncPgConnection,
    by: Act,
    (truths, whole): (&[Truth], bool),
) -> anyhow::Result<()> {
    let responses: Vec<i64> = responses::table
        .filter(responses::hearing_id.eq(by.hearing_id))
        .order((responses::arrived_at, responses::id))
        .select(responses::id)
        .load(conn)
        .await?;
    for relation in Relation::of_responses(conn, &responses).await? {
        if relation.state == RelationState::Proposed {
            split::decide(conn, by, relation.id, true).await?;
        }
    }
    for proposal in Proposal::of_responses(conn, &responses).await? {
        let open = Proposal::find(conn, proposal.id).await?.is_open();
        let Some(what) = proposal.what().filter(|_| open) else {
            continue;
        };
        let of = (proposal.response_id, proposal.id);
        if !whole && is_left(conn, &proposal, truths).await? {
            continue;
        }
        match &what {
            Proposed::Split { letters } => part(app, conn, by, (of.0, letters), truths).await?,
            // Whoever writes twice has two things to say.
            Proposed::Second => reject(conn, by, of).await?,
            _ => {
                let response = Response::find(conn, of.0).await?;
                let verdict = Verdict {
                    words: desk::evidence(Templates::shared()?.words(), &what, &proposal),
                    mail_id: response
                        .mail_id
                        .filter(|_| matches!(what, Proposed::ReachedUs { .. })),
                    ..Verdict::default()
                };
                accept(conn, by, of, &verdict).await?;
            }
        }
    }
    Ok(())
}

async fn is_left(
    conn: &mut AsyncPgConnection,
    proposal: &Proposal,
    truths: &[Truth],
) -> anyhow::Result<bool> {
    let response = Response::find(conn, proposal.response_id).await?;
    let source = source_of(conn, &response).await?;
    let of_sample = |id: &str| truths.iter().find(|truth| truth.id == id);
    Ok(LEFT.iter().any(|(id, kind)| {
        *kind == proposal.kind && source == of_sample(id).map(|truth| truth.source.clone())
    }))
}

/// Makes the second letter of a mail a response of its own; the note that covers both belongs to both.
async fn part(
    app: &App,
    conn: &mut AsyncPgConnection,
    by: Act,
    (response_id, letters): (i64, &[(i64, String)]),
    truths: &[Truth],
) -> anyhow::Result<()> {
    let response = Response::find(conn, response_id).await?;
    let hearing = crate::hearing::Hearing::find(conn, by.hearing_id).await?;
    let categories: Vec<Category> = hearing.categories(conn).await?;
    let consultees = Consultee::of_hearing(conn, hearing.id).await?;
    let own = response.respondents(conn).await?;
    let own = own
        .as_slice()
        .first()
        .map_or("", Respondent::display_name)
        .to_owned();
    let Some(source) = source_of(conn, &response).await? else {
        return Ok(());
    };
    let parts = Part::of_responses(conn, &[response_id]).await?;
    let mut pieces = Vec::new();
    for truth in truths.iter().filter(|truth| truth.source == source) {
        let Some(organisation) = &truth.respondent.organisation else {
            continue;
        };
        if *organisation == own {
            continue;
        }
        // *Kærlundby Kommune* is part of the name of its council too.
        let letter = letters
            .iter()
            .filter(|(_, sender)| organisation.to_lowercase().contains(&sender.to_lowercase()))
            .max_by_key(|(_, sender)| sender.chars().count());
        let Some((letter, _)) = letter else { continue };
        let listed = consultees.iter().find(|one| one.name == *organisation);
        let email = truth.respondent.email.clone();
        pieces.push(split::Piece {
            respondent: NewRespondent {
                name: truth.respondent.name.clone(),
                organisation: Some(organisation.clone()),
                kind: truth.respondent.kind.clone(),
                email: email.clone(),
                consultee_id: listed.map(|one| one.id),
                ..NewRespondent::default()
            },
            category_id: categories
                .iter()
                .find(|one| one.letter == truth.category)
                .map(|one| one.id),
            parts: vec![*letter],
            shared: parts
                .iter()
                .filter(|part| part.role == Role::Body)
                .map(|part| part.id)
                .collect(),
            receipt_to: email,
        });
    }
    if !pieces.is_empty() {
        intake::split::split(app, conn, by, response_id, &pieces).await?;
    }
    Ok(())
}

/// Where a response came from, as the samples name it.
pub(super) async fn source_of(
    conn: &mut AsyncPgConnection,
    response: &Response,
) -> QueryResult<Option<String>> {
    let Some(mail) = response.mail_id else {
        return Ok(None);
    };
    let name: Option<String> = mails::table
        .find(mail)
        .select(mails::source_name)
        .first(conn)
        .await?;
    Ok(name.map(|name| format!("mail/{name}")))
}

/// The response that a sample became. Two of one mail are told apart by who answers.
pub(super) async fn response_of(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    truth: &Truth,
) -> anyhow::Result<Option<i64>> {
    let Some(name) = truth.source.strip_prefix("mail/") else {
        let key = hex::encode(crate::ids::token_hash(&truth.source));
        return Ok(responses::table
            .inner_join(web_submissions::table)
            .filter(web_submissions::idempotency_key.eq(key))
            .select(responses::id)
            .first(conn)
            .await
            .optional()?);
    };
    let found: Vec<i64> = responses::table
        .inner_join(mails::table.on(responses::mail_id.eq(mails::id.nullable())))
        .filter(responses::hearing_id.eq(hearing_id))
        .filter(mails::source_name.eq(name))
        .order(responses::id)
        .select(responses::id)
        .load(conn)
        .await?;
    let respondents = Respondent::of_responses(conn, &found).await?;
    let same = respondents
        .iter()
        .find(|one| found.len() > 1 && one.organisation == truth.respondent.organisation);
    Ok(same
        .map(|one| one.response_id)
        .or_else(|| found.as_slice().first().copied()))
}
