//! The appendix of the PDF: notes from meetings, as the page has them.

use super::pages;
use super::pdf::{Note, NoteQuestion, NoteRound, ThemeNumber};
use super::projection::Overview;
use super::public::notes;
use super::typeset::style;
use crate::templates::Words;

/// The notes by meeting and question.
pub(super) fn notes(words: &Words, overview: &Overview) -> Vec<NoteRound> {
    let rounds = notes::notes(words, overview).map(|notes| notes.rounds);
    let note = |one: pages::PublicNote| Note {
        text: one.text,
        group: one.grouping,
        themes: one
            .themes
            .into_iter()
            .map(|chip| ThemeNumber {
                number: chip.label,
                style: style(usize::from(chip.track).saturating_sub(1)),
            })
            .collect(),
    };
    rounds
        .unwrap_or_default()
        .into_iter()
        .map(|round| NoteRound {
            title: round.title,
            questions: round
                .questions
                .into_iter()
                .map(|asked| NoteQuestion {
                    question: asked.question,
                    notes: asked.notes.into_iter().map(note).collect(),
                })
                .collect(),
        })
        .collect()
}
