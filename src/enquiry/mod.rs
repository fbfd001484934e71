//! People's mail that is no response, and its answers: questions, requests for a later deadline or for access to documents, the press,
//! thanks.
//!
//! An enquiry is opened for a mail, by its wording or by a person; it is counted in the ledger and never published: no release reads these
//! tables. A person answers it from a template, marks it as answered otherwise, or closes it with a reason. A mail that answers our answer
//! is a part of the same enquiry and opens it again.

mod acts;
mod answer;
mod asked;
mod recipient;
mod rows;
mod template;
mod topic;
pub mod workdays;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use crate::audit::{Actor, Event};
use crate::schema::{enquiries, enquiry_answers, enquiry_follow_ups, mails};
use crate::staff::Act;
use crate::text_enum;

pub use acts::{
    answered_otherwise, close, mail_left, open_for_mail, record_reading, reopen, set_topic,
};
pub use answer::{
    Answer, AnswerState, Asking, NewAnswer, SendAnswer, answer, answers_of, asking, bounced, retry,
};
pub use asked::asked_for;
pub use recipient::{Unanswerable, answerable};
pub use rows::{Row, in_state, more, open_count, row};
pub use template::{
    BUILT_IN, Filling, NewTemplate, Template, fill, placeholders, remove_template, save_template,
    templates_of,
};
pub use topic::{Topic, Wording};

text_enum! {
    /// How far it is.
    pub enum State {
        Open = "open",
        Answered = "answered",
        /// Ended without an answer.
        Closed = "closed",
    }
}

text_enum! {
    pub enum AnsweredHow {
        Mail = "mail",
        /// By telephone, from another mailbox, by the case system.
        Otherwise = "otherwise",
    }
}

text_enum! {
    /// Why it was closed without an answer.
    pub enum ClosedWhy {
        Thanks = "thanks",
        NoAnswer = "no_answer",
        NotForUs = "not_for_us",
        /// Its mail was made a response.
        BecameResponse = "became_response",
        Other = "other",
    }
}

/// Somebody wants something other than to respond.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = enquiries)]
pub struct Enquiry {
    pub id: i64,
    pub hearing_id: i64,
    /// The mail that it began with.
    pub mail_id: i64,
    pub topic: Topic,
    /// Who set the topic; none while it is as proposed.
    pub topic_by: Option<i64>,
    pub asked_for: Option<NaiveDate>,
    pub state: State,
    pub answered_by: Option<i64>,
    pub answered_at: Option<DateTime<Utc>>,
    pub answered_how: Option<AnsweredHow>,
    pub closed_by: Option<i64>,
    pub closed_at: Option<DateTime<Utc>>,
    pub closed_why: Option<ClosedWhy>,
    /// What a person added on answering otherwise or closing.
    pub note: String,
    pub created_at: DateTime<Utc>,
}

/// What is known of a mail that becomes an enquiry.
#[derive(Debug, Clone, Copy)]
pub struct NewEnquiry {
    pub hearing_id: i64,
    pub mail_id: i64,
    pub topic: Topic,
    pub asked_for: Option<NaiveDate>,
}

impl Enquiry {
    pub async fn find(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<Self> {
        Self::query().filter(enquiries::id.eq(id)).first(conn).await
    }

    /// The enquiry that a mail is a part of.
    pub async fn of_mail(conn: &mut AsyncPgConnection, mail_id: i64) -> QueryResult<Option<Self>> {
        let later = enquiry_follow_ups::table
            .filter(enquiry_follow_ups::mail_id.eq(mail_id))
            .select(enquiry_follow_ups::enquiry_id);
        Self::query()
            .filter(
                enquiries::mail_id
                    .eq(mail_id)
                    .or(enquiries::id.eq_any(later)),
            )
            .first(conn)
            .await
            .optional()
    }

    /// Its mails in the order of their coming.
    pub async fn mail_ids(&self, conn: &mut AsyncPgConnection) -> QueryResult<Vec<i64>> {
        let later: Vec<i64> = enquiry_follow_ups::table
            .inner_join(mails::table)
            .filter(enquiry_follow_ups::enquiry_id.eq(self.id))
            .order((mails::arrived_at, mails::id))
            .select(mails::id)
            .load(conn)
            .await?;
        let mut all = vec![self.mail_id];
        all.extend(later);
        Ok(all)
    }

    async fn locked(conn: &mut AsyncPgConnection, by: Act, id: i64) -> QueryResult<Self> {
        Self::query()
            .filter(enquiries::id.eq(id))
            .filter(enquiries::hearing_id.eq(by.hearing_id))
            .for_update()
            .first(conn)
            .await
    }
}

/// Opens an enquiry for a mail, in the caller's transaction. A mail that has one keeps it, and a closed one is opened again.
///
/// # Errors
/// When the database fails.
pub async fn open(
    conn: &mut AsyncPgConnection,
    new: &NewEnquiry,
    now: DateTime<Utc>,
) -> QueryResult<i64> {
    if let Some(there) = Enquiry::of_mail(conn, new.mail_id).await? {
        set_open(conn, there.id, now).await?;
        return Ok(there.id);
    }
    diesel::insert_into(enquiries::table)
        .values((
            enquiries::hearing_id.eq(new.hearing_id),
            enquiries::mail_id.eq(new.mail_id),
            enquiries::topic.eq(new.topic),
            enquiries::asked_for.eq(new.asked_for),
            enquiries::created_at.eq(now),
        ))
        .returning(enquiries::id)
        .get_result(conn)
        .await
}

/// The enquiry whose answer (by Message-ID, without angle brackets) a mail names, when it comes from the person who asked.
///
/// # Errors
/// When the database fails.
pub async fn answered_by_us(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    named: &[String],
    from: Option<&str>,
) -> QueryResult<Option<i64>> {
    let Some(from) = from.map(str::to_lowercase) else {
        return Ok(None);
    };
    enquiry_answers::table
        .inner_join(enquiries::table.inner_join(mails::table))
        .filter(enquiries::hearing_id.eq(hearing_id))
        .filter(enquiry_answers::message_id.eq_any(named))
        .filter(
            mails::from_address
                .eq(&from)
                .or(enquiry_answers::recipient.eq(&from)),
        )
        .order(enquiries::id.desc())
        .select(enquiries::id)
        .first(conn)
        .await
        .optional()
}

/// Ties a later mail to an enquiry and opens it again, in the caller's transaction.
///
/// # Errors
/// When the database fails.
pub async fn follow_up(
    conn: &mut AsyncPgConnection,
    enquiry_id: i64,
    mail_id: i64,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::insert_into(enquiry_follow_ups::table)
        .values((
            enquiry_follow_ups::mail_id.eq(mail_id),
            enquiry_follow_ups::enquiry_id.eq(enquiry_id),
            enquiry_follow_ups::created_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    set_open(conn, enquiry_id, now).await?;
    let enquiry = Enquiry::find(conn, enquiry_id).await?;
    Event::new(Actor::Program, "enquiry_followed_up", "enquiry", enquiry_id)
        .in_hearing(enquiry.hearing_id)
        .with(json!({ "mail": mail_id }))
        .record(conn, now)
        .await
}

/// What was answered or closed waits for an answer again. Who answered is kept: it did happen.
async fn set_open(conn: &mut AsyncPgConnection, id: i64, now: DateTime<Utc>) -> QueryResult<()> {
    diesel::update(
        enquiries::table
            .filter(enquiries::id.eq(id))
            .filter(enquiries::state.ne(State::Open)),
    )
    .set((
        enquiries::state.eq(State::Open),
        enquiries::closed_by.eq(None::<i64>),
        enquiries::closed_at.eq(None::<DateTime<Utc>>),
        enquiries::closed_why.eq(None::<ClosedWhy>),
        enquiries::reopened_at.eq(now),
    ))
    .execute(conn)
    .await?;
    Ok(())
}
