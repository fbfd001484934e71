//! What the program makes of a mail, for people and other programs: the answer of `hoering mail explain`.

use std::collections::HashSet;

use chrono::{DateTime, FixedOffset};
use futures_util::future::{BoxFuture, FutureExt};
use serde::Serialize;

use super::address::Address;
use super::body::Charset;
use super::classify::classify;
use super::kind::Kind;
use super::parse::{Attachment, ReadMail, Role, read};
use super::warning::Warning;
use super::why::{Sign, signs};
use crate::extract::{Extracted, Extractor, State};
use crate::text::{Range, slice};

/// One mail, explained. The names are a contract.
#[derive(Clone, Debug, Serialize)]
pub struct Explained {
    pub file: Option<String>,
    pub kind: Kind,
    pub from: Option<Address>,
    pub subject: Option<String>,
    pub message_id: Option<String>,
    pub in_reply_to: Option<String>,
    pub references: Vec<String>,
    pub claimed_at: Option<DateTime<FixedOffset>>,
    pub arrived_at: Option<DateTime<FixedOffset>>,
    pub text: String,
    pub ranges: Vec<Range>,
    pub attachments: Vec<ExplainedFile>,
    pub inner: Vec<Explained>,
    pub authentication: Vec<String>,
    pub failed_recipients: Vec<String>,
    pub content_hash: String,
    pub warnings: Vec<Warning>,
    /// How each text part was read.
    pub charsets: Vec<Charset>,
    /// What the rules for its kind looked at and found.
    pub signs: Vec<Sign>,
}

/// One file of a mail.
#[derive(Clone, Debug, Serialize)]
pub struct ExplainedFile {
    pub filename: Option<String>,
    pub media_type: String,
    pub bytes: usize,
    pub sha256: String,
    pub role: Role,
    pub inline: bool,
    pub state: State,
    pub pages: Option<u32>,
    pub text: String,
    pub ranges: Vec<Range>,
    pub why: Option<&'static str>,
}

/// Explains mails in order; a mail whose content came before in the same call is a duplicate.
pub struct Explainer {
    extractor: Extractor,
    seen: HashSet<String>,
}

impl Explainer {
    #[must_use]
    pub fn new(extractor: Extractor) -> Self {
        Self {
            extractor,
            seen: HashSet::new(),
        }
    }

    /// Explains one mail.
    pub async fn explain(&mut self, file: &str, raw: &[u8]) -> Explained {
        let mail = read(raw);
        let again = !self.seen.insert(mail.content_hash.clone());
        let mut explained = explain(&self.extractor, mail).await;
        explained.file = Some(file.to_owned());
        if again
            && !matches!(explained.kind, Kind::Unreadable | Kind::Malware)
            && !explained.kind.is_machine()
        {
            explained.kind = Kind::Duplicate;
        }
        explained
    }
}

/// Explains a mail that was read, with the text of its files and of the mails in it.
fn explain(extractor: &Extractor, mail: ReadMail) -> BoxFuture<'_, Explained> {
    async move {
        let mut inner: Vec<(usize, Explained)> = Vec::new();
        for (at, unpacked) in mail.inner.iter().cloned() {
            inner.push((at, explain(extractor, unpacked).await));
        }
        let mut attachments = Vec::new();
        for (at, file) in mail.attachments.iter().enumerate() {
            let within: Vec<&Explained> = inner
                .iter()
                .filter(|(holder, _)| *holder == at)
                .map(|(_, mail)| mail)
                .collect();
            attachments.push(explain_file(extractor, file, &within, mail.signals.encrypted).await);
        }
        let mut inner: Vec<Explained> = inner.into_iter().map(|(_, mail)| mail).collect();
        inner.extend(forwarded(&mail));
        Explained {
            file: None,
            signs: signs(&mail),
            kind: mail.kind,
            arrived_at: mail.arrived_at(),
            from: mail.from,
            subject: mail.subject,
            message_id: mail.message_id,
            in_reply_to: mail.in_reply_to,
            references: mail.references,
            claimed_at: mail.claimed_at,
            text: mail.text,
            ranges: mail.ranges,
            attachments,
            inner,
            authentication: mail.authentication,
            failed_recipients: mail.signals.failed_recipients,
            content_hash: mail.content_hash,
            warnings: mail.warnings,
            charsets: mail.charsets,
        }
    }
    .boxed()
}

async fn explain_file(
    extractor: &Extractor,
    file: &Attachment,
    within: &[&Explained],
    encrypted: bool,
) -> ExplainedFile {
    let name = file.filename.as_deref().unwrap_or_default();
    let read = if within.is_empty() {
        extractor
            .extract(&file.bytes, name, Some(&file.declared))
            .await
    } else {
        container(file, within)
    };
    let sealed = encrypted && within.is_empty() && read.media_type.contains("pkcs7-mime");
    ExplainedFile {
        filename: file.filename.clone(),
        media_type: read.media_type,
        bytes: file.bytes.len(),
        sha256: file.sha256.clone(),
        role: file.role,
        inline: file.role == Role::Inline,
        state: if sealed { State::Encrypted } else { read.state },
        pages: read.pages,
        text: read.text,
        ranges: read.ranges,
        why: read.why.map(crate::extract::Why::english),
    }
}

/// A container's text is all text in it.
fn container(file: &Attachment, within: &[&Explained]) -> Extracted {
    let mut texts: Vec<&str> = Vec::new();
    for mail in within {
        texts.push(&mail.text);
        texts.extend(
            mail.attachments
                .iter()
                .filter(|file| file.role != Role::Signaturbevis)
                .map(|file| file.text.as_str()),
        );
    }
    texts.retain(|text| !text.trim().is_empty());
    let text = texts.join("\n\n");
    let state = if text.is_empty() {
        State::NoText
    } else {
        State::Text
    };
    Extracted {
        media_type: file.media_type.clone(),
        state,
        pages: None,
        text,
        ranges: Vec::new(),
        why: None,
    }
}

/// The mail that somebody forwarded inside the text, in the form of a mail of its own.
fn forwarded(mail: &ReadMail) -> Option<Explained> {
    let found = mail.forwarded.as_ref()?;
    let text = slice(&mail.text, found.text)?.to_owned();
    let shift = |range: &Range| {
        Range::new(
            range.start - found.text.start,
            range.end - found.text.start,
            range.kind,
        )
    };
    let ranges: Vec<Range> = mail
        .ranges
        .iter()
        .filter(|range| range.start >= found.text.start && range.end <= found.text.end)
        .map(shift)
        .collect();
    let inner = ReadMail {
        from: found.sender.clone(),
        subject: found.subject.clone(),
        claimed_at: found.sent_at,
        text,
        ranges,
        ..ReadMail::default()
    };
    Some(Explained {
        file: None,
        kind: classify(&inner),
        signs: signs(&inner),
        from: inner.from,
        subject: inner.subject,
        message_id: None,
        in_reply_to: None,
        references: Vec::new(),
        claimed_at: inner.claimed_at,
        arrived_at: None,
        text: inner.text,
        ranges: inner.ranges,
        attachments: Vec::new(),
        inner: Vec::new(),
        authentication: Vec::new(),
        failed_recipients: Vec::new(),
        content_hash: String::new(),
        warnings: Vec::new(),
        charsets: Vec::new(),
    })
}
