//! Postal addresses: a street and a number, with floor and town where they follow.
//!
//! A street is known by its ending (*-vej, -gade, -vænget*), or any capitalised name when a postcode and a town follow.

use std::sync::LazyLock;

use regex::Regex;

use super::letters::Letters;
use super::{Found, Kind};

const ENDINGS: &str = "vej|vejen|gade|gaden|gård|gården|gårde|allé|alle|allé|alléen|vænge|vænget|stræde|strædet|plads|pladsen|torv|torvet|have|haven|\
    park|parken|bakke|bakken|bakkerne|toft|toften|tofte|mark|marken|boulevard|boulevarden|sti|stien|skov|skoven|lund|lunden|eng|engen|høj|høje|\
    højen|kær|kæret|dal|dalen|ager|ageren|kaj|kajen|bro|broen|strand|stranden|kvarter|kvarteret|svinget|krogen|ringen|løkken|hegnet|skrænten|\
    skellet|sø|søen|å|åen|havn|havnen|brink|brinken|leddet|passagen|parkvej|agre|åsen|næs|næsset|gærdet|hjørnet|diget|kilden|vang|vangen";

/// `2. tv.`, `st. th`, `1. sal, dør 3`.
const FLOOR: &str = r"(?:,?[\ ](?:(?:st|kl|kld|stuen)\b\.?|[0-9]{1,2}(?:\.|[\ ]sal\b))(?:[\ ]?sal\b)?(?:,?[\ ]?(?:tv|th|mf|t\.v|t\.h|m\.f)\b|,?[\ ]dør[\ ]?[0-9]{1,4}|,[\ ][0-9]{1,3}\b)?\.?)?";
const TOWN: &str = r"\s*[,/|.;-]?\s*(?:\p{Lu}[\p{L}\ ]{2,30},\s*)?(?:DK[\ -]?)?[1-9][0-9]{3},?\s{1,2}[\p{Lu}][\p{L}-]+(?:\ (?:\p{Lu}[\p{L}-]*|i\ \p{Lu}[\p{L}-]*))?";
const NUMBER: &str = r"[\ ]{1,2}(?:nr\.?[\ ])?[0-9]{1,3}(?:[\ ]?[A-ZÆØÅ]|[a-zæøå])?(?:[\ ]?-[\ ]?[0-9]{1,3}[A-Za-z]?)?\b";

static WITH_ENDING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let name = r"(?:\b[\p{Lu}][\p{L}.'-]*[\ ]){0,3}";
    Regex::new(&format!(
        r"{name}\b[\p{{L}}'-]+?(?i:{ENDINGS})(?:[\ ](?:Nord|Syd|Øst|Vest))?{NUMBER}(?i:{FLOOR})(?P<town>{TOWN})?"
    ))
    .ok()
});

static WITH_TOWN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"\b\p{{Lu}}[\p{{L}}.'-]+(?:[\ ][\p{{L}}.'-]+){{0,3}}{NUMBER}(?i:{FLOOR})(?P<town>{TOWN})"
    ))
    .ok()
});

/// Streets whose kind is a word of its own, after one name or more: *Peder Skrams Gade 11*.
static IN_WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?:\b\p{{Lu}}[\p{{L}}.'-]*[\ ]){{1,3}}(?:Vej|Gade|Torv|Plads|All[eé]|Boulevard|Stræde|Vænge|Park|Have|Kaj|Bro|Havn|Strand|Bakke)(?:[\ ](?:Nord|Syd|Øst|Vest))?{NUMBER}(?i:{FLOOR})(?P<town>{TOWN})?"
    ))
    .ok()
});

/// Words with such an ending that are no streets.
const OTHERS: [&str; 13] = [
    "danmark",
    "landbrug",
    "opgave",
    "udgave",
    "undervejs",
    "skandal",
    "aftale",
    "samtale",
    "tilgang",
    "marked",
    "omegn",
    "friplads",
    "arbejdsplads",
];

/// The stretches of a text, as bytes, that can hold an address: lines with a digit, with nothing but empty lines between them.
fn stretches(text: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    let mut open = false;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        if line.bytes().any(|byte| byte.is_ascii_digit()) {
            match found.last_mut().filter(|_| open) {
                Some(last) => last.1 = end,
                None => found.push((at, end)),
            }
            open = true;
        } else if !line.trim().is_empty() {
            open = false;
        }
        at = end;
    }
    found
}

pub(super) fn find(letters: &Letters) -> Vec<Found> {
    let mut found = Vec::new();
    for (start, end) in stretches(&letters.text) {
        found.extend(within(letters, (start, end)));
    }
    found
}

fn within(letters: &Letters, (start, end): (usize, usize)) -> Vec<Found> {
    let mut found = Vec::new();
    let text = &letters.text[start..end];
    if let Some(pattern) = WITH_ENDING.as_ref() {
        for hit in pattern.captures_iter(text) {
            let Some(all) = hit.get(0) else { continue };
            let whole = hit.name("town").is_some();
            let street = all.as_str();
            let capital = street.starts_with(char::is_uppercase);
            let other = OTHERS
                .iter()
                .any(|word| street.to_lowercase().starts_with(word));
            if !other && !is_plain(street) && (whole || capital) {
                let sure = if whole { 0.95 } else { 0.7 };
                found.push(place(letters, (start, &all), sure));
            }
        }
    }
    for (pattern, sure) in [(IN_WORDS.as_ref(), 0.7), (WITH_TOWN.as_ref(), 0.8)] {
        let hits = pattern.into_iter().flat_map(|one| one.find_iter(text));
        found.extend(hits.map(|hit| place(letters, (start, &hit), sure)));
    }
    found
}

/// *Ring på 20*: a small word before the number, which ends as a street may.
fn is_plain(street: &str) -> bool {
    let name = street.split(|it: char| it.is_ascii_digit()).next();
    let word = name.unwrap_or_default().split_whitespace().next_back();
    word.is_some_and(|word| word.ends_with('å') && word.starts_with(char::is_lowercase))
}

fn place(letters: &Letters, (from, hit): (usize, &regex::Match), confidence: f64) -> Found {
    Found {
        kind: Kind::Address,
        start: letters.at_byte(from + hit.start()),
        end: letters.at_byte(from + hit.end()),
        confidence,
    }
}
