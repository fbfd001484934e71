//! Which versions belong to one response: a confirmed correction or final text takes the place of what it replaces, and keeps its reference
//! and its time.

use std::collections::HashMap;

use super::{Relation, RelationKind, RelationState, Response, Standing, State};

/// The versions of one response, oldest first. The last is the one in force.
pub struct Chain<'a> {
    pub versions: Vec<(&'a Response, Option<RelationKind>)>,
}

impl<'a> Chain<'a> {
    pub fn earliest(&self) -> &'a Response {
        self.versions[0].0
    }

    pub fn latest(&self) -> &'a Response {
        self.versions[self.versions.len() - 1].0
    }

    /// Category and number, wherever in the chain they were given.
    pub fn reference(&self) -> Option<(Option<i64>, i32)> {
        self.versions
            .iter()
            .find_map(|(version, _)| Some((version.category_id, version.reference_number?)))
    }

    /// The category of the version that holds the reference; before that the latest that somebody has decided.
    pub fn category_id(&self) -> Option<i64> {
        match self.reference() {
            Some((category, _)) => category,
            None => self
                .versions
                .iter()
                .rev()
                .find_map(|(version, _)| version.category_id),
        }
    }
}

/// Every response that stands for itself, and the superseded ones that lead nowhere.
pub struct Chains<'a> {
    pub chains: Vec<Chain<'a>>,
    pub orphans: Vec<&'a Response>,
}

impl<'a> Chains<'a> {
    pub fn of(responses: &'a [Response], relations: &[Relation]) -> Self {
        let by_id: HashMap<i64, &Response> = responses.iter().map(|one| (one.id, one)).collect();
        let mut replaced_by: HashMap<i64, (i64, RelationKind)> = HashMap::new();
        for relation in relations {
            let replaces = matches!(
                relation.kind,
                RelationKind::Corrects | RelationKind::Finalises
            );
            let superseded = by_id
                .get(&relation.response_id)
                .is_some_and(|old| old.state == State::Superseded);
            if let Some(other) = relation.other_id
                && replaces
                && superseded
                && relation.state == RelationState::Confirmed
                && by_id.contains_key(&other)
            {
                replaced_by.insert(relation.response_id, (other, relation.kind));
            }
        }
        let mut chains = Self {
            chains: Vec::new(),
            orphans: Vec::new(),
        };
        let mut earlier: HashMap<i64, Vec<(&Response, RelationKind)>> = HashMap::new();
        for old in responses
            .iter()
            .filter(|one| one.state == State::Superseded)
        {
            match leads_to(old.id, &replaced_by, responses.len())
                .and_then(|id| by_id.get(&id))
                .filter(|end| end.state != State::Superseded)
            {
                Some(end) => earlier
                    .entry(end.id)
                    .or_default()
                    .push((old, replaced_by[&old.id].1)),
                None => chains.orphans.push(old),
            }
        }
        for end in responses {
            if stands(end, &earlier) {
                chains.chains.push(chain(end, earlier.remove(&end.id)));
            }
        }
        chains
    }
}

/// A duplicate, part of another, or something that is no response stands for itself only when it has had a reference: that is then retired.
fn stands(response: &Response, earlier: &HashMap<i64, Vec<(&Response, RelationKind)>>) -> bool {
    match response.state {
        State::Current | State::Withdrawn => true,
        State::Superseded => false,
        State::Duplicate | State::NotAResponse | State::Merged => {
            response.reference_number.is_some() || earlier.contains_key(&response.id)
        }
    }
}

fn leads_to(
    from: i64,
    replaced_by: &HashMap<i64, (i64, RelationKind)>,
    longest: usize,
) -> Option<i64> {
    let mut at = from;
    for _ in 0..longest {
        match replaced_by.get(&at) {
            Some((next, _)) => at = *next,
            None => return (at != from).then_some(at),
        }
    }
    None
}

/// Each version with what it did to the one before it.
fn chain<'a>(end: &'a Response, earlier: Option<Vec<(&'a Response, RelationKind)>>) -> Chain<'a> {
    let mut earlier = earlier.unwrap_or_default();
    earlier.sort_by_key(|(version, _)| (version.counts_from(), version.id));
    let mut versions = Vec::with_capacity(earlier.len() + 1);
    let mut done = None;
    for (version, replaced_how) in earlier {
        versions.push((version, done));
        // What a mail calls a correction is the final text when the version before it was provisional.
        let finalises = version.standing == Standing::Provisional;
        done = Some(if finalises {
            RelationKind::Finalises
        } else {
            replaced_how
        });
    }
    if end.standing == Standing::Provisional && done == Some(RelationKind::Finalises) {
        done = Some(RelationKind::Corrects);
    }
    versions.push((end, done));
    Chain { versions }
}
