//! Mail that machines wrote, and mail that cannot be read: by structure first, then by wording.

use super::classify::View;
use super::kind::Kind;
use super::phrase::looks_like_prose;
use super::warning::Code;
use super::wording::{
    AUTO_BODY, AUTO_SUBJECT, BOUNCE_BODY, BOUNCE_SUBJECT, BULK_BODY, CALENDAR_SUBJECT, HEREBY,
    READ_BODY, READ_SUBJECT, RECEIPT_SUBJECT, RESPONSE, VIEWS,
};
use crate::extract;
use crate::text::{RangeKind, collapse, without};

/// What a member of a list writes to the hearing through it is no longer, in characters; newsletters are.
const LONGEST_POST: usize = 1_500;

impl View<'_> {
    fn sender_address(&self) -> String {
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

    pub(super) fn is_malware(&self) -> bool {
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

    pub(super) fn is_bounce(&self) -> bool {
        if self.reported("delivery-status") {
            return true;
        }
        let from = self.sender_address();
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

    pub(super) fn is_read_receipt(&self) -> bool {
        self.reported("disposition-notification")
            || (READ_SUBJECT.hits(&self.subject)
                && READ_BODY.hits(&self.own)
                && self.length < 900
                && !self.files)
    }

    pub(super) fn is_calendar(&self) -> bool {
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
        let responds = || HEREBY.hits(&self.own) || self.opinions() >= 3;
        (method && !self.letter && !responds())
            || (CALENDAR_SUBJECT.hits(&self.subject)
                && (method || self.mail.signals.calendar_method.is_some()))
    }

    pub(super) fn is_unreadable(&self) -> bool {
        let sealed = self.mail.signals.encrypted
            || self
                .mail
                .warnings
                .iter()
                .any(|warning| warning.code == Code::Encrypted);
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

    pub(super) fn is_auto_reply(&self) -> bool {
        let signals = &self.mail.signals;
        // What a case system sends is generated too, and may well be an organisation's response.
        let generated = signals
            .auto_submitted
            .as_deref()
            .is_some_and(|value| value.starts_with("auto-"));
        let header = signals
            .auto_submitted
            .as_deref()
            .is_some_and(|value| value.starts_with("auto-replied"))
            || signals.autoreply
            || signals
                .precedence
                .as_deref()
                .is_some_and(|value| value.contains("auto"));
        if self.letter || self.length > 3_000 {
            return false;
        }
        let subject = AUTO_SUBJECT.hits(&self.topic);
        let body = AUTO_BODY.count(&self.own);
        let receipt = RECEIPT_SUBJECT.hits(&self.topic)
            && !self.replied
            && (header || generated || signals.null_sender || body > 0);
        (subject && (header || generated || body > 0 || self.length < 600))
            || ((header || generated) && body > 0 && self.opinions() < 2)
            || receipt
            || (header && !self.says_response() && self.length < 1_500)
            || (body >= 2 && self.length < 700 && !self.says_response())
    }

    pub(super) fn is_bulk(&self) -> bool {
        let signals = &self.mail.signals;
        let header = signals.list
            || signals
                .precedence
                .as_deref()
                .is_some_and(|value| matches!(value, "bulk" | "list" | "junk"));
        // What a list puts under the mail of a member is no wording of the member's.
        let mut footers = self.mail.ranges.clone();
        footers
            .retain(|range| matches!(range.kind, RangeKind::ClientFooter | RangeKind::Signature));
        let written = collapse(&without(&self.mail.text, &footers)).to_lowercase();
        let wording = BULK_BODY.count(&written);
        if signals.spam && !self.says_response() {
            return true;
        }
        if !header && wording < 2 {
            return false;
        }
        let strong = self.letter && !header
            || RESPONSE.hits(&self.own)
            || self.topic.starts_with("høringssvar")
            || self.opinions() >= 3
            || (wording == 0 && self.length < LONGEST_POST && VIEWS.hits(&self.own));
        !strong
            && ((header && (wording > 0 || !self.subject.contains("høring")))
                || wording >= 3
                || (wording >= 2 && !self.subject.contains("høring") && !self.replied))
    }
}
