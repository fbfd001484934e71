//! The transaction that makes a response.

use std::collections::{BTreeSet, HashMap};

use anyhow::Context;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{Arrival, NewPart, Submission, commit, import, receipt};
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::ids;
use crate::jobs::Job;
use crate::response::{Channel, Part, PartState, Relation, Response, add_texts};
use crate::schema::{hearing_rounds, parts, respondents, responses};
use crate::storage::{Kept, file_rows};

use super::read_part::ReadPart;

/// A response that is now safe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    pub id: i64,
    pub number: String,
    /// False when the same submission had been accepted before.
    pub new: bool,
}

/// Makes the response and everything that must be there with it, or nothing. Accepting the same form twice gives the first response
/// again. Joins the caller's transaction when there is one.
pub async fn accept(
    app: &App,
    conn: &mut AsyncPgConnection,
    submission: &Submission,
) -> anyhow::Result<Accepted> {
    conn.transaction(async |conn| {
        if let Some(there) = already(conn, submission).await? {
            return Ok(there);
        }
        let accepted = accept_all(app, conn, &[submission]).await?;
        accepted.into_iter().next().context("nothing was accepted")
    })
    .await
}

/// Makes the responses of several submissions that nobody has accepted before, in the caller's transaction: a row of each table at a time
/// for all of them, since a mailbox of thousands is taken in so.
pub async fn accept_all(
    app: &App,
    conn: &mut AsyncPgConnection,
    submissions: &[&Submission],
) -> anyhow::Result<Vec<Accepted>> {
    if submissions.is_empty() {
        return Ok(Vec::new());
    }
    let now = app.clock.now();
    let accepted = insert_responses(conn, submissions, now).await?;
    let made: Vec<(i64, &Submission)> = accepted
        .iter()
        .map(|accepted| accepted.id)
        .zip(submissions.iter().copied())
        .collect();
    insert_respondents(conn, &made).await?;
    let unread = insert_parts(conn, &made, now).await?;
    for (id, submission) in &made {
        if let Some((earlier, kind)) = submission.relation {
            Relation::propose(conn, earlier, (Some(*id), submission.mail_id), kind, now).await?;
        }
    }
    commit::responses(conn, &made, now).await?;
    let events = made.iter().map(|(id, submission)| event(*id, submission));
    Event::record_all(events.collect(), conn, now).await?;
    ReadPart::enqueue_all(&unread, conn, now).await?;
    let due = made.iter().filter_map(|(id, submission)| {
        let kind = receipt::kind_of(submission);
        Some((*id, receipt::Notice::of(app, submission, kind)?))
    });
    receipt::notify_all(app, conn, due.collect(), now).await?;
    Ok(accepted)
}

async fn already(
    conn: &mut AsyncPgConnection,
    submission: &Submission,
) -> QueryResult<Option<Accepted>> {
    let Some(web) = submission.web_submission_id else {
        return Ok(None);
    };
    let there: Option<(i64, String)> = responses::table
        .filter(responses::web_submission_id.eq(web))
        .select((responses::id, responses::number))
        .first(conn)
        .await
        .optional()?;
    Ok(there.map(|(id, number)| Accepted {
        id,
        number,
        new: false,
    }))
}

/// Returns them in the order of the submissions.
#[expect(clippy::too_many_lines, reason = "columns of one statement")]
async fn insert_responses(
    conn: &mut AsyncPgConnection,
    submissions: &[&Submission],
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<Accepted>> {
    let hearings: BTreeSet<i64> = submissions.iter().map(|it| it.hearing_id).collect();
    let rounds: Vec<(i64, DateTime<Utc>, i64)> = hearing_rounds::table
        .filter(hearing_rounds::hearing_id.eq_any(hearings))
        .order(hearing_rounds::number.desc())
        .select((
            hearing_rounds::hearing_id,
            hearing_rounds::opens_at,
            hearing_rounds::id,
        ))
        .load(conn)
        .await?;
    let round = |it: &Submission| {
        rounds
            .iter()
            .find(|(hearing, opens, _)| *hearing == it.hearing_id && *opens <= it.arrival.at)
            .map(|(_, _, id)| *id)
    };
    let numbers: Vec<String> = submissions
        .iter()
        .map(|it| {
            let imported = it.imported.as_ref();
            let given = imported.and_then(|imported| imported.number.clone());
            given.unwrap_or_else(ids::receipt_number)
        })
        .collect();
    let rows: Vec<_> = submissions
        .iter()
        .zip(&numbers)
        .map(|(it, number)| {
            (
                (
                    responses::hearing_id.eq(it.hearing_id),
                    responses::round_id.eq(round(it)),
                    responses::number.eq(number),
                    responses::channel.eq(it.channel),
                    responses::category_id.eq(it.category_id),
                    responses::content.eq(it.content),
                    responses::standing.eq(it.standing),
                    responses::standing_body.eq(&it.standing_body),
                    responses::standing_expected_on.eq(it.standing_expected_on),
                    responses::subject.eq(&it.subject),
                    responses::source.eq(&it.source),
                    responses::mail_id.eq(it.mail_id),
                ),
                (
                    responses::web_submission_id.eq(it.web_submission_id),
                    responses::claimed_at.eq(it.claimed_at),
                    responses::arrived_at.eq(it.arrival.at),
                    responses::arrival_rule.eq(it.arrival.rule),
                    responses::reached_us_at.eq(it.reached_us.as_ref().map(|(at, _)| *at)),
                    responses::reached_us_evidence
                        .eq(it.reached_us.as_ref().map(|(_, evidence)| evidence)),
                    responses::recorded_at.eq(now),
                    responses::name_choice.eq(it.name_choice),
                    responses::protected.eq(it.protected),
                    responses::to_be_checked.eq(it.to_be_checked),
                    responses::signatures.eq(it.signatures),
                ),
                import::columns(it.imported.as_ref()),
            )
        })
        .collect();
    let made: Vec<(String, i64)> = diesel::insert_into(responses::table)
        .values(rows)
        .returning((responses::number, responses::id))
        .get_results(conn)
        .await?;
    let made: HashMap<String, i64> = made.into_iter().collect();
    numbers
        .into_iter()
        .map(|number| {
            let id = *made.get(&number).context("a response was not made")?;
            Ok(Accepted {
                id,
                number,
                new: true,
            })
        })
        .collect()
}

async fn insert_respondents(
    conn: &mut AsyncPgConnection,
    made: &[(i64, &Submission)],
) -> QueryResult<()> {
    let rows: Vec<_> = made
        .iter()
        .flat_map(|(id, it)| {
            (0..)
                .zip(&it.respondents)
                .map(move |(position, respondent)| {
                    (
                        respondents::response_id.eq(*id),
                        respondents::position.eq(position),
                        respondents::name.eq(&respondent.name),
                        respondents::organisation.eq(&respondent.organisation),
                        respondents::on_behalf_of.eq(&respondent.on_behalf_of),
                        respondents::kind.eq(&respondent.kind),
                        respondents::email.eq(&respondent.email),
                        respondents::consultee_id.eq(respondent.consultee_id),
                    )
                })
        })
        .collect();
    diesel::insert_into(respondents::table)
        .values(rows)
        .execute(conn)
        .await?;
    Ok(())
}

/// Adds parts behind those that a response has. Returns those that are still to be read.
async fn insert_parts(
    conn: &mut AsyncPgConnection,
    made: &[(i64, &Submission)],
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<ReadPart>> {
    let kept: Vec<&Kept> = made
        .iter()
        .flat_map(|(_, it)| &it.parts)
        .filter_map(|part| part.file.as_ref())
        .collect();
    let files = file_rows(conn, &kept).await?;
    let ids: Vec<i64> = made.iter().map(|(id, _)| *id).collect();
    let last: HashMap<i64, Option<i32>> = parts::table
        .filter(parts::response_id.eq_any(ids))
        .group_by(parts::response_id)
        .select((parts::response_id, diesel::dsl::max(parts::position)))
        .load::<(i64, Option<i32>)>(conn)
        .await?
        .into_iter()
        .collect();
    let mut news: HashMap<(i64, i32), &NewPart> = HashMap::new();
    let mut rows = Vec::new();
    for (id, it) in made {
        let first = last.get(id).copied().flatten().map_or(0, |last| last + 1);
        let marked = it.parts.iter().zip(it.fingerprints());
        for (position, (part, (sha256, bytes))) in (first..).zip(marked) {
            news.insert((*id, position), part);
            rows.push((
                parts::response_id.eq(*id),
                parts::position.eq(position),
                parts::role.eq(part.role),
                parts::filename.eq(&part.filename),
                parts::media_type.eq(&part.media_type),
                parts::bytes.eq(bytes),
                parts::file_id.eq(files.get(&sha256).copied().filter(|_| part.file.is_some())),
                parts::sha256.eq(sha256),
                parts::mail_id.eq(it.mail_id),
                parts::state.eq(part.state),
                parts::created_at.eq(now),
            ));
        }
    }
    let made: Vec<(i64, i64, i32)> = diesel::insert_into(parts::table)
        .values(rows)
        .returning((parts::id, parts::response_id, parts::position))
        .get_results(conn)
        .await?;
    let mut unread = Vec::new();
    let mut texts = Vec::new();
    for (part, response, position) in made {
        let new = news
            .get(&(response, position))
            .context("a part that nobody sent")?;
        match &new.text {
            Some(text) => texts.push((part, text)),
            None if new.state == PartState::Reading => unread.push(ReadPart { part }),
            None => {}
        }
    }
    add_texts(conn, &texts, now).await?;
    Ok(unread)
}

fn event(id: i64, it: &Submission) -> Event<'static> {
    let event = match it.staff_id {
        _ if it.imported.is_some() => {
            Event::new(Actor::Operator, "response_imported", "response", id)
        }
        Some(staff) => Event::by_staff(staff, "response_registered", "response", id),
        None if it.channel == Channel::Web => {
            Event::new(Actor::Sender, "response_accepted", "response", id)
        }
        None => Event::new(Actor::Program, "response_accepted", "response", id),
    };
    event
        .in_hearing(it.hearing_id)
        .with(json!({ "channel": it.channel, "mail": it.mail_id, "parts": it.parts.len(), "arrived_at": it.arrival.at, "rule": it.arrival.rule }))
}

/// Adds the parts of a supplement to a response that is there, in the caller's transaction; the sender gets a receipt for them.
pub async fn add_parts(
    app: &App,
    conn: &mut AsyncPgConnection,
    response: &Response,
    mail_id: i64,
    submission: &Submission,
) -> anyhow::Result<()> {
    let now = app.clock.now();
    insert_added(conn, response.id, submission, now).await?;
    if let Some(notice) = receipt::Notice::of(app, submission, receipt::ReceiptKind::Supplemented) {
        receipt::notify(app, conn, response.id, notice, now).await?;
    }
    Event::new(
        Actor::Program,
        "response_supplemented",
        "response",
        response.id,
    )
    .in_hearing(response.hearing_id)
    .with(json!({ "mail": mail_id, "parts": submission.parts.len() }))
    .record(conn, now)
    .await?;
    Ok(())
}

/// Gives parts to a response that is there, behind those that it has, with a commitment of their own. Answers their ids in order.
pub(super) async fn give_parts(
    conn: &mut AsyncPgConnection,
    response_id: i64,
    (mail_id, new): (Option<i64>, &[NewPart]),
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<i64>> {
    let arrival = Arrival {
        at: now,
        rule: "staff",
    };
    let mut carrier = Submission::new(0, Channel::Mail, String::new(), arrival);
    carrier.mail_id = mail_id;
    carrier.parts = new.to_vec();
    let given = insert_added(conn, response_id, &carrier, now).await?;
    Ok(given.into_iter().map(|part| part.id).collect())
}

async fn insert_added(
    conn: &mut AsyncPgConnection,
    response_id: i64,
    submission: &Submission,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<Part>> {
    let before = Part::ever_of(conn, response_id).await?.len();
    let unread = insert_parts(conn, &[(response_id, submission)], now).await?;
    ReadPart::enqueue_all(&unread, conn, now).await?;
    let added = Part::ever_of(conn, response_id).await?.split_off(before);
    commit::added(conn, response_id, (&added, &submission.parts), now).await?;
    Ok(added)
}
