//! Several mails, one response: parts that a later mail brought go to the response that they belong to, and back again.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::{Piece, Split, SplitError, changed, check, copied, current, moved, rule, submission};
use crate::app::App;
use crate::intake::{Arrival, NewPart, NewRespondent, Submission, accept};
use crate::response::{
    Part, Relation, RelationKind, RelationState, Response, Verdict, current_texts, decide_relation,
    publish_alike,
};
use crate::schema::{mails, parts, responses};
use crate::staff::Act;

/// Confirms or rejects a relation, with what it does to parts: what only adds to another response gives it its parts and is part of it
/// from then on; taken back, they go where they came from.
///
/// # Errors
/// As [`decide_relation`].
pub async fn decide(
    conn: &mut AsyncPgConnection,
    by: Act,
    relation_id: i64,
    confirm: bool,
) -> anyhow::Result<Vec<(i64, i64)>> {
    conn.transaction(async |conn| {
        let was = decide_relation(conn, by, relation_id, confirm).await?;
        let merges = was.kind == RelationKind::Supplements;
        let before = was.state == RelationState::Confirmed;
        match was.other_id {
            Some(other) if merges && confirm && !before => {
                merge(conn, (was.response_id, other), by.now).await
            }
            Some(other) if merges && !confirm && before => {
                part_again(conn, (was.response_id, other)).await?;
                Ok(Vec::new())
            }
            _ => Ok(Vec::new()),
        }
    })
    .await
}

/// Says that `later` does something to `earlier`, with what it does to parts. Answers with the texts that moved.
///
/// # Errors
/// As [`crate::response::relate`].
pub async fn relate(
    conn: &mut AsyncPgConnection,
    by: Act,
    (earlier, later): (i64, i64),
    kind: RelationKind,
) -> Result<Vec<(i64, i64)>, SplitError> {
    conn.transaction(async |conn| {
        let was = crate::response::relate(conn, by, (earlier, later), kind).await?;
        if kind == RelationKind::Supplements && was.state != RelationState::Confirmed {
            Ok(merge(conn, (was.response_id, later), by.now).await?)
        } else {
            Ok(Vec::new())
        }
    })
    .await
}

/// Accepts a proposal, with what it does to parts: a second answer that adds to the first gives it its own. Answers with the texts that
/// moved.
///
/// # Errors
/// As [`crate::response::accept`].
pub async fn accept_proposal(
    conn: &mut AsyncPgConnection,
    by: Act,
    (response_id, proposal_id): (i64, i64),
    verdict: &Verdict,
) -> Result<Vec<(i64, i64)>, SplitError> {
    conn.transaction(async |conn| {
        crate::response::accept(conn, by, (response_id, proposal_id), verdict).await?;
        if verdict.relation != Some(RelationKind::Supplements) {
            return Ok(Vec::new());
        }
        let all = Relation::of_responses(conn, &[response_id]).await?;
        let into = all.iter().find(|one| {
            one.kind == RelationKind::Supplements
                && one.other_id == Some(response_id)
                && one.state == RelationState::Confirmed
        });
        match into {
            Some(into) => Ok(merge(conn, (into.response_id, response_id), by.now).await?),
            None => Ok(Vec::new()),
        }
    })
    .await
}

/// Gives the parts of one response to another, behind its own.
async fn merge(
    conn: &mut AsyncPgConnection,
    (into, from): (i64, i64),
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<(i64, i64)>> {
    let giving = Part::of_responses(conn, &[from]).await?;
    let texts = current_texts(conn, &giving).await?;
    let mail: Option<i64> = responses::table
        .find(from)
        .select(responses::mail_id)
        .first(conn)
        .await?;
    let new: Vec<NewPart> = giving.iter().map(|part| copied(part, &texts)).collect();
    let ids = crate::intake::accept::give_parts(conn, into, (mail, &new), now).await?;
    let there = Part::ever_of(conn, into).await?;
    let mut carried = Vec::new();
    for (old, id) in giving.iter().zip(ids) {
        publish_alike(conn, (old.id, id)).await?;
        moved(conn, old.id, Some(id)).await?;
        let new = there.iter().find(|part| part.id == id);
        carried.extend(old.text_id.zip(new.and_then(|part| part.text_id)));
    }
    changed(conn, into).await?;
    Ok(carried)
}

/// Gives back the parts that a response had given to another.
async fn part_again(conn: &mut AsyncPgConnection, (into, from): (i64, i64)) -> QueryResult<()> {
    let given: Vec<(i64, Option<i64>)> = parts::table
        .filter(parts::response_id.eq(from))
        .filter(parts::moved_to.is_not_null())
        .select((parts::id, parts::moved_to))
        .load(conn)
        .await?;
    for (old, new) in given {
        moved(conn, old, None).await?;
        if let Some(new) = new {
            publish_alike(conn, (new, old)).await?;
            moved(conn, new, Some(old)).await?;
        }
    }
    changed(conn, into).await?;
    changed(conn, from).await
}

/// Makes a mail that was taken for a supplement a response of its own, from the parts that it brought.
pub async fn detach(
    app: &App,
    conn: &mut AsyncPgConnection,
    by: Act,
    relation: &Relation,
) -> Result<Split, SplitError> {
    let Some(mail) = relation
        .mail_id
        .filter(|_| relation.kind == RelationKind::Supplements)
    else {
        return Err(diesel::result::Error::NotFound.into());
    };
    conn.transaction(async |conn| {
        let response = current(conn, by, relation.response_id).await?;
        let all = response.parts(conn).await?;
        let brought: Vec<i64> = parts::table
            .filter(parts::response_id.eq(response.id))
            .filter(parts::mail_id.eq(mail))
            .filter(parts::moved_to.is_null())
            .select(parts::id)
            .load(conn)
            .await?;
        let taken: Vec<&Part> = all
            .iter()
            .filter(|part| brought.contains(&part.id))
            .collect();
        let texts = current_texts(conn, &all).await?;
        let piece = again(conn, &response, brought).await?;
        check(&all, std::slice::from_ref(&piece))?;
        let mut new = submission(by, &response, &piece, (&taken, &texts))?;
        came_by(conn, mail, &mut new).await?;
        let made = accept(app, conn, &new).await?;
        let there = Part::of_responses(conn, &[made.id]).await?;
        let mut split = Split::default();
        for (old, new) in taken.iter().zip(&there) {
            publish_alike(conn, (old.id, new.id)).await?;
            moved(conn, old.id, Some(new.id)).await?;
            split.texts.extend(old.text_id.zip(new.text_id));
        }
        split.made.push(made);
        decide_relation(conn, by, relation.id, false).await?;
        diesel::update(mails::table.find(mail))
            .set((
                mails::place.eq("response"),
                mails::decided_by.eq(by.staff_id),
            ))
            .execute(conn)
            .await?;
        changed(conn, response.id).await?;
        Ok(split)
    })
    .await
}

/// The parts as a response of their own, of whoever answered the first.
async fn again(
    conn: &mut AsyncPgConnection,
    response: &Response,
    parts: Vec<i64>,
) -> QueryResult<Piece> {
    let first = response.respondents(conn).await?.into_iter().next();
    let respondent = first.map(|first| NewRespondent {
        name: first.name,
        organisation: first.organisation,
        on_behalf_of: None,
        kind: first.kind,
        email: first.email,
        consultee_id: first.consultee_id,
    });
    Ok(Piece {
        respondent: respondent.unwrap_or_default(),
        category_id: response.category_id,
        parts,
        shared: Vec::new(),
        receipt_to: None,
    })
}

/// When, and under which name, the mail came that a response is made of.
async fn came_by(conn: &mut AsyncPgConnection, mail: i64, new: &mut Submission) -> QueryResult<()> {
    let (at, rule_name, subject, message_id, claimed): Came = mails::table
        .find(mail)
        .select((
            mails::arrived_at,
            mails::arrival_rule,
            mails::subject,
            mails::message_id,
            mails::claimed_at,
        ))
        .first(conn)
        .await?;
    new.mail_id = Some(mail);
    new.arrival = Arrival {
        at,
        rule: rule(&rule_name),
    };
    new.reached_us = None;
    new.subject = subject;
    new.source = message_id.unwrap_or_else(|| format!("mail/{mail}"));
    new.claimed_at = claimed;
    Ok(())
}

/// Of a mail: when it arrived, by which rule, its subject, its Message-ID, when it says that it was sent.
type Came = (
    DateTime<Utc>,
    String,
    String,
    Option<String>,
    Option<DateTime<Utc>>,
);
