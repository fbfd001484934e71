//! IDLE (RFC 2177): the server says when something comes.

use std::time::Duration;

use async_imap::imap_proto::{MailboxDatum, RequestId, Response, Status};
use tokio::time::{Instant, timeout, timeout_at};

use super::connection::{Connection, verdict};
use super::{ImapError, broken, ended, understood, words};

/// How long the server may take to begin and to end an IDLE: more means that the connection is dead.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why an IDLE ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Woken {
    /// There are more mails than before.
    News,
    /// The time is up.
    Time,
    /// What was waited for beside it has come.
    Stopped,
}

impl Connection {
    /// Waits in the folder that is open until there are more mails in it, the time is up, or `stop` comes. The IDLE is renewed each time that
    /// `renewal` has passed, so a connection that died silently is noticed.
    pub(in super::super) async fn idle(
        &mut self,
        (until, renewal): (Instant, Duration),
        stop: impl Future<Output = ()>,
    ) -> Result<Woken, ImapError> {
        tokio::pin!(stop);
        loop {
            let tag = self.begin().await?;
            let renew_at = until.min(Instant::now() + renewal);
            let woken = tokio::select! {
                biased;
                () = &mut stop => Ok(Woken::Stopped),
                news = timeout_at(renew_at, self.news()) => news.unwrap_or(Ok(Woken::Time)),
            }?;
            self.end(&tag).await?;
            if woken != Woken::Time || Instant::now() >= until {
                return Ok(woken);
            }
        }
    }

    async fn begin(&mut self) -> Result<RequestId, ImapError> {
        patient(async {
            let tag = self.session.run_command("IDLE").await.map_err(understood)?;
            loop {
                let data = self.session.read_response().await.map_err(broken)?;
                match data.ok_or_else(ended)?.parsed() {
                    Response::Continue(_) => return Ok(tag),
                    Response::Done {
                        tag: ours,
                        status,
                        outcome,
                    } if *ours == tag => {
                        verdict(status, outcome)?;
                        return Err(ImapError::Refused("IDLE ended at once".into()));
                    }
                    other => self.exists = counted(self.exists, other)?,
                }
            }
        })
        .await
    }

    /// Reads until there are more mails than before. Dropped while it waits, it loses nothing that was read.
    async fn news(&mut self) -> Result<Woken, ImapError> {
        loop {
            let data = self.session.read_response().await.map_err(broken)?;
            let data = data.ok_or_else(ended)?;
            if matches!(data.parsed(), Response::Done { .. }) {
                return Err(ImapError::Lost("the server ended the IDLE".into()));
            }
            let now = counted(self.exists, data.parsed())?;
            let more = now > self.exists;
            self.exists = now;
            if more {
                return Ok(Woken::News);
            }
        }
    }

    async fn end(&mut self, tag: &RequestId) -> Result<(), ImapError> {
        patient(async {
            self.session
                .run_command_untagged("DONE")
                .await
                .map_err(understood)?;
            loop {
                let data = self.session.read_response().await.map_err(broken)?;
                match data.ok_or_else(ended)?.parsed() {
                    Response::Done {
                        tag: ours,
                        status,
                        outcome,
                    } if ours == tag => return verdict(status, outcome),
                    // What has come meanwhile is seen by the round that follows.
                    _ => {}
                }
            }
        })
        .await
    }
}

/// The number of mails in the folder after an answer.
fn counted(before: u32, response: &Response<'_>) -> Result<u32, ImapError> {
    match response {
        Response::MailboxData(MailboxDatum::Exists(number)) => Ok(*number),
        Response::Expunge(_) => Ok(before.saturating_sub(1)),
        Response::Data {
            status: Status::Bye,
            outcome,
        } => Err(ImapError::Lost(format!(
            "the server said goodbye: {}",
            words(outcome.information.as_deref())
        ))),
        _ => Ok(before),
    }
}

async fn patient<T>(work: impl Future<Output = Result<T, ImapError>>) -> Result<T, ImapError> {
    timeout(PATIENCE, work).await.unwrap_or_else(|_| {
        Err(ImapError::Lost(format!(
            "the server did not answer IDLE within {} s",
            PATIENCE.as_secs()
        )))
    })
}
