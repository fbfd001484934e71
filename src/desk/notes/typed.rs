//! What people type here: a list of notes, themes by number or title, a round with one of its questions.

use crate::hearing::{Theme, ThemeTree};
use crate::input::{InputError, Workshop};
use crate::templates::Words;
use crate::text::{is_item, normalize};

/// The notes of a pasted text. With empty lines in it each paragraph is a note, and in a paragraph each item of a list; without them each line
/// is one. The marks of a list are taken off.
pub(super) fn notes_in(pasted: &str) -> Vec<String> {
    let pasted = normalize(pasted);
    let lines: Vec<&str> = pasted.trim().lines().map(str::trim).collect();
    let paragraphs = lines.iter().any(|line| line.is_empty());
    let listed = lines.iter().filter(|line| is_item(line)).count() > 1;
    let mut notes: Vec<String> = Vec::new();
    let mut open = false;
    for line in lines {
        if line.is_empty() {
            open = false;
            continue;
        }
        let item = listed && is_item(line);
        let words = if item { without_mark(line) } else { line };
        match notes.last_mut() {
            Some(last) if open && paragraphs && !item => {
                last.push('\n');
                last.push_str(words);
            }
            _ => notes.push(words.to_owned()),
        }
        open = true;
    }
    notes.retain(|note| !note.trim().is_empty());
    notes
}

/// *- note* and *1. note* without their mark.
fn without_mark(line: &str) -> &str {
    let rest = line.trim_start_matches(|letter: char| {
        letter.is_ascii_digit() || "-–•·*▪◦○●‣(".contains(letter)
    });
    let rest = rest.strip_prefix(['.', ')']).unwrap_or(rest);
    rest.trim_start()
}

/// The themes that somebody typed: *6, 8*, a title, or what is offered while typing (*6 Medansvar*). A number is one of the first frame that
/// has it.
///
/// # Errors
/// The first that is none.
pub(super) fn themes_in(trees: &[ThemeTree], typed: &str) -> Result<Vec<i64>, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    if let Some(whole) = theme(trees, typed) {
        return Ok(vec![whole]);
    }
    let numbers = typed.split(|letter: char| letter.is_whitespace() || ",;".contains(letter));
    let numbers: Vec<&str> = numbers.filter(|one| !one.is_empty()).collect();
    let pieces: Vec<&str> = if numbers.iter().all(|one| one.parse::<i32>().is_ok()) {
        numbers
    } else {
        let pieces = typed.split([',', ';']).map(str::trim);
        pieces.filter(|one| !one.is_empty()).collect()
    };
    let mut found = Vec::new();
    for piece in pieces {
        let none = || piece.chars().take(60).collect::<String>();
        let theme = theme(trees, piece).ok_or_else(none)?;
        if !found.contains(&theme) {
            found.push(theme);
        }
    }
    Ok(found)
}

/// A number, a label, a title, or the beginning of one title and no other.
fn theme(trees: &[ThemeTree], typed: &str) -> Option<i64> {
    let leaves = || trees.iter().flat_map(ThemeTree::leaves);
    if let Ok(number) = typed.parse::<i32>() {
        return leaves()
            .find(|theme| theme.number == Some(number))
            .map(|theme| theme.id);
    }
    let wanted = typed.to_lowercase();
    let says = |theme: &&Theme| {
        theme.label().to_lowercase() == wanted || theme.title.to_lowercase() == wanted
    };
    if let Some(theme) = leaves().find(says) {
        return Some(theme.id);
    }
    let mut beginning = leaves().filter(|theme| theme.title.to_lowercase().starts_with(&wanted));
    let first = beginning.next()?;
    beginning.next().is_none().then_some(first.id)
}

/// A round with one of its questions as a form has it: `12:0`, `12:` without one.
pub(super) fn place_value(workshop: i64, question: Option<usize>) -> String {
    let question = question.map(|at| at.to_string()).unwrap_or_default();
    format!("{workshop}:{question}")
}

/// The round and the words of the question.
pub(super) fn place(workshops: &[Workshop], value: &str) -> (Option<i64>, String) {
    let (id, question) = value.split_once(':').unwrap_or((value, ""));
    let workshop = workshops.iter().find(|one| id.parse() == Ok(one.id));
    let question = workshop
        .zip(question.parse::<usize>().ok())
        .and_then(|(one, at)| one.questions.get(at).cloned());
    // One of another hearing is refused when it is written.
    let id = workshop.map(|one| one.id).or_else(|| id.parse().ok());
    (id, question.unwrap_or_default())
}

/// Why something was not done, in words; nothing for what is no matter of the form.
pub(super) fn refusal(words: &Words, error: &InputError) -> Option<String> {
    let text = |key: &str| Some(words.text(key, &[]));
    match error {
        InputError::NoText => text("input-no-text"),
        InputError::TooLong(limit) => Some(words.text("input-too-long", &[("n", (*limit).into())])),
        InputError::TooMany(limit) => Some(words.text("input-too-many", &[("n", (*limit).into())])),
        InputError::NoWorkshop => text("input-gone-workshop"),
        InputError::NoTheme => text("input-gone-theme"),
        InputError::Changed => text("input-changed"),
        InputError::NoFormat => text("input-no-format"),
        InputError::Exists => text("input-exists"),
        InputError::InUse(n) => Some(words.text("input-in-use", &[("n", (*n).into())])),
        InputError::Database(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{notes_in, place_value};

    #[test]
    fn a_pasted_list_is_a_note_a_line_and_a_pasted_text_one_a_paragraph() {
        assert_eq!(
            notes_in("Flere frivillige\nMere tid\r\n"),
            ["Flere frivillige", "Mere tid"]
        );
        assert_eq!(
            notes_in("- Flere\n- Mere tid\n• Ro"),
            ["Flere", "Mere tid", "Ro"]
        );
        assert_eq!(notes_in("1. Flere\n2) Mere"), ["Flere", "Mere"]);
        assert_eq!(
            notes_in("Et afsnit\nover to linjer.\n\nEt til."),
            ["Et afsnit\nover to linjer.", "Et til."]
        );
        assert_eq!(notes_in("- A\nog mere\n- B\n\nC"), ["A\nog mere", "B", "C"]);
        assert_eq!(
            notes_in("3. sektor skal med"),
            ["3. sektor skal med"],
            "one alone is no list"
        );
        assert_eq!(notes_in(" \n \n"), Vec::<String>::new());
    }

    #[test]
    fn a_round_has_a_value_with_and_without_a_question() {
        assert_eq!(place_value(12, Some(0)), "12:0");
        assert_eq!(place_value(12, None), "12:");
    }
}
