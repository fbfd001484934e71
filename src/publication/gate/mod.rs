//! What must hold before a release: the files are read back and searched before anybody can approve them.
//!
//! A stop ends the release; some may be let through by a person with a reason ([`excuse`]); a warning is shown to whoever approves. A finding
//! says where and what, and never the words themselves.

mod contact;
pub mod excuse;
mod archive;
mod matching;
mod memo;
mod pages;
mod readback;
mod weight;
mod unzip;

use serde::{Deserialize, Serialize};

use super::evidence::{Evidence, Spot};
use super::files::BuiltFile;
use super::projection::Projection;
use crate::text::Span;
use crate::text_enum;

use matching::{Needle, plain};

pub use pages::{Unsayable, look_at_page};
pub use weight::Weight;

pub(super) use archive::look_at_archive;
pub(super) use pages::look_at_pages;
pub(super) use readback::Readback;

/// A redacted text of at least this many characters may be nowhere in any file; a shorter one may happen to be a common word, and is
/// looked for in its own response only.
const LONG_SECRET: usize = 20;
/// Shorter than this a redacted text is no evidence, wherever it is found.
const SHORT_SECRET: usize = 3;

text_enum! {
    /// What was found.
    pub enum What {
        LedgerUnbalanced = "ledger_unbalanced",
        MailsUnbalanced = "mails_unbalanced",
        RedactionUnapproved = "redaction_unapproved",
        /// A number in the form of a CPR number, not cleared by two people.
        Cpr = "cpr",
        /// Redacted text that still stands somewhere.
        RedactedText = "redacted_text",
        ProtectedName = "protected_name",
        NoCategory = "no_category",
        SupersededByNothing = "superseded_by_nothing",
        StillReading = "still_reading",
        /// A file waits for the malware scanner.
        NotScanned = "not_scanned",
        UnreadableFile = "unreadable_file",
        FileNotReadBack = "file_not_read_back",
        /// A passage or redaction that stands on a text which is not in force.
        LoosePassage = "loose_passage",
        /// Nobody has said that the signatures on the pages of a letter are covered.
        SignaturesOpen = "signatures_open",
        /// Something that is hidden in the text, or a place that somebody covered, is not covered on the page.
        NotCovered = "not_covered",
        PageNotDrawn = "page_not_drawn",
        /// The memo goes out, and a point of it is not agreed.
        PointOpen = "point_open",
        /// A way to reach somebody stands in the memo.
        MemoContact = "memo_contact",
        /// A way to reach a private person that nobody has hidden.
        Contact = "contact",
        NotSignedOff = "not_signed_off",
        NameKeptBack = "name_kept_back",
        AttachmentUnread = "attachment_unread",
        NotYetPublished = "not_yet_published",
        MailsUndecided = "mails_undecided",
        ProposalsUndecided = "proposals_undecided",
        /// Awaits approval, and no final text has come.
        StillProvisional = "still_provisional",
        BuildFailed = "build_failed",
        /// The disk is full.
        DiskFull = "disk_full",
        /// The program that sets the PDF was killed, or ran out of memory.
        TypesetterStopped = "typesetter_stopped",
        /// What was built is no longer what the database says.
        Changed = "changed",
    }
}

/// One thing that was found, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub what: What,
    /// A reference or the name of a file; empty for the whole.
    #[serde(rename = "where")]
    pub place: String,
    /// The receipt number of the response, for a link to it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub number: Option<String>,
    /// The part among those shown, from 0.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub part: Option<usize>,
    /// Code points in the part's public text.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub span: Option<Span>,
    /// The point of the memo, by its number; 0 for the summary.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub point: Option<i32>,
    #[serde(default)]
    pub weight: Weight,
    /// What names this very thing, when it may be let through.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub key: Option<String>,
    /// Why a person let it through.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub excused: Option<String>,
    /// The words themselves, where the finding is of them: never kept.
    #[serde(skip)]
    pub(super) exact: Option<String>,
}

impl Finding {
    /// Whether it ends the release.
    #[must_use]
    pub fn stops(&self) -> bool {
        match self.weight {
            Weight::Stop => true,
            Weight::Excusable => self.excused.is_none(),
            Weight::Warning => false,
        }
    }

    pub(super) fn whole(what: What) -> Self {
        Self::in_file(what, "")
    }

    fn in_file(what: What, name: &str) -> Self {
        Self {
            what,
            place: name.to_owned(),
            number: None,
            part: None,
            span: None,
            point: None,
            weight: Weight::Stop,
            key: None,
            excused: None,
            exact: None,
        }
    }

    fn at(what: What, spot: &Spot) -> Self {
        Self {
            number: Some(spot.number.clone()),
            part: spot.part,
            ..Self::in_file(what, &spot.reference)
        }
    }
}

/// Whether any of them ends the release.
#[must_use]
pub fn stops(findings: &[Finding]) -> bool {
    findings.iter().any(Finding::stops)
}

/// What the projection alone shows: asked when building, and again when approving.
pub(super) fn look(projection: &Projection, evidence: &Evidence) -> Vec<Finding> {
    let overview = &projection.overview;
    let mut found = Vec::new();
    if !overview.ledger.balances() {
        found.push(Finding::whole(What::LedgerUnbalanced));
    }
    if !overview.mails.balances() {
        found.push(Finding::whole(What::MailsUnbalanced));
    }
    let all = |what: What, spots: &[Spot]| -> Vec<Finding> {
        spots.iter().map(|spot| Finding::at(what, spot)).collect()
    };
    found.extend(all(What::RedactionUnapproved, &evidence.unapproved));
    found.extend(all(What::SignaturesOpen, &evidence.signatures_open));
    found.extend(all(What::NoCategory, &evidence.no_category));
    found.extend(all(What::SupersededByNothing, &evidence.orphans));
    for (spot, reading) in &evidence.unreadable {
        let what = if *reading {
            What::StillReading
        } else {
            What::AttachmentUnread
        };
        found.push(Finding::at(what, spot));
    }
    found.extend(all(What::NotScanned, &evidence.unscanned));
    found.extend(all(What::LoosePassage, &evidence.loose));
    found.extend(all(What::NotSignedOff, &evidence.unsigned));
    if overview.ledger.not_yet_published > 0 {
        found.push(Finding::whole(What::NotYetPublished));
    }
    if evidence.mails_waiting > 0 {
        found.push(Finding::whole(What::MailsUndecided));
    }
    found.extend(all(What::ProposalsUndecided, &evidence.undecided));
    found.extend(all(What::StillProvisional, &evidence.provisional));
    found.extend(look_at_texts(projection, evidence));
    found.extend(memo::look_at_memo(projection, evidence));
    found.extend(contact::look_for_contacts(projection, evidence));
    weight::weigh(&mut found, projection, evidence);
    found
}

/// CPR numbers, and each response's own secrets and kept-back names in its own public words.
fn look_at_texts(projection: &Projection, evidence: &Evidence) -> Vec<Finding> {
    let mut found = Vec::new();
    for response in &projection.responses {
        let reference = &response.row.reference;
        let of_this = |spot: &Spot| spot.reference == *reference;
        let mut words = vec![plain(&response.row.sender)];
        for (at, part) in response.parts.iter().enumerate() {
            words.push(plain(&part.text));
            words.extend(part.filename.as_deref().map(plain));
            let cleared: Vec<Span> = evidence
                .cleared
                .iter()
                .filter(|(spot, _)| of_this(spot) && spot.part == Some(at))
                .map(|(_, span)| *span)
                .collect();
            for hit in matching::cpr(&part.text) {
                if !cleared
                    .iter()
                    .any(|span| span.start <= hit.start && hit.end <= span.end)
                {
                    found.push(Finding {
                        number: Some(response.row.number.clone()),
                        place: reference.clone(),
                        part: Some(at),
                        span: Some(hit),
                        ..Finding::whole(What::Cpr)
                    });
                }
            }
            for name in part
                .filename
                .iter()
                .filter(|name| !matching::cpr(name).is_empty())
            {
                tracing::debug!(bytes = name.len(), "a file name looks like a CPR number");
                found.push(Finding {
                    part: Some(at),
                    ..Finding::in_file(What::Cpr, reference)
                });
            }
        }
        for secret in evidence
            .secrets
            .iter()
            .filter(|secret| of_this(&secret.spot))
        {
            let needle = Needle::new(&secret.exact);
            if !secret.not_part && needle.len() >= SHORT_SECRET && needle.is_word_in(&words) {
                found.push(Finding::at(What::RedactedText, &secret.spot));
            }
        }
        for name in evidence.kept_back.iter().filter(|name| of_this(&name.spot)) {
            if Needle::new(&name.name).is_word_in(&words) {
                let what = if name.protected {
                    What::ProtectedName
                } else {
                    What::NameKeptBack
                };
                found.push(Finding::at(what, &name.spot));
            }
        }
    }
    found
}

/// Whether texts that are handed on to the public by other ways hold what must be gone: a CPR number that nobody cleared, or long redacted text.
pub(super) fn look_at_handed(texts: &[String], evidence: &Evidence) -> Vec<What> {
    let words = plain(&texts.join("\n"));
    let secret = evidence.secrets.iter().any(|secret| {
        let needle = Needle::new(&secret.exact);
        needle.len() >= LONG_SECRET && needle.is_in(&words)
    });
    let name = evidence.kept_back.iter().any(|name| {
        let needle = Needle::new(&name.name);
        name.protected && needle.is_word_in(std::slice::from_ref(&words))
    });
    let cleared: Vec<String> = evidence
        .cleared_text
        .iter()
        .map(|text| matching::digits(text))
        .collect();
    let number = texts.iter().any(|text| {
        matching::cpr(text).into_iter().any(|hit| {
            let number = crate::text::slice(text, hit).unwrap_or_default();
            !cleared.contains(&matching::digits(number))
        })
    });
    [
        number.then_some(What::Cpr),
        secret.then_some(What::RedactedText),
        name.then_some(What::ProtectedName),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What stands in the files, read by other means than wrote them.
pub(super) async fn look_at_files(files: &[BuiltFile], evidence: &Evidence) -> Vec<Finding> {
    let secrets: Vec<(&Spot, Needle)> = evidence
        .secrets
        .iter()
        .map(|secret| (&secret.spot, Needle::new(&secret.exact)))
        .filter(|(_, needle)| needle.len() >= LONG_SECRET)
        .collect();
    let cleared: Vec<String> = evidence
        .cleared_text
        .iter()
        .map(|text| matching::digits(text))
        .collect();
    let mut found = Vec::new();
    for file in files {
        let read = match Readback::of(file).await {
            Ok(read) => read,
            Err(error) => {
                tracing::error!(
                    file = file.name.as_str(),
                    error = format!("{error:#}"),
                    "a built file cannot be read back"
                );
                found.push(Finding::in_file(What::FileNotReadBack, &file.name));
                continue;
            }
        };
        let words = plain(&read.words());
        for (spot, needle) in &secrets {
            if needle.is_in(&words) {
                found.push(Finding {
                    number: Some(spot.number.clone()),
                    ..Finding::in_file(What::RedactedText, &file.name)
                });
            }
        }
        let uncleared = |text: &str| {
            let hits = matching::cpr(text);
            hits.into_iter().any(|hit| {
                let number = crate::text::slice(text, hit).unwrap_or_default();
                !cleared.contains(&matching::digits(number))
            })
        };
        if read.texts.iter().any(|text| uncleared(text)) {
            found.push(Finding::in_file(What::Cpr, &file.name));
        }
    }
    found
}
