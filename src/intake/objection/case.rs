//! An objection of anybody: a third person whom a response names, or a sender without the link. Sent on the page of the hearing.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{LetterKind, Objection, ObjectionError, Objector, Way, clean, due_on, letter};
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::hearing::Hearing;
use crate::ids;
use crate::schema::{categories, hearings, objections, responses};

/// Objections to a hearing within an hour at most: a program must not fill the secretariat's list.
const MOST_AN_HOUR: i64 = 100;

/// A case as somebody wrote it.
#[derive(Debug, Clone)]
pub struct NewCase {
    pub response_id: Option<i64>,
    pub about: String,
    pub objector: Objector,
    pub name: String,
    pub email: Option<String>,
    pub contact: String,
    pub text: String,
    /// Sent faster than a person writes, or into the trap: taken in, and nobody is mailed.
    pub to_be_checked: bool,
}

/// The response that a reference (`A4`), a receipt number or the address of its page names; none when the hearing has no such one.
pub async fn named(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    about: &str,
) -> QueryResult<Option<i64>> {
    let about = about.trim().trim_end_matches('/');
    let last = about.rsplit('/').next().unwrap_or(about);
    let last = last.split(['?', '#']).next().unwrap_or(last).trim();
    let of_hearing = responses::table.filter(responses::hearing_id.eq(hearing_id));
    let typed = ids::parse_receipt_number(last).unwrap_or_else(|| last.to_owned());
    let by_number: Option<i64> = of_hearing
        .filter(responses::number.eq(typed))
        .select(responses::id)
        .first(conn)
        .await
        .optional()?;
    if by_number.is_some() {
        return Ok(by_number);
    }
    let digits = last.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    let letter = last.strip_suffix(digits).unwrap_or_default().trim();
    let Ok(count) = digits.parse::<i32>() else {
        return Ok(None);
    };
    responses::table
        .inner_join(categories::table)
        .filter(responses::hearing_id.eq(hearing_id))
        .filter(responses::reference_number.eq(count))
        .filter(categories::letter.eq(letter.to_uppercase()))
        .select(responses::id)
        .first(conn)
        .await
        .optional()
}

/// Takes a case in, with a receipt by mail where there is an address. The same from the same person is the same case.
///
/// # Errors
/// Without text, with too much of it, and when there are many already.
pub async fn open(
    app: &App,
    conn: &mut AsyncPgConnection,
    hearing: &Hearing,
    new: &NewCase,
) -> Result<Objection, ObjectionError> {
    let now = app.clock.now();
    let text = clean(&new.text)?;
    conn.transaction(async |conn| {
        hearings::table
            .find(hearing.id)
            .select(hearings::id)
            .for_update()
            .first::<i64>(conn)
            .await?;
        if let Some(there) = same(conn, hearing.id, (new, &text)).await? {
            return Ok(there);
        }
        if lately(conn, hearing.id, now).await? >= MOST_AN_HOUR {
            return Err(ObjectionError::TooMany);
        }
        let id: i64 = diesel::insert_into(objections::table)
            .values((
                objections::hearing_id.eq(hearing.id),
                objections::number.eq(ids::receipt_number()),
                objections::response_id.eq(new.response_id),
                objections::way.eq(Way::Page),
                objections::objector.eq(new.objector),
                objections::about.eq(&new.about),
                objections::name.eq(&new.name),
                objections::email.eq(&new.email),
                objections::contact.eq(&new.contact),
                objections::to_be_checked.eq(new.to_be_checked),
                objections::text.eq(&text),
                objections::due_on.eq(due_on(app, now)),
                objections::created_at.eq(now),
            ))
            .returning(objections::id)
            .get_result(conn)
            .await?;
        let it: Objection = Objection::query()
            .filter(objections::id.eq(id))
            .first(conn)
            .await?;
        let (kind, subject) = it.subject();
        Event::new(Actor::Sender, "objection_received", kind, subject)
            .in_hearing(hearing.id)
            .with(json!({ "objection": id, "way": Way::Page }))
            .record(conn, now)
            .await?;
        if !it.to_be_checked {
            letter::write(app, conn, &it, LetterKind::Received, now).await?;
        }
        Ok(it)
    })
    .await
}

async fn same(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    (new, text): (&NewCase, &str),
) -> QueryResult<Option<Objection>> {
    Objection::query()
        .filter(objections::hearing_id.eq(hearing_id))
        .filter(objections::way.eq(Way::Page))
        .filter(objections::settled_at.is_null())
        .filter(objections::text.eq(text))
        .filter(objections::name.eq(&new.name))
        .filter(objections::email.is_not_distinct_from(&new.email))
        .filter(objections::contact.eq(&new.contact))
        .first(conn)
        .await
        .optional()
}

async fn lately(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    now: DateTime<Utc>,
) -> QueryResult<i64> {
    objections::table
        .filter(objections::hearing_id.eq(hearing_id))
        .filter(objections::way.eq(Way::Page))
        .filter(objections::created_at.gt(now - TimeDelta::hours(1)))
        .count()
        .get_result(conn)
        .await
}

/// The case that a link opens. A wrong token is as unknown as a wrong number.
pub async fn opened(
    app: &App,
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    (number, token): (&str, &str),
) -> QueryResult<Objection> {
    if !app.secret.is_token(PURPOSE, number, token) {
        return Err(diesel::result::Error::NotFound);
    }
    Objection::query()
        .filter(objections::hearing_id.eq(hearing_id))
        .filter(objections::number.eq(number))
        .filter(objections::way.eq(Way::Page))
        .first(conn)
        .await
}

/// What the tokens of these links are for.
const PURPOSE: &str = "objection";

/// Where whoever objected reads what was decided.
#[must_use]
pub fn path(app: &App, hearing: &Hearing, it: &Objection) -> String {
    let token = app.secret.token(PURPOSE, &it.number);
    format!(
        "/hoeringer/{}/indsigelse/{}/{token}",
        hearing.slug, it.number
    )
}
