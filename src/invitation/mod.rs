//! Letters to those on the list of consultees: the invitation, and one reminder to who has not answered. By mail they are sent from here, by
//! a job each; in Digital Post and on paper staff send them by hand and say when.
//!
//! Guarantees: nobody gets the same letter twice, whoever presses how often; a reminder goes once, to somebody who was invited, has not
//! answered in any way, and whose own deadline has not passed, which is looked at again when it is sent; a letter that came back is
//! remembered until another way was found. Deliberately lacks: letters to anybody who is not on the list.

mod hand;
mod send;
mod template;
mod whom;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::hearing::Way;
use crate::schema::{consultee_letters, consultees};
use crate::text_enum;

pub use hand::{by_hand, take_back};
pub use send::{LOCAL, SendLetter, bounced, send};
pub use template::{
    Filling, Wording, fill, fill_in, remove_wording, save_wording, signs, unknown_sign, wording_of,
};
pub use whom::{Whom, whom};

text_enum! {
    /// What is written.
    pub enum LetterKind {
        Invitation = "invitation",
        Reminder = "reminder",
    }
}

text_enum! {
    /// How far a letter got.
    pub enum LetterState {
        Waiting = "waiting",
        Sent = "sent",
        ByHand = "by_hand",
        /// Not sent after all: it was answered first, or the deadline passed.
        Dropped = "dropped",
        Failed = "failed",
        Bounced = "bounced",
    }
}

impl LetterState {
    /// It went out, or is on its way.
    #[must_use]
    pub fn counts(self) -> bool {
        matches!(self, Self::Waiting | Self::Sent | Self::ByHand)
    }

    /// It did not arrive.
    #[must_use]
    pub fn came_back(self) -> bool {
        matches!(self, Self::Failed | Self::Bounced)
    }
}

/// What was written to a consultee.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = consultee_letters)]
pub struct Letter {
    pub id: i64,
    pub consultee_id: i64,
    pub kind: LetterKind,
    pub way: Way,
    pub recipient: Option<String>,
    pub subject: String,
    pub text: String,
    pub message_id: Option<String>,
    pub bounce_token: Option<String>,
    pub state: LetterState,
    pub state_reason: Option<String>,
    pub state_detail: Option<String>,
    pub sent_at: Option<DateTime<Utc>>,
    pub sent_on: Option<NaiveDate>,
    pub staff_id: i64,
    pub created_at: DateTime<Utc>,
}

/// Every letter of a hearing, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn letters_of(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<Vec<Letter>> {
    Letter::query()
        .inner_join(consultees::table)
        .filter(consultees::hearing_id.eq(hearing_id))
        .order(consultee_letters::id)
        .load(conn)
        .await
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many have not answered and have a letter that came back as the last that was written to them.
///
/// # Errors
/// When the database fails.
pub async fn returned(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<i64> {
    let found: Count = diesel::sql_query(
        "select count(*) as count from consultees k \
         where k.hearing_id = $1 \
           and (select l.state from consultee_letters l where l.consultee_id = k.id order by l.id desc limit 1) in ('bounced', 'failed') \
           and not exists (select 1 from respondents x join responses r on r.id = x.response_id \
                           where x.consultee_id = k.id and r.state = 'current')",
    )
    .bind::<BigInt, _>(hearing_id)
    .get_result(conn)
    .await?;
    Ok(found.count)
}
