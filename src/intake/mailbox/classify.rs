//! What kind of mail it is: a proposal for staff, by structure first, then by wording.
//!
//! Guarantees: machine headers alone never make a mail machine mail (organisations answer through lists and case systems); what is in
//! doubt is a response, because a response must not be lost. `duplicate` is decided by the caller, who knows the other mails.

use super::asks::{Said, said};
use super::kind::Kind;
use super::parse::{ReadMail, Role};
use super::phrase::{topic, unstop};
use super::wording::{
    CORRECTION, CORRECTION_SUBJECT, DISREGARD, HEREBY, OPINION, RESEND, RESPONSE, SUPPLEMENT,
    SUPPLEMENT_SUBJECT, WITHDRAWAL,
};
use crate::text::{RangeKind, collapse, without};

/// What the rules look at.
pub(super) struct View<'a> {
    pub(super) mail: &'a ReadMail,
    /// In lower case, with reply prefixes.
    pub(super) subject: String,
    /// In lower case, without *SV:*, *VS:*.
    pub(super) topic: String,
    pub(super) replied: bool,
    /// The sender's own text, in lower case, white space collapsed.
    pub(super) own: String,
    pub(super) length: usize,
    pub(super) letter: bool,
    pub(super) files: bool,
    /// Names of the files, in lower case.
    pub(super) names: String,
    pub(super) said: Said,
}

/// Own text up to this length can be about another mail; longer text is a response.
const SHORT: usize = 1_600;

/// Nobody asks or thanks at greater length.
const LONGEST_ENQUIRY: usize = 2_000;

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
    view.written_by_people()
}

/// Whether a mail has strong signs that somebody answers the hearing with it.
#[must_use]
pub(super) fn says_response(mail: &ReadMail) -> bool {
    let view = View::new(mail);
    view.says_response() || view.files
}

impl<'a> View<'a> {
    pub(super) fn new(mail: &'a ReadMail) -> Self {
        let subject = collapse(mail.subject.as_deref().unwrap_or_default()).to_lowercase();
        let (topic, replied) = topic(&subject);
        // In a forwarded mail the forwarded text is what counts.
        let marked: Vec<_> = mail
            .ranges
            .iter()
            .copied()
            .filter(|range| range.kind != RangeKind::Hidden)
            .collect();
        let lines = without(&mail.text, &marked).to_lowercase();
        let own = unstop(&collapse(&lines));
        let length = own.chars().count();
        let said = if length <= LONGEST_ENQUIRY {
            said(&lines, &topic)
        } else {
            Said::default()
        };
        // What was wrapped up in winmail.dat or an opaque signature counts as the mail's own.
        let wrapped = mail
            .inner
            .iter()
            .filter(|(at, _)| {
                mail.attachments.get(*at).is_some_and(|file| {
                    file.media_type.contains("tnef") || file.media_type.contains("pkcs7")
                })
            })
            .flat_map(|(_, inner)| &inner.attachments);
        let roles: Vec<Role> = mail
            .attachments
            .iter()
            .chain(wrapped)
            .map(|file| file.role)
            .collect();
        let letter = roles
            .iter()
            .any(|role| matches!(role, Role::Letter | Role::Signaturbevis));
        let files = roles
            .iter()
            .any(|role| matches!(role, Role::Letter | Role::Appendix));
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
            said,
        }
    }

    /// Strong signs that a person or an organisation answers the hearing.
    pub(super) fn says_response(&self) -> bool {
        self.letter
            || RESPONSE.hits(&self.own)
            || (self.topic.contains("høringssvar") && !self.replied)
            || self.opinions() >= 3
    }

    /// How many wordings of an opinion the sender's own text has.
    pub(super) fn opinions(&self) -> usize {
        OPINION.count(&self.own)
    }

    /// Among mail from people.
    fn written_by_people(&self) -> Kind {
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
            return wording && (self.replied || CORRECTION.count(about) >= 2);
        }
        wording
            || disregard
            || (subject && (self.files || self.replied || self.length > 200))
            || (named && self.replied)
    }

    fn supplements(&self, about: &str, short: bool) -> bool {
        let subject = SUPPLEMENT_SUBJECT.hits(&self.topic);
        // "Kan vi eftersende det godkendte svar?" asks and supplements nothing.
        let asked = (!self.files).then(|| {
            self.said
                .asking
                .iter()
                .filter(|sentence| sentence.ends_with('?'))
                .fold(about.to_owned(), |text, sentence| {
                    text.replace(sentence.as_str(), " ")
                })
        });
        let about = asked.as_deref().unwrap_or(about);
        let wording = SUPPLEMENT.hits(about);
        if !short && !subject {
            return SUPPLEMENT.count(about) >= 2;
        }
        let strong = [
            "glem",
            "forlængelse",
            "suppl",
            "tilføj",
            "mangle",
            "faldt ud",
        ]
        .iter()
        .any(|sign| about.contains(sign))
            || (about.contains("eftersend") && !about.contains("eftersendes"));
        let anew =
            HEREBY.hits(about) && !subject && !strong || (about.contains("eftersendes") && !strong);
        (wording && !anew) || (subject && (self.files || wording || self.length > 100))
    }
}
