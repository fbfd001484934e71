//! Step one: the raw mail in storage with fsync, then its row in the ledger and the job that reads it.

use anyhow::Context;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::place::PlaceMail;
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::config;
use crate::hearing::Hearing;
use crate::jobs::Job;
use crate::schema::{mailboxes, mails};
use crate::storage::file_row;
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

    /// The mailbox of these settings, made or moved to its hearing when needed.
    pub async fn configured(
        conn: &mut AsyncPgConnection,
        settings: &config::Mailbox,
    ) -> anyhow::Result<Self> {
        let hearing = Hearing::by_slug(conn, &settings.hearing)
            .await
            .optional()?
            .with_context(|| {
                format!(
                    "the mailbox {} names the hearing {:?}, which is not loaded",
                    settings.address, settings.hearing
                )
            })?;
        let found = Self::find(conn, &settings.address, &settings.folder)
            .await
            .optional()?;
        if let Some(mailbox) = found.filter(|found| found.hearing_id == Some(hearing.id)) {
            return Ok(mailbox);
        }
        diesel::insert_into(mailboxes::table)
            .values((
                mailboxes::organisation_id.eq(hearing.organisation_id),
                mailboxes::hearing_id.eq(hearing.id),
                mailboxes::address.eq(settings.address.to_lowercase()),
                mailboxes::folder.eq(&settings.folder),
            ))
            .on_conflict((mailboxes::address, mailboxes::folder))
            .do_update()
            .set(mailboxes::hearing_id.eq(hearing.id))
            .execute(conn)
            .await?;
        Ok(Self::find(conn, &settings.address, &settings.folder).await?)
    }

    /// Where the mail of a hearing comes in.
    pub async fn of_hearing(
        conn: &mut AsyncPgConnection,
        hearing_id: i64,
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(mailboxes::hearing_id.eq(hearing_id))
            .order((mailboxes::address, mailboxes::folder))
            .load(conn)
            .await
    }

    /// Notes a round that took all there was.
    pub(super) async fn fetched(
        &self,
        conn: &mut AsyncPgConnection,
        uid_validity: i64,
        at: DateTime<Utc>,
    ) -> QueryResult<()> {
        diesel::update(mailboxes::table.find(self.id))
            .set((
                mailboxes::uid_validity.eq(uid_validity),
                mailboxes::fetched_at.eq(at),
                mailboxes::last_error.eq(None::<String>),
            ))
            .execute(conn)
            .await?;
        Ok(())
    }

    /// Notes a round that did not.
    pub(super) async fn failed(&self, conn: &mut AsyncPgConnection, why: &str) -> QueryResult<()> {
        diesel::update(mailboxes::table.find(self.id))
            .set(mailboxes::last_error.eq(why))
            .execute(conn)
            .await?;
        Ok(())
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
///
/// A mail of an IMAP folder that the ledger has byte for byte under another UIDVALIDITY is the same mail: its row gets the new UID.
pub async fn keep(
    app: &App,
    mailbox: &Mailbox,
    hearing_id: Option<i64>,
    raw: Bytes,
    origin: &Origin,
) -> anyhow::Result<(i64, bool)> {
    let kept = app.storage.keep(raw).await?;
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
        let file = file_row(conn, &kept).await?;
        if let (Some(validity), Some(uid)) = (uid_validity, uid)
            && let Some(id) = known_again(conn, mailbox.id, file, (validity, uid), now).await?
        {
            return Ok((id, false));
        }
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

/// After a change of UIDVALIDITY: the oldest row of the same bytes that has no UID under the new one takes this UID.
async fn known_again(
    conn: &mut AsyncPgConnection,
    mailbox_id: i64,
    file_id: i64,
    (uid_validity, uid): (i64, i64),
    now: DateTime<Utc>,
) -> anyhow::Result<Option<i64>> {
    let here = mails::table
        .filter(mails::mailbox_id.eq(mailbox_id))
        .filter(mails::uid_validity.eq(uid_validity))
        .filter(mails::uid.eq(uid))
        .select(mails::id)
        .first(conn)
        .await
        .optional()?;
    if here.is_some() {
        return Ok(here);
    }
    let before: Option<(i64, Option<i64>, Option<i64>)> = mails::table
        .filter(mails::mailbox_id.eq(mailbox_id))
        .filter(mails::source.eq(Source::Imap))
        .filter(mails::file_id.eq(file_id))
        .filter(mails::uid_validity.ne(uid_validity))
        .order((mails::uid_validity, mails::uid))
        .select((mails::id, mails::uid_validity, mails::uid))
        .for_update()
        .skip_locked()
        .first(conn)
        .await
        .optional()?;
    let Some((id, old_validity, old_uid)) = before else {
        return Ok(None);
    };
    diesel::update(mails::table.find(id))
        .set((mails::uid_validity.eq(uid_validity), mails::uid.eq(uid)))
        .execute(conn)
        .await?;
    Event::new(Actor::Program, "mail_uid_changed", "mail", id)
        .with(serde_json::json!({ "from": [old_validity, old_uid], "to": [uid_validity, uid] }))
        .record(conn, now)
        .await?;
    Ok(Some(id))
}
