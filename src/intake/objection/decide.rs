//! What staff do with an objection: decide it, take that back, say which response it is about. Each is a row of the audit log.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{
    AnsweredHow, LetterKind, MOST_CHARACTERS, Objection, ObjectionError, Outcome, Way, case,
    letter, tell,
};
use crate::app::App;
use crate::audit::Event;
use crate::intake::receipt::ReceiptKind;
use crate::schema::objections;
use crate::staff::Act;

/// Decides an objection, with the reason that is read behind the link. `otherwise`: whoever objects is told by letter or telephone.
///
/// # Errors
/// Without a reason, without a way to answer, and when somebody has decided already.
pub async fn settle(
    app: &App,
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    (outcome, answer, otherwise): (Outcome, &str, bool),
) -> Result<(), ObjectionError> {
    let answer = crate::text::normalize(answer);
    let answer = answer.trim();
    if answer.is_empty() {
        return Err(ObjectionError::NoReason);
    }
    if answer.chars().count() > MOST_CHARACTERS {
        return Err(ObjectionError::TooLong);
    }
    conn.transaction(async |conn| {
        let it = Objection::locked(conn, by, id).await?;
        if it.settled_at.is_some() {
            return Err(ObjectionError::Done);
        }
        let how = match it.way {
            _ if otherwise => AnsweredHow::Otherwise,
            Way::Link => AnsweredHow::Link,
            Way::Page if it.email.is_some() => AnsweredHow::Mail,
            Way::Page => return Err(ObjectionError::NoAnswer),
        };
        diesel::update(objections::table.find(id))
            .set((
                objections::outcome.eq(outcome),
                objections::answer.eq(answer),
                objections::answered_how.eq(how),
                objections::settled_by.eq(by.staff_id),
                objections::settled_at.eq(by.now),
            ))
            .execute(conn)
            .await?;
        let detail = json!({ "objection": id, "outcome": outcome, "how": how });
        record(conn, by, &it, ("objection_settled", detail)).await?;
        match (how, it.response_id) {
            (AnsweredHow::Mail, _) => {
                letter::write(app, conn, &it, LetterKind::Decided, by.now).await?;
            }
            (AnsweredHow::Link, Some(response)) => {
                tell(app, conn, response, ReceiptKind::Settled, by.now).await?;
            }
            _ => {}
        }
        Ok(())
    })
    .await
}

/// Takes a decision back: the case waits again. What was told is told; the next decision is told anew.
///
/// # Errors
/// [`ObjectionError::Done`] when it is open.
pub async fn reopen(conn: &mut AsyncPgConnection, by: Act, id: i64) -> Result<(), ObjectionError> {
    conn.transaction(async |conn| {
        let it = Objection::locked(conn, by, id).await?;
        if it.settled_at.is_none() {
            return Err(ObjectionError::Done);
        }
        diesel::update(objections::table.find(id))
            .set((
                objections::outcome.eq(None::<Outcome>),
                objections::answered_how.eq(None::<AnsweredHow>),
                objections::settled_by.eq(None::<i64>),
                objections::settled_at.eq(None::<DateTime<Utc>>),
            ))
            .execute(conn)
            .await?;
        let detail = json!({ "objection": id, "outcome": it.outcome });
        Ok(record(conn, by, &it, ("objection_reopened", detail)).await?)
    })
    .await
}

/// Says which response a case is about, by reference or receipt number.
///
/// # Errors
/// [`ObjectionError::NoResponse`] when the hearing has none such; [`ObjectionError::Done`] for one that came behind a response's own link.
pub async fn connect(
    conn: &mut AsyncPgConnection,
    by: Act,
    (id, about): (i64, &str),
) -> Result<(), ObjectionError> {
    conn.transaction(async |conn| {
        let mut it = Objection::locked(conn, by, id).await?;
        if it.way == Way::Link {
            return Err(ObjectionError::Done);
        }
        let found = case::named(conn, by.hearing_id, about).await?;
        let response = found.ok_or(ObjectionError::NoResponse)?;
        let before = it.response_id.replace(response);
        diesel::update(objections::table.find(id))
            .set(objections::response_id.eq(response))
            .execute(conn)
            .await?;
        let detail = json!({ "objection": id, "from": before });
        Ok(record(conn, by, &it, ("objection_connected", detail)).await?)
    })
    .await
}

pub(super) async fn record(
    conn: &mut AsyncPgConnection,
    by: Act,
    it: &Objection,
    (action, detail): (&str, serde_json::Value),
) -> QueryResult<()> {
    let (kind, subject) = it.subject();
    Event::by_staff(by.staff_id, action, kind, subject)
        .in_hearing(by.hearing_id)
        .with(detail)
        .record(conn, by.now)
        .await
}
