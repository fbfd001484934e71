//! Which responses a cell of *Fremsat af* names.

use super::compare::Here;
use super::read::plain;
use crate::memo::Line;
use crate::response::State;

/// What was found, and why something was not.
pub(super) struct Labels {
    pub(super) found: Vec<String>,
    pub(super) wrong: Vec<String>,
}

/// The responses and notes of a cell. A line that stood there before is what it was; of another, each part between commas begins with a
/// reference or receipt number, or is more of a name that has a comma in it.
pub(super) fn labels_of(here: &Here<'_>, text: &str, line: &Line) -> Labels {
    let mut labels = Labels {
        found: Vec::new(),
        wrong: Vec::new(),
    };
    for said in text.lines().map(plain).filter(|it| !it.is_empty()) {
        let known = line.from.iter().position(|it| plain(it) == said);
        match known.and_then(|at| line.labels.get(at)) {
            Some(label) => labels.found.push(in_force(here, label)),
            None => parts(here, &said, &mut labels),
        }
    }
    labels
}

fn in_force(here: &Here<'_>, label: &str) -> String {
    let voice = here.memo.voices.named(label);
    voice.map_or_else(|| label.to_owned(), |voice| voice.label().to_owned())
}

fn parts(here: &Here<'_>, said: &str, labels: &mut Labels) {
    let said = said.replace(" og ", ", ");
    for (at, part) in said.split([',', ';']).map(str::trim).enumerate() {
        let Some(name) = part.split_whitespace().next() else {
            continue;
        };
        let name = name
            .trim_end_matches([':', '.', ')'])
            .trim_start_matches('(');
        match here.memo.voices.named(name) {
            Some(voice) if voice.state == State::Current => {
                labels.found.push(voice.label().to_owned());
            }
            Some(voice) => labels
                .wrong
                .push(here.say("memo-withdrawn", "name", voice.label())),
            None if at == 0 || is_reference(name) => {
                let name: String = name.chars().take(40).collect();
                labels
                    .wrong
                    .push(here.say("memo-no-reference", "name", &name));
            }
            None => {}
        }
    }
}

/// *A3*, *AB12*: what looks like a reference.
pub(in crate::desk::memo) fn is_reference(word: &str) -> bool {
    let letters = word.chars().take_while(|it| it.is_uppercase()).count();
    let rest: Vec<char> = word.chars().skip(letters).collect();
    (1..=2).contains(&letters)
        && (1..=4).contains(&rest.len())
        && rest.iter().all(char::is_ascii_digit)
}
