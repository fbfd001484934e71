//! What kind of mail it is: a proposal for staff, by structure first, then by wording.
//!
//! Guarantees: machine headers alone never make a mail machine mail (organisations answer through lists and case systems); what is in
//! doubt is a response, because a response must not be lost. `duplicate` is decided by the caller, who knows the other mails.

use serde::{Deserialize, Serialize};

use super::parse::{ReadMail, Role};
use super::wording::{
    AUTO_BODY, AUTO_SUBJECT, BOUNCE_BODY, BOUNCE_SUBJECT, BULK_BODY, CALENDAR_SUBJECT, CORRECTION,
    CORRECTION_SUBJECT, DISREGARD, ENQUIRY, HARD_ENQUIRY, OPINION, READ_BODY, READ_SUBJECT,
    RECEIPT_SUBJECT, RESEND, RESPONSE, SUPPLEMENT, SUPPLEMENT_SUBJECT, THANKS, WITHDRAWAL,
};
use crate::extract;
use crate::text::{RangeKind, collapse, without};

/// The kind of a mail, as `mail explain` names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    #[default]
    Response,
    Correction,
    Supplement,
    Withdrawal,
    Enquiry,
    Duplicate,
    AutoReply,
    Bounce,
    Bulk,
    ReadReceipt,
    Calendar,
    Malware,
    Unreadable,
}

impl Kind {
    /// Whether only machines wrote it: kept apart, one click to promote.
    #[must_use]
    pub fn is_machine(self) -> bool {
        matches!(
            self,
            Self::AutoReply | Self::Bounce | Self::Bulk | Self::ReadReceipt | Self::Calendar
        )
    }
}

/// What the rules look at.
struct View<'a> {
    mail: &'a ReadMail,
    /// In lower case, with reply prefixes.
    subject: String,
    /// In lower case, without *SV:*, *VS:*.
    topic: String,
    replied: bool,
    /// The sender's own text, in lower case, white space collapsed.
    own: String,
    length: usize,
    letter: bool,
    files: bool,
    /// Names of the files, in lower case.
    names: String,
}

/// Own text up to this length can be about another mail; longer text is a response.
const SHORT: usize = 1_600;

/// Proposes the kind of a mail.
#[must_use]
pub fn classify(mail: &ReadMail) -> Kind {
    let view = View::new(mail);
    if view.is_malware() {
        return Kind::Malware;
    }
    if view.is_bounce() {
        return Kind::Bounce;
    }
    if view.is_read_receipt() {
        return Kind::ReadReceipt;
    }
    if view.is_calendar() {
        return Kind::Calendar;
    }
    if view.is_unreadable() {
        return Kind::Unreadable;
    }
    if view.is_auto_reply() {
        return Kind::AutoReply;
    }
    if view.is_bulk() {
        return Kind::Bulk;
    }
    view.from_people()
}

impl<'a> View<'a> {
    fn new(mail: &'a ReadMail) -> Self {
        let subject = collapse(mail.subject.as_deref().unwrap_or_default()).to_lowercase();
        let (topic, replied) = topic(&subject);
        // In a forwarded mail the forwarded text is what counts.
        let marked: Vec<_> = mail
            .ranges
            .iter()
            .copied()
            .filter(|range| range.kind != RangeKind::Hidden)
            .collect();
        let own = collapse(&without(&mail.text, &marked)).to_lowercase();
        let length = own.chars().count();
        let letter = mail
            .attachments
            .iter()
            .any(|file| matches!(file.role, Role::Letter | Role::Signaturbevis));
        let files = mail
            .attachments
            .iter()
            .any(|file| matches!(file.role, Role::Letter | Role::Appendix));
        let names = mail
            .attachments
            .iter()
            .filter_map(|file| file.filename.as_deref())
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase();
        Self {
            mail,
            subject,
            topic,
            replied,
            own,
            length,
            letter,
            files,
            names,
        }
    }

    fn from_address(&self) -> String {
        self.mail
            .from
            .as_ref()
            .map(|from| from.address.to_lowercase())
            .unwrap_or_default()
    }

    fn reported(&self, kind: &str) -> bool {
        self.mail
            .signals
            .reports
            .iter()
            .any(|report| report.contains(kind))
    }

    fn is_malware(&self) -> bool {
        self.mail.attachments.iter().any(|file| {
            let name = file.filename.as_deref().unwrap_or_default();
            extract::is_eicar(&file.bytes)
                || extract::is_executable(&file.bytes, name)
                || extract::holds_executable(&file.bytes)
        }) || extract::is_eicar(self.mail.text.as_bytes())
            || self
                .mail
                .inner
                .iter()
                .any(|(_, inner)| inner.kind == Kind::Malware)
    }

    fn is_bounce(&self) -> bool {
        if self.reported("delivery-status") {
            return true;
        }
        let from = self.from_address();
        let daemon = [
            "mailer-daemon",
            "postmaster",
            "mail-daemon",
            "microsoftexchange",
        ]
        .iter()
        .any(|name| from.starts_with(name));
        let told = BOUNCE_SUBJECT.hits(&self.topic);
        (daemon && (told || BOUNCE_BODY.hits(&self.own)))
            || (told
                && BOUNCE_BODY.hits(&self.own)
                && (self.mail.signals.null_sender
                    || !self.mail.signals.failed_recipients.is_empty()))
            || !self.mail.signals.failed_recipients.is_empty() && self.mail.signals.null_sender
    }

    fn is_read_receipt(&self) -> bool {
        self.reported("disposition-notification")
            || (READ_SUBJECT.hits(&self.subject)
                && READ_BODY.hits(&self.own)
                && self.length < 900
                && !self.files)
    }

    fn is_calendar(&self) -> bool {
        let method = self
            .mail
            .signals
            .calendar_method
            .as_deref()
            .is_some_and(|method| {
                matches!(
                    method,
                    "request"
                        | "reply"
                        | "cancel"
                        | "counter"
                        | "declinecounter"
                        | "refresh"
                        | "add"
                )
            });
        (method && !self.letter && !self.says_response())
            || (CALENDAR_SUBJECT.hits(&self.subject)
                && (method || self.mail.signals.calendar_method.is_some()))
    }

    fn is_unreadable(&self) -> bool {
        let sealed = self.mail.signals.encrypted
            || self
                .mail
                .warnings
                .iter()
                .any(|warning| warning.starts_with("encrypted"));
        let nothing = self.own.is_empty()
            && self.mail.attachments.is_empty()
            && self.mail.text.trim().is_empty();
        let no_mail = self.mail.from.is_none()
            && self.mail.subject.is_none()
            && self.mail.message_id.is_none()
            && !looks_like_prose(&self.mail.text);
        (sealed && self.mail.text.trim().is_empty() && self.mail.inner.is_empty())
            || (nothing && !RESPONSE.hits(&self.subject))
            || (no_mail && self.mail.attachments.is_empty())
    }

    /// Strong signs that a person or an organisation answers the hearing.
    fn says_response(&self) -> bool {
        self.letter
            || RESPONSE.hits(&self.own)
            || (self.topic.contains("høringssvar") && !self.replied)
            || OPINION.count(&self.own) >= 3
    }

    fn is_auto_reply(&self) -> bool {
        let signals = &self.mail.signals;
        let header = signals
            .auto_submitted
            .as_deref()
            .is_some_and(|value| value.starts_with("auto-"))
            || signals.autoreply
            || signals
                .precedence
                .as_deref()
                .is_some_and(|value| value.contains("auto"));
        let subject = AUTO_SUBJECT.hits(&self.topic);
        let body = AUTO_BODY.count(&self.own);
        if self.letter || self.length > 3_000 {
            return false;
        }
        let receipt = RECEIPT_SUBJECT.hits(&self.topic)
            && !self.replied
            && (header || signals.null_sender || body > 0);
        (subject && (header || body > 0 || self.length < 600))
            || (header && body > 0 && OPINION.count(&self.own) < 2)
            || receipt
            || (header && !self.says_response())
            || (body >= 2 && self.length < 700 && !self.says_response())
    }

    fn is_bulk(&self) -> bool {
        let signals = &self.mail.signals;
        let header = signals.list
            || signals
                .precedence
                .as_deref()
                .is_some_and(|value| matches!(value, "bulk" | "list" | "junk"));
        let wording = BULK_BODY.count(&collapse(&self.mail.text).to_lowercase());
        if signals.spam && !self.says_response() {
            return true;
        }
        let strong = self.letter && !header
            || RESPONSE.hits(&self.own)
            || self.topic.starts_with("høringssvar")
            || OPINION.count(&self.own) >= 3;
        !strong
            && ((header && (wording > 0 || !self.subject.contains("høring")))
                || wording >= 3
                || (wording >= 2 && !self.subject.contains("høring") && !self.replied))
    }

    /// Among mail from people.
    fn from_people(&self) -> Kind {
        if self.mail.forwarded.is_some() {
            return self.unless_enquiry(Kind::Response);
        }
        let short = self.length < SHORT;
        let start: String = self.own.chars().take(700).collect();
        let about = if short {
            self.own.as_str()
        } else {
            start.as_str()
        };
        if self.withdraws(about) {
            return if self.files || CORRECTION.hits(about) && self.length > 600 {
                Kind::Correction
            } else {
                Kind::Withdrawal
            };
        }
        if self.corrects(about, short) {
            return Kind::Correction;
        }
        if self.supplements(about, short) {
            return Kind::Supplement;
        }
        self.unless_enquiry(Kind::Response)
    }

    fn withdraws(&self, about: &str) -> bool {
        let subject = WITHDRAWAL.hits(&self.topic)
            || [
                "trækkes tilbage",
                "trækker det tilbage",
                "tilbagetræk",
                "tilbagekald",
                "trukket tilbage",
                "annuller",
            ]
            .iter()
            .any(|sign| self.topic.contains(sign));
        let short = self.length < 1_200 && !self.letter;
        (subject && self.length < 2_500)
            || (short && WITHDRAWAL.hits(about))
            || (short
                && DISREGARD.hits(about)
                && !self.files
                && self.length < 500
                && !CORRECTION.hits(about))
    }

    fn corrects(&self, about: &str, short: bool) -> bool {
        let subject = CORRECTION_SUBJECT.hits(&self.topic);
        let named = CORRECTION_SUBJECT.hits(&self.names);
        let wording = CORRECTION.hits(about);
        let resend = RESEND.hits(about) && !subject && !named;
        let disregard = DISREGARD.hits(about) && (self.files || self.length > 500);
        if resend && !CORRECTION.hits(about) {
            return false;
        }
        if !short && !subject {
            return wording && CORRECTION.count(about) >= 2 || wording && self.replied;
        }
        wording
            || disregard
            || (subject && (self.files || self.replied || self.length > 200))
            || (named && self.replied)
    }

    fn supplements(&self, about: &str, short: bool) -> bool {
        let subject = SUPPLEMENT_SUBJECT.hits(&self.topic);
        let wording = SUPPLEMENT.hits(about);
        if !short && !subject {
            return SUPPLEMENT.count(about) >= 2;
        }
        let anew = RESPONSE.hits(about)
            && !subject
            && SUPPLEMENT.count(about) < 2
            && !about.contains("glemt")
            && !about.contains("eftersend")
            && !about.contains("suppl");
        (wording && !anew) || (subject && (self.files || wording || self.length > 100))
    }

    fn unless_enquiry(&self, otherwise: Kind) -> Kind {
        if self.letter
            || self.length > 2_000
            || self
                .mail
                .inner
                .iter()
                .any(|(_, inner)| inner.kind == Kind::Response)
        {
            return otherwise;
        }
        let hard = HARD_ENQUIRY.hits(&self.own) || HARD_ENQUIRY.hits(&self.topic);
        let soft = ENQUIRY.count(&self.own);
        let response = RESPONSE.hits(&self.own)
            || (self.topic.contains("høringssvar") && !self.replied && !hard);
        let opinions = OPINION.count(&self.own);
        let about_receipt = self.replied
            && ["kvittering", "modtaget"]
                .iter()
                .any(|sign| self.topic.contains(sign));
        let asks = self.own.contains('?') || self.topic.contains('?');
        let enquiry = if response {
            hard && HARD_ENQUIRY.hits(&self.topic) && opinions < 2
        } else {
            (hard && opinions < 3)
                || (soft >= 1 && opinions <= 1 && self.length < 900)
                || (soft >= 2 && opinions <= 2 && self.length < 1_300)
                || (about_receipt && self.length < 500)
                || (THANKS.hits(&self.own) && self.length < 250 && opinions == 0 && !self.files)
                || (asks && self.length < 350 && opinions == 0 && !self.files)
        };
        if enquiry { Kind::Enquiry } else { otherwise }
    }
}

/// The subject without reply and forward prefixes, and whether it had one.
fn topic(subject: &str) -> (String, bool) {
    let mut rest = subject.trim();
    let mut replied = false;
    loop {
        let Some((prefix, after)) = rest.split_once(':') else {
            break;
        };
        let bare = prefix.trim().trim_end_matches(|letter: char| {
            letter.is_ascii_digit() || matches!(letter, '[' | ']')
        });
        if !matches!(
            bare,
            "sv" | "re"
                | "vs"
                | "fw"
                | "fwd"
                | "aw"
                | "antw"
                | "wg"
                | "videresendt"
                | "svar"
                | "[ekstern] re"
                | "[ekstern] sv"
        ) {
            break;
        }
        replied |= matches!(
            bare,
            "sv" | "re" | "aw" | "antw" | "svar" | "[ekstern] re" | "[ekstern] sv"
        );
        rest = after.trim();
    }
    let rest = rest
        .trim_start_matches("[ekstern]")
        .trim_start_matches("[external]")
        .trim();
    (rest.to_owned(), replied)
}

/// Whether a text without any header is still something that a person wrote.
fn looks_like_prose(text: &str) -> bool {
    let letters = text
        .chars()
        .filter(|letter| letter.is_alphabetic() || letter.is_whitespace())
        .count();
    letters > 20 && letters * 10 > text.chars().count() * 8
}
