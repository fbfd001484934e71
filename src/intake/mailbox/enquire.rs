//! A mail that is an enquiry: what it is about and asks for, by its wording; or a part of one that we have answered.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::Kind;
use super::classify::says_response;
use super::parse::ReadMail;
use crate::enquiry::{self, NewEnquiry, Topic, Wording, asked_for};
use crate::hearing::{Hearing, local_date, zone};
use crate::intake::receipt::bounce;
use crate::intake::{objection, question};
use crate::invitation;
use crate::text::{RangeKind, without};

/// A reply to our answer up to this length, with no sign of a response in it, goes on with the enquiry.
const SHORT: usize = 1_200;

/// What a mail is about, and until when it asks for.
#[must_use]
pub fn topic_of(read: &ReadMail, hearing: &Hearing) -> (Topic, Option<NaiveDate>) {
    let own = read.own_text();
    let quotes: Vec<_> = read
        .ranges
        .iter()
        .filter(|range| range.kind == RangeKind::Quote)
        .copied()
        .collect();
    let signed = without(&read.text, &quotes);
    let topic = Topic::proposed(Wording {
        subject: read.subject.as_deref().unwrap_or_default(),
        own: &own,
        signed: &signed,
    });
    let closes_on = zone(&hearing.time_zone)
        .map(|zone| local_date(zone, hearing.closes_at - TimeDelta::seconds(1)));
    let asked = closes_on.ok().and_then(|day| asked_for(&own, day));
    (topic, asked.filter(|_| topic == Topic::Deadline))
}

/// Opens an enquiry for a mail, in the caller's transaction.
pub(super) async fn enquire(
    conn: &mut AsyncPgConnection,
    hearing: &Hearing,
    (mail_id, read): (i64, &ReadMail),
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let (topic, asked_for) = topic_of(read, hearing);
    let new = NewEnquiry {
        hearing_id: hearing.id,
        mail_id,
        topic,
        asked_for,
    };
    enquiry::open(conn, &new, now).await?;
    Ok(())
}

/// Ties a mail that answers our answer to its enquiry. A response is one all the same, wherever it is sent from.
pub(super) async fn goes_on(
    conn: &mut AsyncPgConnection,
    hearing: &Hearing,
    (mail_id, read): (i64, &ReadMail),
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let may = match read.kind {
        Kind::Enquiry => true,
        Kind::Response => !says_response(read) && read.own_text().chars().count() <= SHORT,
        _ => false,
    };
    if !may {
        return Ok(false);
    }
    let named: Vec<String> = read
        .in_reply_to
        .iter()
        .chain(&read.references)
        .map(|id| id.trim_matches(['<', '>']).to_owned())
        .collect();
    if named.is_empty() {
        return Ok(false);
    }
    if question::answered(conn, hearing.id, (mail_id, &named), now).await? {
        enquire(conn, hearing, (mail_id, read), now).await?;
        return Ok(true);
    }
    let from = read.from.as_ref().map(|from| from.address.as_str());
    let Some(id) = enquiry::answered_by_us(conn, hearing.id, &named, from).await? else {
        return Ok(false);
    };
    enquiry::follow_up(conn, id, mail_id, now).await?;
    Ok(true)
}

/// Local part of the sender that answers have, before the token.
const LOCAL: &str = "svar+";

/// Whether a report is about an answer or a letter of ours: it is sent to its own sender, or quotes its Message-ID.
pub(super) async fn came_back(
    conn: &mut AsyncPgConnection,
    (read, domain): (&ReadMail, &str),
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    if !bounce::has_failed(read) {
        return Ok(false);
    }
    let mut named = bounce::ids(read, domain);
    named.extend(bounce::tokens(read, LOCAL));
    named.extend(bounce::tokens(read, invitation::LOCAL));
    let detail = bounce::said(read).1;
    let letter = invitation::bounced(conn, &named, detail.as_deref(), now).await?;
    let question = question::bounced(conn, &named, now).await?;
    let objection = objection::bounced(conn, &named, now).await?;
    Ok(enquiry::bounced(conn, &named, now).await? || letter || question || objection)
}
