//! Takes new mail out of an IMAP folder and changes nothing there, unless mails are to be moved when they have their place.
//!
//! State is (mailbox, UIDVALIDITY, UID) in our ledger: each round walks every UID on the server and takes those that the ledger lacks
//! ([`take`]). A mail counts as taken when its raw bytes are in storage and its row is committed; the job that reads it is in the same
//! commit. So whatever breaks, the next round takes the rest. Each hour server and ledger are compared ([`reconcile`]).
//!
//! Between rounds the connection waits in IDLE; a round follows at once when something comes, and in any case after `poll_seconds`.
//!
//! One worker at a time has a mailbox (advisory lock, rule 5); the ledger's unique keys hold even if that lock is lost. A mail that the
//! server does not hand out stops no other: it is tried again last.

mod again;
mod lock;
mod pieces;
mod reconcile;
mod shift;
mod take;

use std::time::Duration;

use anyhow::Context;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

pub(in crate::intake::mailbox) use self::lock::Lock;
use self::take::Troubled;
use super::imap::{Connection, ImapError, Login, Woken};
use super::keep::Mailbox;
use crate::app::App;
use crate::config;

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
    /// Mails moved to another folder.
    pub moved: usize,
    /// It was stopped before it had taken all there was.
    pub stopped: bool,
}

/// Fetches from one mailbox, round after round, over a connection that is kept.
pub struct Fetcher {
    settings: config::Mailbox,
    stopped: watch::Receiver<bool>,
    login: Login,
    connection: Option<Connection>,
    troubled: Troubled,
    failures: u32,
}

impl Fetcher {
    #[must_use]
    pub fn new(settings: config::Mailbox, stopped: watch::Receiver<bool>) -> Self {
        Self {
            login: Login::new(settings.clone()),
            settings,
            stopped,
            connection: None,
            troubled: Troubled::default(),
            failures: 0,
        }
    }

    /// Fetches until it is told to stop; a mail that is being kept then is finished first.
    pub async fn run(mut self, app: &App) {
        while !*self.stopped.borrow() {
            match self.round(app).await {
                Ok(round) => {
                    if round.kept > 0 || round.moved > 0 {
                        tracing::info!(kept = round.kept, moved = round.moved, "mail was fetched");
                    }
                    self.failures = 0;
                    if round.moved > 0 {
                        // The folder was opened anew, so that IDLE would not tell what came meanwhile.
                        continue;
                    }
                }
                Err(error) => {
                    self.failures += 1;
                    tracing::warn!(
                        host = self.settings.host,
                        folder = self.settings.folder,
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

    /// Waits for the next round: until something comes, in IDLE where the server has it, and `poll_seconds` at most.
    async fn wait(&mut self) {
        let poll = Duration::from_secs(self.settings.poll_seconds.max(1));
        let renewal = Duration::from_secs(self.settings.idle_seconds);
        let until = Instant::now() + poll;
        let mut stopped = self.stopped.clone();
        let stop = async move {
            // That nobody can stop this one any more is no reason to stop.
            if stopped.wait_for(|stopped| *stopped).await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        tokio::pin!(stop);
        let pause = match &mut self.connection {
            _ if self.failures > 0 => delay(self.failures),
            Some(open) if !renewal.is_zero() && open.can("IDLE") => {
                match open.idle((until, renewal), &mut stop).await {
                    Ok(Woken::News | Woken::Time | Woken::Stopped) => return,
                    // The server may end an idle connection as it likes; the next round opens another, and says so if that fails.
                    Err(ImapError::Lost(_)) => {
                        self.connection = None;
                        FIRST_DELAY.min(until - Instant::now())
                    }
                    Err(error) => {
                        tracing::info!(error = error.to_string(), "the server does not want IDLE");
                        until - Instant::now()
                    }
                }
            }
            _ => poll,
        };
        let _ = timeout(pause, stop).await;
    }

    /// Takes every mail that the ledger lacks, and notes how it went with the mailbox.
    pub async fn round(&mut self, app: &App) -> anyhow::Result<Round> {
        let mailbox = {
            let mut conn = app.conn().await?;
            let organisation = &app.config.organisation_name;
            Mailbox::configured(&mut conn, &self.settings, organisation).await?
        };
        let Some(lock) = Lock::take(app, &mailbox).await? else {
            return Ok(Round {
                busy: true,
                ..Round::default()
            });
        };
        let worked = self.work(app, &mailbox).await;
        let noted = self.note(app, &mailbox, &worked).await;
        lock.release().await;
        noted?;
        Ok(worked?.1)
    }

    async fn note(
        &mut self,
        app: &App,
        mailbox: &Mailbox,
        worked: &anyhow::Result<(i64, Round)>,
    ) -> anyhow::Result<()> {
        let mut conn = app.conn().await?;
        match worked {
            Ok((_, round)) if round.stopped => {}
            Ok((validity, round)) => {
                let now = app.clock.now();
                mailbox
                    .fetched(&mut conn, *validity, round.refused, now)
                    .await?;
            }
            Err(error) => {
                self.connection = None;
                mailbox.failed(&mut conn, error).await?;
            }
        }
        Ok(())
    }

    async fn work(&mut self, app: &App, mailbox: &Mailbox) -> anyhow::Result<(i64, Round)> {
        let uid_validity = self.examine(app).await?;
        let mut taken = self.take(app, (mailbox, uid_validity)).await?;
        if !taken.round.stopped {
            if !self.settings.move_to.is_empty() {
                taken.round.moved = self.shift(app, (mailbox, uid_validity), &taken).await?;
            }
            self.reconcile(app, (mailbox, uid_validity), &taken).await?;
        }
        Ok((uid_validity, taken.round))
    }

    /// The folder's UIDVALIDITY, over the connection that is open or a new one. A server may end an idle connection: that is no failure.
    async fn examine(&mut self, app: &App) -> Result<i64, ImapError> {
        if let Some(mut open) = self.connection.take() {
            match open.examine(&self.settings.folder).await {
                Err(ImapError::Lost(_)) => {}
                answer => {
                    self.connection = Some(open);
                    return answer;
                }
            }
        }
        let mut fresh = self.login.open(app.clock.now()).await?;
        let uid_validity = fresh.examine(&self.settings.folder).await?;
        self.connection = Some(fresh);
        Ok(uid_validity)
    }

    fn open(&mut self) -> anyhow::Result<&mut Connection> {
        self.connection.as_mut().context("no connection")
    }
}

/// Whether a mailbox can be used as it is set: login, the folder, and the folder for moves. Answers with what is worth knowing.
pub async fn check(
    settings: &config::Mailbox,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<String, ImapError> {
    let mut connection = Login::new(settings.clone()).open(now).await?;
    let able = able(&mut connection, settings).await;
    connection.close().await;
    able
}

async fn able(
    connection: &mut Connection,
    settings: &config::Mailbox,
) -> Result<String, ImapError> {
    connection.examine(&settings.folder).await?;
    let mut said = if settings.idle_seconds > 0 && connection.can("IDLE") {
        "was opened for reading; new mail is seen at once (IDLE)".to_owned()
    } else {
        format!(
            "was opened for reading; new mail is looked for each {} s (no IDLE)",
            settings.poll_seconds
        )
    };
    if !settings.move_to.is_empty() {
        shift::check(connection, &settings.move_to).await?;
        said.push_str("; mails can be moved");
    }
    Ok(said)
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
