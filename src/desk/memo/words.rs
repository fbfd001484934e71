//! What places, dispositions and states are called.

use super::load::Memo;
use crate::hearing::Theme;
use crate::memo::{MemoError, PointState, Section};
use crate::response::State;
use crate::templates::{Choice, Words};

/// The key of a state's words.
pub(super) const fn state_key(state: PointState) -> &'static str {
    match state {
        PointState::Draft => "memo-state-draft",
        PointState::ForComment => "memo-state-for-comment",
        PointState::Agreed => "memo-state-agreed",
    }
}

/// Why a response no longer counts; nothing for one that does.
pub(super) const fn gone_key(state: State) -> Option<&'static str> {
    match state {
        State::Current => None,
        State::Superseded => Some("memo-gone-superseded"),
        State::Withdrawn => Some("memo-gone-withdrawn"),
        State::Duplicate => Some("memo-gone-duplicate"),
        State::NotAResponse => Some("memo-gone-no-response"),
        State::Merged => Some("memo-gone-merged"),
    }
}

/// A section as a form's value: `general`, `other` or the theme's id.
pub(super) fn section_value(section: Section) -> String {
    match section {
        Section::General => "general".into(),
        Section::Theme(id) => id.to_string(),
        Section::Other => "other".into(),
    }
}

/// The section of a form's value.
pub(super) fn section_of(value: &str) -> Option<Section> {
    match value {
        "general" => Some(Section::General),
        "other" => Some(Section::Other),
        id => id.parse().ok().map(Section::Theme),
    }
}

impl Memo {
    /// A section's heading.
    pub(super) fn section_title(&self, words: &Words, section: Section) -> String {
        let title = match section {
            Section::General => None,
            Section::Theme(id) => self.trees.iter().find_map(|tree| tree.find(id)),
            Section::Other => return words.text("memo-other", &[]),
        };
        title.map_or_else(
            || words.text("memo-general", &[]),
            |theme| theme.title.clone(),
        )
    }

    /// A section's heading, with the theme's number.
    pub(super) fn section_label(&self, words: &Words, section: Section) -> String {
        let theme = match section {
            Section::Theme(id) => self.trees.iter().find_map(|tree| tree.find(id)),
            Section::General | Section::Other => None,
        };
        theme.map_or_else(|| self.section_title(words, section), Theme::label)
    }

    /// Every section to choose from.
    pub(super) fn section_choices(&self, words: &Words, chosen: Section) -> Vec<Choice> {
        crate::memo::sections(&self.trees)
            .into_iter()
            .map(|section| {
                let label = self.section_label(words, section);
                Choice::new(&section_value(section), &label, section == chosen)
            })
            .collect()
    }
}

/// Why something was not done, in words.
pub(super) fn refusal(words: &Words, error: &MemoError, who: &str) -> Option<String> {
    let text = |key: &str| Some(words.text(key, &[]));
    match error {
        MemoError::NoRemark => text("memo-no-remark"),
        MemoError::TooLong(limit) => Some(words.text("memo-too-long", &[("n", (*limit).into())])),
        MemoError::NoTheme => text("memo-no-theme"),
        MemoError::NoDepartment => text("memo-no-department"),
        MemoError::NoPerson => text("memo-no-person"),
        MemoError::NotReady => text("memo-not-ready"),
        MemoError::Held(_) => Some(words.text("memo-held", &[("who", who.into())])),
        MemoError::Changed => text("memo-changed"),
        MemoError::NoSource => text("memo-no-source"),
        MemoError::NoReference(name) => {
            Some(words.text("memo-no-reference", &[("name", name.as_str().into())]))
        }
        MemoError::Withdrawn(name) => {
            Some(words.text("memo-withdrawn", &[("name", name.as_str().into())]))
        }
        MemoError::NoVersion => text("memo-no-version"),
        MemoError::Empty => text("memo-publish-empty"),
        MemoError::Open(n) => Some(words.text("memo-publish-open", &[("n", (*n).into())])),
        MemoError::Database(_) => None,
    }
}
