//! From the raw bytes of a mail to what is known of it.
//!
//! Guarantees: never fails and never panics outward; whatever is wrong becomes a warning; the raw mail stays the truth and everything here
//! can be derived again. Deliberately lacks: any decision about the mail (see `classify`) and any database.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::address::Address;
use super::body::{self, Charset};
use super::classify;
use super::envelope::envelope;
use super::forward::{self, Forwarded};
use super::header::split;
use super::kind::Kind;
use super::memo::{self, Poster};
use super::outlook;
use super::signals::{Signals, read_machine, undelivered};
use super::tree::{self, Budget, MAX_DEPTH, Part};
use super::trim::{self, Context};
use super::warning::{Code, Warning};
use super::when::Received;
use super::{role, subject, unpack};
use crate::extract;
use crate::text::{Range, collapse};

/// The version of this reading; it goes up whenever the result for any mail may change.
pub const DERIVER_VERSION: i32 = 3;
/// The largest mail that is read, in bytes; a larger one is kept and counts.
pub const MAX_MAIL: usize = 50_000_000;

/// How much of a mail is searched for its head when the rest is not read.
const HEAD_BYTES: usize = 256 << 10;
/// How a file of Outlook begins, and every OLE compound file.
const COMPOUND: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// What a part of a mail is to the response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Body,
    /// The response itself as a file.
    Letter,
    Appendix,
    /// Proof of identity from Digital Post: never published.
    Signaturbevis,
    /// A picture that the mail's text shows.
    Inline,
    Other,
}

/// A file of a mail.
#[derive(Clone, Debug)]
pub struct Attachment {
    pub filename: Option<String>,
    /// By content, see [`extract::media_type`].
    pub media_type: String,
    pub declared: String,
    pub bytes: Bytes,
    pub sha256: String,
    pub role: Role,
}

/// A mail, read.
#[derive(Clone, Debug, Default)]
pub struct ReadMail {
    pub kind: Kind,
    pub from: Option<Address>,
    pub reply_to: Vec<Address>,
    pub subject: Option<String>,
    /// With its angle brackets, as sent.
    pub message_id: Option<String>,
    pub in_reply_to: Option<String>,
    pub references: Vec<String>,
    /// The Date field: what the sender's program says.
    pub claimed_at: Option<DateTime<FixedOffset>>,
    /// The Received lines, topmost (latest) first.
    pub received: Vec<Received>,
    pub to: Vec<Address>,
    pub cc: Vec<Address>,
    pub delivered_to: Vec<String>,
    pub signals: Signals,
    /// All inline text parts in order, normalised.
    pub text: String,
    pub ranges: Vec<Range>,
    pub attachments: Vec<Attachment>,
    /// Unpacked mails, with the number of the attachment that held them.
    pub inner: Vec<(usize, ReadMail)>,
    /// A mail that was forwarded inside the text.
    pub forwarded: Option<Forwarded>,
    /// `Authentication-Results` as they stand; only those of a configured host mean anything.
    pub authentication: Vec<String>,
    pub warnings: Vec<Warning>,
    /// Of a message from Digital Post: its sender.
    pub digital_post: Option<Poster>,
    /// How each text part was read.
    pub charsets: Vec<Charset>,
    /// SHA-256 over sender, date, subject and decoded parts, without trace headers: equal for the same mail delivered twice.
    pub content_hash: String,
    pub raw_sha256: String,
}

impl ReadMail {
    /// The sender's own text: without what is marked.
    #[must_use]
    pub fn own_text(&self) -> String {
        crate::text::without(&self.text, &self.ranges)
    }

    /// When the mail arrived, without configuration: the topmost Received line.
    #[must_use]
    pub fn arrived_at(&self) -> Option<DateTime<FixedOffset>> {
        self.received.first().map(|line| line.at)
    }
}

/// Reads a mail. A panic in any parser makes it [`Kind::Unreadable`], with a warning.
#[must_use]
pub fn read(raw: &[u8]) -> ReadMail {
    let read = catch_unwind(AssertUnwindSafe(|| within(raw, 0, &mut Budget::default())))
        .unwrap_or_else(|_| ReadMail {
            kind: Kind::Unreadable,
            warnings: vec![Code::ParserFailed.into()],
            ..ReadMail::default()
        });
    ReadMail {
        raw_sha256: sha256(raw),
        ..read
    }
}

/// The head of a mail whose rest is not read, so that staff see who sent it and when.
pub(super) fn head_only(raw: &[u8], why: Code) -> ReadMail {
    let head = raw.get(..HEAD_BYTES).unwrap_or(raw);
    let hash = sha256(raw);
    ReadMail {
        kind: Kind::Unreadable,
        warnings: vec![why.into()],
        content_hash: hash.clone(),
        raw_sha256: hash,
        ..envelope(&split(head).0)
    }
}

/// Reads a mail inside another.
pub(super) fn within(raw: &[u8], depth: usize, budget: &mut Budget) -> ReadMail {
    if raw.len() > MAX_MAIL {
        return head_only(raw, Code::TooLarge);
    }
    if depth == 0 && memo::is_memo(raw) {
        return memo::read(raw, budget);
    }
    if depth == 0 && raw.starts_with(&COMPOUND) {
        return saved_by_outlook(raw, budget);
    }
    let mut own = Budget {
        faults: Vec::new(),
        ..*budget
    };
    let raw = &*with_line_feeds(raw);
    let part = tree::read(raw, depth, "text/plain", &mut own);
    (budget.parts, budget.bytes) = (own.parts, own.bytes);
    let mut mail = envelope(&part.fields);
    mail.warnings
        .extend(own.faults.drain(..).map(Warning::from));
    if depth == 0 && part.is_multipart() {
        mail.warnings
            .extend(catch_unwind(AssertUnwindSafe(|| tree::compare(raw, &part))).unwrap_or(None));
    }
    if raw.contains(&0) {
        mail.warnings.push(Code::NulBytes.into());
    }
    fill(&mut mail, &part, depth, budget);
    subject::as_text(&mut mail);
    mail.content_hash = content_hash(&mail);
    mail.kind = classify::classify(&mail);
    undelivered(&mut mail);
    mail.warnings.dedup();
    mail
}

/// A mail whose lines end otherwise than lines do: with CR alone, or with CR CR LF from its first line on.
fn with_line_feeds(raw: &[u8]) -> Cow<'_, [u8]> {
    let first = raw.iter().position(|byte| *byte == b'\n');
    match first.map(|at| raw.get(..at).unwrap_or_default()) {
        None if raw.contains(&b'\r') => Cow::Owned(
            raw.iter()
                .map(|byte| if *byte == b'\r' { b'\n' } else { *byte })
                .collect(),
        ),
        Some(line) if line.ends_with(b"\r\r") => {
            let mut plain = Vec::with_capacity(raw.len());
            for (at, byte) in raw.iter().enumerate() {
                if *byte != b'\r'
                    || !raw
                        .get(at + 1..)
                        .is_some_and(|rest| rest.starts_with(b"\r\n"))
                {
                    plain.push(*byte);
                }
            }
            Cow::Owned(plain)
        }
        _ => Cow::Borrowed(raw),
    }
}

/// A mail as Outlook saves it (`.msg`), by itself and not in another.
fn saved_by_outlook(raw: &[u8], budget: &mut Budget) -> ReadMail {
    let Some(found) = outlook::read(raw) else {
        return ReadMail {
            kind: Kind::Unreadable,
            warnings: vec![Code::ParserFailed.into()],
            content_hash: sha256(raw),
            ..ReadMail::default()
        };
    };
    let mut mail = unpack::of_contents(found, 0, budget);
    let known = mail.from.as_ref();
    let unknown = known.is_none_or(|from| !from.address.contains('@'));
    let wrong = [
        (unknown, Code::SenderUnknown),
        (mail.claimed_at.is_none(), Code::NoDate),
    ];
    let wrong = wrong.into_iter().filter(|(is, _)| *is);
    mail.warnings
        .extend(wrong.map(|(_, code)| Warning::from(code)));
    let body = body::Body {
        text: mail.text.clone(),
        ..body::Body::default()
    };
    let recipients: Vec<String> = mail.to.iter().map(|to| to.address.clone()).collect();
    let context = Context {
        subject: mail.subject.as_deref().unwrap_or_default(),
        recipients: &recipients,
    };
    (mail.ranges, mail.forwarded) = trim::mark(&body, context);
    subject::as_text(&mut mail);
    role::assign(&mut mail);
    mail.content_hash = content_hash(&mail);
    mail.kind = classify::classify(&mail);
    mail
}

pub(super) fn fill(mail: &mut ReadMail, part: &Part, depth: usize, budget: &mut Budget) {
    let mut walk = body::walk(part);
    if walk.body.is_plain()
        && let Some(text) = forward::unquoted(&walk.body.text)
    {
        walk.body.text = text;
    }
    mail.warnings.extend(walk.body.warnings.iter().cloned());
    mail.charsets.clone_from(&walk.body.charsets);
    if part.media() == "multipart/report" {
        mail.signals
            .reports
            .extend(part.kind.param("report-type").map(str::to_lowercase));
    }
    mail.signals.encrypted = part.media() == "multipart/encrypted";
    for machine in &walk.machine {
        mail.signals.reports.push(machine.media().to_owned());
        read_machine(&mut mail.signals, machine);
    }
    let recipients: Vec<String> = mail
        .to
        .iter()
        .chain(&mail.cc)
        .map(|address| address.address.clone())
        .chain(mail.delivered_to.iter().cloned())
        .collect();
    let subject = mail.subject.clone().unwrap_or_default();
    let (ranges, forwarded) = trim::mark(
        &walk.body,
        Context {
            subject: &subject,
            recipients: &recipients,
        },
    );
    for file in &walk.files {
        let found = attachment(file, &walk.body.shown);
        if found.media_type == "text/calendar" && mail.signals.calendar_method.is_none() {
            read_machine(&mut mail.signals, file);
        }
        mail.attachments.push(found);
    }
    (mail.text, mail.ranges, mail.forwarded) = (walk.body.text, ranges, forwarded);
    unpack::unpack(mail, depth, budget);
    role::assign(mail);
    if mail.text.contains('\u{FFFD}') {
        mail.warnings.push(Code::ReplacementCharacters.into());
    }
    if depth >= MAX_DEPTH {
        mail.warnings.push(Code::TooDeep.into());
    }
}

fn attachment(part: &Part, shown: &[String]) -> Attachment {
    let filename = part.filename();
    let declared = part.media().to_owned();
    let media_type = extract::media_type(
        &part.bytes,
        filename.as_deref().unwrap_or_default(),
        Some(&declared),
    );
    let picture = media_type.starts_with("image/");
    let referenced = part.content_id().is_some_and(|id| shown.contains(&id));
    let inline = picture && (referenced || part.disposition.value == "inline");
    Attachment {
        sha256: sha256(&part.bytes),
        bytes: part.bytes.clone(),
        filename,
        media_type,
        declared,
        role: if inline { Role::Inline } else { Role::Other },
    }
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Rule 9 of the mailbox: From, Date, Subject and decoded parts, without trace headers. White space is collapsed, since a server that
/// rebuilds the MIME wraps lines anew.
fn content_hash(mail: &ReadMail) -> String {
    let mut hash = Sha256::new();
    let mut field = |bytes: &[u8]| {
        hash.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(bytes);
    };
    field(
        mail.from
            .as_ref()
            .map(|from| from.address.to_lowercase())
            .unwrap_or_default()
            .as_bytes(),
    );
    field(
        mail.claimed_at
            .map(|at| at.timestamp().to_string())
            .unwrap_or_default()
            .as_bytes(),
    );
    field(mail.subject.as_deref().unwrap_or_default().as_bytes());
    field(collapse(&mail.text).as_bytes());
    let mut files: Vec<&str> = mail
        .attachments
        .iter()
        .map(|file| file.sha256.as_str())
        .collect();
    files.sort_unstable();
    files.iter().for_each(|file| field(file.as_bytes()));
    hex::encode(hash.finalize())
}
