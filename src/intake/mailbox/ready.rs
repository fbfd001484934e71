//! Step two: kept mails are read, outside any transaction: several at once, and no more at a time than memory is there for.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};

use super::Kind;
use super::bounded::{self, Reader};
use super::keep::FILE_TIME;
use super::ledger::{Mail, Place};
use super::parse::{ReadMail, read};
use super::submission;
use crate::app::App;
use crate::hearing::Hearing;
use crate::intake::scan::{Scanned, scan};
use crate::intake::{Arrival, Lists, Submission};
use crate::scan::Scanner;
use crate::schema::{files, mails};

/// Why a mail is unreadable that is over `limits.mail_bytes`.
pub(super) const TOO_LARGE: &str = "larger than the limit for mails";
/// Characters of own text from which on an infected mail is read as what a person wrote.
const SAYS_LITTLE: usize = 300;
/// Mails that are read and then written together, at most.
const BATCH: usize = 64;
/// Raw bytes of such mails together; a larger mail is alone.
const BATCH_BYTES: i64 = 8 << 20;
/// Mails that are read at the same time.
const AT_ONCE: usize = 4;

/// A mail in storage that has no place yet.
#[derive(Debug)]
pub(super) struct Waiting {
    mail: Mail,
    sha256: Vec<u8>,
    bytes: i64,
}

/// A mail that was read, with what it becomes.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) mail: Mail,
    /// Without the bytes of its files where they are in storage now.
    pub(super) read: ReadMail,
    pub(super) arrival: Arrival,
    pub(super) submission: Option<Submission>,
    /// When the scanner is asked again, where it did not answer.
    pub(super) scan_at: Option<DateTime<Utc>>,
}

/// The hearings of some mails and their lists.
#[derive(Debug)]
pub(super) struct Hearings(HashMap<i64, (Hearing, Lists)>);

impl Hearings {
    pub(super) async fn of_mails(
        conn: &mut AsyncPgConnection,
        mails: &[Waiting],
    ) -> anyhow::Result<Self> {
        let ids: BTreeSet<i64> = mails.iter().filter_map(|it| it.mail.hearing_id).collect();
        let mut found = HashMap::new();
        for id in ids {
            let hearing = Hearing::find(conn, id).await?;
            let lists = Lists::of_hearing(conn, &hearing).await?;
            found.insert(id, (hearing, lists));
        }
        Ok(Self(found))
    }

    pub(super) fn of(&self, mail: &Mail) -> Option<(&Hearing, &Lists)> {
        let (hearing, lists) = self.0.get(&mail.hearing_id?)?;
        Some((hearing, lists))
    }
}

/// Those of these mails that have no place yet, in this order.
pub(super) async fn waiting(
    conn: &mut AsyncPgConnection,
    ids: &[i64],
) -> QueryResult<Vec<Waiting>> {
    let found: Vec<(Mail, Vec<u8>, i64)> = mails::table
        .inner_join(files::table)
        .filter(mails::id.eq_any(ids))
        .filter(mails::place.eq(Place::Kept))
        .select((Mail::as_select(), files::sha256, files::bytes))
        .load(conn)
        .await?;
    let mut found: HashMap<i64, Waiting> = found
        .into_iter()
        .map(|(mail, sha256, bytes)| {
            let waiting = Waiting {
                mail,
                sha256,
                bytes,
            };
            (waiting.mail.id, waiting)
        })
        .collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// Parts them so that a batch is not too large.
pub(super) fn batches(waiting: Vec<Waiting>) -> Vec<Vec<Waiting>> {
    let mut batches: Vec<Vec<Waiting>> = Vec::new();
    let mut bytes = 0;
    for it in waiting {
        match batches.last_mut() {
            Some(last) if last.len() < BATCH && bytes + it.bytes <= BATCH_BYTES => {
                bytes += it.bytes;
                last.push(it);
            }
            _ => {
                bytes = it.bytes;
                batches.push(vec![it]);
            }
        }
    }
    batches
}

impl Ready {
    /// Reads a batch, several at once; in the same order.
    pub(super) async fn read_all(
        app: &App,
        hearings: &Hearings,
        batch: Vec<Waiting>,
    ) -> anyhow::Result<Vec<Self>> {
        stream::iter(batch)
            .map(|waiting| Self::read(app, hearings, waiting))
            .buffered(AT_ONCE)
            .try_collect()
            .await
    }

    async fn read(app: &App, hearings: &Hearings, waiting: Waiting) -> anyhow::Result<Self> {
        let mail = waiting.mail;
        let (mut read, scanned) = read_stored(app, &mail, &waiting.sha256, read).await?;
        let arrival = arrival(app, &mail, &read);
        let submission = match hearings.of(&mail) {
            Some(of) => submission::prepare(app, of, &mail, &mut read, arrival).await?,
            None => None,
        };
        Ok(Self {
            mail,
            read,
            arrival,
            submission,
            scan_at: match scanned {
                Scanned::Waiting(at) => Some(at),
                Scanned::Open | Scanned::Infected => None,
            },
        })
    }
}

/// Reads a mail from storage, outside any transaction.
async fn read_stored(
    app: &App,
    mail: &Mail,
    sha256: &[u8],
    reader: Reader,
) -> anyhow::Result<(ReadMail, Scanned)> {
    let raw = app.storage.read(sha256).await?;
    let scanned = match Scanner::of(&app.config.scanner) {
        Some(_) => scan(app, mail.file_id, &raw).await?,
        None => Scanned::Open,
    };
    let mut read = bounded::read_with(raw, app.config.limits.mail_bytes, reader).await?;
    if scanned == Scanned::Infected && says_little(&read) {
        read.kind = Kind::Malware;
    }
    Ok((read, scanned))
}

/// Reads a mail of the ledger with a reader.
pub(in crate::intake) async fn read_with(
    app: &App,
    mail: &Mail,
    reader: Reader,
) -> anyhow::Result<ReadMail> {
    let sha256: Vec<u8> = files::table
        .find(mail.file_id)
        .select(files::sha256)
        .first(&mut *app.conn().await?)
        .await?;
    Ok(read_stored(app, mail, &sha256, reader).await?.0)
}

/// An infected mail with a text of its own is somebody's response: it counts, and only its file is held back. One that says nothing is
/// the malware's.
fn says_little(read: &ReadMail) -> bool {
    read.own_text().chars().count() < SAYS_LITTLE
}

/// The earliest Received line of a host of ours; else INTERNALDATE; else (import) the topmost Received; else when we recorded it.
pub(in crate::intake) fn arrival(app: &App, mail: &Mail, read: &ReadMail) -> Arrival {
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
            rule: if mail.arrival_rule == FILE_TIME {
                FILE_TIME
            } else {
                "internaldate"
            },
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
