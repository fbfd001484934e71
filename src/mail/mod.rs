//! Outgoing mail: through SMTP, into a folder (the demo, or a machine without SMTP), or into memory (tests).
//! Sending is at-least-once with a stable Message-ID: a job that is run again sends the same mail again.

mod address;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use lettre::address::Envelope;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{
    Address, AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
};

use crate::config::{Config, Security, secret};

pub use address::takes_mail;

/// A mail to one person, in plain text.
#[derive(Clone, Debug)]
pub struct Outgoing {
    pub to: String,
    /// Local part of the envelope sender; bounces come back to it.
    pub envelope_sender: Option<String>,
    /// Stable, without angle brackets.
    pub message_id: String,
    pub in_reply_to: Option<String>,
    /// What came before in the thread, oldest first, with angle brackets; the one that is answered is added by itself.
    pub references: Vec<String>,
    /// Where an answer of a person should go, when not to the sender.
    pub reply_to: Option<String>,
    pub subject: String,
    pub text: String,
    /// Marks the mail as made by a program (RFC 3834), so that no program answers it.
    pub automatic: bool,
    pub at: chrono::DateTime<chrono::Utc>,
}

impl Outgoing {
    /// A mail that answers nothing, written by a person.
    #[must_use]
    pub fn new(
        to: impl Into<String>,
        message_id: impl Into<String>,
        (subject, text): (String, String),
        at: chrono::DateTime<chrono::Utc>,
    ) -> Self {
        Self {
            to: to.into(),
            envelope_sender: None,
            message_id: message_id.into(),
            in_reply_to: None,
            references: Vec::new(),
            reply_to: None,
            subject,
            text,
            automatic: false,
            at,
        }
    }
}

/// Why a mail did not go out.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Trying again will not help: the address or the server's final no.
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
        let from = config
            .mail
            .from
            .parse()
            .context("mail.from is no address")?;
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
        Ok(Self { transport, from })
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
        let to: Address = mail
            .to
            .parse()
            .map_err(|_| SendError::Refused("the address is not valid".into()))?;
        let message = self.message(mail, &to)?;
        let sender = match &mail.envelope_sender {
            Some(local) => Address::new(local, self.domain())
                .map_err(|error| SendError::Refused(error.to_string()))?,
            None => self.from.email.clone(),
        };
        let envelope = Envelope::new(Some(sender), vec![to])
            .map_err(|error| SendError::Refused(error.to_string()))?;
        match &self.transport {
            Transport::Smtp(smtp) => match smtp.send_raw(&envelope, &message.formatted()).await {
                Ok(_) => Ok(()),
                Err(error) if error.is_permanent() => Err(SendError::Refused(error.to_string())),
                Err(error) => Err(SendError::Failed(anyhow::Error::new(error).context("SMTP"))),
            },
            Transport::Folder(folder) => {
                folder
                    .send_raw(&envelope, &message.formatted())
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

    fn message(&self, mail: &Outgoing, to: &Address) -> anyhow::Result<Message> {
        let mut builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to.clone()))
            .subject(mail.subject.clone())
            .message_id(Some(format!("<{}>", mail.message_id)))
            .date(mail.at.into());
        if let Some(id) = &mail.in_reply_to {
            let mut thread = mail.references.clone();
            thread.retain(|known| known != id);
            thread.push(id.clone());
            builder = builder.in_reply_to(id.clone()).references(thread.join(" "));
        }
        if let Some(address) = mail.reply_to.as_ref().and_then(|to| to.parse().ok()) {
            builder = builder.reply_to(Mailbox::new(None, address));
        }
        if mail.automatic {
            builder = builder.header(AutoSubmitted("auto-replied".into()));
        }
        builder
            .singlepart(SinglePart::plain(mail.text.clone()))
            .context("cannot build the mail")
    }
}

#[derive(Clone)]
struct AutoSubmitted(String);

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }
    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.into()))
    }
    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
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
