//! A connection to an IMAP server. It changes nothing there (EXAMINE, UIDs and BODY.PEEK only, rules 2 and 3 of intake.md), except for
//! [`moves`], which is opt-in.
//!
//! | module | does |
//! |---|---|
//! | [`wire`], [`tls`] | reach the server: directly or through a proxy, in the clear or under TLS |
//! | [`token`], [`login`] | get in: with a password, or with XOAUTH2 and a token of client credentials |
//! | [`connection`] | look: folders, UIDs, sizes, pieces of mails |
//! | [`idle`] | wait for news |
//! | [`moves`] | move mails, with COPYUID |

mod connection;
mod folder_name;
mod idle;
mod login;
mod moves;
mod tls;
mod token;
mod wire;

use crate::text_enum;

pub(super) use connection::{Connection, Described};
pub(super) use idle::Woken;
pub(super) use login::Login;
pub(super) use moves::{Moved, Next};

text_enum! {
    /// What kind of trouble a mailbox is in, for people who do not read logs.
    pub enum Trouble {
        /// Not reachable, gone, silent or not understood.
        Unreachable = "unreachable",
        /// The server, or the token endpoint, does not let us in.
        Login = "login",
        Settings = "settings",
        /// The server does not do what it is asked.
        Refused = "refused",
        /// On our own side: database or storage.
        Other = "other",
    }
}

/// Why something at a mail server did not work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImapError {
    /// Not reachable, gone, silent or not understood: the connection is of no use any more.
    #[error("{0}")]
    Lost(String),
    /// The server said no; the connection lives on.
    #[error("the server refused: {0}")]
    Refused(String),
    /// We are not let in.
    #[error("{0}")]
    Denied(String),
    /// The settings cannot work.
    #[error("{0}")]
    Settings(String),
}

impl ImapError {
    #[must_use]
    pub fn trouble(&self) -> Trouble {
        match self {
            Self::Lost(_) => Trouble::Unreachable,
            Self::Refused(_) => Trouble::Refused,
            Self::Denied(_) => Trouble::Login,
            Self::Settings(_) => Trouble::Settings,
        }
    }
}

/// A server's words, cut and without control characters.
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
        Error::No(text) | Error::Bad(text) => ImapError::Refused(words(said(&text))),
        Error::ConnectionLost => ended(),
        Error::Validate(_) => {
            ImapError::Settings("the user name or password holds a line break".into())
        }
        _ => ImapError::Lost("the server's answer was not understood".into()),
    }
}

/// The server's words out of async-imap's: `code: None, info: Some("no")`.
fn said(text: &str) -> Option<&str> {
    match text.split_once("info: Some(\"") {
        Some((_, rest)) => Some(rest.strip_suffix("\")").unwrap_or(rest)),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_in_the_servers_own_words() {
        let no = async_imap::error::Error::No("code: None, info: Some(\"not now\")".into());
        assert_eq!(understood(no), ImapError::Refused("not now".into()));
        let no = async_imap::error::Error::No("code: None, info: None".into());
        assert_eq!(
            understood(no),
            ImapError::Refused("without a reason".into())
        );
    }

    #[test]
    fn what_could_not_be_parsed_is_not_repeated() {
        let error = broken(std::io::Error::other("during parsing of \"Karen Blixen\""));
        assert!(!error.to_string().contains("Karen"));
    }
}
