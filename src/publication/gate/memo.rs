//! What must not stand in the memo. Its texts are the staff's own, and its remarks may quote: a word that is hidden in one of the responses
//! that a point answers may not stand in that point, nor a number of a person or a way to reach one anywhere.

use crate::finder;
use crate::publication::evidence::Evidence;
use crate::publication::projection::Projection;

use super::matching::{Needle, Plain, plain};
use super::{Finding, SHORT_SECRET, What};

/// Points that are open, numbers, contacts, hidden words and kept-back names in the memo.
pub(super) fn look_at_memo(projection: &Projection, evidence: &Evidence) -> Vec<Finding> {
    let Some(memo) = &projection.memo else {
        return Vec::new();
    };
    let mut found: Vec<Finding> = evidence
        .open_points
        .iter()
        .map(|number| in_point(What::PointOpen, *number))
        .collect();
    for text in &memo.summary {
        found.extend(kinds(text).map(|what| in_point(what, 0)));
    }
    for point in memo.points() {
        let texts = point.texts();
        let say = |what: What| in_point(what, point.number);
        found.extend(texts.iter().flat_map(|text| kinds(text)).map(say));
        let words: Vec<Plain> = texts.iter().map(|text| plain(text)).collect();
        let answers = |reference: &str| point.from.iter().any(|voice| voice.reference == reference);
        for secret in &evidence.secrets {
            if secret.not_part || !answers(&secret.spot.reference) {
                continue;
            }
            let needle = Needle::new(&secret.exact);
            if needle.len() >= SHORT_SECRET && needle.is_word_in(&words) {
                found.push(say(What::RedactedText));
            }
        }
        for name in &evidence.kept_back {
            if answers(&name.spot.reference) && Needle::new(&name.name).is_word_in(&words) {
                found.push(say(if name.protected {
                    What::ProtectedName
                } else {
                    What::NameKeptBack
                }));
            }
        }
    }
    found.dedup();
    found
}

/// A finding in a point, by its number; in the summary for 0.
fn in_point(what: What, number: i32) -> Finding {
    Finding {
        point: Some(number),
        ..Finding::in_file(what, &format!("hoeringsnotat/{number}"))
    }
}

/// What a text of the staff holds that it should not.
fn kinds(text: &str) -> impl Iterator<Item = What> {
    let found = finder::find(text);
    let number = found.iter().any(|hit| hit.kind == finder::Kind::Cpr);
    let contact = found.iter().any(|hit| hit.kind != finder::Kind::Cpr);
    [
        number.then_some(What::Cpr),
        contact.then_some(What::MemoContact),
    ]
    .into_iter()
    .flatten()
}
