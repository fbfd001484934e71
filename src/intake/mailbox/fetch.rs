//! Takes new mail out of an IMAP folder and changes nothing there.
//!
//! State is (mailbox, UIDVALIDITY, UID) in our ledger: each round walks every UID on the server and takes those that the ledger lacks.
//! A mail counts as taken when its raw bytes are in storage and its row is committed ([`keep`]); the job that reads it is in the same
//! commit. So whatever breaks, the next round takes the rest.
//!
//! One worker at a time has a mailbox (advisory lock, rule 5); the ledger's unique keys hold even if that lock is lost. A mail that the
//! server does not hand out stops no other: it is tried again last.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::Context;
use bytes::Bytes;
use diesel::prelude::*;
use diesel_async::pooled_connection::deadpool::Object;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use tokio::sync::watch;

use super::imap::{Connection, Described, ImapError};
use super::keep::{Mailbox, Origin, keep};
use crate::app::App;
use crate::config;
use crate::schema::mails;

/// Bytes that are asked for at once: async-imap holds a whole literal in memory.
const PIECE: usize = 1 << 20;
/// Mails whose size and time are asked for at once.
const BATCH: usize = 100;
/// The largest mail that can be taken, since it is put together in memory; far over what mail servers accept.
const MOST_BYTES: u64 = 1 << 30;
/// First half of the advisory lock's key; the mailbox's id is the other.
const LOCK: i32 = 0x696d_6170;
const FIRST_DELAY: Duration = Duration::from_secs(5);
const LONGEST_DELAY: Duration = Duration::from_secs(600);

/// What a round found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Round {
    /// Another worker has this mailbox now; nothing was done.
    pub busy: bool,
    pub on_server: usize,
    /// Mails that are new in the ledger.
    pub kept: usize,
    /// Mails that the ledger had under another UIDVALIDITY.
    pub known_again: usize,
    /// Mails that the server did not hand out.
    pub refused: usize,
}

/// Fetches from one mailbox, round after round, over a connection that is kept.
pub struct Fetcher {
    settings: config::Mailbox,
    stopped: watch::Receiver<bool>,
    connection: Option<Connection>,
    /// Mails that could not be taken, with the number of tries: they come last.
    troubled: BTreeMap<i64, u32>,
    failures: u32,
}

impl Fetcher {
    #[must_use]
    pub fn new(settings: config::Mailbox, stopped: watch::Receiver<bool>) -> Self {
        Self {
            settings,
            stopped,
            connection: None,
            troubled: BTreeMap::new(),
            failures: 0,
        }
    }

    /// Fetches until it is told to stop; a mail that is being kept then is finished first.
    pub async fn run(mut self, app: &App) {
        while !*self.stopped.borrow() {
            match self.round(app).await {
                Ok(round) => {
                    if round.kept > 0 {
                        tracing::info!(kept = round.kept, "mail was fetched");
                    }
                    self.failures = 0;
                }
                Err(error) => {
                    self.failures += 1;
                    tracing::warn!(
                        host = self.settings.host,
                        failures = self.failures,
                        error = format!("{error:#}"),
                        "cannot fetch mail"
                    );
                }
            }
            self.wait().await;
        }
        if let Some(connection) = self.connection.take() {
            connection.close().await;
        }
    }

    /// Waits for the next round. This is where IDLE belongs: the connection is open and has the folder.
    async fn wait(&mut self) {
        let poll = Duration::from_secs(self.settings.poll_seconds.max(1));
        let pause = if self.failures == 0 {
            poll
        } else {
            delay(self.failures)
        };
        let _ = tokio::time::timeout(pause, self.stopped.wait_for(|stopped| *stopped)).await;
    }

    /// Takes every mail that the ledger lacks, and notes how it went with the mailbox.
    pub async fn round(&mut self, app: &App) -> anyhow::Result<Round> {
        let mailbox = Mailbox::configured(&mut *app.conn().await?, &self.settings).await?;
        let Some(_lock) = lock(app, &mailbox).await? else {
            return Ok(Round {
                busy: true,
                ..Round::default()
            });
        };
        let taken = self.take(app, &mailbox).await;
        if taken.is_err() {
            self.connection = None;
        }
        let mut conn = app.conn().await?;
        match &taken {
            Ok((_, round)) if round.refused > 0 => {
                let why = format!(
                    "{} mails could not be fetched: the server refused them",
                    round.refused
                );
                mailbox.failed(&mut conn, &why).await?;
            }
            Ok((validity, _)) => {
                mailbox
                    .fetched(&mut conn, *validity, app.clock.now())
                    .await?
            }
            Err(error) => mailbox.failed(&mut conn, &format!("{error:#}")).await?,
        }
        Ok(taken?.1)
    }

    async fn take(&mut self, app: &App, mailbox: &Mailbox) -> anyhow::Result<(i64, Round)> {
        let uid_validity = self.examine().await?;
        if mailbox
            .uid_validity
            .is_some_and(|before| before != uid_validity)
        {
            tracing::warn!(
                mailbox = mailbox.id,
                "UIDVALIDITY has changed: every mail is compared anew"
            );
            self.troubled.clear();
        }
        let connection = self.connection.as_mut().context("no connection")?;
        let on_server = connection.uids().await?;
        let known = known(&mut *app.conn().await?, mailbox.id, uid_validity).await?;
        let mut round = Round {
            on_server: on_server.len(),
            ..Round::default()
        };
        let missing = on_server
            .into_iter()
            .filter(|uid| known.binary_search(uid).is_err());
        let (fresh, mut troubled): (Vec<i64>, Vec<i64>) =
            missing.partition(|uid| !self.troubled.contains_key(uid));
        troubled.sort_by_key(|uid| (self.troubled.get(uid).copied(), *uid));
        for batch in fresh.chunks(BATCH).chain(troubled.chunks(1)) {
            self.batch(app, (mailbox, uid_validity), batch, &mut round)
                .await?;
        }
        Ok((uid_validity, round))
    }

    async fn batch(
        &mut self,
        app: &App,
        (mailbox, uid_validity): (&Mailbox, i64),
        uids: &[i64],
        round: &mut Round,
    ) -> anyhow::Result<()> {
        let connection = self.connection.as_mut().context("no connection")?;
        let described = connection.describe(uids).await.inspect_err(|_| {
            if let [uid] = uids {
                *self.troubled.entry(*uid).or_default() += 1;
            }
        })?;
        for (uid, about) in described.into_iter().filter(|(uid, _)| uids.contains(uid)) {
            if *self.stopped.borrow() {
                return Ok(());
            }
            let raw = match raw(connection, uid, about).await {
                Ok(Some(raw)) => raw,
                Ok(None) => continue,
                Err(error) => {
                    *self.troubled.entry(uid).or_default() += 1;
                    if let ImapError::Refused(why) = error {
                        tracing::warn!(
                            mailbox = mailbox.id,
                            uid,
                            why,
                            "a mail could not be fetched"
                        );
                        round.refused += 1;
                        continue;
                    }
                    return Err(error.into());
                }
            };
            let origin = Origin::Imap {
                uid_validity,
                uid,
                internal_date: about.internal_date,
            };
            let (_, new) = keep(app, mailbox, None, raw, &origin).await?;
            if new {
                round.kept += 1;
            } else {
                round.known_again += 1;
            }
            self.troubled.remove(&uid);
        }
        Ok(())
    }

    /// The folder's UIDVALIDITY, over the connection that is open or a new one. A server may end an idle connection: that is no failure.
    async fn examine(&mut self) -> Result<i64, ImapError> {
        if let Some(mut open) = self.connection.take() {
            match open.examine(&self.settings.folder).await {
                Err(ImapError::Lost(_)) => {}
                answer => {
                    self.connection = Some(open);
                    return answer;
                }
            }
        }
        let mut fresh = Connection::open(&self.settings).await?;
        let uid_validity = fresh.examine(&self.settings.folder).await?;
        self.connection = Some(fresh);
        Ok(uid_validity)
    }
}

/// Whether the mailbox can be opened: login and EXAMINE.
pub async fn check(settings: &config::Mailbox) -> Result<(), ImapError> {
    let mut connection = Connection::open(settings).await?;
    let examined = connection.examine(&settings.folder).await;
    connection.close().await;
    examined.map(|_| ())
}

/// A mail's bytes, piece by piece until a short one; `None` when it is gone. The announced size only says whether a short piece may be
/// the last: where less has come, more is asked for until nothing comes.
async fn raw(
    connection: &mut Connection,
    uid: i64,
    about: Described,
) -> Result<Option<Bytes>, ImapError> {
    if about.bytes > MOST_BYTES {
        return Err(ImapError::Refused(format!(
            "a mail of {} bytes is more than can be taken",
            about.bytes
        )));
    }
    let announced = usize::try_from(about.bytes).unwrap_or_default();
    let mut raw = Vec::with_capacity(announced);
    loop {
        let Some(piece) = connection.piece(uid, raw.len(), PIECE).await? else {
            return Ok(None);
        };
        raw.extend_from_slice(&piece);
        if raw.len() > usize::try_from(MOST_BYTES).unwrap_or(usize::MAX) {
            return Err(ImapError::Lost("a mail does not end".into()));
        }
        if piece.is_empty() || (piece.len() < PIECE && raw.len() >= announced) {
            break;
        }
    }
    if raw.is_empty() && announced > 0 {
        return Err(ImapError::Refused("a mail came without its bytes".into()));
    }
    Ok(Some(raw.into()))
}

/// The UIDs that the ledger has, in order.
async fn known(
    conn: &mut AsyncPgConnection,
    mailbox_id: i64,
    uid_validity: i64,
) -> QueryResult<Vec<i64>> {
    let uids: Vec<Option<i64>> = mails::table
        .filter(mails::mailbox_id.eq(mailbox_id))
        .filter(mails::uid_validity.eq(uid_validity))
        .order(mails::uid)
        .select(mails::uid)
        .load(conn)
        .await?;
    Ok(uids.into_iter().flatten().collect())
}

#[derive(diesel::QueryableByName)]
struct Locked {
    #[diesel(sql_type = diesel::sql_types::Bool)]
    locked: bool,
}

/// The advisory lock of a mailbox, held by a connection that belongs to nobody else: it ends with this value, however that is dropped,
/// and takes no place in the pool.
async fn lock(app: &App, mailbox: &Mailbox) -> anyhow::Result<Option<AsyncPgConnection>> {
    let mut conn = Object::take(app.conn().await?);
    let key = i32::try_from(mailbox.id)?;
    let answer: Locked = diesel::sql_query(format!(
        "select pg_try_advisory_lock({LOCK}, {key}) as locked"
    ))
    .get_result(&mut conn)
    .await?;
    Ok(answer.locked.then_some(conn))
}

/// 5 s after the first failure, twice as long after each further, ten minutes at most.
fn delay(failures: u32) -> Duration {
    let doubled = 1_u32
        .checked_shl(failures.saturating_sub(1))
        .unwrap_or(u32::MAX);
    FIRST_DELAY.saturating_mul(doubled).min(LONGEST_DELAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_grows_and_has_an_end() {
        let delays = [1, 2, 3, 7, 8, 40].map(|failures| delay(failures).as_secs());
        assert_eq!(delays, [5, 10, 20, 320, 600, 600]);
    }
}
