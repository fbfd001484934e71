//! Step two: kept mails are read, outside any transaction: several at once, and no more at a time than memory is there for.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use tokio::sync::RwLock;

use super::Kind;
use super::bounded::{self, Reader};
use super::keep::FILE_TIME;
use super::ledger::{Mail, Place};
use super::parse::{ReadMail, read};
use super::place::ToPlace;
use super::route::{Routed, Routes};
use super::submission;
use crate::app::App;
use crate::hearing::Hearing;
use crate::intake::scan::{Scanned, scan};
use crate::intake::{Arrival, Lists, Submission};
use crate::scan::Scanner;
use crate::schema::{files, mails};

/// Characters of own text from which on an infected mail is read as what a person wrote.
const SAYS_LITTLE: usize = 300;
/// Mails that are read and then written together, at most.
const BATCH: usize = 128;
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
    /// Its bytes, where they are still at hand.
    raw: Option<Bytes>,
}

/// A mail that was read, with what it becomes.
#[derive(Debug)]
pub(super) struct Ready {
    /// With the hearing that it was routed to.
    pub(super) mail: Mail,
    pub(super) routed: Routed,
    /// Without the bytes of its files where they are in storage now.
    pub(super) read: ReadMail,
    pub(super) arrival: Arrival,
    pub(super) submission: Option<Submission>,
    /// When the scanner is asked again, where it did not answer.
    pub(super) scan_at: Option<DateTime<Utc>>,
}

/// A hearing and its lists.
pub(super) type Lettered = Arc<(Hearing, Lists)>;

/// Where some mails are routed, and the hearings that they belong to, each read once.
#[derive(Debug)]
pub(super) struct Hearings {
    routes: Routes,
    known: RwLock<HashMap<i64, Lettered>>,
}

impl Hearings {
    pub(super) async fn of_mails(
        conn: &mut AsyncPgConnection,
        mails: &[Waiting],
    ) -> anyhow::Result<Self> {
        let ids: BTreeSet<i64> = mails.iter().filter_map(|it| it.mail.hearing_id).collect();
        let mut known = HashMap::new();
        for id in ids {
            known.insert(id, read_hearing(conn, id).await?);
        }
        Ok(Self {
            routes: Routes::of_mails(conn, mails.iter().map(|it| &it.mail)).await?,
            known: RwLock::new(known),
        })
    }

    /// The hearing of a mail that was read; none where it has none.
    pub(super) async fn of(&self, app: &App, mail: &Mail) -> anyhow::Result<Option<Lettered>> {
        let Some(id) = mail.hearing_id else {
            return Ok(None);
        };
        if let Some(known) = self.known.read().await.get(&id) {
            return Ok(Some(known.clone()));
        }
        let read = read_hearing(&mut *app.conn().await?, id).await?;
        self.known.write().await.insert(id, read.clone());
        Ok(Some(read))
    }

    /// Whether a mail names its hearing: what is routed belongs there from then on.
    async fn route(&self, app: &App, mail: &mut Mail, read: &ReadMail) -> anyhow::Result<Routed> {
        let routed = match self.routes.has(mail) {
            true => {
                let mut conn = app.conn().await?;
                self.routes.route(&mut conn, (mail, read)).await?
            }
            false => mail.hearing_id.map_or(Routed::Nowhere, Routed::To),
        };
        if let Routed::To(id) = routed {
            mail.hearing_id = Some(id);
        }
        Ok(routed)
    }
}

async fn read_hearing(conn: &mut AsyncPgConnection, id: i64) -> anyhow::Result<Lettered> {
    let hearing = Hearing::find(conn, id).await?;
    let lists = Lists::of_hearing(conn, &hearing).await?;
    Ok(Arc::new((hearing, lists)))
}

/// Those of these mails that have no place yet, in this order.
pub(super) async fn waiting(
    conn: &mut AsyncPgConnection,
    mails: Vec<ToPlace>,
) -> QueryResult<Vec<Waiting>> {
    let ids: Vec<i64> = mails.iter().map(|mail| mail.id).collect();
    let found: Vec<(Mail, Vec<u8>, i64)> = mails::table
        .inner_join(files::table)
        .filter(mails::id.eq_any(ids))
        .filter(mails::place.eq(Place::Kept))
        .select((Mail::as_select(), files::sha256, files::bytes))
        .load(conn)
        .await?;
    let mut found: HashMap<i64, (Mail, Vec<u8>, i64)> =
        found.into_iter().map(|found| (found.0.id, found)).collect();
    let waiting = mails.into_iter().filter_map(|ToPlace { id, raw }| {
        let (mail, sha256, bytes) = found.remove(&id)?;
        Some(Waiting {
            mail,
            sha256,
            bytes,
            raw,
        })
    });
    Ok(waiting.collect())
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
        let mut mail = waiting.mail;
        let raw = match waiting.raw {
            Some(raw) => raw,
            None => app.storage.read(&waiting.sha256).await?,
        };
        let (mut read, scanned) = read_scanned(app, &mail, raw, read).await?;
        let arrival = arrival(app, &mail, &read);
        let routed = hearings.route(app, &mut mail, &read).await?;
        let submission = match hearings.of(app, &mail).await? {
            Some(of) => {
                let of = (&of.0, &of.1);
                submission::prepare(app, of, &mail, &mut read, arrival).await?
            }
            None => None,
        };
        Ok(Self {
            mail,
            routed,
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

/// Reads the bytes of a mail and has them scanned, outside any transaction.
async fn read_scanned(
    app: &App,
    mail: &Mail,
    raw: Bytes,
    reader: Reader,
) -> anyhow::Result<(ReadMail, Scanned)> {
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

/// Reads a mail of the ledger again, to be shown or decided about: nothing is written, and no scanner is asked. The raw bytes are given
/// along.
pub async fn reread(app: &App, mail: &Mail) -> anyhow::Result<(ReadMail, Bytes)> {
    let raw = app.storage.read(&sha256_of(app, mail).await?).await?;
    let read = read_raw(app, raw.clone()).await?;
    Ok((read, raw))
}

/// Reads raw bytes within the bounds of every mail, on the threads that read.
pub async fn read_raw(app: &App, raw: Bytes) -> anyhow::Result<ReadMail> {
    bounded::read_with(raw, app.config.limits.mail_bytes, read).await
}

async fn sha256_of(app: &App, mail: &Mail) -> anyhow::Result<Vec<u8>> {
    Ok(files::table
        .find(mail.file_id)
        .select(files::sha256)
        .first(&mut *app.conn().await?)
        .await?)
}

/// Reads a mail of the ledger with a reader.
pub(in crate::intake) async fn read_with(
    app: &App,
    mail: &Mail,
    reader: Reader,
) -> anyhow::Result<ReadMail> {
    let raw = app.storage.read(&sha256_of(app, mail).await?).await?;
    Ok(read_scanned(app, mail, raw, reader).await?.0)
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
