//! Outgoing mail: through SMTP, into a folder (the demo, or a machine without SMTP), or into memory (tests).
//! Sending is at-least-once with a stable Message-ID: a job that is run again sends the same mail again. With a key it is signed ([`dkim`]).

mod address;
pub mod dkim;
mod outgoing;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use lettre::address::Envelope;
use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{Address, AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use crate::config::{Config, Security, secret};

pub use address::takes_mail;
pub use outgoing::{LOOP_FIELD, Outgoing};

/// Why a mail did not go out.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    #[error("the address is not valid")]
    Invalid,
    /// Trying again will not help: the server's final no, in its own words.
    #[error("the mail cannot be sent: {0}")]
    Refused(String),
    /// Worth trying again.
    #[error(transparent)]
    Failed(#[from] anyhow::Error),
}

/// Where mail goes.
#[derive(Clone)]
pub struct Mailer {
    transport: Transport,
    from: Mailbox,
    signer: Option<Arc<dkim::Signer>>,
}

#[derive(Clone)]
enum Transport {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(AsyncFileTransport<Tokio1Executor>),
    Memory(Arc<Mutex<Vec<Outgoing>>>),
    Nowhere,
}

impl Mailer {
    /// As the settings say: a folder when one is named, else SMTP, else nowhere (mail waits in its jobs).
    pub fn new(config: &Config) -> anyhow::Result<Self> {
        let from: Mailbox = config
            .mail
            .from
            .parse()
            .context("mail.from is no address")?;
        let signer = dkim::Signer::new(&config.dkim, from.email.domain())?;
        let transport = if !config.mail.folder.is_empty() {
            let folder = PathBuf::from(&config.mail.folder);
            std::fs::create_dir_all(&folder)
                .with_context(|| format!("cannot make the folder {}", folder.display()))?;
            Transport::Folder(AsyncFileTransport::new(folder))
        } else if config.smtp.host.is_empty() {
            Transport::Nowhere
        } else {
            Transport::Smtp(smtp(config)?)
        };
        Ok(Self {
            transport,
            from,
            signer: signer.map(Arc::new),
        })
    }

    /// Keeps mail in memory, for tests.
    pub fn memory(config: &Config) -> anyhow::Result<Self> {
        let from = config
            .mail
            .from
            .parse()
            .context("mail.from is no address")?;
        Ok(Self {
            transport: Transport::Memory(Arc::default()),
            from,
            signer: None,
        })
    }

    /// The mails kept in memory so far.
    #[must_use]
    pub fn sent(&self) -> Vec<Outgoing> {
        match &self.transport {
            Transport::Memory(sent) => sent.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            _ => Vec::new(),
        }
    }

    /// The domain that our own mail comes from.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.from.email.domain()
    }

    /// The name and the TXT record that the signature of our mail needs; none without a key.
    #[must_use]
    pub fn dkim_record(&self) -> Option<(String, String)> {
        self.signer.as_ref().map(|signer| signer.record())
    }

    /// Whether mail can go anywhere at all.
    #[must_use]
    pub fn goes_somewhere(&self) -> bool {
        !matches!(self.transport, Transport::Nowhere)
    }

    /// Whether the SMTP server answers: connect, EHLO, login, NOOP. `None` when mail goes elsewhere.
    pub async fn check(&self) -> anyhow::Result<Option<bool>> {
        match &self.transport {
            Transport::Smtp(smtp) => Ok(Some(smtp.test_connection().await.context("SMTP")?)),
            _ => Ok(None),
        }
    }

    pub async fn send(&self, mail: &Outgoing) -> Result<(), SendError> {
        let to: Address = mail.to.parse().map_err(|_| SendError::Invalid)?;
        let mut message = mail.message(&self.from, &to)?.formatted();
        if let Some(signer) = &self.signer {
            message = signer.sign(&message, mail.at).context("DKIM")?;
        }
        let sender = match &mail.envelope_sender {
            Some(local) => {
                Address::new(local, self.domain()).context("the envelope sender is not valid")?
            }
            None => self.from.email.clone(),
        };
        let envelope = Envelope::new(Some(sender), vec![to]).context("no envelope")?;
        match &self.transport {
            Transport::Smtp(smtp) => match smtp.send_raw(&envelope, &message).await {
                Ok(_) => Ok(()),
                Err(error) if error.is_permanent() && !is_about_us(&error.to_string()) => {
                    Err(SendError::Refused(error.to_string()))
                }
                Err(error) => Err(SendError::Failed(anyhow::Error::new(error).context("SMTP"))),
            },
            Transport::Folder(folder) => {
                folder
                    .send_raw(&envelope, &message)
                    .await
                    .context("cannot write the mail")?;
                Ok(())
            }
            Transport::Memory(sent) => {
                sent.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(mail.clone());
                Ok(())
            }
            Transport::Nowhere => Err(SendError::Failed(anyhow::anyhow!(
                "no SMTP server is set (smtp.host)"
            ))),
        }
    }
}

/// Whether this is an address that mail can be sent to.
#[must_use]
pub fn is_address(text: &str) -> bool {
    text.parse::<Address>().is_ok()
}

/// Whether a server's final no is about our login or our sender address and not about the recipient: then every mail would fail, and
/// waiting until the settings are mended is right.
fn is_about_us(answer: &str) -> bool {
    const LOGIN: [&str; 4] = ["530", "534", "535", "538"];
    const STATUS: [&str; 6] = ["5.7.8", "5.7.9", "5.7.57", "5.7.60", "5.1.7", "5.1.8"];
    let answer = answer.to_lowercase();
    let mut words = answer.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '.');
    answer.contains("relay")
        || answer.contains("sender address rejected")
        || words.any(|word| LOGIN.contains(&word) || STATUS.contains(&word))
}

fn smtp(config: &Config) -> anyhow::Result<AsyncSmtpTransport<Tokio1Executor>> {
    let settings = &config.smtp;
    let mut builder =
        AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host).port(settings.port);
    if settings.security != Security::None {
        let mut tls = TlsParameters::builder(settings.host.clone());
        if !settings.ca_file.is_empty() {
            let pem = std::fs::read(&settings.ca_file)
                .with_context(|| format!("cannot read {}", settings.ca_file))?;
            tls = tls.add_root_certificate(Certificate::from_pem(&pem).context("smtp.ca_file")?);
        }
        let tls = tls.build().context("TLS for SMTP")?;
        builder = builder.tls(if settings.security == Security::Tls {
            Tls::Wrapper(tls)
        } else {
            Tls::Required(tls)
        });
    }
    if !settings.user.is_empty() {
        builder = builder.credentials(Credentials::new(
            settings.user.clone(),
            secret(&settings.password, &settings.password_file)?,
        ));
    }
    Ok(builder.build())
}

#[cfg(test)]
mod tests {
    use super::is_about_us;

    #[test]
    fn a_no_to_our_login_or_sender_is_told_from_a_no_to_the_recipient() {
        for ours in [
            "permanent error (535): 5.7.8 Error: authentication failed",
            "permanent error (554): 5.7.1 <ida@example.dk>: Relay access denied",
            "permanent error (550): 5.7.60 SMTP; Client does not have permissions to send as this sender",
            "permanent error (530): 5.7.0 Must issue a STARTTLS command first",
        ] {
            assert!(is_about_us(ours), "{ours}");
        }
        for theirs in [
            "permanent error (550): 5.1.1 <x@example.dk>: Recipient address rejected: User unknown",
            "permanent error (554): 5.7.1 Message rejected as spam",
            "permanent error (552): 5.2.2 mailbox full, 535 kB over",
        ] {
            assert_eq!(is_about_us(theirs), theirs.contains("535"), "{theirs}");
        }
    }
}
