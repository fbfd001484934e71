//! The notes of a release by meeting and question, as the page and the PDF show them.

use crate::publication::address;
use crate::publication::pages::{NoteQuestion, NoteRound, Notes, PublicNote};
use crate::publication::projection::{Overview, PublicInput, ThemeRef};
use crate::publication::public::marks::chips;
use crate::templates::{Link, Words};

/// Where the appendix is on the compilation's page.
const ANCHOR: &str = "noter";

/// The appendix; none without notes.
pub(in crate::publication) fn notes(words: &Words, released: &Overview) -> Option<Notes> {
    let mut rounds: Vec<NoteRound> = Vec::new();
    for note in &released.inputs {
        let title = title(words, note);
        let at = rounds.iter().position(|round| round.title == title);
        let at = at.unwrap_or_else(|| {
            rounds.push(NoteRound {
                title,
                count: 0,
                questions: Vec::new(),
            });
            rounds.len() - 1
        });
        let round = &mut rounds[at];
        round.count += 1;
        let shown = PublicNote {
            grouping: note.grouping.clone(),
            text: note.text.clone(),
            themes: chips(released, &note.themes),
        };
        let same = |one: &&mut NoteQuestion| one.question == note.question;
        match round.questions.iter_mut().find(same) {
            Some(question) => question.notes.push(shown),
            None => round.questions.push(NoteQuestion {
                question: note.question.clone(),
                notes: vec![shown],
            }),
        }
    }
    (!rounds.is_empty()).then_some(Notes {
        count: released.inputs.len(),
        rounds,
    })
}

/// *15. juni 2022 · Samtalesalon, Regionshuset*
fn title(words: &Words, note: &PublicInput) -> String {
    let when = note.held_on.map(|day| words.date(day));
    let title: Vec<String> = [when, note.format.clone()].into_iter().flatten().collect();
    match (title.is_empty(), note.place.is_empty()) {
        (true, _) => words.text("publication-notes-other", &[]),
        (false, true) => title.join(" · "),
        (false, false) => format!("{}, {}", title.join(" · "), note.place),
    }
}

/// From a theme's page to the notes that have it too; none where no note has.
pub(super) fn link(words: &Words, released: &Overview, theme: &ThemeRef) -> Option<Link> {
    let n = released
        .inputs
        .iter()
        .filter(|note| note.themes.contains(theme))
        .count();
    (n > 0).then(|| {
        let text = words.text("publication-notes-of-theme", &[("n", n.into())]);
        let compilation = address::compilation(&released.hearing.slug);
        Link::new(text, format!("{compilation}#{ANCHOR}"))
    })
}
