//! Containers inside a mail: mails as files, opaque signatures, `winmail.dat`, Outlook's `.msg`. The files themselves stay; what was in
//! them comes as inner mails.

use super::address::Address;
use super::classify::classify;
use super::outlook;
use super::parse::{Attachment, ReadMail, Role, headers_of, sha256, within};
use super::role;
use super::sealed::{self, Sealed};
use super::tnef::{self, Contents, Packed};
use super::transfer::uuencoded;
use super::tree::{Budget, MAX_DEPTH, MAX_PARTS};
use super::warning::Code;
use crate::extract;
use crate::text::{charset, html, normalize};

/// Unpacks every container among the files.
pub(super) fn unpack(mail: &mut ReadMail, depth: usize, budget: &mut Budget) {
    uuencoded_files(mail);
    if depth >= MAX_DEPTH {
        return;
    }
    let mut inner = Vec::new();
    let mut sealed = false;
    for (at, file) in mail.attachments.iter().enumerate() {
        if budget.parts >= MAX_PARTS {
            break;
        }
        match file.media_type.as_str() {
            "message/rfc822" | "message/global" | "application/eml" => {
                inner.push((at, within(&file.bytes, depth + 1, budget)))
            }
            "application/pkcs7-mime" | "application/x-pkcs7-mime" => {
                match sealed::open(&file.bytes) {
                    Sealed::Signed(content) => {
                        inner.push((at, within(&content, depth + 1, budget)))
                    }
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

fn of_contents(found: Contents, depth: usize, budget: &mut Budget) -> ReadMail {
    budget.parts += 1 + found.files.len();
    let mut mail = found
        .headers
        .as_deref()
        .map(|fields| headers_of(fields.as_bytes()))
        .unwrap_or_default();
    mail.warnings.clear();
    if mail
        .from
        .as_ref()
        .is_none_or(|from| !from.address.contains('@'))
        && (found.sender_name.is_some() || found.sender_address.is_some())
    {
        mail.from = Some(Address {
            name: found.sender_name,
            address: found.sender_address.unwrap_or_default(),
        });
    }
    mail.subject = mail.subject.or(found.subject);
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
    mail.attachments = found.files.into_iter().map(file_of).collect();
    role::assign(&mut mail);
    if depth + 1 < MAX_DEPTH {
        unpack(&mut mail, depth + 1, budget);
        for inner in found.inner {
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
        .unwrap_or_else(|| "application/octet-stream".to_owned());
    let media_type = extract::media_type(
        &file.bytes,
        file.name.as_deref().unwrap_or_default(),
        Some(&declared),
    );
    Attachment {
        sha256: sha256(&file.bytes),
        filename: file.name,
        media_type,
        declared,
        bytes: file.bytes,
        role: Role::Other,
    }
}

/// Files that stand uuencoded in the text, as old programs send them. The text keeps their lines.
fn uuencoded_files(mail: &mut ReadMail) {
    if !mail.text.contains("\nbegin ") && !mail.text.starts_with("begin ") {
        return;
    }
    if let Some((name, bytes)) =
        uuencoded(mail.text.as_bytes()).filter(|(_, bytes)| !bytes.is_empty())
    {
        let start = mail
            .text
            .find("begin ")
            .map(|byte| mail.text.get(..byte).unwrap_or_default().chars().count());
        let end = mail
            .text
            .rfind("\nend")
            .map(|byte| mail.text.get(..byte).unwrap_or_default().chars().count() + 4);
        if let (Some(start), Some(end)) = (start, end) {
            mail.ranges.push(crate::text::Range::new(
                start,
                end,
                crate::text::RangeKind::Hidden,
            ));
            mail.ranges.sort();
        }
        mail.attachments.push(file_of(Packed {
            name: Some(name),
            media_type: None,
            bytes,
        }));
    }
}
