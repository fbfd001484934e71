//! Moving mails that have their place to another folder, where that is wanted (rule 2).
//!
//! Only with MOVE and UIDPLUS, so that the server itself says where a mail is afterwards. That a mail is about to be moved is committed
//! before the command, with the UID that the folder would give next: a move whose answer was lost is found again from there on.

use anyhow::Context as _;
use bytes::Bytes;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use sha2::{Digest as _, Sha256};

use super::Fetcher;
use super::pieces::{Sink, pieces};
use super::take::Taken;
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::intake::mailbox::imap::{Connection, ImapError, Moved, Next};
use crate::intake::mailbox::keep::{Mailbox, Source};
use crate::intake::mailbox::{Place, read_raw};
use crate::schema::{files, mail_moves, mails};

/// Mails that are moved by one command.
const BATCH: usize = 100;
/// Mails of the other folder that are looked at, at most, to find those of an interrupted move.
const LOOK_AT: usize = 1_000;

/// Whether mails can be moved to a folder.
pub(super) async fn check(connection: &mut Connection, to: &str) -> Result<Next, ImapError> {
    let lacking = connection.lacks_for_moves();
    if !lacking.is_empty() {
        return Err(ImapError::Settings(format!(
            "move_to needs a server with MOVE and UIDPLUS, and this one lacks {}: take move_to away; everything else works without it",
            lacking.join(" and ")
        )));
    }
    connection.next(to).await
}

/// A mail in this folder, by row and UID.
#[derive(Debug, Clone, Copy, Queryable)]
struct Here {
    id: i64,
    hearing_id: Option<i64>,
    uid: Option<i64>,
}

/// A mail whose move was begun and whose answer never came.
#[derive(Debug, Clone, Queryable)]
struct Interrupted {
    id: i64,
    hearing_id: Option<i64>,
    source_validity: Option<i64>,
    source_uid: Option<i64>,
    sha256: Vec<u8>,
    content_hash: Option<Vec<u8>>,
    folder: String,
    uid_validity: i64,
    uid_next: i64,
}

impl Fetcher {
    /// Moves what has its place. What stands in the way is noted with the mailbox and stops nothing else.
    pub(super) async fn shift(
        &mut self,
        app: &App,
        (mailbox, uid_validity): (&Mailbox, i64),
        taken: &Taken,
    ) -> anyhow::Result<usize> {
        let done = self.shift_all(app, (mailbox, uid_validity), taken).await;
        let why = match &done {
            Ok(_) => None,
            Err(error) => match error.downcast_ref::<ImapError>() {
                Some(ImapError::Settings(_) | ImapError::Refused(_)) => Some(format!("{error:#}")),
                _ => return done,
            },
        };
        let mut conn = app.conn().await?;
        let new = mailbox.move_problem(&mut conn, why.as_deref()).await?;
        if let Some(why) = why.filter(|_| new) {
            tracing::warn!(mailbox = mailbox.id, why, "mails are not moved");
        }
        Ok(done.unwrap_or_default())
    }

    async fn shift_all(
        &mut self,
        app: &App,
        (mailbox, uid_validity): (&Mailbox, i64),
        taken: &Taken,
    ) -> anyhow::Result<usize> {
        let (from, to) = (self.settings.folder.clone(), self.settings.move_to.clone());
        let connection = self.connection.as_mut().context("no connection")?;
        check(connection, &to).await?;
        let mut moved = find_interrupted(app, connection, (mailbox, uid_validity), taken).await?;
        let placed = placed(&mut *app.conn().await?, mailbox.id, uid_validity).await?;
        let here: Vec<Here> = placed
            .into_iter()
            .filter(|mail| mail.uid.is_some_and(|uid| taken.on_server.contains(&uid)))
            .collect();
        for batch in here.chunks(BATCH) {
            if *self.stopped.borrow() {
                break;
            }
            let next = connection.next(&to).await?;
            begin(app, batch, (&to, next)).await?;
            let uids: Vec<i64> = batch.iter().filter_map(|mail| mail.uid).collect();
            let answer = connection
                .move_to((&from, uid_validity), &uids, &to)
                .await?;
            moved += record(app, batch, &answer).await?;
        }
        Ok(moved)
    }
}

/// Mails of the folder that have a place and are to be moved.
async fn placed(
    conn: &mut AsyncPgConnection,
    mailbox_id: i64,
    uid_validity: i64,
) -> QueryResult<Vec<Here>> {
    let moved = mail_moves::table
        .filter(mail_moves::uid.is_not_null())
        .select(mail_moves::mail_id);
    mails::table
        .filter(mails::mailbox_id.eq(mailbox_id))
        .filter(mails::source.eq(Source::Imap))
        .filter(mails::uid_validity.eq(uid_validity))
        .filter(mails::place.ne(Place::Kept))
        .filter(mails::id.ne_all(moved))
        .order(mails::uid)
        .select((mails::id, mails::hearing_id, mails::uid))
        .load(conn)
        .await
}

async fn begin(app: &App, mails: &[Here], (to, next): (&str, Next)) -> anyhow::Result<()> {
    let now = app.clock.now();
    let mut conn = app.conn().await?;
    conn.transaction(async |conn| {
        for mail in mails {
            let values = (
                mail_moves::folder.eq(to),
                mail_moves::uid_validity.eq(next.uid_validity),
                mail_moves::uid_next.eq(next.uid_next),
                mail_moves::begun_at.eq(now),
            );
            diesel::insert_into(mail_moves::table)
                .values((mail_moves::mail_id.eq(mail.id), values))
                .on_conflict(mail_moves::mail_id)
                .do_update()
                .set(values)
                .execute(conn)
                .await?;
        }
        Ok::<_, diesel::result::Error>(())
    })
    .await?;
    Ok(())
}

/// Writes down where the server says that the mails are now.
async fn record(app: &App, mails: &[Here], moved: &Moved) -> anyhow::Result<usize> {
    let mut conn = app.conn().await?;
    let mut done = 0;
    conn.transaction(async |conn| {
        for mail in mails {
            let there = mail.uid.and_then(|uid| moved.uids.get(&uid));
            if let Some(there) = there {
                let to = (moved.uid_validity, *there);
                arrived(app, conn, (mail.id, mail.hearing_id), to).await?;
                done += 1;
            }
        }
        Ok::<_, anyhow::Error>(())
    })
    .await?;
    Ok(done)
}

async fn arrived(
    app: &App,
    conn: &mut AsyncPgConnection,
    (id, hearing_id): (i64, Option<i64>),
    (uid_validity, uid): (i64, i64),
) -> anyhow::Result<()> {
    let now = app.clock.now();
    diesel::update(mail_moves::table.filter(mail_moves::mail_id.eq(id)))
        .set((
            mail_moves::uid_validity.eq(uid_validity),
            mail_moves::uid.eq(uid),
            mail_moves::moved_at.eq(now),
        ))
        .execute(conn)
        .await?;
    let mut event = Event::new(Actor::Program, "mail_moved", "mail", id)
        .with(serde_json::json!({ "to": [uid_validity, uid] }));
    event.hearing_id = hearing_id;
    event.record(conn, now).await?;
    Ok(())
}

/// Mails whose move was begun and that are in this folder no more: where they are now is looked up in the other one.
async fn find_interrupted(
    app: &App,
    connection: &mut Connection,
    (mailbox, uid_validity): (&Mailbox, i64),
    taken: &Taken,
) -> anyhow::Result<usize> {
    let begun = begun(&mut *app.conn().await?, mailbox.id).await?;
    let lost: Vec<Interrupted> = begun
        .into_iter()
        .filter(|mail| {
            let here = mail
                .source_uid
                .filter(|_| mail.source_validity == Some(uid_validity));
            !here.is_some_and(|uid| taken.on_server.contains(&uid))
        })
        .collect();
    let mut found = 0;
    let mut folders: Vec<&str> = lost.iter().map(|mail| mail.folder.as_str()).collect();
    folders.sort_unstable();
    folders.dedup();
    for folder in &folders {
        let wanted = lost.iter().filter(|mail| mail.folder == *folder);
        found += look(app, connection, folder, wanted.collect()).await?;
    }
    if !folders.is_empty() {
        connection.examine(&mailbox.folder).await?;
    }
    Ok(found)
}

async fn begun(conn: &mut AsyncPgConnection, mailbox_id: i64) -> QueryResult<Vec<Interrupted>> {
    mail_moves::table
        .inner_join(mails::table.inner_join(files::table))
        .filter(mails::mailbox_id.eq(mailbox_id))
        .filter(mails::gone_at.is_null())
        .filter(mail_moves::uid.is_null())
        .order(mails::id)
        .select((
            mails::id,
            mails::hearing_id,
            mails::uid_validity,
            mails::uid,
            files::sha256,
            mails::content_hash,
            mail_moves::folder,
            mail_moves::uid_validity,
            mail_moves::uid_next,
        ))
        .load(conn)
        .await
}

/// A mail as a whole.
struct Whole(Vec<u8>);

impl Sink for Whole {
    async fn add(&mut self, piece: Bytes) -> anyhow::Result<()> {
        self.0.extend_from_slice(&piece);
        Ok(())
    }
}

async fn look(
    app: &App,
    connection: &mut Connection,
    folder: &str,
    mut wanted: Vec<&Interrupted>,
) -> anyhow::Result<usize> {
    let uid_validity = connection.examine(folder).await?;
    wanted.retain(|mail| mail.uid_validity == uid_validity);
    let Some(first) = wanted.iter().map(|mail| mail.uid_next).min() else {
        return Ok(0);
    };
    let mut uids = connection.uids_from(first).await?;
    let mut conn = app.conn().await?;
    let taken: Vec<Option<i64>> = mail_moves::table
        .filter(mail_moves::folder.eq(folder))
        .filter(mail_moves::uid_validity.eq(uid_validity))
        .filter(mail_moves::uid.is_not_null())
        .select(mail_moves::uid)
        .load(&mut conn)
        .await?;
    for uid in taken.into_iter().flatten() {
        uids.remove(&uid);
    }
    let mut found = 0;
    for uid in uids.into_iter().take(LOOK_AT) {
        if wanted.is_empty() {
            break;
        }
        let Some(about) = connection.describe(&[uid]).await?.remove(&uid) else {
            continue;
        };
        let mut whole = Whole(Vec::new());
        if !pieces(connection, (uid, about), &mut whole).await? {
            continue;
        }
        if let Some(at) = which(app, &wanted, whole.0).await? {
            let mail = wanted.remove(at);
            let to = (uid_validity, uid);
            conn.transaction(async |conn| arrived(app, conn, (mail.id, mail.hearing_id), to).await)
                .await?;
            found += 1;
        }
    }
    Ok(found)
}

/// Which of the mails this is: by its bytes, or by its content where the server has rebuilt it.
async fn which(app: &App, wanted: &[&Interrupted], raw: Vec<u8>) -> anyhow::Result<Option<usize>> {
    let sha256 = Sha256::digest(&raw).to_vec();
    if let Some(at) = wanted.iter().position(|mail| mail.sha256 == sha256) {
        return Ok(Some(at));
    }
    let content = read_raw(app, raw.into()).await?.content_hash;
    let content = hex::decode(content).unwrap_or_default();
    Ok(wanted.iter().position(|mail| {
        mail.content_hash
            .as_ref()
            .is_some_and(|hash| *hash == content)
    }))
}
