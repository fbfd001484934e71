//! What the header says of a mail: sender, recipients, subject, ids, times, and what machines say of themselves.

use super::address;
use super::header::{Fields, decode, split};
use super::parse::ReadMail;
use super::signals::signals;
use super::warning::Code;
use super::when;

/// The headers that Outlook keeps of a mail.
pub(super) fn headers_of(raw: &[u8]) -> ReadMail {
    envelope(&split(raw).0)
}

/// What the fields of a mail say.
pub(super) fn envelope(fields: &Fields) -> ReadMail {
    let addresses = |name: &str| {
        fields
            .all_raw(name)
            .flat_map(address::parse)
            .collect::<Vec<_>>()
    };
    let text = |name: &str| fields.text(name).filter(|text| !text.is_empty());
    let ids = |name: &str| text(name).map(|ids| message_ids(&ids)).unwrap_or_default();
    let mut warnings = Vec::new();
    let from = addresses("from").into_iter().next();
    if from.as_ref().is_none_or(|from| !from.address.contains('@')) {
        warnings.push(Code::SenderUnknown.into());
    }
    let claimed_at = text("date").as_deref().and_then(when::date);
    if claimed_at.is_none() {
        warnings.push(Code::NoDate.into());
    }
    let raw_letters = ["subject", "from", "to"]
        .iter()
        .any(|name| fields.raw(name).is_some_and(|value| !value.is_ascii()));
    if raw_letters {
        warnings.push(Code::RawHeader.into());
    }
    if fields.repeats(&["subject", "date", "message-id"]) {
        warnings.push(Code::HeaderRepeated.into());
    }
    if addresses("from").len() > 1 {
        warnings.push(Code::SeveralSenders.into());
    }
    ReadMail {
        from,
        reply_to: addresses("reply-to"),
        subject: text("subject"),
        message_id: ids("message-id").into_iter().next(),
        in_reply_to: ids("in-reply-to").into_iter().next(),
        references: ids("references"),
        claimed_at,
        received: fields
            .all_raw("received")
            .filter_map(|line| when::received(&decode(line)))
            .collect(),
        to: addresses("to"),
        cc: addresses("cc"),
        delivered_to: ["delivered-to", "x-original-to", "envelope-to"]
            .iter()
            .flat_map(|name| addresses(name))
            .map(|found| found.address)
            .collect(),
        signals: signals(fields),
        authentication: fields
            .all_raw("authentication-results")
            .map(decode)
            .collect(),
        warnings,
        ..ReadMail::default()
    }
}

/// The ids in a field; one without brackets is kept as it stands.
fn message_ids(field: &str) -> Vec<String> {
    let found: Vec<String> = field
        .split('<')
        .skip(1)
        .filter_map(|rest| rest.split_once('>'))
        .map(|(id, _)| format!("<{}>", id.replace(' ', "")))
        .collect();
    if found.is_empty() {
        field
            .split_whitespace()
            .next()
            .map(str::to_owned)
            .into_iter()
            .collect()
    } else {
        found
    }
}
