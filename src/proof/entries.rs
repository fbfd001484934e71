//! The entries of the compilation against what was committed to: that each is accounted for, and shows nothing else.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::check::{Fault, What};
use super::commitment::{DisclosedItem, Disclosure};
use super::release::{Accounted, ReleaseProof, Status};
use super::shown::untouched;

/// A response as `hoeringssvar.json` has it.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Entry {
    pub(super) reference: String,
    pub(super) number: String,
    status: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, Deserialize)]
struct Part {
    text: String,
    omitted: Vec<Omitted>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
struct Omitted {
    start: usize,
    end: usize,
}

/// What does not fit, of all responses.
pub(super) fn look_at_entries(proof: &ReleaseProof, entries: &[Entry]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut known: BTreeMap<&str, &Entry> = BTreeMap::new();
    for entry in entries {
        if known.insert(&entry.reference, entry).is_some() {
            faults.push(Fault::new(What::Entry, &entry.reference));
        }
    }
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    for one in &proof.responses {
        let place = one.reference.as_deref().unwrap_or_default();
        if !gives_its_roots(one) {
            faults.push(Fault::new(What::Commitment, place));
        }
        let entry = one.reference.as_deref().and_then(|name| known.get(name));
        if one.status == Status::Superseded {
            continue;
        }
        match entry {
            Some(entry) => {
                if !taken.insert(&entry.reference) || !is_of(one.status, &entry.status) {
                    faults.push(Fault::new(What::Entry, place));
                }
                if !shows(one, entry) {
                    faults.push(Fault::new(What::Text, place));
                }
            }
            None if one.reference.is_some() || has_entry(one.status) => {
                faults.push(Fault::new(What::Entry, place));
            }
            None => {}
        }
    }
    for entry in entries {
        if !taken.contains(entry.reference.as_str()) {
            faults.push(Fault::new(What::Entry, &entry.reference));
        }
    }
    faults
}

/// Whether what is shown and hidden of it comes to what was committed to.
fn gives_its_roots(one: &Accounted) -> bool {
    one.commitments.iter().all(|own| {
        let disclosure = Disclosure {
            version: own.version,
            kind: own.kind,
            items: own.items.clone(),
            root: own.root,
        };
        own.items.is_empty() || disclosure.verify(own.root).is_ok()
    })
}

fn has_entry(status: Status) -> bool {
    matches!(
        status,
        Status::Published
            | Status::Partly
            | Status::Withheld
            | Status::NotYetPublished
            | Status::Withdrawn
    )
}

fn is_of(status: Status, entry: &str) -> bool {
    match status {
        Status::Published => entry == "full",
        Status::NotYetPublished => entry == "not_yet",
        Status::Duplicate | Status::NotAResponse | Status::Merged => entry == "retired",
        Status::Partly | Status::Withheld | Status::Withdrawn => entry == status.as_str(),
        Status::Superseded => false,
    }
}

/// Whether every untouched paragraph of the entry is one that was committed to, and every one that is said to be shown is there.
fn shows(one: &Accounted, entry: &Entry) -> bool {
    let items = || one.commitments.iter().flat_map(|own| &own.items);
    let mut open: Vec<&DisclosedItem> = items().filter(|item| item.text().is_some()).collect();
    for (at, part) in entry.parts.iter().enumerate() {
        let out: Vec<_> = part
            .omitted
            .iter()
            .map(|one| (one.start, one.end))
            .collect();
        let seen = untouched(&part.text, &out);
        if seen.is_empty() {
            continue;
        }
        let Some(of) = one.parts.iter().find(|shown| shown.at == at) else {
            return false;
        };
        let mut given: Vec<&DisclosedItem> = Vec::new();
        open.retain(|item| {
            let own = item.part == of.part;
            if own {
                given.push(item);
            }
            !own
        });
        given.sort_by_key(|item| item.index);
        let given: Vec<&str> = given.iter().filter_map(|item| item.text()).collect();
        let seen: Vec<&str> = seen.iter().filter_map(Option::as_deref).collect();
        let fits = if one.changed.contains(&of.part) {
            let mut rest = seen.iter();
            given.iter().all(|given| rest.any(|seen| seen == given))
        } else {
            let hides = items()
                .any(|item| item.is_paragraph() && item.part == of.part && item.text().is_none());
            seen == given && (part.omitted.is_empty() <= !hides)
        };
        if !fits {
            return false;
        }
    }
    open.is_empty()
}
