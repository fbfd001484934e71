//! Containers inside a mail: mails as files, opaque signatures, `winmail.dat`, Outlook's `.msg`. The files themselves stay; what was in
//! them comes as inner mails.

use super::address::Address;
use super::classify::classify;
use super::envelope::headers_of;
use super::outlook;
use super::parse::{Attachment, ReadMail, Role, sha256, within};
use super::role;
use super::sealed::{self, Sealed};
use super::tnef::{self, Contents, Packed};
use super::transfer::uuencoded;
use super::tree::{Budget, MAX_DEPTH, MAX_PARTS, file_name};
use super::trim::{rows, tidy};
use super::warning::Code;
use crate::extract;
use crate::text::{CharIndex, Range, RangeKind, charset, collapse, html, normalize};

/// Unpacks every container among the files.
pub(super) fn unpack(mail: &mut ReadMail, depth: usize, budget: &mut Budget) {
    uuencoded_files(mail, budget);
    yencoded_files(mail);
    if depth >= MAX_DEPTH {
        return;
    }
    let mut inner = Vec::new();
    let mut sealed = false;
    for (at, file) in mail.attachments.iter().enumerate() {
        if !is_container(&file.media_type) {
            continue;
        }
        if budget.parts >= MAX_PARTS {
            mail.warnings.push(Code::TooManyParts.into());
            break;
        }
        match file.media_type.as_str() {
            "message/rfc822" | "message/global" | "application/eml" => {
                inner.push((at, within(&file.bytes, depth + 1, budget)))
            }
            "application/pkcs7-mime" | "application/x-pkcs7-mime" => {
                match sealed::open(&file.bytes) {
                    Sealed::Signed(content) if budget.affords(content.len()) => {
                        inner.push((at, within(&content, depth + 1, budget)))
                    }
                    Sealed::Signed(_) => mail.warnings.push(Code::TooMuchUnpacked.into()),
                    Sealed::Encrypted => sealed = true,
                    Sealed::Unknown => mail.warnings.push(Code::SealedUnknown.into()),
                }
            }
            "application/ms-tnef" | "application/vnd.ms-tnef" => inner.extend(
                tnef::read(&file.bytes).map(|found| (at, of_contents(found, depth, budget))),
            ),
            "application/vnd.ms-outlook" => inner.extend(
                outlook::read(&file.bytes).map(|found| (at, of_contents(found, depth, budget))),
            ),
            _ => {}
        }
    }
    if sealed {
        mail.signals.encrypted = true;
        mail.warnings.push(Code::Encrypted.into());
    }
    mail.inner = inner;
    adopt(mail);
    tell(mail);
}

fn is_container(media_type: &str) -> bool {
    matches!(
        media_type,
        "message/rfc822"
            | "message/global"
            | "application/eml"
            | "application/pkcs7-mime"
            | "application/x-pkcs7-mime"
            | "application/ms-tnef"
            | "application/vnd.ms-tnef"
            | "application/vnd.ms-outlook"
    )
}

/// What an inner mail lost is told of the mail around it, which is the one that people look at.
fn tell(mail: &mut ReadMail) {
    let lost = mail
        .inner
        .iter()
        .flat_map(|(_, inner)| &inner.warnings)
        .filter(|warning| warning.code.is_loss());
    for warning in lost {
        if !mail.warnings.contains(warning) {
            mail.warnings.push(warning.clone());
        }
    }
}

/// A mail whose whole content is a container (opaque S/MIME, `winmail.dat`) has the text of what is in it.
fn adopt(mail: &mut ReadMail) {
    let Some((at, found)) = mail.inner.first() else {
        return;
    };
    let container = mail
        .attachments
        .get(*at)
        .is_some_and(|file| file.media_type.contains("pkcs7") || file.media_type.contains("tnef"));
    if container && mail.text.trim().is_empty() {
        (mail.text, mail.ranges, mail.forwarded) = (
            found.text.clone(),
            found.ranges.clone(),
            found.forwarded.clone(),
        );
        mail.warnings.push(Code::TextFromContainer.into());
    }
}

pub(super) fn of_contents(mut found: Contents, depth: usize, budget: &mut Budget) -> ReadMail {
    budget.parts += 1;
    let room = MAX_PARTS.saturating_sub(budget.parts);
    let too_many = found.files.len() > room;
    found.files.truncate(room);
    budget.parts += found.files.len();
    let files = found.files.len();
    found.files.retain(|file| budget.affords(file.bytes.len()));
    let too_much = found.files.len() < files;
    let mut mail = found
        .headers
        .as_deref()
        .map(|fields| headers_of(fields.as_bytes()))
        .unwrap_or_default();
    mail.warnings.clear();
    if too_many {
        mail.warnings.push(Code::TooManyParts.into());
    }
    if too_much {
        mail.warnings.push(Code::TooMuchUnpacked.into());
    }
    let line = |text: String| Some(collapse(&normalize(&text))).filter(|text| !text.is_empty());
    if mail
        .from
        .as_ref()
        .is_none_or(|from| !from.address.contains('@'))
        && (found.sender_name.is_some() || found.sender_address.is_some())
    {
        mail.from = Some(Address {
            name: found.sender_name.and_then(line),
            address: found.sender_address.and_then(line).unwrap_or_default(),
        });
    }
    mail.subject = mail.subject.or(found.subject.and_then(line));
    let plain = found
        .text
        .map(|text| normalize(&text))
        .filter(|text| !text.trim().is_empty());
    mail.text = plain
        .or_else(|| {
            found
                .html
                .map(|bytes| html::to_text(&charset::decode(&bytes, None).text).text)
        })
        .unwrap_or_default()
        .trim()
        .to_owned();
    if mail.text.contains('\u{FFFD}') {
        mail.warnings.push(Code::ReplacementCharacters.into());
    }
    mail.attachments = found.files.into_iter().map(file_of).collect();
    role::assign(&mut mail);
    if depth + 1 < MAX_DEPTH {
        unpack(&mut mail, depth + 1, budget);
        for inner in found.inner {
            if budget.parts >= MAX_PARTS {
                break;
            }
            let at = mail.attachments.len().saturating_sub(1);
            mail.inner.push((at, of_contents(inner, depth + 1, budget)));
        }
    }
    mail.kind = classify(&mail);
    mail
}

fn file_of(file: Packed) -> Attachment {
    let declared = file
        .media_type
        .map(|declared| collapse(&normalize(&declared)).to_lowercase())
        .filter(|declared| !declared.is_empty())
        .unwrap_or_else(|| "application/octet-stream".to_owned());
    let filename = file.name.as_deref().and_then(file_name);
    let media_type = extract::media_type(
        &file.bytes,
        filename.as_deref().unwrap_or_default(),
        Some(&declared),
    );
    Attachment {
        sha256: sha256(&file.bytes),
        filename,
        media_type,
        declared,
        bytes: file.bytes.into(),
        role: Role::Other,
    }
}

/// A file in yEnc, which only news groups know: its lines are no text, and the file stays in the raw mail.
fn yencoded_files(mail: &mut ReadMail) {
    let mut from = 0;
    let mut found = Vec::new();
    for row in rows(&mail.text) {
        match row.text.strip_prefix("=y") {
            Some(rest) if rest.starts_with("begin ") => from = row.start + 1,
            Some(rest) if rest.starts_with("end ") && from > 0 => {
                found.push(Range::new(from - 1, row.end, RangeKind::Hidden));
                from = 0;
            }
            _ => {}
        }
    }
    if !found.is_empty() {
        mail.warnings.push(Code::NotUuencode.into());
        mail.ranges.extend(found);
        mail.ranges = tidy(std::mem::take(&mut mail.ranges));
    }
}

/// Files that stand uuencoded in the text, as old programs send them. The text keeps their lines.
fn uuencoded_files(mail: &mut ReadMail, budget: &mut Budget) {
    if !mail.text.contains("\nbegin ") && !mail.text.starts_with("begin ") {
        return;
    }
    let index = CharIndex::new(&mail.text);
    let mut at = 0;
    while budget.parts < MAX_PARTS
        && let Some(file) = uuencoded(mail.text.as_bytes(), at)
    {
        at = file.end;
        if file.bytes.is_empty() {
            continue;
        }
        budget.parts += 1;
        mail.ranges.push(Range::new(
            index.char(file.start),
            index.char(file.end),
            RangeKind::Hidden,
        ));
        mail.attachments.push(file_of(Packed {
            name: Some(file.name),
            media_type: None,
            bytes: file.bytes,
        }));
    }
    mail.ranges = tidy(std::mem::take(&mut mail.ranges));
}
