//! A file that is handed in: what it is, and what to do with one that cannot be read.

use std::io::Read as _;

use actix_web::HttpRequest;
use actix_web::web::Payload;
use bytes::Bytes;
use serde::Serialize;

use crate::app::App;
use crate::desk::head::Head;
use crate::extract::{Why, holds_executable, is_eicar, media_type};
use crate::scan::{Scanner, Verdict};
use crate::templates::{Page, Words};
use crate::web::{self, Limits, Multipart};

/// The largest memo.
const MOST: u64 = 20_000_000;

pub(in crate::desk::memo) const DOCX: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
pub(in crate::desk::memo) const XLSX: &str =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
pub(in crate::desk::memo) const PDF: &str = "application/pdf";

/// The form.
#[derive(Clone, Debug, Serialize)]
pub struct NewBack {
    pub head: Head,
    /// `/sekretariat/{hearing}/hoeringsnotat`
    pub list: String,
    pub error: Option<String>,
}

/// A file as it was handed in.
pub(in crate::desk::memo) struct Sent {
    pub(in crate::desk::memo) name: String,
    pub(in crate::desk::memo) kind: String,
    pub(in crate::desk::memo) bytes: Bytes,
}

/// The file of a form, or the key of why it is not taken.
pub(in crate::desk::memo) async fn sent(
    app: &App,
    (request, payload): (HttpRequest, Payload),
) -> web::Result<Result<Sent, &'static str>> {
    let limits = Limits {
        files: 1,
        file_bytes: MOST,
        total_bytes: MOST,
        ..Limits::default()
    };
    let mut form = Multipart::read(&request, payload, limits).await?;
    if !form.refusals.is_empty() {
        return Ok(Err("memo-back-too-large"));
    }
    let Some(mut file) = form.files.pop() else {
        return Ok(Err("memo-back-no-file"));
    };
    let mut bytes = Vec::new();
    file.file
        .read_to_end(&mut bytes)
        .map_err(anyhow::Error::from)?;
    if bytes.is_empty() {
        return Ok(Err("memo-back-empty"));
    }
    if is_eicar(&bytes) {
        return Ok(Err("memo-back-infected"));
    }
    if let Some(scanner) = Scanner::of(&app.config.scanner) {
        match scanner.scan(&bytes).await {
            Ok(Verdict::Clean) => {}
            Ok(Verdict::Infected(_)) => return Ok(Err("memo-back-infected")),
            Err(error) => {
                tracing::warn!(error = format!("{error:#}"), "cannot scan a memo");
                return Ok(Err("memo-back-unscanned"));
            }
        }
    }
    // By content: the name only tells apart what looks the same.
    let kind = media_type(&bytes, &file.file_name, None);
    if kind != PDF && holds_executable(&bytes) {
        return Ok(Err("memo-back-other"));
    }
    Ok(Ok(Sent {
        name: file.file_name,
        kind,
        bytes: Bytes::from(bytes),
    }))
}

/// Why a file of this type does not come back as a memo, if it does not.
pub(super) fn refused(kind: &str) -> Option<&'static str> {
    match kind {
        DOCX | XLSX => None,
        PDF => Some("memo-back-pdf"),
        "application/x-ole-encrypted" => Some("memo-back-encrypted"),
        "application/msword"
        | "application/vnd.ms-excel"
        | "application/x-ole-storage"
        | "application/rtf"
        | "application/vnd.oasis.opendocument.text"
        | "application/vnd.oasis.opendocument.spreadsheet" => Some("memo-back-old"),
        _ => Some("memo-back-other"),
    }
}

/// Why a file could not be read.
pub(in crate::desk::memo) const fn unreadable(why: Why) -> &'static str {
    match why {
        Why::Password => "memo-back-encrypted",
        Why::ManyBytes | Why::ManyEntries | Why::Expands | Why::TooSlow | Why::ManyPages => {
            "memo-back-too-large"
        }
        Why::OtherKind | Why::Archive => "memo-back-other",
        Why::Malware => "memo-back-infected",
        _ => "memo-back-damaged",
    }
}

impl NewBack {
    pub(super) fn of(head: Head, words: &Words, error: Option<&str>) -> Self {
        Self {
            list: format!("{}/hoeringsnotat", head.base),
            head,
            error: error.map(|key| words.text(key, &[])),
        }
    }
}

impl Page for NewBack {
    const TEMPLATE: &'static str = "desk/memo/back";

    fn sample() -> Self {
        Self {
            head: Head::sample(),
            list: "/sekretariat/x/hoeringsnotat".into(),
            error: Some("Vælg en fil.".into()),
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let fine = Self {
            error: None,
            ..Self::sample()
        };
        vec![("", fine), ("wrong", Self::sample())]
    }
}
