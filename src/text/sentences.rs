//! Danish sentences, for marking by keyboard and for counting agreement.

use super::{Span, paragraphs};

/// Words that end with a full stop and seldom end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "f.eks",
    "fx",
    "bl.a",
    "dvs",
    "d.v.s",
    "kr",
    "nr",
    "jf",
    "jvf",
    "m.m",
    "m.fl",
    "m.v",
    "mv",
    "mm",
    "pkt",
    "dr",
    "d",
    "kl",
    "ca",
    "cirka",
    "s",
    "stk",
    "st",
    "pct",
    "mio",
    "mia",
    "mrd",
    "tlf",
    "tel",
    "art",
    "bd",
    "cpr",
    "cvr",
    "ean",
    "evt",
    "fhv",
    "fmd",
    "fr",
    "frk",
    "hr",
    "inkl",
    "ekskl",
    "iht",
    "ift",
    "ifm",
    "jr",
    "kap",
    "lb",
    "litr",
    "maks",
    "maj",
    "min",
    "mht",
    "ml",
    "nuv",
    "o.a",
    "o.l",
    "osv",
    "o.s.v",
    "pga",
    "p.g.a",
    "pt",
    "p.t",
    "pr",
    "prof",
    "red",
    "ref",
    "resp",
    "sml",
    "stud",
    "cand",
    "mag",
    "pæd",
    "psych",
    "jur",
    "med",
    "sct",
    "skt",
    "t.o.m",
    "tidl",
    "udg",
    "vedr",
    "vs",
    "afs",
    "afd",
    "alm",
    "ang",
    "ank",
    "ass",
    "dir",
    "eksp",
    "e.kr",
    "f.kr",
    "fork",
    "gl",
    "hhv",
    "if",
    "ii",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "okt",
    "nov",
    "dec",
    "man",
    "tir",
    "tirs",
    "ons",
    "tor",
    "tors",
    "fre",
    "lør",
    "søn",
    "ph",
    "bemærkn",
    "forts",
    "henv",
    "sagsnr",
    "journalnr",
    "j.nr",
    "reg.nr",
    "ekskl",
    "årg",
    "medd",
    "gnsn",
    "pers",
    "spec",
    "sek",
    "div",
    "ent",
    "bet",
    "betegn",
    "eks",
    "i.e",
    "e.g",
    "a.d",
    "o.m.a",
    "m.h.t",
    "i.f.t",
    "i.f.m",
    "th",
    "tv",
    "mf",
];

/// Abbreviations that do end a sentence when a capital follows.
const MAY_END: &[&str] = &[
    "m.m", "m.fl", "m.v", "mv", "mm", "osv", "o.s.v", "o.l", "o.a", "kr", "pct", "o.m.a", "mio",
    "mia", "mrd", "min", "maj", "med", "if", "art", "man", "st", "t.h", "min", "sek",
];

/// The sentences of a normalised text, paragraph by paragraph; white space between them belongs to none.
#[must_use]
pub fn sentences(text: &str) -> Vec<Span> {
    let letters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    for paragraph in paragraphs(text) {
        split(&letters, paragraph, &mut found);
    }
    found
}

fn split(letters: &[char], paragraph: Span, found: &mut Vec<Span>) {
    let mut start = paragraph.start;
    let mut at = paragraph.start;
    while at < paragraph.end {
        let mut end = at + 1;
        if matches!(letters[at], '.' | '!' | '?' | '…') {
            while end < paragraph.end
                && matches!(
                    letters[end],
                    '.' | '!' | '?' | '…' | '"' | '”' | '’' | '»' | '«' | '\'' | ')' | ']' | '“'
                )
            {
                end += 1;
            }
            if ends_sentence(letters, start, at, end, paragraph.end) {
                push(letters, start, end, found);
                start = end;
            }
        } else if letters[at] == '\n' && breaks_line(letters, start, at, paragraph) {
            push(letters, start, at, found);
            start = end;
        }
        at = end;
    }
    push(letters, start, paragraph.end, found);
}

fn push(letters: &[char], mut start: usize, mut end: usize, found: &mut Vec<Span>) {
    while start < end && letters[start].is_whitespace() {
        start += 1;
    }
    while end > start && letters[end - 1].is_whitespace() {
        end -= 1;
    }
    if start < end {
        found.push(Span::new(start, end));
    }
}

/// Whether the stop at `at` (with closing marks up to `end`) ends the sentence that began at `start`.
fn ends_sentence(letters: &[char], start: usize, at: usize, end: usize, limit: usize) -> bool {
    if end >= limit {
        return true;
    }
    if !letters[end].is_whitespace() {
        return false;
    }
    let next = letters[end..limit]
        .iter()
        .copied()
        .find(|letter| !letter.is_whitespace());
    let Some(next) = next else { return true };
    if next.is_lowercase() {
        return false;
    }
    if letters[at] != '.' || end > at + 1 {
        return true;
    }
    let mut word_start = at;
    while word_start > start
        && (letters[word_start - 1].is_alphanumeric() || letters[word_start - 1] == '.')
    {
        word_start -= 1;
    }
    let word: String = letters[word_start..at]
        .iter()
        .collect::<String>()
        .to_lowercase();
    let capital = next.is_uppercase();
    if !word.is_empty() && word.chars().all(|letter| letter.is_ascii_digit()) {
        // An ordinal or the day of a date: "den 19. september", "4. oktober"; "i 2022. Vi" ends one.
        return capital
            && (word.len() >= 3 || !heads_line(letters, start, word_start))
            && word.len() > 2;
    }
    if word.chars().count() == 1 && letters[word_start].is_uppercase() {
        return false;
    }
    if MAY_END.contains(&word.as_str()) {
        return capital;
    }
    !ABBREVIATIONS.contains(&word.as_str())
}

/// Whether nothing but white space stands before a place in its line.
fn heads_line(letters: &[char], start: usize, at: usize) -> bool {
    letters[start..at]
        .iter()
        .rev()
        .take_while(|letter| **letter != '\n')
        .all(|letter| letter.is_whitespace())
}

/// Whether a line break inside a paragraph parts two sentences: a short line (heading, greeting, address) or a list item follows.
fn breaks_line(letters: &[char], start: usize, at: usize, paragraph: Span) -> bool {
    let line = letters[start..at]
        .iter()
        .rev()
        .take_while(|letter| **letter != '\n')
        .count();
    let rest: Vec<char> = letters[at + 1..paragraph.end]
        .iter()
        .copied()
        .take(4)
        .collect();
    let item = matches!(rest.first(), Some('-' | '–' | '•' | '*'))
        && rest.get(1).is_some_and(|letter| letter.is_whitespace());
    item || (line < 45
        && rest
            .first()
            .is_some_and(|letter| letter.is_uppercase() || letter.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::slice;

    fn split_up(text: &str) -> Vec<&str> {
        sentences(text)
            .into_iter()
            .filter_map(|span| slice(text, span))
            .collect()
    }

    #[test]
    fn abbreviations_dates_and_initials_end_nothing() {
        assert_eq!(
            split_up(
                "Det koster f.eks. 4.200.000 kr. om året, jf. pkt. 3. Vi mødes den 19. september kl. 9.30. Spørg J. P. Høeg, dr. med. Og så?"
            ),
            vec![
                "Det koster f.eks. 4.200.000 kr. om året, jf. pkt. 3. Vi mødes den 19. september kl. 9.30.",
                "Spørg J. P. Høeg, dr. med.",
                "Og så?"
            ]
        );
    }

    #[test]
    fn closing_marks_belong_to_the_sentence() {
        assert_eq!(
            split_up("Han sagde: »Nej!« Så gik han.\n\nNy"),
            vec!["Han sagde: »Nej!«", "Så gik han.", "Ny"]
        );
    }

    #[test]
    fn a_greeting_keeps_its_lines_apart() {
        assert_eq!(
            split_up("Med venlig hilsen\nEva Sø\nFormand"),
            vec!["Med venlig hilsen", "Eva Sø", "Formand"]
        );
    }
}
