//! Taking what the ledger lacks.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::pieces::{Sink, pieces};
use super::{Fetcher, Round, again};
use crate::app::App;
use crate::intake::mailbox::imap::{Described, ImapError};
use crate::intake::mailbox::keep::{Mailbox, Origin, enter};
use crate::schema::mails;
use crate::storage::Incoming;

/// Mails whose size and time are asked for at once.
const BATCH: usize = 100;
/// After so many tries that broke the connection it is the mail's fault and not the server's.
const PATIENCE: u32 = 3;
/// Such a mail is tried again in each so many rounds.
const SELDOM: u64 = 10;

/// What was on the server when a round began, and how it went.
#[derive(Debug, Default)]
pub(super) struct Taken {
    pub(super) on_server: BTreeSet<i64>,
    /// The first UID that no mail had then.
    pub(super) uid_next: i64,
    pub(super) round: Round,
}

/// Mails that could not be taken, with the number of tries: they come last, one by one, and in the end seldom.
#[derive(Debug, Default)]
pub(super) struct Troubled {
    tries: BTreeMap<i64, u32>,
    rounds: u64,
}

impl Troubled {
    fn note(&mut self, uid: i64) {
        *self.tries.entry(uid).or_default() += 1;
    }

    fn is_hopeless(&self, uid: i64) -> bool {
        self.tries.get(&uid).is_some_and(|tries| *tries >= PATIENCE)
    }

    /// What to take, in batches, and how many are left out this time.
    fn plan(&mut self, missing: impl Iterator<Item = i64>) -> (Vec<Vec<i64>>, usize) {
        self.rounds += 1;
        let (fresh, troubled): (Vec<i64>, Vec<i64>) =
            missing.partition(|uid| !self.tries.contains_key(uid));
        let patient = self.rounds.is_multiple_of(SELDOM);
        let (mut again, left): (Vec<i64>, Vec<i64>) = troubled
            .into_iter()
            .partition(|uid| patient || !self.is_hopeless(*uid));
        again.sort_by_key(|uid| (self.tries.get(uid).copied(), *uid));
        let batches = fresh.chunks(BATCH).chain(again.chunks(1));
        (batches.map(<[i64]>::to_vec).collect(), left.len())
    }
}

/// The folder that a round is about.
#[derive(Clone, Copy)]
struct Folder<'a> {
    app: &'a App,
    mailbox: &'a Mailbox,
    uid_validity: i64,
    /// Its UIDVALIDITY has changed, and not every mail has been found again yet.
    changed: bool,
}

impl Sink for Incoming {
    async fn add(&mut self, piece: Bytes) -> anyhow::Result<()> {
        Incoming::add(self, piece).await
    }
}

impl Fetcher {
    pub(super) async fn take(
        &mut self,
        app: &App,
        (mailbox, uid_validity): (&Mailbox, i64),
    ) -> anyhow::Result<Taken> {
        let changed = mailbox
            .uid_validity
            .is_some_and(|before| before != uid_validity);
        if changed {
            tracing::warn!(
                mailbox = mailbox.id,
                "UIDVALIDITY has changed: every mail is compared anew"
            );
            self.troubled = Troubled::default();
        }
        let folder = Folder {
            app,
            mailbox,
            uid_validity,
            changed,
        };
        let on_server = self.open()?.uids().await?;
        let last = on_server.last().copied().unwrap_or_default();
        let uid_next = self.open()?.uid_next().unwrap_or(last + 1);
        let known = known(&mut *app.conn().await?, mailbox.id, uid_validity).await?;
        let (batches, left) = self.troubled.plan(on_server.difference(&known).copied());
        let mut round = Round {
            on_server: on_server.len(),
            refused: left,
            ..Round::default()
        };
        for batch in batches {
            if *self.stopped.borrow() {
                round.stopped = true;
                break;
            }
            self.batch(folder, &batch, &mut round).await?;
        }
        Ok(Taken {
            on_server,
            uid_next,
            round,
        })
    }

    async fn batch(
        &mut self,
        folder: Folder<'_>,
        uids: &[i64],
        round: &mut Round,
    ) -> anyhow::Result<()> {
        let described = match self.open()?.describe(uids).await {
            Ok(described) => described,
            Err(error) => {
                for uid in uids {
                    self.troubled.note(*uid);
                }
                return self.stumble(folder, (uids, error.into()), round).await;
            }
        };
        for (uid, about) in described.into_iter().filter(|(uid, _)| uids.contains(uid)) {
            if *self.stopped.borrow() {
                round.stopped = true;
                return Ok(());
            }
            match self.one(folder, (uid, about)).await {
                Ok(Some(true)) => round.kept += 1,
                Ok(Some(false)) => round.known_again += 1,
                Ok(None) => continue,
                Err(error) => {
                    self.troubled.note(uid);
                    self.stumble(folder, (&[uid], error), round).await?;
                    continue;
                }
            }
            self.troubled.tries.remove(&uid);
        }
        Ok(())
    }

    /// After an error: goes on where the server only said no, or where it has lost the connection over the same mail time and again.
    async fn stumble(
        &mut self,
        folder: Folder<'_>,
        (uids, error): (&[i64], anyhow::Error),
        round: &mut Round,
    ) -> anyhow::Result<()> {
        let hopeless = matches!(uids, [uid] if self.troubled.is_hopeless(*uid));
        match error.downcast_ref::<ImapError>() {
            Some(ImapError::Refused(_)) => {}
            Some(ImapError::Lost(_)) if hopeless => {
                self.connection = None;
                self.examine(folder.app).await?;
            }
            _ => return Err(error),
        }
        tracing::warn!(
            mailbox = folder.mailbox.id,
            uids = format!("{uids:?}"),
            error = format!("{error:#}"),
            "mail could not be fetched"
        );
        round.refused += uids.len();
        Ok(())
    }

    /// Takes one mail: whether it is new in the ledger, or `None` when it is gone.
    async fn one(
        &mut self,
        folder: Folder<'_>,
        (uid, about): (i64, Described),
    ) -> anyhow::Result<Option<bool>> {
        let app = folder.app;
        let mut incoming = app.storage.incoming();
        if !pieces(self.open()?, (uid, about), &mut incoming).await? {
            return Ok(None);
        }
        let kept = incoming.finish().await?;
        let at = (folder.uid_validity, uid);
        if folder.changed && again::found(app, folder.mailbox, &kept, at).await? {
            return Ok(Some(false));
        }
        let origin = Origin::Imap {
            uid_validity: folder.uid_validity,
            uid,
            internal_date: about.internal_date,
        };
        let (_, new) = enter(app, folder.mailbox, None, &kept, &origin).await?;
        Ok(Some(new))
    }
}

/// The UIDs that the ledger has.
pub(super) async fn known(
    conn: &mut AsyncPgConnection,
    mailbox_id: i64,
    uid_validity: i64,
) -> QueryResult<BTreeSet<i64>> {
    let uids: Vec<Option<i64>> = mails::table
        .filter(mails::mailbox_id.eq(mailbox_id))
        .filter(mails::uid_validity.eq(uid_validity))
        .select(mails::uid)
        .load(conn)
        .await?;
    Ok(uids.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_that_breaks_the_connection_comes_last_and_then_seldom() {
        let mut troubled = Troubled::default();
        troubled.note(2);
        assert_eq!(
            troubled.plan([1, 2, 3].into_iter()),
            (vec![vec![1, 3], vec![2]], 0)
        );
        troubled.note(2);
        troubled.note(2);
        assert_eq!(troubled.plan([2, 4].into_iter()), (vec![vec![4]], 1));
        for _ in 0..7 {
            assert_eq!(troubled.plan([2].into_iter()).1, 1);
        }
        assert_eq!(troubled.plan([2].into_iter()), (vec![vec![2]], 0));
    }
}
