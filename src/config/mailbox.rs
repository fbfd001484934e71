//! The mailboxes that mail is fetched from: `[[mailboxes]]`. `docs/mailbox.md` says step by step how to set one up.

use std::collections::BTreeSet;

use anyhow::bail;
use serde::Deserialize;

use super::{Security, is_loopback};

/// An IDLE is renewed within five minutes: many a firewall forgets a silent connection after that.
const LONGEST_IDLE: u64 = 300;

/// A folder at a mail server, how to get in, and what its mail is for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mailbox {
    pub address: String,
    /// Where its mail belongs when nothing in a mail says another hearing; empty: a person or the mail itself says.
    #[serde(default)]
    pub hearing: String,
    pub host: String,
    #[serde(default = "imaps_port")]
    pub port: u16,
    #[serde(default = "tls")]
    pub security: Security,
    pub user: String,
    #[serde(default)]
    pub password_file: String,
    #[serde(default)]
    pub password: String,
    /// Instead of a password.
    pub oauth2: Option<Oauth2>,
    #[serde(default = "inbox")]
    pub folder: String,
    /// Fetched too, and its mails are shown as spam until a person decides; empty: none.
    #[serde(default)]
    pub junk_folder: String,
    /// Where a mail is moved when it has its place; empty: nothing is changed in the mailbox.
    #[serde(default)]
    pub move_to: String,
    #[serde(default)]
    pub ca_file: String,
    /// `http://host:port` of a proxy that knows CONNECT; empty: none.
    #[serde(default)]
    pub proxy: String,
    #[serde(default = "poll_seconds")]
    pub poll_seconds: u64,
    /// 0: no IDLE.
    #[serde(default = "idle_seconds")]
    pub idle_seconds: u64,
    /// Whether `folder` is the junk folder; see [`Mailbox::folders`].
    #[serde(skip)]
    pub junk: bool,
}

/// XOAUTH2 with client credentials: the program has an identity of its own and asks for a token in its own name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Oauth2 {
    pub token_url: String,
    pub client_id: String,
    #[serde(default)]
    pub client_secret_file: String,
    #[serde(default)]
    pub client_secret: String,
    pub scope: String,
    /// The authority's own CA for the token endpoint; empty: the system's roots.
    #[serde(default)]
    pub ca_file: String,
    #[serde(default)]
    pub proxy: String,
}

fn imaps_port() -> u16 {
    993
}
fn tls() -> Security {
    Security::Tls
}
fn inbox() -> String {
    "INBOX".into()
}
fn poll_seconds() -> u64 {
    60
}
fn idle_seconds() -> u64 {
    280
}

impl Mailbox {
    /// The folders to fetch from, each with settings of its own: the folder, and the junk folder when there is one.
    #[must_use]
    pub fn folders(&self) -> Vec<Self> {
        let mut folders = vec![self.clone()];
        if !self.junk_folder.is_empty() {
            folders.push(Self {
                folder: self.junk_folder.clone(),
                junk: true,
                move_to: String::new(),
                ..self.clone()
            });
        }
        folders
    }

    fn check(&self) -> anyhow::Result<()> {
        let name = &self.address;
        if self.host.is_empty() || self.user.is_empty() {
            bail!("mailboxes: {name} needs a host and a user");
        }
        if self.security == Security::None && !is_loopback(&self.host) {
            bail!("mailboxes: security = \"none\" of {name} is allowed on loopback only");
        }
        if self.idle_seconds > LONGEST_IDLE {
            bail!("mailboxes: idle_seconds of {name} is more than {LONGEST_IDLE}");
        }
        check_proxy(name, &self.proxy)?;
        let Some(oauth2) = &self.oauth2 else {
            return Ok(());
        };
        if !self.password.is_empty() || !self.password_file.is_empty() {
            bail!("mailboxes: {name} has both a password and oauth2; take one away");
        }
        if oauth2.client_id.is_empty() || oauth2.scope.is_empty() {
            bail!("mailboxes: oauth2 of {name} needs a client_id and a scope");
        }
        match oauth2.token_url.split_once("://") {
            Some(("https", rest)) if !rest.is_empty() => {}
            Some(("http", rest)) if is_loopback(rest) => {}
            _ => bail!("mailboxes: oauth2.token_url of {name} must begin with https://"),
        }
        check_proxy(name, &oauth2.proxy)
    }
}

fn check_proxy(name: &str, proxy: &str) -> anyhow::Result<()> {
    let good = proxy
        .strip_prefix("http://")
        .is_some_and(|rest| !rest.is_empty() && !rest.contains('@'));
    if !proxy.is_empty() && !good {
        bail!("mailboxes: proxy of {name} must be like http://proxy.example.dk:3128");
    }
    Ok(())
}

/// Whether the settings can work together: no folder twice, and none is both fetched from and moved to.
pub(super) fn check(mailboxes: &[Mailbox]) -> anyhow::Result<()> {
    let mut seen = BTreeSet::new();
    let mut fetched = BTreeSet::new();
    for mailbox in mailboxes {
        mailbox.check()?;
        for one in mailbox.folders() {
            if !seen.insert((one.address.to_lowercase(), one.folder.clone())) {
                bail!(
                    "mailboxes: {} has the folder {} twice",
                    one.address,
                    one.folder
                );
            }
            fetched.insert((
                one.host.to_lowercase(),
                one.user.to_lowercase(),
                one.folder.to_lowercase(),
            ));
        }
    }
    for one in mailboxes.iter().filter(|one| !one.move_to.is_empty()) {
        let target = (
            one.host.to_lowercase(),
            one.user.to_lowercase(),
            one.move_to.to_lowercase(),
        );
        if fetched.contains(&target) {
            bail!(
                "mailboxes: {} moves mail to {}, which is fetched from: each mail would come again",
                one.address,
                one.move_to
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: &str = "address='a@b.example'\nhost='imap.example.dk'\nuser='u'\n";

    fn with(more: &str) -> Mailbox {
        toml::from_str(&format!("{LEAST}{more}")).unwrap()
    }

    fn refused(mailboxes: &[Mailbox]) -> String {
        format!("{:#}", check(mailboxes).unwrap_err())
    }

    #[test]
    fn a_mailbox_in_the_clear_is_refused_outside_loopback() {
        assert!(refused(&[with("security='none'")]).contains("loopback"));
        let mut here = with("security='none'");
        here.host = "127.0.0.1".into();
        assert!(check(&[here]).is_ok());
    }

    #[test]
    fn a_folder_is_fetched_once_and_never_moved_to() {
        assert!(check(&[with(""), with("folder='Svar'")]).is_ok());
        assert!(refused(&[with(""), with("")]).contains("twice"));
        assert!(refused(&[with("junk_folder='INBOX'")]).contains("twice"));
        assert!(check(&[with("move_to='Behandlet'")]).is_ok());
        assert!(refused(&[with("move_to='inbox'")]).contains("come again"));
        let both = [with("move_to='Svar'"), with("folder='Svar'")];
        assert!(refused(&both).contains("come again"));
    }

    #[test]
    fn the_junk_folder_is_fetched_and_nothing_is_moved_out_of_it() {
        let folders = with("junk_folder='Uønsket mail'\nmove_to='Behandlet'").folders();
        assert_eq!(folders.len(), 2);
        assert_eq!(folders[1].folder, "Uønsket mail");
        assert!(folders[1].junk && folders[1].move_to.is_empty());
        assert!(!folders[0].junk);
    }

    #[test]
    fn a_token_is_asked_for_under_tls_and_instead_of_a_password() {
        let oauth2 = |url: &str| format!("[oauth2]\ntoken_url='{url}'\nclient_id='c'\nscope='s'");
        assert!(check(&[with(&oauth2("https://login.example/token"))]).is_ok());
        assert!(check(&[with(&oauth2("http://127.0.0.1:1/token"))]).is_ok());
        assert!(refused(&[with(&oauth2("http://login.example/token"))]).contains("https"));
        let both = format!("password='p'\n{}", oauth2("https://login.example/token"));
        assert!(refused(&[with(&both)]).contains("both"));
    }

    #[test]
    fn idle_and_proxy_have_bounds() {
        assert!(refused(&[with("idle_seconds=301")]).contains("300"));
        assert!(refused(&[with("proxy='proxy:3128'")]).contains("http://"));
        assert!(check(&[with("proxy='http://proxy.example.dk:3128'")]).is_ok());
    }
}
