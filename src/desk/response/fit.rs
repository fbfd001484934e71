//! What each kind of proposal has beside *Godkend* and *Afvis*: other words on the buttons, another button, the fields of *Ret*.

use super::proposals::{EditView, ProposalView, evidence};
use super::state::relation_text;
use super::told::kinds;
use crate::response::{Proposal, Proposed, Relation, RelationKind};
use crate::templates::words::copenhagen;
use crate::templates::{Choice, Words};

/// What the later of two does instead of what is proposed.
pub(super) fn instead(words: &Words, one: &Relation) -> EditView {
    let mut choices = kinds(words);
    for choice in &mut choices {
        choice.checked = choice.value == one.kind.as_str();
    }
    EditView {
        id: format!("r{}-kind", one.id),
        name: "kind",
        label: words.text("relation-kind", &[]),
        kind: "select",
        value: relation_text(words, one.kind, false),
        choices,
    }
}

/// The buttons and fields that a kind of proposal has beside *Godkend* and *Afvis*. `number` is that of the other response.
#[expect(clippy::too_many_lines, reason = "one arm for each kind")]
pub(super) fn fit(
    view: &mut ProposalView,
    words: &Words,
    (one, what): (&Proposal, &Proposed),
    (here, number): (&str, String),
) {
    let field = |name: &'static str, key: &str, kind: &'static str, value: String| EditView {
        id: format!("f{}-{name}", one.id),
        name,
        label: words.text(key, &[]),
        kind,
        value,
        choices: Vec::new(),
    };
    match what {
        Proposed::Content { .. } => {
            view.reject_text = words.text("desk-has-remarks", &[]);
        }
        Proposed::Standing { body, on } => {
            let (body, on) = (body.clone(), on.map(|on| on.to_string()));
            view.edit = vec![
                field("body", "proposal-body", "text", body.unwrap_or_default()),
                field("on", "proposal-on", "date", on.unwrap_or_default()),
            ];
        }
        Proposed::Respondents { names } => {
            let lines: Vec<&str> = names.iter().map(|one| one.name.as_str()).collect();
            view.edit = vec![field("names", "proposal-names", "area", lines.join("\n"))];
        }
        Proposed::Signatures { count } => {
            view.edit = vec![field(
                "count",
                "proposal-count",
                "number",
                count.to_string(),
            )];
        }
        Proposed::Endorses { .. } => {
            view.edit = vec![field("other", "proposal-other", "text", number)];
        }
        Proposed::ReachedUs { at, .. } => {
            let local = copenhagen(*at);
            view.edit = vec![
                field(
                    "date",
                    "desk-letter-date",
                    "date",
                    local.date_naive().to_string(),
                ),
                field(
                    "time",
                    "desk-letter-time",
                    "time",
                    local.format("%H:%M").to_string(),
                ),
                field(
                    "evidence",
                    "desk-reached-evidence",
                    "text",
                    evidence(words, what, one),
                ),
            ];
        }
        Proposed::Timely { .. } => {
            let reason = evidence(words, what, one);
            view.edit = vec![field("reason", "proposal-timely-reason", "text", reason)];
        }
        Proposed::Split { .. } => {
            view.accept = format!("{here}/deling");
            view.is_page = true;
            view.accept_text = words.text("proposal-split", &[]);
            view.reject_text = words.text("proposal-one-response", &[]);
        }
        Proposed::Second => {
            view.accept_name = "som".into();
            view.accept_value = RelationKind::Corrects.to_string();
            view.accept_text = words.text("proposal-second-replaces", &[]);
            let adds = words.text("proposal-second-adds", &[]);
            view.also = Some(Choice::new(
                RelationKind::Supplements.as_str(),
                &adds,
                false,
            ));
            view.reject_text = words.text("proposal-second-beside", &[]);
        }
    }
}
