//! What was decided in the end, and that every sender is told of it, once.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::receipt::{Notice, ReceiptKind, notify_all};
use crate::app::App;
use crate::audit::Event;
use crate::response::{Response, State};
use crate::schema::{decisions, respondents, responses};
use crate::staff::Act;

/// Characters of what is told.
const MOST_CHARACTERS: usize = 5_000;

/// A decision as senders were told.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = decisions)]
pub struct Decision {
    pub hearing_id: i64,
    pub text: String,
    pub decided_on: NaiveDate,
    pub told_at: DateTime<Utc>,
}

/// Why nobody was told.
#[derive(Debug, thiserror::Error)]
pub enum DecisionError {
    #[error("nothing is said")]
    Empty,
    #[error("too much is said")]
    TooLong,
    /// Nothing is decided before its day.
    #[error("the day has not come")]
    TooEarly,
    #[error("everybody was told already")]
    Done,
    #[error(transparent)]
    Failed(#[from] anyhow::Error),
}

impl From<diesel::result::Error> for DecisionError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl Decision {
    pub async fn of_hearing(
        conn: &mut AsyncPgConnection,
        hearing_id: i64,
    ) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(decisions::hearing_id.eq(hearing_id))
            .first(conn)
            .await
            .optional()
    }
}

/// Each address once, with the first response that it sent and that stands; and how many that stand have no address.
pub async fn recipients(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
) -> QueryResult<(Vec<(i64, String)>, usize)> {
    let rows: Vec<(i64, Option<String>)> = responses::table
        .left_join(respondents::table)
        .filter(responses::hearing_id.eq(hearing_id))
        .filter(responses::state.eq(State::Current))
        .order((responses::id, respondents::position.nullable()))
        .select((responses::id, respondents::email.nullable()))
        .load(conn)
        .await?;
    let mut addresses = BTreeSet::new();
    let mut found = Vec::new();
    let (mut all, mut reached) = (BTreeSet::new(), BTreeSet::new());
    for (id, email) in rows {
        all.insert(id);
        let Some(email) = email.filter(|email| !email.is_empty()) else {
            continue;
        };
        reached.insert(id);
        if addresses.insert(email.to_lowercase()) {
            found.push((id, email));
        }
    }
    Ok((found, all.len() - reached.len()))
}

/// The responses that stand of an address.
pub(super) async fn of_address(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    address: &str,
) -> QueryResult<Vec<Response>> {
    let ids: Vec<(i64, Option<String>)> = respondents::table
        .inner_join(responses::table)
        .filter(responses::hearing_id.eq(hearing_id))
        .filter(responses::state.eq(State::Current))
        .filter(respondents::email.is_not_null())
        .select((responses::id, respondents::email))
        .order(responses::id)
        .load(conn)
        .await?;
    let same = |email: &Option<String>| {
        let email = email.as_deref().unwrap_or_default();
        email.to_lowercase() == address.to_lowercase()
    };
    let ids: BTreeSet<i64> = ids
        .into_iter()
        .filter(|(_, email)| same(email))
        .map(|(id, _)| id)
        .collect();
    let mut found = Vec::new();
    for id in ids {
        found.push(Response::find(conn, id).await?);
    }
    Ok(found)
}

/// Tells every sender with an address what was decided. Done once: a mail cannot be called back.
///
/// # Errors
/// Without text, before the day, and when it was done.
pub async fn tell(
    app: &App,
    conn: &mut AsyncPgConnection,
    by: Act,
    (text, decided_on, today): (&str, NaiveDate, NaiveDate),
) -> Result<usize, DecisionError> {
    let text = crate::text::normalize(text);
    let text = text.trim();
    if text.is_empty() {
        return Err(DecisionError::Empty);
    }
    if text.chars().count() > MOST_CHARACTERS {
        return Err(DecisionError::TooLong);
    }
    if decided_on > today {
        return Err(DecisionError::TooEarly);
    }
    conn.transaction(async |conn| {
        let new: Option<i64> = diesel::insert_into(decisions::table)
            .values((
                decisions::hearing_id.eq(by.hearing_id),
                decisions::text.eq(text),
                decisions::decided_on.eq(decided_on),
                decisions::staff_id.eq(by.staff_id),
                decisions::told_at.eq(by.now),
            ))
            .on_conflict_do_nothing()
            .returning(decisions::id)
            .get_result(conn)
            .await
            .optional()?;
        let Some(id) = new else {
            return Err(DecisionError::Done);
        };
        let (to, _) = recipients(conn, by.hearing_id).await?;
        let count = to.len();
        let due = to.into_iter().map(|(response, address)| {
            let notice = Notice {
                kind: ReceiptKind::Decided,
                mail_id: None,
                to: Some(address),
                in_reply_to: None,
                refused: None,
                wait: TimeDelta::zero(),
            };
            (response, notice)
        });
        notify_all(app, conn, due.collect(), by.now).await?;
        Event::by_staff(by.staff_id, "decision_told", "decision", id)
            .in_hearing(by.hearing_id)
            .with(json!({ "mails": count }))
            .record(conn, by.now)
            .await?;
        Ok(count)
    })
    .await
}
