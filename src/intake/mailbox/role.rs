//! What each file of a mail is to the response: the letter, an appendix, proof of identity, a picture in the text.

use super::parse::{ReadMail, Role};

/// Own text of this length is a response itself, and files beside it are appendices.
const RESPONSE_IN_BODY: usize = 900;

/// Gives each file its role.
pub(super) fn assign(mail: &mut ReadMail) {
    let own = crate::text::collapse(&mail.own_text()).chars().count();
    let documents = mail
        .attachments
        .iter()
        .filter(|file| is_document(&file.media_type))
        .count();
    let named = mail.attachments.iter().any(|file| {
        is_document(&file.media_type) && is_letter_name(&name(file.filename.as_deref()))
    });
    for file in &mut mail.attachments {
        let name = name(file.filename.as_deref());
        if name.contains("signaturbevis") {
            file.role = Role::Signaturbevis;
        } else if file.role == Role::Inline {
        } else if is_document(&file.media_type)
            || file.media_type == "message/rfc822"
            || file.media_type == "application/vnd.ms-outlook"
        {
            file.role = if is_appendix_name(&name) {
                Role::Appendix
            } else if is_letter_name(&name) || own < RESPONSE_IN_BODY && (documents <= 1 || !named)
            {
                Role::Letter
            } else {
                Role::Appendix
            };
        } else if file.media_type.starts_with("image/") || is_sheet(&file.media_type) {
            file.role = if file.media_type.starts_with("image/")
                && own < 200
                && documents == 0
                && is_letter_name(&name)
            {
                Role::Letter
            } else {
                Role::Appendix
            };
        }
    }
}

fn name(filename: Option<&str>) -> String {
    filename.unwrap_or_default().to_lowercase()
}

fn is_letter_name(name: &str) -> bool {
    [
        "høringssvar",
        "hoeringssvar",
        "horingssvar",
        "bemærkning",
        "bemaerkning",
        "udtalelse",
        "svar",
        "brev",
    ]
    .iter()
    .any(|sign| name.contains(sign))
        && !is_appendix_name(name)
}

fn is_appendix_name(name: &str) -> bool {
    let numbered = name.starts_with("bilag")
        || name.contains(" bilag")
        || name.contains("_bilag")
        || name.contains("-bilag")
        || name.contains("(bilag");
    numbered
        || name.starts_with("appendi")
        || name.starts_with("annex")
        || name.contains("spørgeskema")
        || name.starts_with("tabel")
}

/// A file that people write letters in.
pub(super) fn is_document(media_type: &str) -> bool {
    matches!(
        media_type,
        "application/pdf"
            | "application/rtf"
            | "text/rtf"
            | "application/msword"
            | "text/plain"
            | "text/html"
            | "application/vnd.oasis.opendocument.text"
            | "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    )
}

fn is_sheet(media_type: &str) -> bool {
    media_type.contains("spreadsheet")
        || media_type.contains("ms-excel")
        || media_type.contains("presentation")
        || media_type.contains("powerpoint")
        || media_type == "text/csv"
}
