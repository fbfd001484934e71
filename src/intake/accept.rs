//! The transaction that makes a response.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{Submission, commit, receipt};
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::ids;
use crate::jobs::Job;
use crate::response::{Channel, PartState, Relation, Response, add_text};
use crate::schema::{hearing_rounds, parts, respondents, responses};
use crate::storage::file_row;

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
    let now = app.clock.now();
    conn.transaction(async |conn| {
        if let Some(there) = already(conn, submission).await? {
            return Ok(there);
        }
        let (id, number) = insert_response(conn, submission, now).await?;
        insert_respondents(conn, id, submission).await?;
        let part_ids = insert_parts(conn, id, submission, now).await?;
        if let Some((earlier, kind)) = submission.relation {
            Relation::propose(conn, earlier, (Some(id), submission.mail_id), kind, now).await?;
        }
        commit::response(conn, id, submission, now).await?;
        record(conn, id, submission, now).await?;
        for part in part_ids {
            ReadPart { part }.enqueue(conn, now).await?;
        }
        receipt::plan(app, conn, id, submission, now).await?;
        Ok(Accepted {
            id,
            number,
            new: true,
        })
    })
    .await
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

async fn insert_response(
    conn: &mut AsyncPgConnection,
    it: &Submission,
    now: DateTime<Utc>,
) -> anyhow::Result<(i64, String)> {
    let round: Option<i64> = hearing_rounds::table
        .filter(hearing_rounds::hearing_id.eq(it.hearing_id))
        .filter(hearing_rounds::opens_at.le(it.arrival.at))
        .order(hearing_rounds::number.desc())
        .select(hearing_rounds::id)
        .first(conn)
        .await
        .optional()?;
    let number = ids::receipt_number();
    let id = diesel::insert_into(responses::table)
        .values((
            (
                responses::hearing_id.eq(it.hearing_id),
                responses::round_id.eq(round),
                responses::number.eq(&number),
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
                responses::reached_us_evidence.eq(it
                    .reached_us
                    .as_ref()
                    .map(|(_, evidence)| evidence.as_str())),
                responses::recorded_at.eq(now),
                responses::name_choice.eq(it.name_choice),
                responses::protected.eq(it.protected),
                responses::to_be_checked.eq(it.to_be_checked),
                responses::signatures.eq(it.signatures),
            ),
        ))
        .returning(responses::id)
        .get_result(conn)
        .await?;
    Ok((id, number))
}

async fn insert_respondents(
    conn: &mut AsyncPgConnection,
    id: i64,
    it: &Submission,
) -> anyhow::Result<()> {
    for (position, respondent) in (0..).zip(&it.respondents) {
        diesel::insert_into(respondents::table)
            .values((
                respondents::response_id.eq(id),
                respondents::position.eq(position),
                respondents::name.eq(&respondent.name),
                respondents::organisation.eq(&respondent.organisation),
                respondents::on_behalf_of.eq(&respondent.on_behalf_of),
                respondents::kind.eq(&respondent.kind),
                respondents::email.eq(&respondent.email),
                respondents::consultee_id.eq(respondent.consultee_id),
            ))
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// Returns the ids of the parts that are still to be read.
async fn insert_parts(
    conn: &mut AsyncPgConnection,
    id: i64,
    it: &Submission,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<i64>> {
    let mut unread = Vec::new();
    let last: Option<i32> = parts::table
        .filter(parts::response_id.eq(id))
        .select(diesel::dsl::max(parts::position))
        .first(conn)
        .await?;
    for (position, part) in (last.map_or(0, |last| last + 1)..).zip(&it.parts) {
        let file = file_row(conn, &part.kept).await?;
        let part_id: i64 = diesel::insert_into(parts::table)
            .values((
                parts::response_id.eq(id),
                parts::position.eq(position),
                parts::role.eq(part.role),
                parts::filename.eq(&part.filename),
                parts::media_type.eq(&part.media_type),
                parts::bytes.eq(part.kept.bytes),
                parts::file_id.eq(file),
                parts::sha256.eq(&part.kept.sha256),
                parts::mail_id.eq(it.mail_id),
                parts::state.eq(part.state),
                parts::created_at.eq(now),
            ))
            .returning(parts::id)
            .get_result(conn)
            .await?;
        if let Some(text) = &part.text {
            add_text(conn, part_id, text, now).await?;
        } else if part.state == PartState::Reading {
            unread.push(part_id);
        }
    }
    Ok(unread)
}

async fn record(
    conn: &mut AsyncPgConnection,
    id: i64,
    it: &Submission,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let event = match it.staff_id {
        Some(staff) => Event::by_staff(staff, "response_registered", "response", id),
        None if it.channel == Channel::Web => {
            Event::new(Actor::Sender, "response_accepted", "response", id)
        }
        None => Event::new(Actor::Program, "response_accepted", "response", id),
    };
    event
        .in_hearing(it.hearing_id)
        .with(json!({ "channel": it.channel, "mail": it.mail_id, "parts": it.parts.len(), "arrived_at": it.arrival.at, "rule": it.arrival.rule }))
        .record(conn, now)
        .await
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
    for part in insert_parts(conn, response.id, submission, now).await? {
        ReadPart { part }.enqueue(conn, now).await?;
    }
    receipt::plan(app, conn, response.id, submission, now).await?;
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
