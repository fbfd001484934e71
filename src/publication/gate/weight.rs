//! How much a finding weighs: what ends a release, what a person may let through with a reason, and what is only told.

use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{Evidence, Finding, Projection, What};
use crate::publication::release::ReleaseKind;

/// What a finding does to a release.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// It must be put right.
    #[default]
    Stop,
    /// It must be put right, or a person says why it may stand.
    Excusable,
    /// It is shown to whoever approves.
    Warning,
}

impl What {
    /// CPR numbers, protected names and redacted text are never let through, nor is what makes the release itself doubtful.
    #[must_use]
    pub fn weight(self, kind: ReleaseKind) -> Weight {
        match self {
            Self::NotSignedOff
            | Self::AttachmentUnread
            | Self::NameKeptBack
            | Self::Contact
            | Self::MemoContact => Weight::Excusable,
            // An unconfirmed relation is never a stop (intake.md).
            Self::ProposalsUndecided | Self::StillProvisional => Weight::Warning,
            // A daily batch lists these; the final release needs none.
            Self::NotYetPublished | Self::MailsUndecided if kind == ReleaseKind::Daily => {
                Weight::Warning
            }
            _ => Weight::Stop,
        }
    }
}

/// Gives each finding its weight, and says which a person has let through.
pub(super) fn weigh(found: &mut [Finding], projection: &Projection, evidence: &Evidence) {
    for one in found {
        one.weight = one.what.weight(evidence.kind);
        if one.weight == Weight::Excusable {
            let key = key(one, projection);
            one.excused = evidence.excuses.get(&key).cloned();
            one.key = Some(key);
        }
    }
}

/// A name of this very thing in this very text: it changes when the text does, so that nobody lets through what was not seen.
fn key(one: &Finding, projection: &Projection) -> String {
    let text = match (&one.exact, one.point) {
        (Some(exact), _) => exact.clone(),
        (None, Some(0)) => memo_summary(projection),
        (None, Some(number)) => point(projection, number),
        (None, None) => response(projection, &one.place),
    };
    let of = json!([one.what, one.place, one.number, one.part, one.point, text]);
    let hash = hex::encode(Sha256::digest(of.to_string()));
    hash[..32].to_owned()
}

fn response(projection: &Projection, reference: &str) -> String {
    let found = projection
        .responses
        .iter()
        .find(|response| response.row.reference == reference);
    let parts = found.map(|response| &response.parts);
    let texts = parts
        .into_iter()
        .flatten()
        .map(|part| (&part.filename, &part.text, part.shown));
    json!(texts.collect::<Vec<_>>()).to_string()
}

fn point(projection: &Projection, number: i32) -> String {
    let memo = projection.memo.as_ref();
    let found = memo.and_then(|memo| memo.points().find(|point| point.number == number));
    json!(found.map(|point| point.texts())).to_string()
}

fn memo_summary(projection: &Projection) -> String {
    json!(projection.memo.as_ref().map(|memo| &memo.summary)).to_string()
}
