//! Every response and every mail accounted for. A release whose ledger does not balance cannot be made.

use serde::{Deserialize, Serialize};

use super::projection::{Row, Status};
use crate::response::State;

/// What became of the responses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// Counted by the database itself, apart from the list of rows.
    pub received: usize,
    pub full: usize,
    pub partly: usize,
    pub withheld: usize,
    pub not_yet_published: usize,
    pub superseded: usize,
    pub withdrawn: usize,
    pub duplicate: usize,
    pub not_a_response: usize,
    /// Part of another response. Releases from before there was such a thing have none.
    #[serde(default)]
    pub merged: usize,
}

impl Ledger {
    /// Adds up what the compilation shows and what the database says of the rest.
    #[must_use]
    pub fn new(received: usize, rows: &[Row], states: &[State]) -> Self {
        let shown = |status: Status| rows.iter().filter(|row| row.status == status).count();
        let counted = |state: State| states.iter().filter(|found| **found == state).count();
        Self {
            received,
            full: shown(Status::Full),
            partly: shown(Status::Partly),
            withheld: shown(Status::Withheld),
            not_yet_published: shown(Status::NotYet),
            withdrawn: shown(Status::Withdrawn),
            superseded: counted(State::Superseded),
            duplicate: counted(State::Duplicate),
            not_a_response: counted(State::NotAResponse),
            merged: counted(State::Merged),
        }
    }

    /// How many the parts come to.
    #[must_use]
    pub fn sum(&self) -> usize {
        self.published()
            + self.withheld
            + self.not_yet_published
            + self.superseded
            + self.withdrawn
            + self.duplicate
            + self.not_a_response
            + self.merged
    }

    /// In full or in part.
    #[must_use]
    pub fn published(&self) -> usize {
        self.full + self.partly
    }

    #[must_use]
    pub fn balances(&self) -> bool {
        self.received == self.sum()
    }
}

/// What became of the mails.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailLedger {
    pub seen: usize,
    pub places: Vec<Place>,
}

/// How many mails have this place (`response`, `machine` …).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub place: String,
    pub mails: usize,
}

impl MailLedger {
    #[must_use]
    pub fn balances(&self) -> bool {
        self.seen == self.places.iter().map(|place| place.mails).sum::<usize>()
    }

    /// Mails in one of these places.
    #[must_use]
    pub fn in_places(&self, wanted: &[&str]) -> usize {
        self.places
            .iter()
            .filter(|place| wanted.contains(&place.place.as_str()))
            .map(|place| place.mails)
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_that_is_nowhere_unbalances_the_ledger() {
        let states = [State::Current, State::Superseded];
        let ledger = Ledger::new(2, &[], &states);
        assert!(!ledger.balances(), "the current one has no row");
        assert!(Ledger::new(1, &[], &[State::Duplicate]).balances());
    }

    #[test]
    fn mails_are_counted_twice_by_different_ways() {
        let mut mails = MailLedger {
            seen: 3,
            places: vec![Place {
                place: "response".into(),
                mails: 2,
            }],
        };
        assert!(!mails.balances());
        mails.places.push(Place {
            place: "spam".into(),
            mails: 1,
        });
        assert!(mails.balances());
        assert_eq!(mails.in_places(&["spam", "machine"]), 1);
    }
}
