//! What staff have said to the program's proposals, and what is still awaited.

use super::load::Loaded;
use super::proposals::title;
use super::told::DecidedView;
use crate::response::{ProposalState, Proposed, Respondent};
use crate::templates::Words;

/// The proposals that staff have answered, as they answered them.
pub(super) fn decided(words: &Words, it: &Loaded, here: &str) -> Vec<DecidedView> {
    let mut views = Vec::new();
    for one in &it.proposals {
        let (key, is_accepted) = match one.state {
            ProposalState::Proposed | ProposalState::Lapsed => continue,
            ProposalState::Accepted => ("proposal-accepted", true),
            ProposalState::Corrected => ("proposal-corrected", true),
            ProposalState::Rejected => ("proposal-rejected", false),
        };
        let Some(what) = one.what() else { continue };
        // What two responses are to each other, and a split, have an act of their own that takes them back.
        let another = matches!(what, Proposed::Second | Proposed::Split { .. });
        views.push(DecidedView {
            text: title(words, &what),
            verdict: words.text(key, &[]),
            reopen: (!(is_accepted && another))
                .then(|| format!("{here}/forslag/{}/fortrydelse", one.id)),
        });
    }
    views
}

/// Whose answer it joins in with, when that one has not come.
pub(super) fn awaited(words: &Words, it: &Loaded) -> Option<String> {
    it.proposals.iter().find_map(|one| {
        let is_accepted = matches!(
            one.state,
            ProposalState::Accepted | ProposalState::Corrected
        );
        match one.what() {
            Some(Proposed::Endorses { whom, .. }) if is_accepted && one.other_id.is_none() => {
                Some(words.text("desk-endorses-awaited", &[("whom", whom.into())]))
            }
            _ => None,
        }
    })
}

/// Who answers together with the first, a name a line.
pub(super) fn others(it: &Loaded) -> String {
    let names: Vec<&str> = it
        .respondents
        .iter()
        .skip(1)
        .map(Respondent::display_name)
        .collect();
    names.join("\n")
}
