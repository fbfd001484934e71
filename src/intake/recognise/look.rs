//! One response, looked at: its texts in, what they say out. No database.

use chrono::NaiveDate;

use super::content::{self, Endorsed};
use super::joint::{self, Named};
use super::phrase::{Sentence, sentences_of};
use super::standing::{self, Approved, Awaits};
use super::{letter, petition, replaces};
use crate::response::{Part, PartState, Role, TextVersion};
use crate::text::{RangeKind, without};

/// A part with the sender's own text of it.
pub(super) struct Said<'a> {
    pub(super) part: &'a Part,
    pub(super) text: String,
}

/// What is known of the response around its texts.
pub(super) struct Around<'a> {
    pub(super) arrived: NaiveDate,
    pub(super) subject: &'a str,
    /// The sender's organisation.
    pub(super) own: Option<&'a str>,
    /// The list of consultees.
    pub(super) consultees: &'a [(i64, &'a str)],
    /// Others who have answered.
    pub(super) others: &'a [&'a str],
    /// The authority, which letters are addressed to.
    pub(super) ours: &'a str,
}

/// What a response says.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) awaits: Option<Awaits>,
    pub(super) approved: Option<Approved>,
    pub(super) no_remarks: Option<String>,
    pub(super) endorses: Option<Endorsed>,
    pub(super) signatures: Option<(i32, String)>,
    pub(super) together: Option<(Vec<Named>, String)>,
    pub(super) replaces: Option<String>,
    /// Letters of different senders, and the sentence that speaks of several responses.
    pub(super) letters: Vec<(i64, String)>,
    pub(super) several: Option<String>,
    /// Nothing but a short note: no letter, few words.
    pub(super) is_note: bool,
}

/// What is no word of the sender's.
const NOT_OWN: [RangeKind; 6] = [
    RangeKind::Quote,
    RangeKind::Disclaimer,
    RangeKind::ForwardHeader,
    RangeKind::PageHeader,
    RangeKind::PageFooter,
    RangeKind::ClientFooter,
];
/// A mail up to this long, in characters, can be a note about another.
const NOTE: usize = 900;
/// Texts are looked at up to here; what a response says of itself stands at its beginning or its end.
const LONGEST: usize = 200_000;

/// The sender's own text of each part that is the response itself.
pub(super) fn own<'a>(parts: &'a [Part], texts: &[TextVersion]) -> Vec<Said<'a>> {
    parts
        .iter()
        .filter(|part| matches!(part.role, Role::Body | Role::Letter))
        .filter_map(|part| {
            let version = texts.iter().find(|text| Some(text.id) == part.text_id)?;
            let apart: Vec<_> = version
                .marked()
                .into_iter()
                .filter(|range| NOT_OWN.contains(&range.kind))
                .collect();
            let mut text = without(&version.text, &apart);
            if text.len() > LONGEST {
                text = text.chars().take(LONGEST).collect();
            }
            Some(Said { part, text })
        })
        .collect()
}

/// Looks at a response.
pub(super) fn look(parts: &[Part], said: &[Said<'_>], around: &Around<'_>) -> Found {
    let sentences: Vec<Sentence> = said
        .iter()
        .flat_map(|one| sentences_of(&one.text))
        .collect();
    let length: usize = said.iter().map(|one| one.text.chars().count()).sum();
    let files = |part: &&Part| matches!(part.role, Role::Letter | Role::Appendix);
    let unread = parts
        .iter()
        .filter(files)
        .any(|part| part.state != PartState::Text);
    let reply = {
        let lower = around.subject.trim_start().to_lowercase();
        lower.starts_with("sv:") || lower.starts_with("re:") || lower.starts_with("vs:")
    };
    let titled: Vec<Sentence> = (!reply && !around.subject.is_empty())
        .then(|| Sentence::new(around.subject))
        .into_iter()
        .chain(sentences.iter().cloned())
        .collect();
    let names: Vec<&str> = around
        .consultees
        .iter()
        .map(|(_, name)| *name)
        .chain(around.others.iter().copied())
        .collect();
    let own: Vec<&str> = around.own.into_iter().collect();
    let approved = standing::approved(&sentences);
    let awaits = standing::awaits(&titled, around.arrived);
    let no_remarks = content::no_remarks(&sentences).filter(|_| !unread);
    let several = several(&sentences);
    Found {
        awaits,
        endorses: content::endorses(&sentences, &names, &own).filter(|_| no_remarks.is_none()),
        no_remarks,
        signatures: petition::signatures(&sentences),
        together: joint::together(&titled, around.consultees, around.own)
            .filter(|_| several.is_none()),
        replaces: replaces::replaces(&sentences),
        letters: letters(said, &names, around.ours, several.is_some()),
        several,
        is_note: length <= NOTE && !parts.iter().any(|part| files(&part)),
        approved,
    }
}

/// The letters, when two or more have senders of their own.
fn letters(said: &[Said<'_>], names: &[&str], ours: &str, told: bool) -> Vec<(i64, String)> {
    let found: Vec<(i64, String)> = said
        .iter()
        .filter(|one| one.part.role == Role::Letter)
        .filter_map(|one| {
            let name = one.part.filename.as_deref();
            Some((one.part.id, letter::sender(&one.text, name, (names, ours))?))
        })
        .collect();
    let mut senders: Vec<String> = found.iter().map(|(_, name)| name.to_lowercase()).collect();
    senders.sort_unstable();
    senders.dedup();
    if senders.len() >= 2 || told && found.len() >= 2 {
        found
    } else {
        Vec::new()
    }
}

/// *Hermed sendes to høringssvar*, *registrere svarene hver for sig*
fn several(sentences: &[Sentence]) -> Option<String> {
    let says = |text: &str| {
        [
            "to høringssvar",
            "to svar",
            "tre høringssvar",
            "tre svar",
            "begge høringssvar",
            "svarene hver for sig",
            "to selvstændige",
            "svarer selvstændigt",
        ]
        .iter()
        .any(|words| text.contains(words))
    };
    sentences
        .iter()
        .find(|one| says(&one.lower))
        .map(|one| super::phrase::quoted(&one.text))
}
