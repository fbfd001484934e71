//! Every setting, checked at start. The defaults stand in `config/default.toml`, which is built into the program and is the
//! documentation; a file and then the environment override them. An unknown key is refused.

mod digital_post;
mod mailbox;

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use serde::Deserialize;
use toml::{Table, Value};

pub use digital_post::DigitalPost;
pub use mailbox::{Mailbox, Oauth2};

const DEFAULTS: &str = include_str!("../../config/default.toml");
const ENVIRONMENT_PREFIX: &str = "HOERING__";

/// The settings as they are in force.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub base_url: String,
    /// Public keys (32 bytes in hexadecimal) that `hoering verify --config` trusts: those of other installations.
    #[serde(default)]
    pub trusted_keys: Vec<String>,
    pub organisation_name: String,
    pub service_name: String,
    pub data_protection_officer: String,
    pub database: Database,
    pub web: Web,
    pub limits: Limits,
    pub mail: Mail,
    pub smtp: Smtp,
    pub dkim: Dkim,
    #[serde(default)]
    pub mailboxes: Vec<Mailbox>,
    #[serde(default)]
    pub digital_post: Vec<DigitalPost>,
    pub scanner: Scanner,
    pub staff: Staff,
    pub pdf: Pdf,
    pub objections: Objections,
}

/// How many responses are in a file. A larger compilation has volumes, so that neither the program nor its readers need much memory.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pdf {
    /// Up to so many make one file.
    pub responses_in_one: usize,
    pub responses_in_volume: usize,
}

/// Objections to publication.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objections {
    pub answer_days: u32,
}

/// A clamd on a socket, or at a host; none when both are empty.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scanner {
    pub socket: String,
    pub host: String,
    pub port: u16,
    pub timeout_seconds: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    pub owner_url: String,
    pub public_url: String,
    pub connections: usize,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Web {
    pub workers: usize,
    pub trusted_proxies: Vec<std::net::IpAddr>,
    pub allow_plain_http: bool,
}

/// Sizes in bytes, text in characters. Each has a message of its own (trust.md, *Limits*).
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    pub file_bytes: usize,
    pub files: usize,
    pub request_bytes: usize,
    pub form_characters: usize,
    pub text_characters: usize,
    pub mail_bytes: usize,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    pub from: String,
    pub folder: String,
    pub received_by: Vec<String>,
    pub receipt_wait_minutes: i64,
    pub receipts_per_sender_hour: i64,
    pub receipts_per_sender_day: i64,
    pub receipts_per_minute: i64,
}

/// How a connection is protected.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    Tls,
    Starttls,
    None,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Smtp {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub user: String,
    pub password_file: String,
    pub password: String,
    pub ca_file: String,
}

/// The signature of outgoing mail.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dkim {
    pub selector: String,
    pub domain: String,
    pub key_file: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Staff {
    pub argon2_memory_kib: u32,
    pub argon2_passes: u32,
    pub idle_minutes: i64,
    pub session_hours: i64,
}

impl Config {
    /// The defaults, then the file, then `HOERING__SECTION__KEY` from the environment.
    pub fn load(file: Option<&Path>) -> anyhow::Result<Self> {
        let environment = std::env::vars().filter(|(name, _)| name.starts_with(ENVIRONMENT_PREFIX));
        Self::from_layers(file, environment)
    }

    /// The defaults alone: what tests and commands without settings use.
    pub fn defaults() -> anyhow::Result<Self> {
        Self::from_layers(None, std::iter::empty())
    }

    fn from_layers(
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
    ) -> anyhow::Result<Self> {
        let mut table: Table = DEFAULTS.parse().context("config/default.toml")?;
        if let Some(file) = file {
            let text = std::fs::read_to_string(file)
                .with_context(|| format!("cannot read the settings in {}", file.display()))?;
            let over: Table = text
                .parse()
                .with_context(|| format!("{}", file.display()))?;
            overlay(&mut table, over);
        }
        for (name, value) in environment {
            set(&mut table, &name[ENVIRONMENT_PREFIX.len()..], &value)
                .with_context(|| format!("environment variable {name}"))?;
        }
        let config: Self = table.try_into().context("the settings are not valid")?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> anyhow::Result<()> {
        if self.pdf.responses_in_volume == 0 {
            bail!("pdf.responses_in_volume must be at least 1");
        }
        let Some((scheme, rest)) = self.base_url.split_once("://") else {
            bail!("base_url must begin with http:// or https://");
        };
        if !matches!(scheme, "http" | "https") || rest.is_empty() || self.base_url.ends_with('/') {
            bail!("base_url must be like https://hoering.example.dk, without a slash at the end");
        }
        if scheme == "http" && !self.web.allow_plain_http && !is_loopback(rest) {
            bail!(
                "base_url is plain http on {rest}: use https, or set web.allow_plain_http = true"
            );
        }
        if self.smtp.security == Security::None
            && !self.smtp.host.is_empty()
            && !is_loopback(&self.smtp.host)
        {
            bail!("smtp.security = \"none\" is allowed on loopback only");
        }
        if !self.dkim.key_file.is_empty() && self.dkim.selector.is_empty() {
            bail!("dkim.key_file is set, and dkim.selector is not");
        }
        // The pages promise an answer within a month (databeskyttelsesforordningen, article 12).
        if !(1..=30).contains(&self.objections.answer_days) {
            bail!("objections.answer_days must be 1 to 30");
        }
        digital_post::check(&self.digital_post)?;
        mailbox::check(&self.mailboxes)
    }

    /// Addresses of our own, in lower case: what comes from them is never answered.
    #[must_use]
    pub fn own_addresses(&self) -> Vec<String> {
        let from = self.mail.from.rsplit('<').next().unwrap_or_default();
        let from = from.trim_matches(['>', ' ']);
        self.mailboxes
            .iter()
            .map(|mailbox| mailbox.address.as_str())
            .chain([from])
            .map(str::to_lowercase)
            .collect()
    }

    /// Whether pages are served over TLS, which decides on cookie names and HSTS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

/// A secret from its file when one is named, else as given (from the environment).
pub fn secret(given: &str, file: &str) -> anyhow::Result<String> {
    if file.is_empty() {
        return Ok(given.to_owned());
    }
    let text = std::fs::read_to_string(PathBuf::from(file))
        .with_context(|| format!("cannot read the secret in {file}"))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

fn is_loopback(authority: &str) -> bool {
    let host = authority.split('/').next().unwrap_or(authority);
    let host = match host.rsplit_once(':') {
        Some((before, port)) if port.chars().all(|c| c.is_ascii_digit()) => before,
        _ => host,
    };
    host == "localhost" || host == "[::1]" || host.starts_with("127.")
}

fn overlay(base: &mut Table, over: Table) {
    for (key, value) in over {
        match (base.get_mut(&key), value) {
            (Some(Value::Table(inner)), Value::Table(value)) => overlay(inner, value),
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

fn set(table: &mut Table, path: &str, text: &str) -> anyhow::Result<()> {
    let path = path.to_lowercase();
    let mut keys: Vec<&str> = path.split("__").collect();
    let Some(last) = keys.pop() else {
        bail!("has no name");
    };
    let mut inner = table;
    for key in keys {
        let next = inner
            .entry(key)
            .or_insert_with(|| Value::Table(Table::new()));
        let Value::Table(next) = next else {
            bail!("{key} is no section");
        };
        inner = next;
    }
    let value = match inner.get(last) {
        Some(Value::Integer(_)) => Value::Integer(text.parse().context("must be a whole number")?),
        Some(Value::Boolean(_)) => Value::Boolean(text.parse().context("must be true or false")?),
        Some(Value::Array(_)) => Value::Array(
            text.split(',')
                .filter(|item| !item.is_empty())
                .map(|item| Value::String(item.trim().into()))
                .collect(),
        ),
        _ => Value::String(text.into()),
    };
    inner.insert(last.into(), value);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(name: &str, value: &str) -> anyhow::Result<Config> {
        Config::from_layers(None, std::iter::once((name.to_owned(), value.to_owned())))
    }

    #[test]
    fn the_environment_overrides_a_default() {
        assert_eq!(
            environment("HOERING__SMTP__PORT", "2525")
                .unwrap()
                .smtp
                .port,
            2525
        );
    }

    #[test]
    fn an_unknown_setting_is_refused_by_name() {
        let error = environment("HOERING__SMTP__HOTS", "x").unwrap_err();
        assert!(format!("{error:#}").contains("hots"), "{error:#}");
    }

    #[test]
    fn plain_http_is_refused_outside_loopback() {
        assert!(environment("HOERING__BASE_URL", "http://hoering.example.dk").is_err());
        assert!(environment("HOERING__BASE_URL", "https://hoering.example.dk").is_ok());
        assert!(environment("HOERING__BASE_URL", "http://127.0.0.1:1234").is_ok());
    }
}
