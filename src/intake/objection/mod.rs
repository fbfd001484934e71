//! *Gør indsigelse*: what somebody has against the publication of a response (databeskyttelsesforordningen, article 21).
//!
//! A sender sends it behind the secret link of the response; anybody else, such as a person who is named in one, on the page of the hearing
//! ([`case`]). It is read by staff alone, decided by a person, and never published. Whoever objects gets a receipt for it and word when it
//! is decided; what was decided stands behind a link, not in the mail.

pub mod case;
mod decide;
pub mod form;
mod letter;
pub mod pages;
pub mod public;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::receipt::{self, Notice, ReceiptKind};
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::ids;
use crate::response::Response;
use crate::schema::{objections, responses};
use crate::templates::words::copenhagen;
use crate::text_enum;

pub use decide::{connect, reopen, settle};
pub(in crate::intake) use letter::bounced;
pub use letter::{Letter, LetterKind, LetterState, SendObjectionLetter, letters_of, send_again};

text_enum! {
    /// What was decided.
    pub enum Outcome {
        Upheld = "upheld",
        Partly = "partly",
        Rejected = "rejected",
    }
}

text_enum! {
    /// Where it was sent.
    pub enum Way {
        /// Behind the secret link of the response.
        Link = "link",
        /// On the page of the hearing.
        Page = "page",
    }
}

text_enum! {
    /// Who objects, as they say.
    pub enum Objector {
        Respondent = "respondent",
        /// Somebody whom the response names.
        Named = "named",
        Other = "other",
    }
}

text_enum! {
    /// How whoever objects was told.
    pub enum AnsweredHow {
        /// Where they sent it, with word by mail if there is an address.
        Link = "link",
        Mail = "mail",
        /// By letter or telephone.
        Otherwise = "otherwise",
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
    pub hearing_id: i64,
    /// The number of the case.
    pub number: String,
    /// None while nobody knows which response it is about.
    pub response_id: Option<i64>,
    pub way: Way,
    pub objector: Objector,
    /// Which response, as it was typed.
    pub about: String,
    pub name: String,
    pub email: Option<String>,
    /// Another way to reach them.
    pub contact: String,
    /// Sent faster than a person writes, or into the trap.
    pub to_be_checked: bool,
    /// The last day to answer.
    pub due_on: NaiveDate,
    pub answered_how: Option<AnsweredHow>,
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
    /// Neither a reference nor a receipt number of the hearing.
    #[error("no such response")]
    NoResponse,
    /// Nobody can be mailed, so how they are told must be said.
    #[error("no way to answer is given")]
    NoAnswer,
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

    /// Those of a hearing: open ones first, oldest first.
    pub async fn of_hearing(
        conn: &mut AsyncPgConnection,
        hearing_id: i64,
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(objections::hearing_id.eq(hearing_id))
            .order((objections::settled_at.desc().nulls_first(), objections::id))
            .load(conn)
            .await
    }

    /// One of a hearing, held until the end of the transaction.
    async fn locked(
        conn: &mut AsyncPgConnection,
        by: crate::staff::Act,
        id: i64,
    ) -> QueryResult<Self> {
        Self::query()
            .filter(objections::hearing_id.eq(by.hearing_id))
            .filter(objections::id.eq(id))
            .for_update()
            .first(conn)
            .await
    }

    /// What the audit log calls it: its response, where that is known.
    fn subject(&self) -> (&'static str, i64) {
        self.response_id
            .map_or(("objection", self.id), |response| ("response", response))
    }
}

/// How many objections of a hearing wait for a decision.
pub async fn open_of(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<i64> {
    objections::table
        .filter(objections::hearing_id.eq(hearing_id))
        .filter(objections::settled_at.is_null())
        .count()
        .get_result(conn)
        .await
}

/// The last day to answer what came now.
fn due_on(app: &App, now: DateTime<Utc>) -> NaiveDate {
    let today = copenhagen(now).date_naive();
    let days = Days::new(app.config.objections.answer_days.into());
    today.checked_add_days(days).unwrap_or(today)
}

/// The text of an objection in the form in which it is kept.
fn clean(text: &str) -> Result<String, ObjectionError> {
    let text = crate::text::normalize(text);
    let text = text.trim();
    if text.is_empty() {
        return Err(ObjectionError::Empty);
    }
    if text.chars().count() > MOST_CHARACTERS {
        return Err(ObjectionError::TooLong);
    }
    Ok(text.to_owned())
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
    let text = clean(text)?;
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
                objections::hearing_id.eq(response.hearing_id),
                objections::number.eq(ids::receipt_number()),
                objections::response_id.eq(response.id),
                objections::text.eq(text),
                objections::due_on.eq(due_on(app, now)),
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
