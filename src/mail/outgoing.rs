//! A mail to one person, and the bytes that it is sent as.

use anyhow::Context;
use chrono::{DateTime, Utc};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, SinglePart};
use lettre::{Address, Message};

/// The field by which we know our own mail when it comes back, and by which two services of this kind do not answer each other.
pub const LOOP_FIELD: &str = "X-Hoering-Loop";

/// A mail to one person, in plain text.
#[derive(Clone, Debug)]
pub struct Outgoing {
    pub to: String,
    /// Local part of the envelope sender; bounces come back to it.
    pub envelope_sender: Option<String>,
    /// Stable, without angle brackets: a mail that is sent again is the same mail.
    pub message_id: String,
    /// With its angle brackets, as the mail that is answered has it.
    pub in_reply_to: Option<String>,
    /// What came before in the thread, oldest first, with angle brackets; the one that is answered is added by itself.
    pub references: Vec<String>,
    /// Where an answer of a person should go, when not to the sender.
    pub reply_to: Option<String>,
    pub subject: String,
    pub text: String,
    /// Marks the mail as made by a program (RFC 3834), so that no program answers it.
    pub automatic: bool,
    /// The value of [`LOOP_FIELD`]: something that only this installation can make of the Message-ID.
    pub loop_mark: Option<String>,
    pub at: DateTime<Utc>,
}

impl Outgoing {
    /// A mail that answers nothing, written by a person.
    #[must_use]
    pub fn new(
        to: impl Into<String>,
        message_id: impl Into<String>,
        (subject, text): (String, String),
        at: DateTime<Utc>,
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
            loop_mark: None,
            at,
        }
    }

    pub(super) fn message(&self, from: &Mailbox, to: &Address) -> anyhow::Result<Message> {
        let mut builder = Message::builder()
            .from(from.clone())
            .to(Mailbox::new(None, to.clone()))
            .subject(one_line(&self.subject))
            .message_id(Some(format!("<{}>", self.message_id)))
            .date(self.at.into());
        if let Some(address) = self.reply_to.as_ref().and_then(|to| to.parse().ok()) {
            builder = builder.reply_to(Mailbox::new(None, address));
        }
        if let Some(id) = self.in_reply_to.as_deref().map(one_line) {
            let mut thread: Vec<String> = self.references.iter().map(|id| one_line(id)).collect();
            thread.retain(|known| *known != id);
            thread.push(id.clone());
            builder = builder.in_reply_to(id).references(thread.join(" "));
        }
        if self.automatic {
            // No word of NDR: a report that the mail could not be delivered must come back.
            builder = builder
                .raw_header(field("Auto-Submitted", "auto-replied"))
                .raw_header(field(
                    "X-Auto-Response-Suppress",
                    "DR, RN, NRN, OOF, AutoReply",
                ));
        }
        if let Some(mark) = &self.loop_mark {
            builder = builder.raw_header(field(LOOP_FIELD, mark));
        }
        builder
            .singlepart(SinglePart::plain(self.text.clone()))
            .context("cannot build the mail")
    }
}

/// What a stranger's field says, on one line: it must not begin a field of its own.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect()
}

fn field(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(mail: &Outgoing) -> String {
        let from = "Høringssvar <svar@hoering.example>".parse().unwrap();
        let to = mail.to.parse().unwrap();
        String::from_utf8(mail.message(&from, &to).unwrap().formatted()).unwrap()
    }

    fn mail() -> Outgoing {
        let words = ("Kvittering: blåbær".to_owned(), "Hej\r\n".to_owned());
        Outgoing::new(
            "ida@example.dk",
            "x@hoering.example",
            words,
            DateTime::UNIX_EPOCH,
        )
    }

    #[test]
    fn a_program_s_mail_says_so_and_still_wants_to_hear_of_failure() {
        let raw = raw(&Outgoing {
            automatic: true,
            loop_mark: Some("mærke".into()),
            ..mail()
        });
        assert!(
            raw.contains("\r\nAuto-Submitted: auto-replied\r\n"),
            "{raw}"
        );
        assert!(raw.contains("\r\nX-Hoering-Loop: "), "{raw}");
        let suppress = raw
            .lines()
            .find(|line| line.starts_with("X-Auto-Response-Suppress: "));
        let words: Vec<&str> = suppress.unwrap()[26..].split(", ").collect();
        assert!(words.contains(&"OOF") && !words.contains(&"NDR") && !words.contains(&"All"));
        assert!(!self::raw(&mail()).contains("Auto-Submitted"));
    }

    #[test]
    fn a_foreign_message_id_cannot_begin_a_field_of_its_own() {
        let raw = raw(&Outgoing {
            in_reply_to: Some("<a@b>\r\nBcc: eve@example.dk".into()),
            references: vec!["<first@b>".into()],
            reply_to: Some("hoering@example.dk".into()),
            ..mail()
        });
        assert!(!raw.to_lowercase().contains("\r\nbcc:"), "{raw}");
        assert!(raw.contains("Reply-To: hoering@example.dk"), "{raw}");
        assert!(raw.contains("References: <first@b> <a@b>"), "{raw}");
    }
}
