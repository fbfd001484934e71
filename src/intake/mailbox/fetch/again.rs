//! After a change of UIDVALIDITY (a move to another server, a rebuilt index) every mail has another UID: the ledger's rows are found again by
//! their bytes, or by their content where the server has rebuilt the mail (rules 3 and 9).

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use crate::app::App;
use crate::audit::{Actor, Event};
use crate::intake::mailbox::keep::{Mailbox, Source};
use crate::intake::mailbox::read_raw;
use crate::schema::{files, mail_moves, mails};
use crate::storage::Kept;

/// Gives a mail's new UID to the oldest row of the same mail that has none under this UIDVALIDITY. `false` when there is no such row.
pub(super) async fn found(
    app: &App,
    mailbox: &Mailbox,
    kept: &Kept,
    to: (i64, i64),
) -> anyhow::Result<bool> {
    let mut conn = app.conn().await?;
    if take_over(app, &mut conn, (mailbox, to), Like::Bytes(&kept.sha256)).await? {
        return Ok(true);
    }
    let raw = app.storage.read(&kept.sha256).await?;
    let content = read_raw(app, raw).await?.content_hash;
    let Ok(content) = hex::decode(content) else {
        return Ok(false);
    };
    if content.is_empty() {
        return Ok(false);
    }
    take_over(app, &mut conn, (mailbox, to), Like::Content(&content)).await
}

/// Mails that were moved to another folder: they are not in this one any more, and what looks like them here is another copy.
#[diesel::dsl::auto_type]
fn moved_away() -> _ {
    mail_moves::table
        .filter(mail_moves::uid.is_not_null())
        .select(mail_moves::mail_id)
}

/// How a row is like the mail.
#[derive(Clone, Copy)]
enum Like<'a> {
    Bytes(&'a [u8]),
    Content(&'a [u8]),
}

async fn take_over(
    app: &App,
    conn: &mut AsyncPgConnection,
    (mailbox, (uid_validity, uid)): (&Mailbox, (i64, i64)),
    like: Like<'_>,
) -> anyhow::Result<bool> {
    let now = app.clock.now();
    conn.transaction(async |conn| {
        let earlier = mails::table
            .filter(mails::mailbox_id.eq(mailbox.id))
            .filter(mails::source.eq(Source::Imap))
            .filter(mails::uid_validity.ne(uid_validity))
            .filter(mails::id.ne_all(moved_away()))
            .order((mails::uid_validity, mails::uid))
            .select((mails::id, mails::uid_validity, mails::uid))
            .into_boxed();
        let earlier = match like {
            Like::Bytes(sha256) => {
                let file = files::table.filter(files::sha256.eq(sha256)).select(files::id);
                earlier.filter(mails::file_id.eq_any(file))
            }
            Like::Content(hash) => earlier.filter(mails::content_hash.eq(hash)),
        };
        let earlier: Option<(i64, Option<i64>, Option<i64>)> =
            earlier.first(conn).await.optional()?;
        let Some((id, old_validity, old_uid)) = earlier else {
            return Ok(false);
        };
        diesel::update(mails::table.find(id))
            .set((
                mails::uid_validity.eq(uid_validity),
                mails::uid.eq(uid),
                mails::gone_at.eq(None::<chrono::DateTime<chrono::Utc>>),
            ))
            .execute(conn)
            .await?;
        let rebuilt = matches!(like, Like::Content(_));
        Event::new(Actor::Program, "mail_uid_changed", "mail", id)
            .with(serde_json::json!({ "from": [old_validity, old_uid], "to": [uid_validity, uid], "rebuilt": rebuilt }))
            .record(conn, now)
            .await?;
        Ok(true)
    })
    .await
}
