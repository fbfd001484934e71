//! Step one: the raw mail in storage with fsync, then its row in the ledger and the job that reads it.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::place::PlaceMail;
use crate::app::App;
use crate::jobs::Job;
use crate::schema::{mailboxes, mails};
use crate::storage::{Kept, file_row};
use crate::text_enum;

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
                mails::arrival_rule.eq(if internal_date.is_some() {
                    "internaldate"
                } else {
                    "recorded"
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
