//! A joint response: several respondents in one letter, by the names in it and those on the list of consultees.

use std::sync::LazyLock;

use super::letter::is_organisation;
use super::phrase::{Pattern, Sentence, hits, pattern, quoted};

/// Somebody who answers, with the consultee that it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) consultee_id: Option<i64>,
}

static TOGETHER: Pattern = LazyLock::new(|| {
    pattern(
        r"(?x)\bpå\svegne\saf\b|\bi\sfællesskab\b|\bfælles\s(?:hørings)?(?:svar|udtalelse|brev|bemærkninger)|\bfælleskommunal
        |\bstår\s(?:\w+\s)?bag\b|\bbag\s(?:dette\s|det\s)?(?:hørings)?svar\w*\sstår|\bfølgende\s(?:\d+\s)?(?:kommuner|foreninger|organisationer|råd|parter|afsendere|tilbud)
        |\bundertegnede\s(?:\d+\s)?(?:kommuner|foreninger|organisationer|råd)|\bmedunderskriver",
    )
});
static ANSWER: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:hørings)?svar|udtalelse|bemærkninger|\bbrev|undertegnede|følgende|\bskriver\b|medunderskriv",
    )
});
/// *Aldershede, Midtå og Ravnsø kommuner*
static MUNICIPALITIES: Pattern = LazyLock::new(|| {
    pattern(
        r"((?:[A-ZÆØÅ][\wæøåÆØÅ]+(?:-[A-ZÆØÅ][\wæøå]+)?(?:,\s|\sog\s|\ssamt\s))+[A-ZÆØÅ][\wæøåÆØÅ]+(?:-[A-ZÆØÅ][\wæøå]+)?)\s[Kk]ommuner",
    )
});
/// *kommunerne Aldershede, Midtå og Ravnsø*
static MUNICIPALITIES_AFTER: Pattern = LazyLock::new(|| {
    pattern(
        r"[Kk]ommuner(?:ne)?:?\s((?:[A-ZÆØÅ][\wæøåÆØÅ]+(?:-[A-ZÆØÅ][\wæøå]+)?(?:,\s|\sog\s|\ssamt\s))+[A-ZÆØÅ][\wæøåÆØÅ]+(?:-[A-ZÆØÅ][\wæøå]+)?)",
    )
});
/// An item of a list that follows.
const LONGEST_ITEM: usize = 90;

/// Who answers together, when a text names two or more; with the sentence that says so.
pub(super) fn together(
    sentences: &[Sentence],
    known: &[(i64, &str)],
    own: Option<&str>,
) -> Option<(Vec<Named>, String)> {
    for (at, sentence) in sentences.iter().enumerate() {
        if !hits(&TOGETHER, &sentence.lower) || !hits(&ANSWER, &sentence.lower) {
            continue;
        }
        let mut region = after_verb(&sentence.text).to_owned();
        if opens_list(&sentence.text) {
            for item in sentences.get(at + 1..).unwrap_or_default() {
                if !is_item(&item.text) {
                    break;
                }
                region.push('\n');
                region.push_str(&item.text);
            }
        }
        let mut named = names(&region, known);
        let first = own.filter(|own| !own.is_empty() && is_organisation(own));
        if let Some(own) = first
            && !named.iter().any(|one| one.name.eq_ignore_ascii_case(own))
        {
            let consultee = known
                .iter()
                .find(|(_, name)| name.eq_ignore_ascii_case(own));
            let own = Named {
                name: own.to_owned(),
                consultee_id: consultee.map(|(id, _)| *id),
            };
            named.insert(0, own);
        }
        if named.len() >= 2 {
            return Some((named, quoted(&sentence.text)));
        }
    }
    None
}

/// What stands before *på vegne af* is who sends, not who answers.
fn after_verb(text: &str) -> &str {
    text.find("på vegne af")
        .and_then(|at| text.get(at + "på vegne af".len()..))
        .unwrap_or(text)
}

fn opens_list(text: &str) -> bool {
    text.ends_with(':') || text.contains("følgende")
}

fn is_item(text: &str) -> bool {
    let bare = item(text);
    bare.chars().count() <= LONGEST_ITEM
        && bare.chars().next().is_some_and(char::is_uppercase)
        && !bare.ends_with(['.', '?', '!', ':'])
}

fn item(text: &str) -> &str {
    text.trim_start_matches(|letter: char| {
        !letter.is_alphabetic() || matches!(letter, '•' | 'o') && text.starts_with("o ")
    })
    .trim()
}

/// The names in a stretch of text, in order: those on the list, and others that look like organisations.
fn names(region: &str, known: &[(i64, &str)]) -> Vec<Named> {
    let mut found: Vec<(usize, Named)> = Vec::new();
    let mut left = region.to_owned();
    let mut by_length: Vec<&(i64, &str)> = known.iter().collect();
    by_length.sort_by_key(|(_, name)| std::cmp::Reverse(name.chars().count()));
    for (id, name) in by_length {
        if let Some(at) = whole_word(&left, name) {
            found.push((
                at,
                Named {
                    name: (*name).to_owned(),
                    consultee_id: Some(*id),
                },
            ));
            left.replace_range(at..at + name.len(), &"\u{1}".repeat(name.len()));
        }
    }
    for core in municipalities(&left) {
        let name = format!("{core} Kommune");
        let consultee = known
            .iter()
            .find(|(_, known)| known.eq_ignore_ascii_case(&name));
        let at = left.find(&core).unwrap_or_default();
        if !found.iter().any(|(_, one)| one.name == name) {
            found.push((
                at,
                Named {
                    name,
                    consultee_id: consultee.map(|(id, _)| *id),
                },
            ));
        }
    }
    for piece in left
        .split(['\n', ',', ';', '•', '\u{1}'])
        .flat_map(|it| it.split(" og "))
    {
        let name = item(piece).trim_end_matches(['.', ':']).trim();
        let fits = name.chars().next().is_some_and(char::is_uppercase)
            && name.chars().count() > 2
            && name.split_whitespace().count() <= 8
            && is_organisation(name)
            && !name.to_lowercase().contains("kommuner")
            && !name.to_lowercase().contains("svar");
        if fits
            && !found
                .iter()
                .any(|(_, one)| one.name.eq_ignore_ascii_case(name))
        {
            let at = left.find(name).unwrap_or_default();
            found.push((
                at,
                Named {
                    name: name.to_owned(),
                    consultee_id: None,
                },
            ));
        }
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, named)| named).collect()
}

fn municipalities(region: &str) -> Vec<String> {
    [&MUNICIPALITIES, &MUNICIPALITIES_AFTER]
        .into_iter()
        .filter_map(|pattern| pattern.as_ref())
        .flat_map(|pattern| pattern.captures_iter(region))
        .filter_map(|found| found.get(1))
        .flat_map(|list| list.as_str().split(", "))
        .flat_map(|piece| piece.split(" og "))
        .flat_map(|piece| piece.split(" samt "))
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

/// Where a name stands as a whole, in bytes.
fn whole_word(text: &str, name: &str) -> Option<usize> {
    text.match_indices(name).map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).and_then(|it| it.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|it| it.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::super::phrase::sentences_of;
    use super::*;

    const KNOWN: [(i64, &str); 5] = [
        (1, "Aldershede Kommune"),
        (2, "Midtå Kommune"),
        (3, "Ravnsø Kommune"),
        (4, "Udsatterådet i Ravnsø Kommune"),
        (5, "Foreningen Lysning"),
    ];

    fn found(text: &str, own: Option<&str>) -> Vec<(String, Option<i64>)> {
        together(&sentences_of(text), &KNOWN, own)
            .map(|(named, _)| {
                named
                    .into_iter()
                    .map(|one| (one.name, one.consultee_id))
                    .collect()
            })
            .unwrap_or_default()
    }

    fn name(name: &str, id: i64) -> (String, Option<i64>) {
        (name.to_owned(), (id > 0).then_some(id))
    }

    #[test]
    fn several_names_make_a_joint_response() {
        assert_eq!(
            found(
                "Dette høringssvar afgives i fællesskab af Aldershede Kommune, Ravnsø Kommune og Udsatterådet i Ravnsø Kommune.",
                Some("Ravnsø Kommune")
            ),
            [
                name("Aldershede Kommune", 1),
                name("Ravnsø Kommune", 3),
                name("Udsatterådet i Ravnsø Kommune", 4)
            ]
        );
        assert_eq!(
            found(
                "KKR sender hermed svar på vegne af Aldershede, Midtå, Holmstrup og Ravnsø kommuner.",
                Some("Midtå Kommune")
            ),
            [
                name("Aldershede Kommune", 1),
                name("Midtå Kommune", 2),
                name("Holmstrup Kommune", 0),
                name("Ravnsø Kommune", 3)
            ]
        );
        assert_eq!(
            found(
                "Bag svaret står følgende organisationer:\n\n- Foreningen Lysning\n- Landsforeningen Ny Dag\n- Selskabet for Ro\n\nVi mener, at planen er god.",
                None
            ),
            [
                name("Foreningen Lysning", 5),
                name("Landsforeningen Ny Dag", 0),
                name("Selskabet for Ro", 0)
            ]
        );
    }

    #[test]
    fn one_sender_and_shared_work_are_no_joint_response() {
        for text in [
            "Jeg skriver på vegne af min søn.",
            "Med venlig hilsen på vegne af Foreningen Lysning",
            "Vi foreslår, at region og kommuner i fællesskab kortlægger gruppen i løbet af 2024.",
            "Ravnsø Kommune og Midtå Kommune har begge et botilbud.",
            "Forskeren bør ansættes i fællesskab med Midtå Kommune og Ravnsø Kommune.",
        ] {
            assert_eq!(found(text, Some("Foreningen Lysning")), [], "{text}");
        }
    }
}
