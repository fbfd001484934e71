//! How the desk calls states, channels and senders.

use crate::hearing::ThemeTree;
use crate::response::{Channel, Content, State, Work};
use crate::templates::{Choice, Words};

/// The words and the sign of a state of the work.
pub(in crate::desk) fn work_text(words: &Words, work: Work) -> (String, &'static str) {
    match work {
        Work::New => (words.text("desk-work-new", &[]), "ny"),
        Work::InProgress => (words.text("desk-work-in-progress", &[]), "gang"),
        Work::SecondReading => (words.text("desk-work-second-reading", &[]), "anden"),
        Work::Done => (words.text("desk-work-done", &[]), "fin"),
    }
}

pub(in crate::desk) fn channel_text(words: &Words, channel: Channel) -> String {
    match channel {
        Channel::Web => words.text("desk-channel-web", &[]),
        Channel::Mail => words.text("desk-channel-mail", &[]),
        Channel::Letter => words.text("desk-channel-letter", &[]),
        Channel::DigitalPost => words.text("desk-channel-digital-post", &[]),
        Channel::Phone => words.text("desk-channel-phone", &[]),
    }
}

/// What a response is, where it is not simply a response.
pub(in crate::desk) fn note(words: &Words, state: State, content: Content) -> Option<String> {
    match (state, content) {
        (State::Superseded, _) => Some(words.text("desk-state-superseded", &[])),
        (State::Withdrawn, _) => Some(words.text("desk-state-withdrawn", &[])),
        (State::Duplicate, _) => Some(words.text("desk-state-duplicate", &[])),
        (State::NotAResponse, _) => Some(words.text("desk-state-not-a-response", &[])),
        (State::Merged, _) => Some(words.text("desk-state-merged", &[])),
        (State::Current, Content::NoRemarks) => Some(words.text("desk-content-no-remarks", &[])),
        (State::Current, Content::Endorses) => Some(words.text("desk-content-endorses", &[])),
        (State::Current, Content::Remarks) => None,
    }
}

/// The name of who answers, as staff see it.
pub(in crate::desk) fn who(words: &Words, name: &str) -> String {
    if name.trim().is_empty() {
        words.text("desk-unknown-sender", &[])
    } else {
        name.to_owned()
    }
}

/// Themes that can be tagged with, to choose from.
pub(in crate::desk) fn theme_choices(frames: &[ThemeTree], chosen: &str) -> Vec<Choice> {
    frames
        .iter()
        .flat_map(ThemeTree::leaves)
        .map(|theme| {
            let id = theme.id.to_string();
            let checked = id == chosen;
            Choice::new(&id, &theme.label(), checked)
        })
        .collect()
}
