//! A token of client credentials (RFC 6749, 4.4): the program asks in its own name, with its id and its secret.
//!
//! Neither the secret nor a token reaches an error's text or a log.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::client::conn::http1;
use hyper::{Request, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use tokio::time::timeout;

use super::wire::{Stream, dial};
use super::{ImapError, tls, words};
use crate::config::{Oauth2, secret};

/// How long the endpoint may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// A token is not used in its last minutes: a login with it may take a while.
const MARGIN: TimeDelta = TimeDelta::minutes(5);
/// How long a token holds that does not say it (RFC 6749 leaves it open).
const UNSAID: i64 = 600;
const MOST_BYTES: usize = 1 << 18;

/// What opens the mailbox for a while.
#[derive(Clone)]
pub(super) struct Token {
    pub(super) text: Arc<str>,
    expires_at: DateTime<Utc>,
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Token(until {})", self.expires_at)
    }
}

impl Token {
    /// Whether it can still be used. One that holds for minutes only is used for half of them.
    pub(super) fn holds(&self, now: DateTime<Utc>) -> bool {
        now < self.expires_at
    }
}

#[derive(Deserialize)]
struct Given {
    access_token: String,
    expires_in: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Refusal {
    error: String,
    #[serde(default)]
    error_description: String,
}

/// Asks the endpoint for a new token.
pub(super) async fn fetch(settings: &Oauth2, now: DateTime<Utc>) -> Result<Token, ImapError> {
    let secret = secret(&settings.client_secret, &settings.client_secret_file)
        .map_err(|error| ImapError::Settings(format!("{error:#}")))?;
    let form = serde_urlencoded::to_string([
        ("grant_type", "client_credentials"),
        ("client_id", &settings.client_id),
        ("client_secret", &secret),
        ("scope", &settings.scope),
    ])
    .map_err(|error| ImapError::Settings(error.to_string()))?;
    let (status, body) = timeout(PATIENCE, post(settings, form))
        .await
        .unwrap_or_else(|_| {
            Err(ImapError::Lost(format!(
                "the token endpoint did not answer within {} s",
                PATIENCE.as_secs()
            )))
        })?;
    if !status.is_success() {
        return Err(refused(status, &body));
    }
    let given: Given = serde_json::from_slice(&body).map_err(|_| {
        ImapError::Denied("the token endpoint answered, but with no access_token".into())
    })?;
    let seconds = given
        .expires_in
        .as_ref()
        .and_then(seconds)
        .unwrap_or(UNSAID);
    let holds = TimeDelta::seconds(seconds.clamp(0, 86_400));
    Ok(Token {
        text: given.access_token.into(),
        expires_at: now + (holds - MARGIN).max(holds / 2),
    })
}

/// A number, or one in quotes.
fn seconds(value: &serde_json::Value) -> Option<i64> {
    value
        .as_i64()
        .or_else(|| value.as_str().and_then(|text| text.parse().ok()))
}

/// The endpoint's own words, and what they mean for whoever set this up.
fn refused(status: StatusCode, body: &[u8]) -> ImapError {
    let Ok(Refusal {
        error,
        error_description,
    }) = serde_json::from_slice(body)
    else {
        let why = format!("the token endpoint answered {status}");
        return if status.is_server_error() {
            ImapError::Lost(why)
        } else {
            ImapError::Denied(format!("{why}; see token_url"))
        };
    };
    // Microsoft's descriptions begin with a code of their own.
    let meaning = match error.as_str() {
        _ if error_description.contains("AADSTS7000222") => {
            "the client secret has expired: make a new one"
        }
        _ if error_description.contains("AADSTS7000215") => {
            "the client secret is wrong (its value is wanted, not its id)"
        }
        _ if error_description.contains("AADSTS700016") => {
            "the client_id is not known in this tenant"
        }
        _ if error_description.contains("AADSTS90002") => "the tenant in token_url does not exist",
        "invalid_client" => "client_id or client secret is wrong",
        "unauthorized_client" => "this client may not ask for tokens in its own name",
        "invalid_scope" => "the scope is wrong",
        _ => "see client_id, secret and scope",
    };
    let described = error_description.lines().next().unwrap_or_default();
    ImapError::Denied(format!(
        "the token endpoint refused ({}): {meaning}. It says: {}",
        words(Some(&error)),
        words(Some(described))
    ))
}

async fn post(settings: &Oauth2, form: String) -> Result<(StatusCode, Bytes), ImapError> {
    let wrong = || ImapError::Settings("oauth2.token_url is no address".into());
    let uri: Uri = settings.token_url.parse().map_err(|_| wrong())?;
    let host = uri.host().ok_or_else(wrong)?.trim_matches(['[', ']']);
    let stream = connected(settings, &uri, host).await?;
    let broken = |error: hyper::Error| {
        ImapError::Lost(format!("the token endpoint did not answer: {error}"))
    };
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(broken)?;
    let driver = tokio::spawn(connection);
    let request = Request::post(uri.path_and_query().map_or("/", |path| path.as_str()))
        .header("host", uri.authority().map_or(host, |all| all.as_str()))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept", "application/json")
        .body(Full::new(Bytes::from(form)))
        .map_err(|_| wrong())?;
    let answer = sender.send_request(request).await.map_err(broken)?;
    let status = answer.status();
    let body = Limited::new(answer.into_body(), MOST_BYTES)
        .collect()
        .await
        .map_err(|error| {
            ImapError::Lost(format!("the token endpoint's answer broke off: {error}"))
        })?
        .to_bytes();
    driver.abort();
    Ok((status, body))
}

async fn connected(settings: &Oauth2, uri: &Uri, host: &str) -> Result<Stream, ImapError> {
    let tls = uri.scheme_str() != Some("http");
    let port = uri.port_u16().unwrap_or(if tls { 443 } else { 80 });
    let stream = dial(host, port, &settings.proxy).await?;
    if tls {
        tls::connect(host, &settings.ca_file, stream).await
    } else {
        Ok(stream)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_in_plain_words() {
        let body = br#"{"error":"invalid_client","error_description":"AADSTS7000222: The provided client secret keys are expired.\r\nTrace ID: 1"}"#;
        let ImapError::Denied(why) = refused(StatusCode::UNAUTHORIZED, body) else {
            panic!("not denied");
        };
        assert!(why.contains("has expired"), "{why}");
        assert!(!why.contains("Trace"), "{why}");
        assert_eq!(
            refused(StatusCode::BAD_GATEWAY, b"<html>"),
            ImapError::Lost("the token endpoint answered 502 Bad Gateway".into())
        );
    }

    #[test]
    fn seconds_may_be_quoted() {
        assert_eq!(seconds(&serde_json::json!(3599)), Some(3599));
        assert_eq!(seconds(&serde_json::json!("3599")), Some(3599));
        assert_eq!(seconds(&serde_json::json!(null)), None);
    }
}
