//! A mail that says all in its subject: *Nej til parkeringshuset*, *Rådet har ingen bemærkninger*, and nothing below.
//!
//! Guarantees: a subject that only names the matter (*Høringssvar fra …* with a forgotten file, a reply without words) is no text.

use super::parse::ReadMail;
use super::phrase::topic;
use super::warning::Code;
use super::wording::{HARD_ENQUIRY, NOTHING, OPINION, RESPONSE, VIEWS, WITHDRAWAL};

/// Takes the subject as the text where there is no other and it says something.
pub(super) fn as_text(mail: &mut ReadMail) {
    if !mail.text.trim().is_empty() || !mail.attachments.is_empty() || mail.signals.encrypted {
        return;
    }
    if let Some(subject) = mail.subject.as_deref().filter(|subject| says(subject)) {
        mail.text = subject.to_owned();
        mail.warnings.push(Code::OnlySubject.into());
    }
}

fn says(subject: &str) -> bool {
    let (topic, replied) = topic(&subject.to_lowercase());
    let wordings = [
        &HARD_ENQUIRY,
        &NOTHING,
        &OPINION,
        &RESPONSE,
        &VIEWS,
        &WITHDRAWAL,
    ];
    !replied
        && topic.split_whitespace().count() > 2
        && wordings.iter().any(|wording| wording.hits(&topic))
}
