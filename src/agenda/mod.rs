//! What a meeting gets before it: the proposal that it decides on, and the packages that were made for it.
//!
//! Every version of a proposal is kept. A package is an event that never changes: who made it, when, from which release, proposal and versions
//! of the memo's points, and the file itself. From that an addendum knows what came later.

mod package;
mod proposal;

use chrono::{Days, NaiveDate};

use crate::hearing::Meeting;

pub use package::{
    Kind, NewPackage, Package, Points, has_package, package, packages_of, record_package,
};
pub use proposal::{
    Content, LINE_CHARACTERS, Proposal, ProposalError, TEXT_CHARACTERS, proposal_of, proposals_of,
    save_proposal,
};

/// Days before a meeting on which its material is due, where nobody has named the day.
pub const DAYS_BEFORE: u64 = 7;

/// The day on which a meeting's material is due.
#[must_use]
pub fn due_on(meeting: &Meeting) -> NaiveDate {
    let before = || meeting.held_on.checked_sub_days(Days::new(DAYS_BEFORE));
    meeting
        .material_due
        .or_else(before)
        .unwrap_or(meeting.held_on)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn material_is_due_a_week_before_unless_a_day_is_named() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let meeting = |due: Option<&str>| Meeting {
            id: 1,
            body: "Regionsrådet".into(),
            held_on: day("2023-12-20"),
            material_due: due.map(day),
            decides: true,
        };
        assert_eq!(due_on(&meeting(None)), day("2023-12-13"));
        assert_eq!(due_on(&meeting(Some("2023-12-06"))), day("2023-12-06"));
    }
}
