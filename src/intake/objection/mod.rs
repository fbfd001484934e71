//! *Gør indsigelse*: what a sender has against the publication of a response (databeskyttelsesforordningen, article 21).
//!
//! It is sent behind the secret link, read by staff alone, decided by a person, and never published. The sender gets a receipt for it and
//! word when it is decided; what was decided stands behind the link, not in the mail.

pub mod pages;
pub mod public;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::receipt::{self, Notice, ReceiptKind};
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::response::Response;
use crate::schema::{objections, responses};
use crate::staff::Act;
use crate::text_enum;

text_enum! {
    /// What was decided.
    pub enum Outcome {
        Upheld = "upheld",
        Partly = "partly",
        Rejected = "rejected",
    }
}

/// The longest objection, in characters.
pub const MOST_CHARACTERS: usize = 10_000;
/// The most objections to one response: a link in the wrong hands must not fill the secretariat's list.
const MOST: i64 = 20;

/// An objection to the publication of a response.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = objections)]
pub struct Objection {
    pub id: i64,
    pub response_id: i64,
    pub text: String,
    pub created_at: DateTime<Utc>,
    pub outcome: Option<Outcome>,
    pub answer: String,
    pub settled_by: Option<i64>,
    pub settled_at: Option<DateTime<Utc>>,
}

/// Why an objection was not taken in or decided.
#[derive(Debug, thiserror::Error)]
pub enum ObjectionError {
    #[error("no text")]
    Empty,
    #[error("too long")]
    TooLong,
    #[error("there are many already")]
    TooMany,
    /// A decision is told with its reason (forvaltningsloven § 22).
    #[error("no reason given")]
    NoReason,
    #[error("decided already")]
    Done,
    #[error(transparent)]
    Failed(#[from] anyhow::Error),
}

impl From<diesel::result::Error> for ObjectionError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl Objection {
    /// The objections to a response, latest first.
    pub async fn of_response(
        conn: &mut AsyncPgConnection,
        response_id: i64,
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(objections::response_id.eq(response_id))
            .order(objections::id.desc())
            .load(conn)
            .await
    }

    /// Those of a hearing with the number of the response: open ones first, oldest first.
    pub async fn of_hearing(
        conn: &mut AsyncPgConnection,
        hearing_id: i64,
    ) -> QueryResult<Vec<(Self, String)>> {
        let found: Vec<(i64, String)> = objections::table
            .inner_join(responses::table)
            .filter(responses::hearing_id.eq(hearing_id))
            .order((objections::settled_at.desc().nulls_first(), objections::id))
            .select((objections::id, responses::number))
            .load(conn)
            .await?;
        let ids: Vec<i64> = found.iter().map(|(id, _)| *id).collect();
        let rows: Vec<Self> = Self::query()
            .filter(objections::id.eq_any(&ids))
            .load(conn)
            .await?;
        Ok(found
            .into_iter()
            .filter_map(|(id, number)| {
                let row = rows.iter().find(|row| row.id == id)?;
                Some((row.clone(), number))
            })
            .collect())
    }
}

/// How many objections of a hearing wait for a decision.
pub async fn open_of(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<i64> {
    objections::table
        .inner_join(responses::table)
        .filter(responses::hearing_id.eq(hearing_id))
        .filter(objections::settled_at.is_null())
        .count()
        .get_result(conn)
        .await
}

/// Takes an objection in. The same text sent twice is one objection.
///
/// # Errors
/// Without text, with too much of it, and when there are many already.
pub async fn object(
    app: &App,
    conn: &mut AsyncPgConnection,
    response: &Response,
    text: &str,
) -> Result<(), ObjectionError> {
    let now = app.clock.now();
    let text = crate::text::normalize(text);
    let text = text.trim();
    if text.is_empty() {
        return Err(ObjectionError::Empty);
    }
    if text.chars().count() > MOST_CHARACTERS {
        return Err(ObjectionError::TooLong);
    }
    conn.transaction(async |conn| {
        responses::table
            .find(response.id)
            .select(responses::id)
            .for_update()
            .first::<i64>(conn)
            .await?;
        let there = Objection::of_response(conn, response.id).await?;
        if there
            .iter()
            .any(|one| one.settled_at.is_none() && one.text == text)
        {
            return Ok(());
        }
        if i64::try_from(there.len()).is_ok_and(|count| count >= MOST) {
            return Err(ObjectionError::TooMany);
        }
        let id: i64 = diesel::insert_into(objections::table)
            .values((
                objections::response_id.eq(response.id),
                objections::text.eq(text),
                objections::created_at.eq(now),
            ))
            .returning(objections::id)
            .get_result(conn)
            .await?;
        Event::new(Actor::Sender, "objection_received", "response", response.id)
            .in_hearing(response.hearing_id)
            .with(json!({ "objection": id }))
            .record(conn, now)
            .await?;
        tell(app, conn, response.id, ReceiptKind::Objected, now).await?;
        Ok(())
    })
    .await
}

/// Decides an objection, with the reason that the sender reads behind the link.
///
/// # Errors
/// Without a reason, and when somebody has decided already.
pub async fn settle(
    app: &App,
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    (outcome, answer): (Outcome, &str),
) -> Result<(), ObjectionError> {
    let answer = answer.trim();
    if answer.is_empty() {
        return Err(ObjectionError::NoReason);
    }
    conn.transaction(async |conn| {
        let response: i64 = objections::table
            .inner_join(responses::table)
            .filter(responses::hearing_id.eq(by.hearing_id))
            .filter(objections::id.eq(id))
            .select(objections::response_id)
            .first(conn)
            .await?;
        let changed = diesel::update(objections::table.find(id))
            .filter(objections::settled_at.is_null())
            .set((
                objections::outcome.eq(outcome),
                objections::answer.eq(answer),
                objections::settled_by.eq(by.staff_id),
                objections::settled_at.eq(by.now),
            ))
            .execute(conn)
            .await?;
        if changed == 0 {
            return Err(ObjectionError::Done);
        }
        Event::by_staff(by.staff_id, "objection_settled", "response", response)
            .in_hearing(by.hearing_id)
            .with(json!({ "objection": id, "outcome": outcome }))
            .record(conn, by.now)
            .await?;
        tell(app, conn, response, ReceiptKind::Settled, by.now).await?;
        Ok(())
    })
    .await
}

/// Mails the sender that there is something behind the link, when there is an address.
async fn tell(
    app: &App,
    conn: &mut AsyncPgConnection,
    response_id: i64,
    kind: ReceiptKind,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let Some(to) = receipt::address_of(conn, response_id).await? else {
        return Ok(());
    };
    let notice = Notice {
        kind,
        mail_id: None,
        to: Some(to),
        in_reply_to: None,
        refused: None,
        wait: TimeDelta::zero(),
    };
    receipt::notify(app, conn, response_id, notice, now).await
}
