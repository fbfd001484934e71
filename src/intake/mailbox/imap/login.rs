//! Getting in: greeting, TLS, then a password or XOAUTH2.

use std::time::Duration;

use async_imap::imap_proto::{Response, Status};
use async_imap::{Authenticator, Client, Session};
use chrono::{DateTime, Utc};

use super::connection::{COMMAND_PATIENCE, Connection, within};
use super::token::{self, Token};
use super::wire::{Stream, Wire, dial};
use super::{ImapError, broken, ended, tls, understood, words};
use crate::config::{self, Oauth2, Security, secret};

/// How long a connection may take to be made, TLS included.
const CONNECT_PATIENCE: Duration = Duration::from_secs(20);

/// Opens connections with these settings, and keeps the token as long as it holds.
#[derive(Debug)]
pub(in super::super) struct Login {
    settings: config::Mailbox,
    token: Option<Token>,
}

impl Login {
    pub(in super::super) fn new(settings: config::Mailbox) -> Self {
        Self {
            settings,
            token: None,
        }
    }

    /// Connects and logs in. A token that is refused is given one more try with a new one: it may have been withdrawn, or its scope changed.
    pub(in super::super) async fn open(
        &mut self,
        now: DateTime<Utc>,
    ) -> Result<Connection, ImapError> {
        let Some(oauth2) = self.settings.oauth2.clone() else {
            let password = secret(&self.settings.password, &self.settings.password_file)
                .map_err(|error| ImapError::Settings(format!("{error:#}")))?;
            return opened(&self.settings, &Key::Password(&password)).await;
        };
        let token = self.token(&oauth2, now).await?;
        match opened(&self.settings, &Key::Token(&token.text)).await {
            Err(ImapError::Denied(_)) => {
                self.token = None;
                let token = self.token(&oauth2, now).await?;
                let again = opened(&self.settings, &Key::Token(&token.text)).await;
                if again.is_err() {
                    self.token = None;
                }
                again
            }
            answer => answer,
        }
    }

    async fn token(&mut self, oauth2: &Oauth2, now: DateTime<Utc>) -> Result<Token, ImapError> {
        if let Some(token) = self.token.as_ref().filter(|token| token.holds(now)) {
            return Ok(token.clone());
        }
        let token = token::fetch(oauth2, now).await?;
        self.token = Some(token.clone());
        Ok(token)
    }
}

/// What opens the door.
enum Key<'a> {
    Password(&'a str),
    Token(&'a str),
}

async fn opened(settings: &config::Mailbox, key: &Key<'_>) -> Result<Connection, ImapError> {
    let place = format!("{}:{}", settings.host, settings.port);
    let client = within(CONNECT_PATIENCE, &place, greeted(settings)).await?;
    within(COMMAND_PATIENCE, &place, async {
        let session = match key {
            Key::Password(password) => client
                .login(&settings.user, password)
                .await
                .map_err(|(error, _)| denied(settings, understood(error), None))?,
            Key::Token(token) => bearer(settings, client, token).await?,
        };
        Connection::new(session).await
    })
    .await
}

async fn bearer(
    settings: &config::Mailbox,
    client: Client<Stream>,
    token: &str,
) -> Result<Session<Stream>, ImapError> {
    let mut exchange = Bearer {
        first: Some(format!(
            "user={}\x01auth=Bearer {token}\x01\x01",
            settings.user
        )),
        status: None,
    };
    let answer = client.authenticate("XOAUTH2", &mut exchange).await;
    answer.map_err(|(error, _)| denied(settings, understood(error), exchange.status))
}

/// XOAUTH2: one line with user and token; on failure the server sends a JSON and wants an empty line before it says no.
struct Bearer {
    first: Option<String>,
    status: Option<String>,
}

impl Authenticator for &mut Bearer {
    type Response = String;

    fn process(&mut self, challenge: &[u8]) -> String {
        if let Some(first) = self.first.take() {
            return first;
        }
        let said: Option<serde_json::Value> = serde_json::from_slice(challenge).ok();
        self.status = said.and_then(|said| Some(words(Some(said["status"].as_str()?))));
        String::new()
    }
}

fn denied(settings: &config::Mailbox, error: ImapError, status: Option<String>) -> ImapError {
    let ImapError::Refused(why) = error else {
        return error;
    };
    let status = status.map_or_else(String::new, |status| format!(" (status {status})"));
    ImapError::Denied(format!(
        "the server refused the login as {}: {why}{status}",
        settings.user
    ))
}

/// Connects, reads the greeting, and is under TLS when the settings want it.
async fn greeted(settings: &config::Mailbox) -> Result<Client<Stream>, ImapError> {
    let stream = dial(&settings.host, settings.port, &settings.proxy).await?;
    match settings.security {
        Security::Tls => {
            let mut client = Client::new(secured(settings, stream).await?);
            greeting(&mut client).await?;
            Ok(client)
        }
        Security::None => {
            let mut client = Client::new(stream);
            greeting(&mut client).await?;
            Ok(client)
        }
        Security::Starttls => {
            let mut client = Client::new(stream);
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

async fn secured(settings: &config::Mailbox, stream: Stream) -> Result<Stream, ImapError> {
    tls::connect(&settings.host, &settings.ca_file, stream).await
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
