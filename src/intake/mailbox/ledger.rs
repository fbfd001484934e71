//! The mailbox ledger: each mail ever seen has exactly one place, and the sum holds.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;

use super::keep::Source;
use crate::schema::{
    enquiries, enquiry_follow_ups, mail_decisions, mailboxes, mails, parts, response_relations,
    responses,
};
use crate::text_enum;

text_enum! {
    /// Where a mail belongs.
    pub enum Place {
        /// In storage, not read yet.
        Kept = "kept",
        Response = "response",
        /// Part of a response that another mail or form began.
        Part = "part",
        Correction = "correction",
        Supplement = "supplement",
        Withdrawal = "withdrawal",
        Enquiry = "enquiry",
        Machine = "machine",
        Spam = "spam",
        Unreadable = "unreadable",
        /// Waits for a person to say where it belongs.
        Unmatched = "unmatched",
        Duplicate = "duplicate",
    }
}

/// Mails there wait for a person's decision, which must be made before a release.
pub const TO_DECIDE: [Place; 3] = [Place::Spam, Place::Unreadable, Place::Unmatched];

impl Place {
    /// The places of these mails, in no order.
    pub async fn of(conn: &mut AsyncPgConnection, ids: &[i64]) -> QueryResult<Vec<Self>> {
        mails::table
            .filter(mails::id.eq_any(ids))
            .select(mails::place)
            .load(conn)
            .await
    }
}

/// A line of the ledger.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = mails)]
pub struct Mail {
    pub id: i64,
    pub mailbox_id: i64,
    pub hearing_id: Option<i64>,
    pub source: Source,
    pub file_id: i64,
    pub source_name: Option<String>,
    pub internal_date: Option<DateTime<Utc>>,
    pub arrived_at: DateTime<Utc>,
    pub arrival_rule: String,
    pub recorded_at: DateTime<Utc>,
    pub place: Place,
    pub place_reason: Option<String>,
    pub kind: Option<String>,
    pub message_id: Option<String>,
    pub subject: String,
    pub from_name: String,
    pub from_address: Option<String>,
    pub duplicate_of: Option<i64>,
    /// Who decided last where it belongs; none while the program has.
    pub decided_by: Option<i64>,
}

impl Mail {
    pub async fn find(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<Self> {
        Self::query().filter(mails::id.eq(id)).first(conn).await
    }

    /// The mails of a hearing that nobody has decided about and must, in order of arrival.
    pub async fn undecided(
        conn: &mut AsyncPgConnection,
        hearing_id: i64,
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(mails::hearing_id.eq(hearing_id))
            .filter(is_undecided())
            .order((mails::arrived_at, mails::id))
            .load(conn)
            .await
    }
}

/// How many mails are in each place. `seen` is counted by itself, so that the sum can fail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ledger {
    pub seen: i64,
    pub places: Vec<(Place, i64)>,
    /// Of [`TO_DECIDE`]: how many nobody has decided about.
    pub undecided: Vec<(Place, i64)>,
    /// Mails whose place says that they made something which is not there.
    pub unfounded: Vec<i64>,
}

impl Ledger {
    pub async fn of_hearing(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<Self> {
        let seen = mails::table
            .filter(mails::hearing_id.eq(hearing_id))
            .count()
            .get_result(conn)
            .await?;
        let found: Vec<(Place, i64)> = mails::table
            .filter(mails::hearing_id.eq(hearing_id))
            .group_by(mails::place)
            .select((mails::place, diesel::dsl::count_star()))
            .load(conn)
            .await?;
        let undecided: Vec<(Place, i64)> = mails::table
            .filter(mails::hearing_id.eq(hearing_id))
            .filter(is_undecided())
            .group_by(mails::place)
            .select((mails::place, diesel::dsl::count_star()))
            .load(conn)
            .await?;
        let counted = |of: &[Place], found: &[(Place, i64)]| {
            let count = |place: &Place| found.iter().find(|(there, _)| there == place);
            let line = |place: &Place| (*place, count(place).map_or(0, |(_, n)| *n));
            of.iter().map(line).collect()
        };
        Ok(Self {
            seen,
            places: counted(Place::ALL, &found),
            undecided: counted(&TO_DECIDE, &undecided),
            unfounded: unfounded(conn, hearing_id).await?,
        })
    }

    /// Whether every mail that was seen has one place, and has made there what that place says.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.seen == self.sum() && self.unfounded.is_empty()
    }

    /// What the places add up to.
    #[must_use]
    pub fn sum(&self) -> i64 {
        self.places.iter().map(|(_, n)| n).sum()
    }

    #[must_use]
    pub fn count(&self, place: Place) -> i64 {
        of(&self.places, place)
    }

    /// How many in this place nobody has decided about.
    #[must_use]
    pub fn undecided_in(&self, place: Place) -> i64 {
        of(&self.undecided, place)
    }

    /// How many wait for a person, those that are not read yet among them.
    #[must_use]
    pub fn waiting(&self) -> i64 {
        let undecided: i64 = self.undecided.iter().map(|(_, n)| n).sum();
        undecided + self.count(Place::Kept)
    }
}

fn of(counts: &[(Place, i64)], place: Place) -> i64 {
    let found = counts.iter().find(|(there, _)| *there == place);
    found.map_or(0, |(_, n)| *n)
}

/// A condition on `mails`.
pub type Condition = Box<
    dyn diesel::BoxableExpression<mails::table, diesel::pg::Pg, SqlType = diesel::sql_types::Bool>,
>;

/// Nobody has decided about it: in one of [`TO_DECIDE`], and no decision that stands has put or left it there.
#[must_use]
pub fn is_undecided() -> Condition {
    let decided = mail_decisions::table
        .filter(mail_decisions::mail_id.eq(mails::id))
        .filter(mail_decisions::undone_at.is_null())
        .filter(mail_decisions::to_place.eq(mails::place))
        .filter(
            mail_decisions::to_hearing_id
                .nullable()
                .is_not_distinct_from(mails::hearing_id),
        );
    Box::new(
        mails::place
            .eq_any(TO_DECIDE)
            .and(diesel::dsl::not(diesel::dsl::exists(decided))),
    )
}

/// How many mails wait for a person: what [`Ledger::waiting`] says, alone.
pub async fn waiting(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<i64> {
    let undecided: i64 = mails::table
        .filter(mails::hearing_id.eq(hearing_id))
        .filter(is_undecided())
        .count()
        .get_result(conn)
        .await?;
    let kept: i64 = mails::table
        .filter(mails::hearing_id.eq(hearing_id))
        .filter(mails::place.eq(Place::Kept))
        .count()
        .get_result(conn)
        .await?;
    Ok(undecided + kept)
}

/// How many mails have no place yet: nobody could tell what they belong to, or they have not been read.
pub async fn unplaced(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<i64> {
    mails::table
        .filter(mails::hearing_id.eq(hearing_id))
        .filter(mails::place.eq_any([Place::Kept, Place::Unmatched]))
        .count()
        .get_result(conn)
        .await
}

/// Mails of an organisation's mailboxes that belong to no hearing yet: every hearing of the organisation shows them.
#[must_use]
pub fn of_no_hearing(organisation_id: i64) -> Condition {
    let own = mailboxes::table
        .filter(mailboxes::organisation_id.eq(organisation_id))
        .select(mailboxes::id);
    Box::new(
        mails::hearing_id
            .is_null()
            .and(mails::mailbox_id.eq_any(own)),
    )
}

/// Mails whose place says that they made something which is not there.
async fn unfounded(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<Vec<i64>> {
    use diesel::dsl::{exists, not};
    let response = responses::table.filter(responses::mail_id.eq(mails::id.nullable()));
    let part = parts::table.filter(parts::mail_id.eq(mails::id.nullable()));
    let relation =
        response_relations::table.filter(response_relations::mail_id.eq(mails::id.nullable()));
    let enquiry = enquiries::table.filter(enquiries::mail_id.eq(mails::id));
    let follow_up = enquiry_follow_ups::table.filter(enquiry_follow_ups::mail_id.eq(mails::id));
    mails::table
        .filter(mails::hearing_id.eq(hearing_id))
        .filter(
            (mails::place
                .eq_any([Place::Response, Place::Correction])
                .and(not(exists(response))))
            .or(mails::place.eq(Place::Supplement).and(not(exists(part))))
            .or(mails::place
                .eq(Place::Withdrawal)
                .and(not(exists(relation))))
            .or(mails::place
                .eq(Place::Enquiry)
                .and(not(exists(enquiry).or(exists(follow_up))))),
        )
        .order(mails::id)
        .select(mails::id)
        .load(conn)
        .await
}
