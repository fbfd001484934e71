//! A mail in more than one folder of an account: the junk folder (rule 7), and what people drag from one folder to another.
//!
//! What came out of the junk folder is spam until a person decides. When it is in another folder too, that one counts: somebody took it out of
//! the junk, or the server put it there late.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::Kind;
use super::cause::Cause;
use super::ledger::{Mail, Place};
use super::parse::ReadMail;
use super::ready::Ready;
use crate::audit::{Actor, Event};
use crate::schema::{mailboxes, mails};

/// The folders that the mails of a run came from, of those that a mail can be in twice.
pub(super) struct Folders(BTreeSet<i64>);

impl Folders {
    pub(super) async fn of_run(conn: &mut AsyncPgConnection, run: &[&Ready]) -> QueryResult<Self> {
        let ids: BTreeSet<i64> = run.iter().map(|ready| ready.mail.mailbox_id).collect();
        let others = diesel::alias!(mailboxes as others);
        let shared: Vec<i64> = mailboxes::table
            .inner_join(others.on(others.field(mailboxes::address).eq(mailboxes::address)))
            .filter(mailboxes::id.eq_any(ids))
            .filter(
                others
                    .field(mailboxes::id)
                    .ne(mailboxes::id)
                    .or(mailboxes::junk),
            )
            .select(mailboxes::id)
            .load(conn)
            .await?;
        Ok(Self(shared.into_iter().collect()))
    }

    /// Whether the folder of a mail has a say in its place.
    pub(super) fn may_decide(&self, mail: &Mail) -> bool {
        self.0.contains(&mail.mailbox_id)
    }
}

/// A place that the folder decides, why, and the mail that it is a copy of.
pub(super) type Decided = (Place, Option<&'static str>, Option<i64>);

/// The place of a mail that its folder decides; `None` when the mail itself does. Copies that are placed at the same time take turns, to the
/// end of the transaction.
pub(super) async fn decide(
    conn: &mut AsyncPgConnection,
    mail: &Mail,
    read: &ReadMail,
) -> anyhow::Result<Option<Decided>> {
    let (address, junk): (String, bool) = mailboxes::table
        .find(mail.mailbox_id)
        .select((mailboxes::address, mailboxes::junk))
        .first(conn)
        .await?;
    let mine = !junk && (read.kind.is_machine() || read.kind == Kind::Unreadable);
    if mine || read.kind == Kind::Malware {
        return Ok(None);
    }
    diesel::sql_query("select pg_advisory_xact_lock(hashtextextended($1 || ' ' || $2, 7))")
        .bind::<Text, _>(&address)
        .bind::<Text, _>(&read.content_hash)
        .execute(conn)
        .await?;
    let others = mailboxes::table
        .filter(mailboxes::address.eq(&address))
        .filter(mailboxes::id.ne(mail.mailbox_id))
        .filter(mailboxes::junk.eq(false).or(mailboxes::junk.eq(junk)))
        .select(mailboxes::id);
    let first: Option<i64> = mails::table
        .filter(mails::mailbox_id.eq_any(others))
        .filter(mails::content_hash.eq(hex::decode(&read.content_hash)?))
        .filter(mails::place.ne_all([Place::Kept, Place::Duplicate]))
        .order(mails::id)
        .select(mails::id)
        .first(conn)
        .await
        .optional()?;
    Ok(match first {
        Some(first) => Some((Place::Duplicate, None, Some(first))),
        None if junk => Some((Place::Spam, Some(Cause::JunkFolder.as_str()), None)),
        None => None,
    })
}

/// Copies in the junk folder that nobody has decided about give way to this mail.
pub(super) async fn give_way(
    conn: &mut AsyncPgConnection,
    mail: &Mail,
    (place, content_hash): (Place, &str),
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    if matches!(place, Place::Spam | Place::Duplicate) {
        return Ok(());
    }
    let address = mailboxes::table
        .find(mail.mailbox_id)
        .select(mailboxes::address);
    let junk = diesel::alias!(mailboxes as junk);
    let folders = junk
        .filter(junk.field(mailboxes::junk).eq(true))
        .filter(junk.field(mailboxes::address).eq_any(address))
        .select(junk.field(mailboxes::id));
    let copies = mails::table
        .filter(mails::mailbox_id.eq_any(folders))
        .filter(mails::content_hash.eq(hex::decode(content_hash)?))
        .filter(mails::place.eq(Place::Spam))
        .filter(mails::decided_by.is_null());
    let gave_way: Vec<(i64, Option<i64>)> = diesel::update(copies)
        .set((
            mails::place.eq(Place::Duplicate),
            mails::place_reason.eq(None::<String>),
            mails::duplicate_of.eq(mail.id),
        ))
        .returning((mails::id, mails::hearing_id))
        .get_results(conn)
        .await?;
    for (id, hearing_id) in gave_way {
        let mut event = Event::new(Actor::Program, "mail_placed", "mail", id)
            .with(serde_json::json!({ "place": Place::Duplicate, "taken_from_junk": mail.id }));
        event.hearing_id = hearing_id;
        event.record(conn, now).await?;
    }
    Ok(())
}
