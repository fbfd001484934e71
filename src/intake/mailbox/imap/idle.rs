//! IDLE (RFC 2177): the server says when something comes.

use std::time::Duration;

use async_imap::imap_proto::{RequestId, Response, Status};
use tokio::time::{Instant, timeout, timeout_at};

use super::connection::{Connection, done};
use super::{ImapError, understood, words};

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
        while !self.has_news() {
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
        Ok(Woken::News)
    }

    async fn begin(&mut self) -> Result<RequestId, ImapError> {
        patient(async {
            let tag = self.session.run_command("IDLE").await.map_err(understood)?;
            loop {
                let begun = self.answer(|response| match response {
                    Response::Continue(_) => Some(Ok(())),
                    other => done(&tag, other).map(|verdict| {
                        verdict?;
                        Err(ImapError::Refused("IDLE ended at once".into()))
                    }),
                });
                if let Some(verdict) = begun.await? {
                    return verdict.map(|()| tag);
                }
            }
        })
        .await
    }

    /// Reads until there are more mails than before.
    async fn news(&mut self) -> Result<Woken, ImapError> {
        while !self.has_news() {
            self.answer(|response| match response {
                Response::Done { .. } => Err(ImapError::Lost("the server ended the IDLE".into())),
                Response::Data {
                    status: Status::Bye,
                    outcome,
                } => {
                    let why = words(outcome.information.as_deref());
                    Err(ImapError::Lost(format!("the server said goodbye: {why}")))
                }
                _ => Ok(()),
            })
            .await??;
        }
        Ok(Woken::News)
    }

    async fn end(&mut self, tag: &RequestId) -> Result<(), ImapError> {
        patient(async {
            self.session
                .run_command_untagged("DONE")
                .await
                .map_err(understood)?;
            loop {
                // What has come meanwhile is seen by the round that follows.
                let ended = self.answer(|response| done(tag, response));
                if let Some(verdict) = ended.await? {
                    return verdict;
                }
            }
        })
        .await
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
