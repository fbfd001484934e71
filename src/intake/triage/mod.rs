//! A person gives a mail its place: makes it a response, attaches it to one, moves it, says that it stays, or says who it is from.
//!
//! Each act is a row of the audit log and (but for the sender) of `mail_decisions`, which keeps where the mail stood before: [`undo()`] takes
//! the latest back while nothing depends on it. Nothing is deleted: what was made a response and is none after all stays on the case, as
//! *not a response*.

mod attach;
mod promote;
mod relocate;
mod sender;
mod taken;
mod undo;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::mailbox::{Mail, Place, of_no_hearing};
use crate::audit::Event;
use crate::enquiry;
use crate::hearing::Hearing;
use crate::schema::{mail_decisions, mails};
use crate::staff::Act;
use crate::text_enum;

pub use attach::{Attachment, Way, attach};
pub use promote::{Promotion, is_promotable, promote};
pub use relocate::{Target, may_leave, relocate, stays};
pub use sender::{Sender, clear_sender, sender_of, set_sender};
pub use taken::{Suggestion, is_withheld, suggest};
pub use undo::undo;

text_enum! {
    /// What a person decided about a mail.
    pub enum What {
        /// Seen, and right where it is.
        Stays = "stays",
        Response = "response",
        Supplement = "supplement",
        Correction = "correction",
        Withdrawal = "withdrawal",
        /// Says what a response says already.
        Duplicate = "duplicate",
        /// Given another place, or another hearing.
        Moved = "moved",
    }
}

/// A decision about a mail.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = mail_decisions)]
pub struct Decision {
    pub id: i64,
    pub mail_id: i64,
    pub staff_id: i64,
    pub what: What,
    pub from_place: Place,
    pub from_reason: Option<String>,
    pub from_hearing_id: Option<i64>,
    pub from_duplicate_of: Option<i64>,
    pub to_place: Place,
    pub to_hearing_id: i64,
    /// The response that was made, or that the mail was attached to.
    pub response_id: Option<i64>,
    pub relation_id: Option<i64>,
    pub decided_at: DateTime<Utc>,
}

impl Decision {
    /// The latest decision about a mail that stands.
    pub async fn in_force(conn: &mut AsyncPgConnection, mail_id: i64) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(mail_decisions::mail_id.eq(mail_id))
            .filter(mail_decisions::undone_at.is_null())
            .order(mail_decisions::id.desc())
            .first(conn)
            .await
            .optional()
    }
}

/// Why an act was not done.
#[derive(Debug, thiserror::Error)]
pub enum TriageError {
    /// Somebody else was there first, or the act is not for mails of this place.
    #[error("the mail has another place by now")]
    NotHere,
    #[error("not an address that mail can go to")]
    Address,
    #[error("nobody is named")]
    NoSender,
    #[error("the mail has nothing to add")]
    Nothing,
    #[error("the response is no longer current")]
    NotCurrent,
    #[error("the response was made of this very mail")]
    Itself,
    /// Of what would be taken back.
    #[error("nothing was decided")]
    NoDecision,
    #[error("somebody has worked on the response")]
    Worked,
    #[error("the response has a reference")]
    Referenced,
    #[error("a receipt was sent")]
    ReceiptSent,
    #[error("something else depends on it")]
    Depended,
    #[error("no role in the hearing that it came from")]
    NoRole,
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// A mail that a hearing's staff may see: one of the hearing, or of its organisation and no hearing yet.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] for any other.
pub async fn visible(conn: &mut AsyncPgConnection, hearing_id: i64, id: i64) -> QueryResult<Mail> {
    let organisation = Hearing::find(conn, hearing_id).await?.organisation_id;
    Mail::query()
        .filter(mails::id.eq(id))
        .filter(seen_from(hearing_id, organisation))
        .first(conn)
        .await
}

fn seen_from(hearing_id: i64, organisation_id: i64) -> super::mailbox::Condition {
    Box::new(
        mails::hearing_id
            .is_not_distinct_from(hearing_id)
            .or(of_no_hearing(organisation_id)),
    )
}

/// The same, locked until the end of the transaction.
async fn locked(conn: &mut AsyncPgConnection, by: Act, id: i64) -> QueryResult<Mail> {
    let mail = visible(conn, by.hearing_id, id).await?;
    let _: i64 = mails::table
        .find(mail.id)
        .select(mails::id)
        .for_update()
        .first(conn)
        .await?;
    visible(conn, by.hearing_id, id).await
}

/// Where a mail goes by a decision.
struct To<'a> {
    what: What,
    place: Place,
    reason: Option<&'a str>,
    hearing_id: i64,
    duplicate_of: Option<i64>,
    response_id: Option<i64>,
    relation_id: Option<i64>,
}

impl To<'_> {
    fn new(by: Act, what: What, place: Place) -> Self {
        Self {
            what,
            place,
            reason: None,
            hearing_id: by.hearing_id,
            duplicate_of: None,
            response_id: None,
            relation_id: None,
        }
    }
}

/// Writes a decision down, in the caller's transaction: its row, the mail's place, an enquiry that the mail leaves, the audit row.
async fn decide(conn: &mut AsyncPgConnection, by: Act, mail: &Mail, to: To<'_>) -> QueryResult<()> {
    diesel::insert_into(mail_decisions::table)
        .values((
            mail_decisions::mail_id.eq(mail.id),
            mail_decisions::staff_id.eq(by.staff_id),
            mail_decisions::what.eq(to.what),
            mail_decisions::from_place.eq(mail.place),
            mail_decisions::from_reason.eq(&mail.place_reason),
            mail_decisions::from_hearing_id.eq(mail.hearing_id),
            mail_decisions::from_duplicate_of.eq(mail.duplicate_of),
            mail_decisions::to_place.eq(to.place),
            mail_decisions::to_hearing_id.eq(to.hearing_id),
            mail_decisions::response_id.eq(to.response_id),
            mail_decisions::relation_id.eq(to.relation_id),
            mail_decisions::decided_at.eq(by.now),
        ))
        .execute(conn)
        .await?;
    diesel::update(mails::table.find(mail.id))
        .set((
            mails::place.eq(to.place),
            mails::place_reason.eq(to.reason),
            mails::hearing_id.eq(to.hearing_id),
            mails::duplicate_of.eq(to.duplicate_of),
            mails::decided_by.eq(by.staff_id),
        ))
        .execute(conn)
        .await?;
    if mail.place == Place::Enquiry && to.place != Place::Enquiry {
        let became_response = to.what == What::Response;
        enquiry::mail_left(conn, by, mail.id, became_response).await?;
    }
    let action = match to.what {
        What::Stays => "mail_seen",
        What::Response => "mail_promoted",
        What::Moved => "mail_sorted",
        _ => "mail_attached",
    };
    Event::by_staff(by.staff_id, action, "mail", mail.id)
        .in_hearing(by.hearing_id)
        .with(json!({
            "what": to.what, "from": mail.place, "to": to.place, "hearing": to.hearing_id, "response": to.response_id,
        }))
        .record(conn, by.now)
        .await
}
