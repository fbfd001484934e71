//! Steps two and three: a kept mail is read, and gets its place. Each mail in a job of its own, so that a bad one stops nobody.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};

use super::enquire::{came_back, enquire, goes_on};
use super::ledger::{Mail, Place};
use super::parse::{DERIVER_VERSION, MAX_MAIL, ReadMail, read};
use super::{Kind, earlier, folders, submission};
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::hearing::Hearing;
use crate::intake::scan::{ScanFile, Scanned, scan};
use crate::intake::{Arrival, accept};
use crate::jobs::{Job, JobError, Lease};
use crate::response::{Relation, RelationKind, Response, Standing};
use crate::schema::{files, mail_readings, mails};

/// Why a mail is unreadable that is over `limits.mail_bytes`.
const TOO_LARGE: &str = "larger than the limit for mails";
/// Characters of own text from which on an infected mail is read as what a person wrote.
const SAYS_LITTLE: usize = 300;
/// How much of such a mail is searched for its head.
const HEAD_BYTES: usize = 256 << 10;

/// Reads one mail and gives it its place.
#[derive(Debug, Serialize, Deserialize)]
pub struct PlaceMail {
    pub mail: i64,
}

impl Job for PlaceMail {
    const KIND: &'static str = "place_mail";
    const ATTEMPTS: i32 = 5;

    fn unique_key(&self) -> Option<String> {
        Some(self.mail.to_string())
    }

    async fn run(&self, app: &App, _: &Lease) -> Result<(), JobError> {
        place(app, self.mail).await?;
        Ok(())
    }
}

/// Gives a kept mail its place, once; a mail that has one keeps it.
pub async fn place(app: &App, id: i64) -> anyhow::Result<Place> {
    let mut conn = app.conn().await?;
    let mail = Mail::find(&mut conn, id).await?;
    if mail.place != Place::Kept {
        return Ok(mail.place);
    }
    let sha256: Vec<u8> = files::table
        .find(mail.file_id)
        .select(files::sha256)
        .first(&mut conn)
        .await?;
    let raw = app.storage.read(&sha256).await?;
    let scanned = scan(app, mail.file_id, &raw).await?;
    let most = app.config.limits.mail_bytes.min(MAX_MAIL);
    let mut read = tokio::task::spawn_blocking(move || {
        if raw.len() > most {
            head_only(&raw)
        } else {
            read(&raw)
        }
    })
    .await?;
    if scanned == Scanned::Infected && says_little(&read) {
        read.kind = Kind::Malware;
    }
    let arrival = arrival(app, &mail, &read);
    let hearing = match mail.hearing_id {
        Some(id) => Some(Hearing::find(&mut conn, id).await?),
        None => None,
    };
    let prepared = match &hearing {
        Some(hearing) => {
            submission::prepare(app, &mut conn, hearing, (&mail, &read), arrival).await?
        }
        None => submission::Prepared::default(),
    };
    let now = app.clock.now();
    conn.transaction(async |conn| {
        let open: Place = mails::table.find(id).select(mails::place).for_update().first(conn).await?;
        if open != Place::Kept {
            return Ok(open);
        }
        write_reading(conn, id, &read, arrival).await?;
        if let Scanned::Waiting(at) = scanned {
            ScanFile { file: mail.file_id }.enqueue(conn, at).await?;
        }
        let decided = match folders::decide(conn, &mail, &read).await? {
            Some((place, reason, duplicate_of)) => Decided { place, reason: reason.map(str::to_owned), duplicate_of },
            None => decide(app, conn, (&mail, hearing.as_ref()), &read, prepared).await?,
        };
        folders::give_way(conn, &mail, (decided.place, &read.content_hash), now).await?;
        diesel::update(mails::table.find(id))
            .set((mails::place.eq(decided.place), mails::place_reason.eq(decided.reason), mails::duplicate_of.eq(decided.duplicate_of)))
            .execute(conn)
            .await?;
        let mut event = Event::new(Actor::Program, "mail_placed", "mail", id)
            .with(serde_json::json!({ "place": decided.place, "kind": read.kind, "version": DERIVER_VERSION }));
        event.hearing_id = mail.hearing_id;
        event.record(conn, now).await?;
        Ok(decided.place)
    })
    .await
}

/// An infected mail with a text of its own is somebody's response: it counts, and only its file is held back. One that says nothing is
/// the malware's.
fn says_little(read: &ReadMail) -> bool {
    read.own_text().chars().count() < SAYS_LITTLE
}

/// Rule 8: a mail over the limit counts as received. Its head is read, so that staff see who sent it and when; a person reads the rest.
fn head_only(raw: &[u8]) -> ReadMail {
    let end = raw
        .windows(4)
        .take(HEAD_BYTES)
        .position(|end| end == b"\r\n\r\n" || &end[..2] == b"\n\n")
        .unwrap_or(HEAD_BYTES.min(raw.len()));
    let mut read = read(&raw[..end]);
    read.kind = Kind::Unreadable;
    read.warnings.push(TOO_LARGE.to_owned());
    read
}

/// The earliest Received line of a host of ours; else INTERNALDATE; else (import) the topmost Received; else when we recorded it.
fn arrival(app: &App, mail: &Mail, read: &ReadMail) -> Arrival {
    let ours = &app.config.mail.received_by;
    let by_us = read
        .received
        .iter()
        .filter(|line| line.by.as_ref().is_some_and(|by| ours.contains(by)))
        .map(|line| line.at)
        .min();
    let utc = |at: DateTime<chrono::FixedOffset>| at.with_timezone(&Utc);
    match (by_us, mail.internal_date, read.arrived_at()) {
        (Some(at), _, _) => Arrival {
            at: utc(at),
            rule: "received_by_us",
        },
        (None, Some(at), _) => Arrival {
            at,
            rule: "internaldate",
        },
        (None, None, Some(at)) => Arrival {
            at: utc(at),
            rule: "received_top",
        },
        (None, None, None) => Arrival {
            at: mail.recorded_at,
            rule: "recorded",
        },
    }
}

async fn write_reading(
    conn: &mut AsyncPgConnection,
    id: i64,
    read: &ReadMail,
    arrival: Arrival,
) -> anyhow::Result<()> {
    let kind = serde_json::to_value(read.kind)?
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let reading = serde_json::json!({ "warnings": read.warnings, "authentication": read.authentication, "references": read.references });
    diesel::insert_into(mail_readings::table)
        .values((
            mail_readings::mail_id.eq(id),
            mail_readings::reader_version.eq(DERIVER_VERSION),
            mail_readings::kind.eq(&kind),
            mail_readings::reading.eq(reading),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    let from = read.from.as_ref();
    diesel::update(mails::table.find(id))
        .set((
            mails::kind.eq(kind),
            mails::content_hash.eq(hex::decode(&read.content_hash).ok()),
            mails::arrived_at.eq(arrival.at),
            mails::arrival_rule.eq(arrival.rule),
            mails::message_id.eq(&read.message_id),
            mails::in_reply_to.eq(&read.in_reply_to),
            mails::subject.eq(read.subject.as_deref().unwrap_or_default()),
            mails::from_name.eq(from
                .and_then(|from| from.name.as_deref())
                .unwrap_or_default()),
            mails::from_address.eq(from.map(|from| from.address.to_lowercase())),
            mails::claimed_at.eq(read.claimed_at.map(|at| at.with_timezone(&Utc))),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

struct Decided {
    place: Place,
    reason: Option<String>,
    duplicate_of: Option<i64>,
}

impl Decided {
    fn at(place: Place) -> Self {
        Self {
            place,
            reason: None,
            duplicate_of: None,
        }
    }

    fn because(place: Place, reason: &str) -> Self {
        Self {
            reason: Some(reason.to_owned()),
            ..Self::at(place)
        }
    }
}

async fn decide(
    app: &App,
    conn: &mut AsyncPgConnection,
    (mail, hearing): (&Mail, Option<&Hearing>),
    read: &ReadMail,
    prepared: submission::Prepared,
) -> anyhow::Result<Decided> {
    match read.kind {
        Kind::Unreadable if read.warnings.iter().any(|warning| warning == TOO_LARGE) => {
            return Ok(Decided::because(Place::Unreadable, TOO_LARGE));
        }
        Kind::Unreadable => return Ok(Decided::because(Place::Unreadable, "no text could be had")),
        Kind::Malware => return Ok(Decided::because(Place::Spam, "malware")),
        kind if kind.is_machine() => {
            if kind == Kind::Bounce {
                came_back(conn, (read, app.mailer.domain()), app.clock.now()).await?;
            }
            return Ok(Decided::at(Place::Machine));
        }
        _ => {}
    }
    if let Some(first) = earlier::same_content(conn, mail, &read.content_hash).await? {
        return Ok(Decided {
            duplicate_of: Some(first),
            ..Decided::at(Place::Duplicate)
        });
    }
    let Some(hearing) = hearing else {
        return Ok(Decided::because(Place::Unmatched, "no hearing"));
    };
    let target = match read.kind {
        Kind::Correction | Kind::Supplement | Kind::Withdrawal => {
            earlier::response_meant(conn, hearing.id, mail, read).await?
        }
        _ => None,
    };
    let now = app.clock.now();
    match (read.kind, target) {
        _ if goes_on(conn, hearing, (mail.id, read), now).await? => Ok(Decided::at(Place::Enquiry)),
        (Kind::Enquiry, _) => {
            enquire(conn, hearing, (mail.id, read), now).await?;
            Ok(Decided::at(Place::Enquiry))
        }
        (Kind::Withdrawal, Some(response)) => {
            Relation::propose(
                conn,
                response.id,
                (None, Some(mail.id)),
                RelationKind::Withdraws,
                now,
            )
            .await?;
            Ok(Decided::at(Place::Withdrawal))
        }
        (Kind::Withdrawal, None) => Ok(Decided::because(
            Place::Unmatched,
            "withdraws, but it is not clear what",
        )),
        (Kind::Supplement, Some(response)) => {
            supplement(app, conn, &response, mail.id, prepared).await?;
            Ok(Decided::at(Place::Supplement))
        }
        (Kind::Correction, Some(response)) => {
            respond(app, conn, prepared, Some(&response)).await?;
            Ok(Decided::at(Place::Correction))
        }
        _ => {
            let broken = earlier::broken_before(conn, hearing.id, read, prepared.arrival()).await?;
            respond(app, conn, prepared, broken.as_ref()).await?;
            Ok(Decided::at(Place::Response))
        }
    }
}

async fn respond(
    app: &App,
    conn: &mut AsyncPgConnection,
    prepared: submission::Prepared,
    earlier: Option<&Response>,
) -> anyhow::Result<()> {
    let Some(mut submission) = prepared.submission else {
        anyhow::bail!("a mail of this kind was not prepared");
    };
    submission.relation = earlier.map(|earlier| {
        let finalises = earlier.standing == Standing::Provisional;
        (
            earlier.id,
            if finalises {
                RelationKind::Finalises
            } else {
                RelationKind::Corrects
            },
        )
    });
    accept(app, conn, &submission).await?;
    Ok(())
}

/// A supplement adds its parts and replaces nothing.
async fn supplement(
    app: &App,
    conn: &mut AsyncPgConnection,
    response: &Response,
    mail_id: i64,
    prepared: submission::Prepared,
) -> anyhow::Result<()> {
    let Some(submission) = prepared.submission else {
        anyhow::bail!("a mail of this kind was not prepared");
    };
    crate::intake::add_parts(app, conn, response, mail_id, &submission).await
}
