//! Step one: the raw mail in storage with fsync, then its row in the ledger and the job that reads it.

use std::collections::{HashMap, HashSet};

use anyhow::Context;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};

use super::place::PlaceMail;
use crate::app::App;
use crate::jobs::Job;
use crate::schema::{files, mailboxes, mails};
use crate::storage::{Kept, file_row, file_rows};
use crate::text_enum;

/// Files of an import that are written at the same time: their syncs share the disk.
const AT_ONCE: usize = 16;

/// The rule by which a file of a folder has arrived when it was written there.
pub(super) const FILE_TIME: &str = "file_time";

text_enum! {
    /// Where a mail was taken from.
    pub enum Source {
        Imap = "imap",
        Import = "import",
        DigitalPost = "digital_post",
        Upload = "upload",
    }
}

/// A mailbox that mail comes from.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = mailboxes)]
pub struct Mailbox {
    pub id: i64,
    pub organisation_id: i64,
    pub hearing_id: Option<i64>,
    pub address: String,
    pub folder: String,
    pub uid_validity: Option<i64>,
    pub fetched_at: Option<DateTime<Utc>>,
    pub last_error: Option<String>,
    /// Whether it is the folder where the server puts junk.
    pub junk: bool,
    pub reconciled_at: Option<DateTime<Utc>>,
    /// UIDs on the server that the ledger did not have when the two were last compared: an alarm.
    pub missing_uids: Vec<i64>,
    pub created_at: DateTime<Utc>,
}

impl Mailbox {
    /// The mailbox with this address and folder.
    pub async fn find(
        conn: &mut AsyncPgConnection,
        address: &str,
        folder: &str,
    ) -> QueryResult<Self> {
        Self::query()
            .filter(mailboxes::address.eq(address.to_lowercase()))
            .filter(mailboxes::folder.eq(folder))
            .first(conn)
            .await
    }
}

/// A mail's place in the mailbox that it was taken from: what makes it this mail and no other.
#[derive(Debug, Clone)]
pub enum Origin {
    /// Identity is (UIDVALIDITY, UID).
    Imap {
        uid_validity: i64,
        uid: i64,
        internal_date: Option<DateTime<Utc>>,
    },
    /// Identity is the raw bytes; the name is for people.
    Import { name: String },
    /// Put in by staff. Identity is the raw bytes; the name is for people.
    Upload { name: String },
    /// Identity is the raw bytes; the time is that of the file.
    DigitalPost { name: String, at: DateTime<Utc> },
}

/// Keeps a mail. Answers with its row, and whether it is new.
pub async fn keep(
    app: &App,
    mailbox: &Mailbox,
    hearing_id: Option<i64>,
    raw: Bytes,
    origin: &Origin,
) -> anyhow::Result<(i64, bool)> {
    let kept = app.storage.keep(raw).await?;
    enter(app, mailbox, hearing_id, &kept, origin).await
}

/// Enters a mail whose bytes are in storage in the ledger. Answers with its row, and whether it is new.
pub(super) async fn enter(
    app: &App,
    mailbox: &Mailbox,
    hearing_id: Option<i64>,
    kept: &Kept,
    origin: &Origin,
) -> anyhow::Result<(i64, bool)> {
    let now = app.clock.now();
    let (source, uid_validity, uid, name, internal_date) = match origin {
        Origin::Imap {
            uid_validity,
            uid,
            internal_date,
        } => (
            Source::Imap,
            Some(*uid_validity),
            Some(*uid),
            None,
            *internal_date,
        ),
        Origin::Import { name } => (Source::Import, None, None, Some(name), None),
        Origin::Upload { name } => (Source::Upload, None, None, Some(name), None),
        Origin::DigitalPost { name, at } => {
            (Source::DigitalPost, None, None, Some(name), Some(*at))
        }
    };
    let mut conn = app.conn().await?;
    conn.transaction(async |conn| {
        let file = file_row(conn, kept).await?;
        let new: Option<i64> = diesel::insert_into(mails::table)
            .values((
                mails::mailbox_id.eq(mailbox.id),
                mails::hearing_id.eq(hearing_id.or(mailbox.hearing_id)),
                mails::source.eq(source),
                mails::uid_validity.eq(uid_validity),
                mails::uid.eq(uid),
                mails::source_name.eq(name),
                mails::file_id.eq(file),
                mails::internal_date.eq(internal_date),
                mails::arrived_at.eq(internal_date.unwrap_or(now)),
                mails::arrival_rule.eq(match origin {
                    Origin::DigitalPost { .. } => FILE_TIME,
                    _ if internal_date.is_some() => "internaldate",
                    _ => "recorded",
                }),
                mails::recorded_at.eq(now),
            ))
            .on_conflict_do_nothing()
            .returning(mails::id)
            .get_result(conn)
            .await
            .optional()?;
        if let Some(id) = new {
            PlaceMail { mail: id }.enqueue(conn, now).await?;
            return Ok((id, true));
        }
        let same = mails::table
            .filter(mails::mailbox_id.eq(mailbox.id))
            .select(mails::id)
            .into_boxed();
        let same = match (uid_validity, uid) {
            (Some(validity), Some(uid)) => same
                .filter(mails::uid_validity.eq(validity))
                .filter(mails::uid.eq(uid)),
            _ => same
                .filter(mails::file_id.eq(file))
                .filter(mails::source.eq(source)),
        };
        Ok((same.first(conn).await?, false))
    })
    .await
}

/// Keeps the mails of an import, each with its name for people: like [`keep`], in one transaction for all. Answers for each, in order.
pub async fn keep_imported(
    app: &App,
    mailbox: &Mailbox,
    hearing_id: Option<i64>,
    mails: Vec<(Bytes, String)>,
) -> anyhow::Result<Vec<(i64, bool)>> {
    let (raws, names): (Vec<Bytes>, Vec<String>) = mails.into_iter().unzip();
    let kept = store_all(app, raws).await?;
    let now = app.clock.now();
    let mut conn = app.conn().await?;
    conn.transaction(async |conn| {
        let rows = file_rows(conn, &kept.iter().collect::<Vec<_>>()).await?;
        let ids: Vec<i64> = kept
            .iter()
            .map(|kept| rows.get(&kept.sha256).copied().context("a file has no row"))
            .collect::<Result<_, _>>()?;
        let rows: Vec<_> = ids
            .iter()
            .zip(&names)
            .map(|(file, name)| {
                (
                    mails::mailbox_id.eq(mailbox.id),
                    mails::hearing_id.eq(hearing_id.or(mailbox.hearing_id)),
                    mails::source.eq(Source::Import),
                    mails::source_name.eq(name),
                    mails::file_id.eq(*file),
                    mails::arrived_at.eq(now),
                    mails::arrival_rule.eq("recorded"),
                    mails::recorded_at.eq(now),
                )
            })
            .collect();
        let new: Vec<(i64, i64)> = diesel::insert_into(mails::table)
            .values(rows)
            .on_conflict_do_nothing()
            .returning((mails::file_id, mails::id))
            .get_results(conn)
            .await?;
        let jobs: Vec<PlaceMail> = new
            .iter()
            .map(|(_, mail)| PlaceMail { mail: *mail })
            .collect();
        PlaceMail::enqueue_all(&jobs, conn, now).await?;
        let mut new: HashMap<i64, i64> = new.into_iter().collect();
        let there: HashMap<i64, i64> = mails::table
            .filter(mails::mailbox_id.eq(mailbox.id))
            .filter(mails::source.eq(Source::Import))
            .filter(mails::file_id.eq_any(&ids))
            .select((mails::file_id, mails::id))
            .load::<(i64, i64)>(conn)
            .await?
            .into_iter()
            .collect();
        ids.iter()
            .map(|file| match new.remove(file) {
                Some(mail) => Ok((mail, true)),
                None => {
                    let mail = there.get(file).context("a mail was not kept")?;
                    Ok((*mail, false))
                }
            })
            .collect()
    })
    .await
}

/// Puts mails into storage, several at once. Those that have a row are looked for there; a mail that has none is new, as most are.
async fn store_all(app: &App, raws: Vec<Bytes>) -> anyhow::Result<Vec<Kept>> {
    let kept: Vec<Kept> = raws
        .iter()
        .map(|raw| Kept::of(raw))
        .collect::<Result<_, _>>()?;
    let hashes: Vec<&[u8]> = kept.iter().map(|kept| kept.sha256.as_slice()).collect();
    let known: HashSet<Vec<u8>> = files::table
        .filter(files::sha256.eq_any(hashes))
        .select(files::sha256)
        .load(&mut *app.conn().await?)
        .await?
        .into_iter()
        .collect();
    stream::iter(kept.iter().zip(raws))
        .map(async |(kept, raw)| match known.contains(&kept.sha256) {
            true => app.storage.keep(raw).await.map(drop),
            false => app.storage.write(kept, raw).await,
        })
        .buffer_unordered(AT_ONCE)
        .try_collect::<()>()
        .await?;
    Ok(kept)
}
