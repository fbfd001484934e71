//! The mailbox ledger: each mail ever seen has exactly one place, and the sum holds.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;

use crate::schema::mails;
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
}

impl Mail {
    pub async fn find(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<Self> {
        Self::query().filter(mails::id.eq(id)).first(conn).await
    }

    /// The mails of a hearing in these places, latest first.
    pub async fn in_places(
        conn: &mut AsyncPgConnection,
        hearing_id: i64,
        places: &[Place],
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(mails::hearing_id.eq(hearing_id))
            .filter(mails::place.eq_any(places))
            .order((mails::arrived_at.desc(), mails::id.desc()))
            .load(conn)
            .await
    }
}

/// How many mails are in each place. `seen` is counted by itself, so that the sum can fail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ledger {
    pub seen: i64,
    pub places: Vec<(Place, i64)>,
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
        let places = Place::ALL
            .iter()
            .map(|place| {
                (
                    *place,
                    found
                        .iter()
                        .find(|(there, _)| there == place)
                        .map_or(0, |(_, n)| *n),
                )
            })
            .collect();
        Ok(Self { seen, places })
    }

    /// Whether every mail that was seen has one place.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.seen == self.places.iter().map(|(_, n)| n).sum::<i64>()
    }

    #[must_use]
    pub fn count(&self, place: Place) -> i64 {
        self.places
            .iter()
            .find(|(there, _)| *there == place)
            .map_or(0, |(_, n)| *n)
    }
}
