//! What a response has to do with the others of its hearing: of the same sender, named in it, or waiting for it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::guess;
use super::look::Found;
use crate::response::{
    NewProposal, ProposalKind, Proposed, Reason, Relation, RelationKind, RelationState, Respondent,
    Response, Standing, State, propose,
};
use crate::schema::{
    mails, parts, proposals, respondents, response_relations as relations, responses,
};

/// The organisations that have answered a hearing.
pub(super) async fn organisations(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
) -> QueryResult<Vec<String>> {
    let all: Vec<Option<String>> = respondents::table
        .inner_join(responses::table)
        .filter(responses::hearing_id.eq(hearing_id))
        .filter(respondents::organisation.is_not_null())
        .select(respondents::organisation)
        .distinct()
        .load(conn)
        .await?;
    Ok(all
        .into_iter()
        .flatten()
        .filter(|name| !name.is_empty())
        .collect())
}

/// The address that the mail of a response came from.
pub(super) async fn mail_address(
    conn: &mut AsyncPgConnection,
    response: &Response,
) -> QueryResult<Option<String>> {
    let Some(mail) = response.mail_id else {
        return Ok(None);
    };
    mails::table
        .find(mail)
        .select(mails::from_address)
        .first(conn)
        .await
}

/// Writes down what a response has to do with others. Answers what was proposed anew.
pub(super) async fn relate(
    conn: &mut AsyncPgConnection,
    response: &Response,
    found: &Found,
    respondents: &[Respondent],
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<ProposalKind>> {
    let mut fresh = Vec::new();
    supplemented(conn, response, now).await?;
    fresh.extend(endorsed(conn, response, found, now).await?);
    expected(conn, response, respondents, now).await?;
    let own = Relation::of_responses(conn, &[response.id]).await?;
    for relation in own.iter().filter(|one| one.other_id == Some(response.id)) {
        fresh.extend(approved(conn, relation, found, now).await?);
    }
    let siblings = siblings(conn, response, respondents).await?;
    for (sibling, reason) in siblings {
        let after = (sibling.counts_from(), sibling.id) > (response.counts_from(), response.id);
        let (earlier, later) = if after {
            (response, &sibling)
        } else {
            (&sibling, response)
        };
        let known = Relation::of_responses(conn, &[later.id]).await?;
        // What replaces or adds to one of them is accounted for; so is what came in one mail.
        let accounted = known.iter().any(|one| {
            one.other_id == Some(later.id)
                && one.kind != RelationKind::Endorses
                && (one.state != RelationState::Rejected || one.response_id == earlier.id)
        });
        if accounted || later.mail_id.is_some() && later.mail_id == earlier.mail_id {
            continue;
        }
        let between = (earlier.id, (Some(later.id), None));
        let approves = found
            .approved
            .as_ref()
            .filter(|it| it.unchanged && found.is_note && !after);
        if let Some(approved) = approves {
            let because = (Reason::Text, approved.quote.as_str());
            Relation::propose_because(conn, between, RelationKind::Approves, because, now).await?;
        } else if let Some(quote) = found.replaces.as_deref().filter(|_| !after) {
            let kind = if earlier.standing == Standing::Provisional || found.approved.is_some() {
                RelationKind::Finalises
            } else {
                RelationKind::Corrects
            };
            Relation::propose_because(conn, between, kind, (Reason::Text, quote), now).await?;
        } else {
            let new = NewProposal {
                what: Proposed::Second,
                other_id: Some(earlier.id),
                reason,
                quote: String::new(),
            };
            if propose(conn, later.id, &new, now).await? && !after {
                fresh.push(ProposalKind::Second);
            }
        }
        break; // the nearest one is enough to decide on
    }
    Ok(fresh)
}

/// Other responses that stand, of the same address or the same consultee: the nearest before this one first.
async fn siblings(
    conn: &mut AsyncPgConnection,
    response: &Response,
    own: &[Respondent],
) -> QueryResult<Vec<(Response, Reason)>> {
    if response.state != State::Current {
        return Ok(Vec::new());
    }
    let addresses: Vec<&str> = own
        .iter()
        .filter_map(|one| one.email.as_deref())
        .filter(|address| !is_nobodys(address))
        .collect();
    let consultees: Vec<i64> = own.iter().filter_map(|one| one.consultee_id).collect();
    let found: Vec<(i64, Option<String>)> = respondents::table
        .inner_join(responses::table)
        .filter(responses::hearing_id.eq(response.hearing_id))
        .filter(responses::state.eq(State::Current))
        .filter(responses::id.ne(response.id))
        .filter(
            respondents::email
                .eq_any(&addresses)
                .or(respondents::consultee_id.eq_any(&consultees)),
        )
        .select((responses::id, respondents::email))
        .load(conn)
        .await?;
    let mut siblings = Vec::new();
    for (id, email) in found {
        let same = email.is_some_and(|email| addresses.contains(&email.as_str()));
        let reason = if same {
            Reason::SameSender
        } else {
            Reason::SameConsultee
        };
        siblings.push((Response::find(conn, id).await?, reason));
    }
    let at = (response.counts_from(), response.id);
    siblings.sort_by_key(|(one, _)| {
        let other = (one.counts_from(), one.id);
        let distance = (one.counts_from() - response.counts_from())
            .num_seconds()
            .abs();
        (other > at, distance)
    });
    Ok(siblings)
}

/// An address that many write from: it says nothing of who writes.
fn is_nobodys(address: &str) -> bool {
    let local: String = address
        .split('@')
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect::<String>()
        .to_lowercase();
    [
        "noreply",
        "donotreply",
        "ingensvar",
        "svarikke",
        "mailerdaemon",
        "postmaster",
        "digitalpost",
    ]
    .iter()
    .any(|word| local.contains(word))
}

/// Parts that another mail brought: that the mail belongs here is a proposal until somebody confirms it.
async fn supplemented(
    conn: &mut AsyncPgConnection,
    response: &Response,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let brought: Vec<Option<i64>> = parts::table
        .filter(parts::response_id.eq(response.id))
        .filter(parts::mail_id.is_not_null())
        .filter(parts::mail_id.is_distinct_from(response.mail_id))
        .select(parts::mail_id)
        .distinct()
        .load(conn)
        .await?;
    for mail in brought.into_iter().flatten() {
        let there: i64 = relations::table
            .filter(relations::response_id.eq(response.id))
            .filter(relations::mail_id.eq(mail))
            .count()
            .get_result(conn)
            .await?;
        let by_staff: Option<i64> = mails::table
            .find(mail)
            .select(mails::decided_by)
            .first(conn)
            .await?;
        if there == 0 && by_staff.is_none() {
            let source = (None, Some(mail));
            Relation::propose(conn, response.id, source, RelationKind::Supplements, now).await?;
        }
    }
    Ok(())
}

/// Joins in what another has said: which one, if it has come.
async fn endorsed(
    conn: &mut AsyncPgConnection,
    response: &Response,
    found: &Found,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<ProposalKind>> {
    let Some(endorsed) = &found.endorses else {
        return Ok(Vec::new());
    };
    let new = NewProposal {
        what: Proposed::Endorses {
            whom: endorsed.whom.clone(),
            whole: endorsed.whole,
        },
        other_id: of_name(conn, response, &endorsed.whom).await?,
        reason: Reason::Text,
        quote: endorsed.quote.clone(),
    };
    let fresh = propose(conn, response.id, &new, now).await?;
    Ok(fresh
        .then_some(ProposalKind::Endorses)
        .into_iter()
        .collect())
}

async fn of_name(
    conn: &mut AsyncPgConnection,
    but: &Response,
    name: &str,
) -> QueryResult<Option<i64>> {
    diesel::define_sql_function!(fn lower(text: diesel::sql_types::Nullable<diesel::sql_types::Text>) -> diesel::sql_types::Nullable<diesel::sql_types::Text>);
    respondents::table
        .inner_join(responses::table)
        .filter(responses::hearing_id.eq(but.hearing_id))
        .filter(responses::id.ne(but.id))
        .filter(responses::state.eq(State::Current))
        .filter(lower(respondents::organisation).eq(name.to_lowercase()))
        .order(responses::arrived_at)
        .select(responses::id)
        .first(conn)
        .await
        .optional()
}

/// Somebody has joined in what this sender would say: now it is here.
async fn expected(
    conn: &mut AsyncPgConnection,
    response: &Response,
    own: &[Respondent],
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    use crate::response::ProposalState;
    let waiting: Vec<(i64, i64, serde_json::Value, ProposalState, String)> = proposals::table
        .inner_join(responses::table.on(responses::id.eq(proposals::response_id)))
        .filter(responses::hearing_id.eq(response.hearing_id))
        .filter(responses::id.ne(response.id))
        .filter(proposals::kind.eq(ProposalKind::Endorses))
        .filter(proposals::other_id.is_null())
        .filter(proposals::state.ne_all([ProposalState::Rejected, ProposalState::Lapsed]))
        .select((
            proposals::id,
            proposals::response_id,
            proposals::value,
            proposals::state,
            proposals::quote,
        ))
        .load(conn)
        .await?;
    for (id, by, value, state, quote) in waiting {
        let whom = value["whom"].as_str().unwrap_or_default().to_lowercase();
        if !own
            .iter()
            .any(|one| one.display_name().to_lowercase() == whom)
        {
            continue;
        }
        diesel::update(proposals::table.find(id))
            .set(proposals::other_id.eq(response.id))
            .execute(conn)
            .await?;
        if state != ProposalState::Proposed {
            let between = (response.id, (Some(by), None));
            let because = (Reason::Text, quote.as_str());
            Relation::propose_because(conn, between, RelationKind::Endorses, because, now).await?;
        }
    }
    Ok(())
}

/// A version that says that it has been approved is the final text of the one before; a mere note of the approval brings no text.
async fn approved(
    conn: &mut AsyncPgConnection,
    relation: &Relation,
    found: &Found,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<ProposalKind>> {
    let replaces = matches!(
        relation.kind,
        RelationKind::Corrects | RelationKind::Finalises
    );
    let (Some(approved), true) = (
        &found.approved,
        replaces && relation.state == RelationState::Proposed,
    ) else {
        return Ok(Vec::new());
    };
    let kind = if approved.unchanged && found.is_note {
        RelationKind::Approves
    } else {
        RelationKind::Finalises
    };
    diesel::update(relations::table.find(relation.id))
        .set((
            relations::kind.eq(kind),
            relations::quote.eq(&approved.quote),
        ))
        .execute(conn)
        .await?;
    let earlier = Response::find(conn, relation.response_id).await?;
    let decided = guess::is_decided(conn, earlier.id, ProposalKind::Standing).await?;
    if earlier.standing == Standing::Final && earlier.confirmed_at.is_none() && !decided {
        let new = NewProposal {
            what: Proposed::Standing {
                body: None,
                on: None,
            },
            other_id: None,
            reason: Reason::LaterMail,
            quote: approved.quote.clone(),
        };
        propose(conn, earlier.id, &new, now).await?;
        guess::provisional(conn, earlier.id, (None, None)).await?;
    }
    Ok(Vec::new())
}
