//! Containers inside a mail: forwarded mails as files.

use super::parse::{ReadMail, within};
use super::tree::{Budget, MAX_DEPTH, MAX_PARTS};

/// Unpacks every container among the files; the files themselves stay.
pub(super) fn unpack(mail: &mut ReadMail, depth: usize, budget: &mut Budget) {
    if depth >= MAX_DEPTH {
        return;
    }
    let mut inner = Vec::new();
    for (at, file) in mail.attachments.iter().enumerate() {
        if budget.parts >= MAX_PARTS {
            break;
        }
        if matches!(
            file.media_type.as_str(),
            "message/rfc822" | "message/global" | "application/eml"
        ) {
            inner.push((at, within(&file.bytes, depth + 1, budget)));
        }
    }
    mail.inner = inner;
}
