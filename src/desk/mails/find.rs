//! Finding mails of the ledger: by place, by what waits, by words of the subject or the sender; a page at a time.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Deserialize;

use crate::enquiry;
use crate::hearing::Hearing;
use crate::intake::mailbox::{Condition, Mail, Place, is_undecided, of_no_hearing};
use crate::schema::{enquiries, mail_senders, mails};

/// Rows on a page.
pub(super) const ROWS: i64 = 100;
/// Links to mails with the same Message-ID.
const SAME_ID: i64 = 10;
/// The filter for what nobody has decided about.
pub(super) const UNDECIDED: &str = "uafklaret";
/// The filter for what somebody has to do something about: undecided mails and open enquiries.
pub(super) const TO_DO: &str = "venter";
/// The filter for what belongs to no hearing yet.
pub(super) const NO_HEARING: &str = "uden-hoering";

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::desk) struct Filter {
    /// A place, or one of the words above; empty for those that are no response.
    pub(super) sted: String,
    /// In the subject or the sender.
    pub(super) q: String,
    /// The page, from 1.
    pub(super) side: i64,
}

/// The places in the order of the ledger.
pub(super) const PLACES: [Place; 12] = [
    Place::Response,
    Place::Part,
    Place::Correction,
    Place::Supplement,
    Place::Withdrawal,
    Place::Duplicate,
    Place::Enquiry,
    Place::Machine,
    Place::Spam,
    Place::Unreadable,
    Place::Unmatched,
    Place::Kept,
];

/// Places of mails that made or changed a response.
const OF_RESPONSES: [Place; 6] = [
    Place::Response,
    Place::Part,
    Place::Correction,
    Place::Supplement,
    Place::Withdrawal,
    Place::Duplicate,
];

/// A row: the mail, its sender as a person set it, and who decided last.
pub(super) type Row = (
    (i64, String, String, Option<String>, DateTime<Utc>),
    (Place, Option<String>, Option<String>),
    Option<(String, Option<String>, Option<String>)>,
);

pub(super) fn named(sted: &str) -> Option<Place> {
    PLACES.into_iter().find(|place| place.as_str() == sted)
}

/// The mails that the filter is for.
pub(super) fn matching(hearing: &Hearing, filter: &Filter) -> Condition {
    let own = mails::hearing_id.is_not_distinct_from(hearing.id);
    match (filter.sted.as_str(), named(&filter.sted)) {
        (NO_HEARING, _) => of_no_hearing(hearing.organisation_id),
        (UNDECIDED, _) => Box::new(own.and(is_undecided().or(mails::place.eq(Place::Kept)))),
        (TO_DO, _) => Box::new(
            own.and(
                is_undecided()
                    .or(mails::place.eq(Place::Kept))
                    .or(diesel::dsl::exists(
                        enquiries::table
                            .filter(enquiries::mail_id.eq(mails::id))
                            .filter(enquiries::state.eq(enquiry::State::Open)),
                    )),
            ),
        ),
        (_, Some(place)) => Box::new(own.and(mails::place.eq(place))),
        _ => Box::new(own.and(mails::place.ne_all(OF_RESPONSES))),
    }
}

/// The mails whose subject or sender has these words.
pub(super) fn searched(words: &str) -> Condition {
    let literal = words
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    let like = format!("%{literal}%");
    let set = mail_senders::table
        .filter(mail_senders::mail_id.eq(mails::id))
        .filter(
            mail_senders::name
                .ilike(like.clone())
                .or(mail_senders::organisation
                    .ilike(like.clone())
                    .is_not_distinct_from(true))
                .or(mail_senders::address
                    .ilike(like.clone())
                    .is_not_distinct_from(true)),
        );
    Box::new(
        mails::subject
            .ilike(like.clone())
            .or(mails::from_name.ilike(like.clone()))
            .or(mails::from_address.ilike(like).is_not_distinct_from(true))
            .or(diesel::dsl::exists(set)),
    )
}

pub(super) async fn rows(
    conn: &mut AsyncPgConnection,
    hearing: &Hearing,
    filter: &Filter,
    side: i64,
) -> QueryResult<Vec<Row>> {
    mails::table
        .left_join(mail_senders::table)
        .filter(
            mails::id.eq_any(
                mails::table
                    .filter(matching(hearing, filter))
                    .filter(searched(filter.q.trim()))
                    .order((mails::arrived_at.desc(), mails::id.desc()))
                    .select(mails::id)
                    .offset((side - 1) * ROWS)
                    .limit(ROWS)
                    .load::<i64>(conn)
                    .await?,
            ),
        )
        .order((mails::arrived_at.desc(), mails::id.desc()))
        .select((
            (
                mails::id,
                mails::subject,
                mails::from_name,
                mails::from_address,
                mails::arrived_at,
            ),
            (mails::place, mails::place_reason, mails::kind),
            (
                mail_senders::name,
                mail_senders::organisation,
                mail_senders::address,
            )
                .nullable(),
        ))
        .load(conn)
        .await
}

/// Those of these rows that nobody has decided about.
pub(super) async fn undecided(conn: &mut AsyncPgConnection, rows: &[Row]) -> QueryResult<Vec<i64>> {
    let ids = rows.iter().map(|(mail, _, _)| mail.0);
    mails::table
        .filter(mails::id.eq_any(ids))
        .filter(is_undecided())
        .select(mails::id)
        .load(conn)
        .await
}

/// Other mails of the hearing with the same Message-ID and other content, the oldest first (rule 9: an equal id makes no duplicate). Of
/// mails with equal content the first stands for all.
pub(super) async fn same_id(
    conn: &mut AsyncPgConnection,
    mail: &Mail,
) -> QueryResult<Vec<(i64, String)>> {
    let Some(id) = &mail.message_id else {
        return Ok(Vec::new());
    };
    let own = mails::table.find(mail.id).select(mails::content_hash);
    let content: Option<Vec<u8>> = own.first(conn).await?;
    mails::table
        .filter(mails::message_id.eq(id))
        .filter(mails::hearing_id.is_not_distinct_from(mail.hearing_id))
        .filter(mails::id.ne(mail.id))
        .filter(mails::content_hash.is_distinct_from(content))
        .filter(mails::duplicate_of.is_null())
        .order(mails::id)
        .select((mails::id, mails::subject))
        .limit(SAME_ID)
        .load(conn)
        .await
}

/// The next mail that waits for a person, after this one and then from the beginning.
pub(super) async fn next_undecided(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    after: i64,
) -> QueryResult<Option<i64>> {
    let open: Vec<i64> = mails::table
        .filter(mails::hearing_id.eq(hearing_id))
        .filter(mails::id.ne(after))
        .filter(is_undecided())
        .order(mails::id)
        .select(mails::id)
        .load(conn)
        .await?;
    let later = open.iter().find(|id| **id > after);
    Ok(later.or(open.as_slice().first()).copied())
}
