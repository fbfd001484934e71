//! A connection to an IMAP server that changes nothing there: EXAMINE, UIDs and BODY.PEEK only (rules 2 and 3 of intake.md).
//!
//! Commands are read to their tagged answer here and not by async-imap's own methods: those take the end of a connection for the end
//! of an answer, so a server that dies would look like an empty mailbox. What a server sends never reaches an error's text, except the
//! words of its own refusal: an answer that cannot be parsed may be somebody's mail.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::future::Future;
use std::time::Duration;

use async_imap::imap_proto::{
    AttributeValue, MailboxDatum, Outcome, Response, ResponseCode, Status,
};
use async_imap::{Client, Session};
use chrono::{DateTime, Utc};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::{folder_name, tls};
use crate::config::{self, Security, secret};

/// How long a connection may take to be made, TLS included.
const CONNECT_PATIENCE: Duration = Duration::from_secs(20);
/// How long one command may take: a piece of 1 MB over a slow line.
const COMMAND_PATIENCE: Duration = Duration::from_secs(120);

/// Why something at a mail server did not work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImapError {
    /// Not reachable, gone, silent or not understood: the connection is of no use any more.
    #[error("{0}")]
    Lost(String),
    /// The server said no; the connection lives on.
    #[error("the server refused: {0}")]
    Refused(String),
    /// The settings cannot work.
    #[error("{0}")]
    Settings(String),
}

/// A stream in the clear or under TLS.
trait Wire: AsyncRead + AsyncWrite + Unpin + Send + Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + Debug> Wire for T {}
type Stream = Box<dyn Wire>;

/// What the server says about one mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Described {
    /// RFC822.SIZE in bytes: a promise that some servers do not keep.
    pub(super) bytes: u64,
    pub(super) internal_date: Option<DateTime<Utc>>,
}

/// A session that has logged in.
#[derive(Debug)]
pub(super) struct Connection {
    session: Session<Stream>,
}

impl Connection {
    /// Connects and logs in with a password.
    pub(super) async fn open(settings: &config::Mailbox) -> Result<Self, ImapError> {
        let password = secret(&settings.password, &settings.password_file)
            .map_err(|error| ImapError::Settings(format!("{error:#}")))?;
        let place = format!("{}:{}", settings.host, settings.port);
        let client = within(CONNECT_PATIENCE, &place, greeted(settings)).await?;
        within(COMMAND_PATIENCE, &place, async {
            match client.login(&settings.user, &password).await {
                Ok(session) => Ok(Self { session }),
                Err((error, _)) => Err(match understood(error) {
                    ImapError::Refused(why) => {
                        ImapError::Refused(format!("login as {}: {why}", settings.user))
                    }
                    other => other,
                }),
            }
        })
        .await
    }

    /// Opens a folder for reading only. Answers with its UIDVALIDITY.
    pub(super) async fn examine(&mut self, folder: &str) -> Result<i64, ImapError> {
        let mut validity = None;
        let command = format!("EXAMINE {}", folder_name::quoted(folder)?);
        self.command(&command, |response| {
            if let Response::Data {
                status: Status::Ok,
                outcome,
            } = response
                && let Some(ResponseCode::UidValidity(value)) = outcome.code
            {
                validity = Some(i64::from(value));
            }
        })
        .await?;
        validity.ok_or_else(|| {
            ImapError::Settings(format!(
                "the folder {folder} has no UIDVALIDITY: its mails cannot be told apart"
            ))
        })
    }

    /// Every UID in the folder. (`UID n:*` would always name the last mail, so all are asked for.)
    pub(super) async fn uids(&mut self) -> Result<BTreeSet<i64>, ImapError> {
        let mut found = BTreeSet::new();
        self.command("UID SEARCH ALL", |response| {
            if let Response::MailboxData(MailboxDatum::Search(uids)) = response {
                found.extend(uids.iter().map(|uid| i64::from(*uid)));
            }
        })
        .await?;
        Ok(found)
    }

    /// Size and time of these mails. One that is gone is missing from the answer.
    pub(super) async fn describe(
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
    pub(super) async fn piece(
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

    /// Ends the session; the server may be gone already.
    pub(super) async fn close(mut self) {
        let _ = timeout(Duration::from_secs(2), self.session.logout()).await;
    }

    /// Runs a command to its tagged answer and hands on every other answer before it.
    async fn command(
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
                let Some(data) = self.session.read_response().await.map_err(broken)? else {
                    return Err(ended());
                };
                match data.parsed() {
                    Response::Done {
                        tag: ours,
                        status,
                        outcome,
                    } if *ours == tag => return verdict(status, outcome),
                    other => each(other),
                }
            }
        })
        .await
    }
}

async fn within<T>(
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

/// Connects, reads the greeting, and is under TLS when the settings want it.
async fn greeted(settings: &config::Mailbox) -> Result<Client<Stream>, ImapError> {
    let place = format!("{}:{}", settings.host, settings.port);
    let tcp = TcpStream::connect((settings.host.as_str(), settings.port))
        .await
        .map_err(|error| ImapError::Lost(format!("cannot connect to {place}: {error}")))?;
    match settings.security {
        Security::Tls => {
            let mut client = Client::new(secured(settings, tcp).await?);
            greeting(&mut client).await?;
            Ok(client)
        }
        Security::None => {
            let mut client = Client::new(Box::new(tcp) as Stream);
            greeting(&mut client).await?;
            Ok(client)
        }
        Security::Starttls => {
            let mut client = Client::new(tcp);
            greeting(&mut client).await?;
            client
                .run_command_and_check_ok("STARTTLS", None)
                .await
                .map_err(understood)?;
            // What came in the clear after the answer is dropped with the client's buffer. There is no second greeting.
            Ok(Client::new(secured(settings, client.into_inner()).await?))
        }
    }
}

async fn secured(settings: &config::Mailbox, tcp: TcpStream) -> Result<Stream, ImapError> {
    Ok(Box::new(
        tls::connect(&settings.host, &settings.ca_file, tcp).await?,
    ))
}

async fn greeting<T: Wire>(client: &mut Client<T>) -> Result<(), ImapError> {
    match client.read_response().await.map_err(broken)? {
        None => Err(ended()),
        Some(data) => match data.parsed() {
            Response::Data {
                status: Status::Ok, ..
            } => Ok(()),
            Response::Data {
                status: Status::Bye,
                outcome,
            } => Err(ImapError::Lost(format!(
                "the server does not want us now: {}",
                words(outcome.information.as_deref())
            ))),
            _ => Err(ImapError::Lost(
                "this is no IMAP server that wants a login".into(),
            )),
        },
    }
}

fn verdict(status: &Status, outcome: &Outcome<'_>) -> Result<(), ImapError> {
    match status {
        Status::Ok => Ok(()),
        _ => Err(ImapError::Refused(words(outcome.information.as_deref()))),
    }
}

fn words(information: Option<&str>) -> String {
    let text = information.unwrap_or("without a reason").trim();
    text.chars()
        .filter(|letter| !letter.is_control())
        .take(200)
        .collect()
}

fn ended() -> ImapError {
    ImapError::Lost("the server closed the connection".into())
}

/// async-imap puts what it could not parse into the error: that may be a mail, so it goes no further.
fn broken(error: std::io::Error) -> ImapError {
    if error.kind() == std::io::ErrorKind::Other {
        return ImapError::Lost("the server's answer was not understood".into());
    }
    ImapError::Lost(format!("the connection broke: {error}"))
}

fn understood(error: async_imap::error::Error) -> ImapError {
    use async_imap::error::Error;
    match error {
        Error::Io(error) => broken(error),
        Error::No(text) | Error::Bad(text) => ImapError::Refused(words(Some(&text))),
        Error::ConnectionLost => ended(),
        Error::Validate(_) => {
            ImapError::Settings("the user name or password holds a line break".into())
        }
        _ => ImapError::Lost("the server's answer was not understood".into()),
    }
}

fn uid_of(attributes: &[AttributeValue<'_>]) -> Option<i64> {
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

    #[test]
    fn what_could_not_be_parsed_is_not_repeated() {
        let error = broken(std::io::Error::other("during parsing of \"Karen Blixen\""));
        assert!(!error.to_string().contains("Karen"));
    }
}
