//! What an incoming mail has to do with what came before it.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::ledger::{Mail, Place};
use super::parse::ReadMail;
use super::ready::Ready;
use super::warning::Warning;
use crate::response::{Response, State, meant_by};
use crate::schema::{mail_readings, mails, receipts, respondents, responses};

/// The mails of the ledger with the same content as those of a run. Two of the same content that are placed at the same time take turns,
/// to the end of the transaction.
pub(super) struct SameContent(Vec<Same>);

/// Of an earlier mail: its mailbox, content, hearing and row.
type Same = (i64, Vec<u8>, Option<i64>, i64);

impl SameContent {
    pub(super) async fn find(conn: &mut AsyncPgConnection, run: &[&Ready]) -> anyhow::Result<Self> {
        let hashes: Vec<&str> = run
            .iter()
            .map(|ready| ready.read.content_hash.as_str())
            .collect();
        let mailboxes: Vec<i64> = run.iter().map(|ready| ready.mail.mailbox_id).collect();
        // In one order, so that two runs do not wait for each other in a ring.
        diesel::sql_query(
            "select pg_advisory_xact_lock(key) from (select hashtextextended(h, m) as key from unnest($1, $2) as t(h, m) order by 1) k",
        )
        .bind::<Array<Text>, _>(&hashes)
        .bind::<Array<BigInt>, _>(&mailboxes)
        .execute(conn)
        .await?;
        let hashes: Vec<Vec<u8>> = hashes.iter().map(hex::decode).collect::<Result<_, _>>()?;
        let ids: Vec<i64> = run.iter().map(|ready| ready.mail.id).collect();
        let found = mails::table
            .filter(mails::mailbox_id.eq_any(mailboxes))
            .filter(mails::id.ne_all(ids))
            .filter(mails::content_hash.eq_any(hashes))
            .filter(mails::place.ne_all([Place::Kept, Place::Duplicate, Place::Unreadable]))
            .order(mails::id)
            .select((
                mails::mailbox_id,
                mails::content_hash.assume_not_null(),
                mails::hearing_id,
                mails::id,
            ))
            .load(conn)
            .await?;
        Ok(Self(found))
    }

    /// The first mail of this mailbox and hearing with the same content, which makes this one a duplicate. What was sent to two hearings of
    /// one mailbox is a mail to each.
    pub(super) fn earliest(&self, mail: &Mail, content_hash: &str) -> Option<i64> {
        let hash = hex::decode(content_hash).ok()?;
        self.0
            .iter()
            .find(|(mailbox, known, hearing, _)| {
                *mailbox == mail.mailbox_id && *known == hash && *hearing == mail.hearing_id
            })
            .map(|(_, _, _, id)| *id)
    }
}

/// Those of a run's senders that the ledger has mail of already: only their mail can be about an earlier one.
pub(super) struct KnownSenders(BTreeSet<String>);

impl KnownSenders {
    pub(super) async fn find(conn: &mut AsyncPgConnection, run: &[&Ready]) -> QueryResult<Self> {
        let senders: Vec<String> = run
            .iter()
            .filter_map(|ready| ready.read.from.as_ref())
            .map(|from| from.address.to_lowercase())
            .collect();
        let known: Vec<String> = mails::table
            .filter(mails::from_address.eq_any(senders))
            .filter(mails::place.ne(Place::Kept))
            .select(mails::from_address.assume_not_null())
            .distinct()
            .load(conn)
            .await?;
        Ok(Self(known.into_iter().collect()))
    }

    pub(super) fn has(&self, read: &ReadMail) -> bool {
        read.from
            .as_ref()
            .is_some_and(|from| self.0.contains(&from.address.to_lowercase()))
    }
}

/// The response that a correction, supplement or withdrawal is about: what it answers, by Message-ID of the mail or of our receipt; else
/// the latest from the same address.
pub(super) async fn response_meant(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    mail: &Mail,
    read: &ReadMail,
) -> anyhow::Result<Option<Response>> {
    let named: Vec<String> = read
        .in_reply_to
        .iter()
        .chain(&read.references)
        .cloned()
        .collect();
    let bare: Vec<String> = named
        .iter()
        .map(|id| id.trim_matches(['<', '>']).to_owned())
        .collect();
    let by_mail = of_mails(conn, hearing_id, &named, read).await?;
    let by_receipt = receipts::table
        .inner_join(responses::table)
        .filter(responses::hearing_id.eq(hearing_id))
        .filter(receipts::message_id.eq_any(&bare))
        .select(responses::id)
        .first::<i64>(conn)
        .await
        .optional()?;
    let found = match by_mail.or(by_receipt) {
        Some(id) => Some(id),
        None => by_address(conn, hearing_id, mail, read).await?,
    };
    match found {
        Some(id) => {
            let meant = meant_by(conn, id).await?;
            Ok(Some(Response::find(conn, meant).await?))
        }
        None => Ok(None),
    }
}

/// The response that came in one of these mails. Of several in one mail the sender's own; else the first.
async fn of_mails(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    named: &[String],
    read: &ReadMail,
) -> QueryResult<Option<i64>> {
    let found: Vec<i64> = mails::table
        .inner_join(responses::table.on(responses::mail_id.eq(mails::id.nullable())))
        .filter(responses::hearing_id.eq(hearing_id))
        .filter(mails::message_id.eq_any(named))
        .order((mails::arrived_at.desc(), mails::id.desc(), responses::id))
        .select(responses::id)
        .load(conn)
        .await?;
    let Some(from) = read.from.as_ref().filter(|_| found.len() > 1) else {
        return Ok(found.as_slice().first().copied());
    };
    let own: Option<i64> = respondents::table
        .filter(respondents::response_id.eq_any(&found))
        .filter(respondents::email.eq(from.address.to_lowercase()))
        .order(respondents::response_id.desc())
        .select(respondents::response_id)
        .first(conn)
        .await
        .optional()?;
    Ok(own.or_else(|| found.as_slice().first().copied()))
}

async fn by_address(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    mail: &Mail,
    read: &ReadMail,
) -> QueryResult<Option<i64>> {
    let Some(from) = &read.from else {
        return Ok(None);
    };
    respondents::table
        .inner_join(responses::table)
        .filter(responses::hearing_id.eq(hearing_id))
        .filter(responses::state.eq(State::Current))
        .filter(responses::mail_id.is_distinct_from(mail.id))
        .filter(respondents::email.eq(from.address.to_lowercase()))
        .order(responses::arrived_at.desc())
        .select(responses::id)
        .first(conn)
        .await
        .optional()
}

/// A mail that came broken is mostly sent again within the day.
const SENT_AGAIN_WITHIN_HOURS: i64 = 24;

/// The response of a broken mail that this intact one looks like a second try of: same sender and subject (with perhaps a word more), a little later.
pub(super) async fn broken_before(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    read: &ReadMail,
    at: DateTime<Utc>,
) -> anyhow::Result<Option<Response>> {
    let intact = !read.warnings.iter().any(|warning| warning.code.is_damage());
    let (Some(from), true) = (&read.from, intact) else {
        return Ok(None);
    };
    let candidates: Vec<(i64, String, serde_json::Value)> = responses::table
        .inner_join(mails::table.on(responses::mail_id.eq(mails::id.nullable())))
        .inner_join(mail_readings::table.on(mail_readings::mail_id.eq(mails::id)))
        .filter(responses::hearing_id.eq(hearing_id))
        .filter(responses::state.eq(State::Current))
        .filter(mails::from_address.eq(from.address.to_lowercase()))
        .filter(responses::arrived_at.le(at))
        .filter(responses::arrived_at.ge(at - TimeDelta::hours(SENT_AGAIN_WITHIN_HOURS)))
        .order(responses::arrived_at.desc())
        .select((responses::id, mails::subject, mail_readings::reading))
        .load(conn)
        .await?;
    // Sent again, it mostly has a word added to its subject.
    let again = |subject: &str| {
        read.subject
            .as_deref()
            .unwrap_or_default()
            .starts_with(subject)
    };
    let broken = candidates.iter().find(|(_, subject, reading)| {
        again(subject)
            && reading["warnings"].as_array().is_some_and(|all| {
                all.iter()
                    .filter_map(|text| Warning::read(text.as_str()?))
                    .any(|warning| warning.code.is_damage())
            })
    });
    match broken {
        Some((id, _, _)) => Ok(Some(Response::find(conn, *id).await?)),
        None => Ok(None),
    }
}
