//! Ways to reach a private person that nobody has hidden: telephone, e-mail, address. Those of organisations are shown, or must be hidden
//! for all of them, by a setting of the hearing.

use super::{Evidence, Finding, Projection, What};
use crate::finder::{self, Kind};
use crate::publication::projection::PublicResponse;
use crate::text::Span;

pub(super) fn look_for_contacts(projection: &Projection, evidence: &Evidence) -> Vec<Finding> {
    let asked = projection
        .responses
        .iter()
        .filter(|response| response.row.private || evidence.hide_contacts);
    asked.flat_map(contacts).collect()
}

fn contacts(response: &PublicResponse) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, part) in response.parts.iter().enumerate() {
        for hit in hits(&part.text) {
            let token = part
                .omitted
                .iter()
                .any(|token| token.start <= hit.start && hit.end <= token.end);
            if !token {
                found.push(Finding {
                    number: Some(response.row.number.clone()),
                    part: Some(at),
                    span: Some(Span::new(hit.start, hit.end)),
                    exact: Some(hit.text),
                    ..Finding::in_file(What::Contact, &response.row.reference)
                });
            }
        }
        let name = part.filename.as_deref().unwrap_or_default();
        if let Some(hit) = hits(name).into_iter().next() {
            found.push(Finding {
                number: Some(response.row.number.clone()),
                part: Some(at),
                exact: Some(hit.text),
                ..Finding::in_file(What::Contact, &response.row.reference)
            });
        }
    }
    found
}

fn hits(text: &str) -> Vec<finder::Hit> {
    if !finder::may_hold(text) {
        return Vec::new();
    }
    let mut hits = finder::find_again(text).to_vec();
    hits.retain(|hit| hit.kind != Kind::Cpr);
    hits
}
