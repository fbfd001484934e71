//! Looking at folders and mails: EXAMINE, UIDs and BODY.PEEK only.
//!
//! Commands are read to their tagged answer here and not by async-imap's own methods: those take the end of a connection for the end
//! of an answer, so a server that dies would look like an empty mailbox. What a server sends never reaches an error's text, except the
//! words of its own refusal: an answer that cannot be parsed may be somebody's mail.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::time::Duration;

use async_imap::Session;
use async_imap::imap_proto::{
    AttributeValue, Capability, MailboxDatum, RequestId, Response, ResponseCode, Status,
};
use chrono::{DateTime, Utc};
use tokio::time::timeout;

use super::wire::Stream;
use super::{ImapError, broken, ended, folder_name, understood, words};

/// How long one command may take: a piece of 1 MB over a slow line.
pub(super) const COMMAND_PATIENCE: Duration = Duration::from_secs(120);

/// What the server says about one mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Described {
    /// RFC822.SIZE in bytes: a promise that some servers do not keep.
    pub(in super::super) bytes: u64,
    pub(in super::super) internal_date: Option<DateTime<Utc>>,
}

/// A session that has logged in.
#[derive(Debug)]
pub(in super::super) struct Connection {
    pub(super) session: Session<Stream>,
    /// What the server can do, in capitals.
    able: BTreeSet<String>,
    /// Mails in the open folder when it was opened (less those that went since), and as the server last said.
    opened: u32,
    exists: u32,
    /// The UID that the next mail of the open folder would have had when it was opened.
    uid_next: Option<i64>,
}

impl Connection {
    /// Asks a session what its server can do.
    pub(super) async fn new(session: Session<Stream>) -> Result<Self, ImapError> {
        let mut connection = Self {
            session,
            able: BTreeSet::new(),
            opened: 0,
            exists: 0,
            uid_next: None,
        };
        let mut able = BTreeSet::new();
        connection
            .command("CAPABILITY", |response| {
                if let Response::Capabilities(all) = response {
                    able.extend(all.iter().filter_map(|one| match one {
                        Capability::Atom(name) => Some(name.to_uppercase()),
                        _ => None,
                    }));
                }
            })
            .await?;
        connection.able = able;
        Ok(connection)
    }

    /// Whether the server says that it can do this.
    pub(in super::super) fn can(&self, capability: &str) -> bool {
        self.able.contains(capability)
    }

    /// Opens a folder for reading only. Answers with its UIDVALIDITY.
    pub(in super::super) async fn examine(&mut self, folder: &str) -> Result<i64, ImapError> {
        self.enter("EXAMINE", folder).await
    }

    /// Opens a folder with EXAMINE, or with SELECT where something is to be changed.
    pub(super) async fn enter(&mut self, how: &str, folder: &str) -> Result<i64, ImapError> {
        let (mut validity, mut uid_next) = (None, None);
        let command = format!("{how} {}", folder_name::quoted(folder)?);
        self.exists = 0;
        self.command(&command, |response| {
            if let Response::Data {
                status: Status::Ok,
                outcome,
            } = response
            {
                match outcome.code {
                    Some(ResponseCode::UidValidity(value)) => validity = Some(i64::from(value)),
                    Some(ResponseCode::UidNext(value)) => uid_next = Some(i64::from(value)),
                    _ => {}
                }
            }
        })
        .await
        .map_err(|error| match error {
            ImapError::Refused(why) => ImapError::Refused(format!("the folder {folder}: {why}")),
            other => other,
        })?;
        (self.opened, self.uid_next) = (self.exists, uid_next);
        validity.ok_or_else(|| {
            ImapError::Settings(format!(
                "the folder {folder} has no UIDVALIDITY: its mails cannot be told apart"
            ))
        })
    }

    /// The first UID that no mail had when the folder was opened, where the server says it.
    pub(in super::super) fn uid_next(&self) -> Option<i64> {
        self.uid_next
    }

    /// Every UID in the folder.
    pub(in super::super) async fn uids(&mut self) -> Result<BTreeSet<i64>, ImapError> {
        self.search("UID SEARCH ALL").await
    }

    async fn search(&mut self, command: &str) -> Result<BTreeSet<i64>, ImapError> {
        let mut found = BTreeSet::new();
        self.command(command, |response| {
            if let Response::MailboxData(MailboxDatum::Search(uids)) = response {
                found.extend(uids.iter().map(|uid| i64::from(*uid)));
            }
        })
        .await?;
        Ok(found)
    }

    /// Every UID in the folder, by another question than [`Connection::uids`]: what one answer leaves out, the other may have.
    pub(in super::super) async fn listed(&mut self) -> Result<BTreeSet<i64>, ImapError> {
        let mut found = BTreeSet::new();
        if self.exists > 0 {
            self.command("UID FETCH 1:* (UID)", |response| {
                if let Response::Fetch(_, attributes) = response {
                    found.extend(uid_of(attributes));
                }
            })
            .await?;
        }
        Ok(found)
    }

    /// The UIDs from a first one on.
    pub(in super::super) async fn uids_from(
        &mut self,
        first: i64,
    ) -> Result<BTreeSet<i64>, ImapError> {
        let mut found = self.search(&format!("UID SEARCH UID {first}:*")).await?;
        // `n:*` always has the last mail, also when that is before n.
        found.retain(|uid| *uid >= first);
        Ok(found)
    }

    /// Size and time of these mails. One that is gone is missing from the answer.
    pub(in super::super) async fn describe(
        &mut self,
        uids: &[i64],
    ) -> Result<BTreeMap<i64, Described>, ImapError> {
        let mut found = BTreeMap::new();
        let list: Vec<String> = uids.iter().map(ToString::to_string).collect();
        let command = format!(
            "UID FETCH {} (UID RFC822.SIZE INTERNALDATE)",
            list.join(",")
        );
        self.command(&command, |response| {
            let Response::Fetch(_, attributes) = response else {
                return;
            };
            let (mut bytes, mut internal_date) = (None, None);
            for attribute in attributes {
                match attribute {
                    AttributeValue::Rfc822Size(size) => bytes = Some(u64::from(*size)),
                    AttributeValue::InternalDate(text) => internal_date = time(text),
                    _ => {}
                }
            }
            if let (Some(uid), Some(bytes)) = (uid_of(attributes), bytes) {
                found.insert(
                    uid,
                    Described {
                        bytes,
                        internal_date,
                    },
                );
            }
        })
        .await?;
        Ok(found)
    }

    /// `length` bytes of a mail from an offset; fewer at its end, `None` when the mail is gone.
    pub(in super::super) async fn piece(
        &mut self,
        uid: i64,
        offset: usize,
        length: usize,
    ) -> Result<Option<Vec<u8>>, ImapError> {
        let mut found = None;
        let command = format!("UID FETCH {uid} (UID BODY.PEEK[]<{offset}.{length}>)");
        self.command(&command, |response| {
            let Response::Fetch(_, attributes) = response else {
                return;
            };
            for attribute in attributes {
                if let AttributeValue::BodySection {
                    section: None,
                    index,
                    data,
                } = attribute
                    && uid_of(attributes) == Some(uid)
                    && index.is_none_or(|index| usize::try_from(index) == Ok(offset))
                {
                    found = Some(data.as_deref().unwrap_or_default().to_vec());
                }
            }
        })
        .await?;
        Ok(found)
    }

    /// Whether more mails have come since the folder was opened.
    pub(super) fn has_news(&self) -> bool {
        self.exists > self.opened
    }

    /// Reads one answer, whatever it is about. Dropped while it waits, it loses nothing that was read.
    pub(super) async fn answer<T>(
        &mut self,
        read: impl FnOnce(&Response<'_>) -> T,
    ) -> Result<T, ImapError> {
        let data = self.session.read_response().await.map_err(broken)?;
        let data = data.ok_or_else(ended)?;
        count((&mut self.opened, &mut self.exists), data.parsed());
        Ok(read(data.parsed()))
    }

    /// Ends the session; the server may be gone already.
    pub(in super::super) async fn close(mut self) {
        let _ = timeout(Duration::from_secs(2), self.session.logout()).await;
    }

    /// Runs a command to its tagged answer and hands on every answer.
    pub(super) async fn command(
        &mut self,
        command: &str,
        mut each: impl FnMut(&Response<'_>),
    ) -> Result<(), ImapError> {
        within(COMMAND_PATIENCE, "the server", async {
            let tag = self
                .session
                .run_command(command)
                .await
                .map_err(understood)?;
            loop {
                let done = self.answer(|response| {
                    each(response);
                    done(&tag, response)
                });
                if let Some(verdict) = done.await? {
                    return verdict;
                }
            }
        })
        .await
    }
}

pub(super) async fn within<T>(
    patience: Duration,
    place: &str,
    work: impl Future<Output = Result<T, ImapError>>,
) -> Result<T, ImapError> {
    timeout(patience, work).await.unwrap_or_else(|_| {
        Err(ImapError::Lost(format!(
            "{place} did not answer within {} s",
            patience.as_secs()
        )))
    })
}

/// Keeps count of the mails in the open folder: servers say at any time that some came or went.
fn count((opened, exists): (&mut u32, &mut u32), response: &Response<'_>) {
    match response {
        Response::MailboxData(MailboxDatum::Exists(number)) => *exists = *number,
        Response::Expunge(_) => {
            *opened = opened.saturating_sub(1);
            *exists = exists.saturating_sub(1);
        }
        _ => {}
    }
}

/// What the tagged answer to a command says; `None` for every other answer.
pub(super) fn done(tag: &RequestId, response: &Response<'_>) -> Option<Result<(), ImapError>> {
    match response {
        Response::Done {
            tag: of,
            status,
            outcome,
        } if of == tag => Some(match status {
            Status::Ok => Ok(()),
            _ => Err(ImapError::Refused(words(outcome.information.as_deref()))),
        }),
        _ => None,
    }
}

pub(super) fn uid_of(attributes: &[AttributeValue<'_>]) -> Option<i64> {
    attributes.iter().find_map(|attribute| match attribute {
        AttributeValue::Uid(uid) => Some(i64::from(*uid)),
        _ => None,
    })
}

/// INTERNALDATE as RFC 3501 has it: ` 5-Oct-2023 21:14:00 +0200`.
fn time(text: &str) -> Option<DateTime<Utc>> {
    let at = DateTime::parse_from_str(text.trim(), "%d-%b-%Y %H:%M:%S %z").ok()?;
    Some(at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_one_digit_is_read() {
        assert_eq!(
            time(" 5-Oct-2023 21:14:00 +0200").unwrap().to_rfc3339(),
            "2023-10-05T19:14:00+00:00"
        );
        assert_eq!(time("gestern"), None);
    }
}
