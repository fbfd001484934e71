//! Why a mail got its kind: every sign that the rules look at and that is there, for people who ask. The rules weigh them in [`classify`].
//!
//! [`classify`]: super::classify::classify

use serde::Serialize;

use super::classify::View;
use super::parse::ReadMail;
use super::wording::{self, Wording};

/// A sign and what was found of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sign {
    /// `header`, `structure`, `subject` or `text`.
    pub place: &'static str,
    pub sign: &'static str,
    /// The value, or the words that were found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
}

impl Sign {
    fn new(place: &'static str, sign: &'static str, found: Option<String>) -> Self {
        Self { place, sign, found }
    }
}

/// Wordings that are looked for in the subject.
const SUBJECT: [(&str, &Wording); 11] = [
    ("automatic reply", &wording::AUTO_SUBJECT),
    ("bounce", &wording::BOUNCE_SUBJECT),
    ("read receipt", &wording::READ_SUBJECT),
    ("calendar", &wording::CALENDAR_SUBJECT),
    ("receipt", &wording::RECEIPT_SUBJECT),
    ("withdrawal", &wording::WITHDRAWAL),
    ("correction", &wording::CORRECTION_SUBJECT),
    ("supplement", &wording::SUPPLEMENT_SUBJECT),
    ("enquiry", &wording::HARD_ENQUIRY),
    ("response", &wording::RESPONSE),
    ("opinion", &wording::OPINION),
];

/// Wordings that are looked for in the sender's own text.
const TEXT: [(&str, &Wording); 17] = [
    ("automatic reply", &wording::AUTO_BODY),
    ("bounce", &wording::BOUNCE_BODY),
    ("read receipt", &wording::READ_BODY),
    ("newsletter", &wording::BULK_BODY),
    ("withdrawal", &wording::WITHDRAWAL),
    ("disregard the earlier one", &wording::DISREGARD),
    ("correction", &wording::CORRECTION),
    ("sent again", &wording::RESEND),
    ("supplement", &wording::SUPPLEMENT),
    ("enquiry, certain", &wording::HARD_ENQUIRY),
    ("asks", &wording::ASKING),
    ("about the hearing itself", &wording::PROCESS),
    ("sent to the wrong house", &wording::MISDIRECTED),
    ("thanks", &wording::THANKED),
    ("no remarks", &wording::NOTHING),
    ("response", &wording::RESPONSE),
    ("opinion", &wording::OPINION),
];

/// The signs of a mail: what machines say of themselves first, then its structure and its wording.
#[must_use]
pub fn signs(mail: &ReadMail) -> Vec<Sign> {
    let view = View::new(mail);
    let mut signs = headers(mail);
    let structure = [
        ("a letter is attached", view.letter),
        ("files are attached", view.files),
        ("a mail is forwarded in the text", mail.forwarded.is_some()),
        ("it answers another mail", view.replied),
        ("other mails are inside", !mail.inner.is_empty()),
    ];
    let there = structure.into_iter().filter(|(_, there)| *there);
    signs.extend(there.map(|(sign, _)| Sign::new("structure", sign, None)));
    let length = Some(view.length.to_string());
    signs.push(Sign::new("structure", "characters of own text", length));
    for (place, wordings, text) in [
        ("subject", SUBJECT.as_slice(), view.topic.as_str()),
        ("text", TEXT.as_slice(), view.own.as_str()),
    ] {
        for (sign, wording) in wordings {
            let found = wording.found(text);
            if !found.is_empty() {
                let found = found.join(" | ");
                signs.push(Sign::new(place, sign, Some(found)));
            }
        }
    }
    signs
}

fn headers(mail: &ReadMail) -> Vec<Sign> {
    let signals = &mail.signals;
    let listed = |all: &[String]| (!all.is_empty()).then(|| all.join(", "));
    let values = [
        ("Auto-Submitted", signals.auto_submitted.clone()),
        ("Precedence", signals.precedence.clone()),
        ("report", listed(&signals.reports)),
        ("calendar method", signals.calendar_method.clone()),
        ("loop mark", signals.loop_mark.clone()),
        ("failed recipients", listed(&signals.failed_recipients)),
    ];
    let flags = [
        ("list headers", signals.list),
        ("null return path", signals.null_sender),
        ("autoreply headers", signals.autoreply),
        ("marked as spam", signals.spam),
        ("encrypted", signals.encrypted),
    ];
    let values = values
        .into_iter()
        .filter(|(_, value)| value.is_some())
        .map(|(sign, value)| Sign::new("header", sign, value));
    let flags = flags
        .into_iter()
        .filter(|(_, there)| *there)
        .map(|(sign, _)| Sign::new("header", sign, None));
    values.chain(flags).collect()
}
