//! *Ingen bemærkninger*, and joining in what another has said.

use std::sync::LazyLock;

use super::phrase::{Pattern, Sentence, hits, pattern, quoted, taken};

/// A text of *ingen bemærkninger* is no longer than this in characters, the head of a letter with it.
const SHORT: usize = 1_400;

static NOTHING: Pattern = LazyLock::new(|| {
    pattern(
        r"(?x)\bingen\s(?:\w+\s){0,2}?(?:bemærkning|kommentar|indvending|indsigelse)(?:er)?\b
        |\bikke\s(?:\w+\s){0,4}?(?:anledning\stil|nogen)\s(?:\w+\s)?(?:bemærkninger|kommentarer)
        |\bhar\sikke\s(?:\w+\s){0,2}?(?:bemærkninger|kommentarer)
        |\bønsker\sikke\sat\s(?:afgive|komme\smed)\s(?:\w+\s)?(?:høringssvar|svar|bemærkninger|udtalelse|kommentarer)
        |\bafstår\sfra\sat\s(?:afgive|svare|komme\smed)|\bintet\sat\sbemærke\b
        |\btager\s(?:udkastet|planen|materialet|høringen|det\sfremsendte)\stil\sefterretning",
    )
});
/// Nothing more than what is said already, or nothing on a part only.
static LIMITED: Pattern = LazyLock::new(|| {
    pattern(
        r"(?x)\b(?:ud\sover|udover|herudover|derudover|bortset\sfra|på\snær|når\sbortses|ellers|i\søvrigt|yderligere|øvrige?|andre|supplerende|men|dog)\b
        |\b(?:til|for)\s(?:punkt|pejlemærke|kapitel|afsnit|pkt|resten|de\sandre|de\søvrige|den\sdel)|\bikke\ser\snævnt\b",
    )
});
/// The sender thinks something of the plan.
static OPINION: Pattern = LazyLock::new(|| {
    pattern(
        r"\b(?:foreslår?|anbefale?r?|opfordre?r?|støtter|bakker op|er enige?|uenige?|mener|synes|savner|bekymre\w*|frygter|protestere\w*|kritisk\w*|skeptisk\w*|bør|burde|ærgerlig\w*|beklage\w*|spørgsmål|forslag)\b",
    )
});
static ENDORSES: Pattern = LazyLock::new(|| {
    pattern(
        r"(?x)\b(?:tilslutter|tilslutte|tiltræder|tiltræde|henholder|henviser|bakker|støtter|deler|enige?\si|står\sbag|medunderskriver)\b[^.!?]{0,140}(?:(?:hørings)?svar|bemærkninger|udtalelse|synspunkter)",
    )
});
/// *KL's høringssvar*, *Klitvang Kommunes bemærkninger*
static WHOSE_GENITIVE: Pattern = LazyLock::new(|| {
    pattern(
        r"([A-ZÆØÅ][\wÆØÅæøåé&.-]*(?:\s(?:(?:i|for|og|af|til|ved)\s)?[A-ZÆØÅ][\wÆØÅæøåé&-]*){0,6}?)(?:['’]s?|s)\s(?:fælles\s|samlede\s)?(?:høringssvar|svar|bemærkninger|udtalelse|synspunkter)",
    )
});
/// *høringssvaret fra KL*
static WHOSE_FROM: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:høringssvar|svar|bemærkninger|udtalelse|synspunkter)\w*,?\s(?:der\ser\s|som\ser\s)?(?:afgivet\s|indsendt\s|sendt\s|fremsendt\s)?(?:fra|af)\s([A-ZÆØÅ][\wÆØÅæøåé&-]*(?:(?:,)?\s(?:(?:i|for|og|af|til|ved)\s)?[A-ZÆØÅ][\wÆØÅæøåé&-]*){0,7})",
    )
});

/// The sentence that says that there is nothing to remark, when the whole text says no more.
pub(super) fn no_remarks(sentences: &[Sentence]) -> Option<String> {
    let all: usize = sentences.iter().map(|one| one.text.chars().count()).sum();
    let said = sentences.iter().find(|one| hits(&NOTHING, &one.lower))?;
    let limited = hits(&LIMITED, &said.lower);
    let opinion = sentences
        .iter()
        .any(|one| hits(&OPINION, &NOTHING_REMOVED.remove(&one.lower)));
    (all <= SHORT && !limited && !opinion).then(|| quoted(&said.text))
}

/// Takes the words of *ingen bemærkninger* out, which are no opinion.
struct Removed(&'static Pattern);
static NOTHING_REMOVED: Removed = Removed(&NOTHING);

impl Removed {
    fn remove(&self, text: &str) -> String {
        self.0.as_ref().map_or_else(
            || text.to_owned(),
            |it| it.replace_all(text, "").into_owned(),
        )
    }
}

/// A response that joins in another's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Endorsed {
    pub(super) whom: String,
    /// It says nothing else.
    pub(super) whole: bool,
    pub(super) quote: String,
}

/// Whose response a text joins in. A name that is known goes before what stands by the words.
pub(super) fn endorses(sentences: &[Sentence], known: &[&str], own: &[&str]) -> Option<Endorsed> {
    let all: usize = sentences.iter().map(|one| one.text.chars().count()).sum();
    let (sentence, whom) = sentences
        .iter()
        .filter(|one| hits(&ENDORSES, &one.lower) && !one.lower.contains("ikke tilslut"))
        .find_map(|one| Some((one, whom(&one.text, known, own)?)))?;
    let opinions = sentences
        .iter()
        .filter(|one| one.text != sentence.text && hits(&OPINION, &one.lower))
        .count();
    Some(Endorsed {
        whom,
        whole: all <= SHORT && opinions == 0,
        quote: quoted(&sentence.text),
    })
}

fn whom(text: &str, known: &[&str], own: &[&str]) -> Option<String> {
    let lower = text.to_lowercase();
    let named = known
        .iter()
        .filter(|name| !own.contains(name) && name.chars().count() > 3)
        .filter(|name| lower.contains(&name.to_lowercase()))
        .max_by_key(|name| name.chars().count());
    if let Some(name) = named {
        return Some((*name).to_owned());
    }
    let said = taken(&WHOSE_GENITIVE, text).or_else(|| taken(&WHOSE_FROM, text))?;
    let said = said.trim_end_matches(['.', ',']).trim();
    let ours = [
        "Vores", "Vi", "Deres", "Denne", "Dette", "Det", "Den", "Region",
    ];
    (!ours.contains(&said) && !own.iter().any(|name| name.eq_ignore_ascii_case(said)))
        .then(|| said.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::phrase::sentences_of;
    use super::*;

    #[test]
    fn no_remarks_is_found_where_nothing_else_is_said() {
        for text in [
            "Grenhede Kommune har ingen bemærkninger til udkastet til Visions- og udviklingsplan for Socialområdet.\n\nMed venlig hilsen\nVibeke Sandholt",
            "Sundhedstilsynsstyrelsen har gennemgået materialet og finder ikke anledning til bemærkninger.",
            "Vi har ikke bemærkninger til høringen.",
            "Rådet ønsker ikke at afgive høringssvar.",
            "Foreningen tager planen til efterretning.",
        ] {
            assert!(no_remarks(&sentences_of(text)).is_some(), "{text}");
        }
    }

    #[test]
    fn an_opinion_or_a_limit_makes_it_remarks() {
        let long = format!(
            "{} Vi har ingen bemærkninger.",
            "Teksten er lang. ".repeat(120)
        );
        for text in [
            "Vi har ingen bemærkninger, men foreslår en rettelse på side 3.",
            "Ud over dette har vi ingen bemærkninger.",
            "Pejlemærker, som ikke er nævnt, har vi ingen bemærkninger til.",
            "Vi har ingen yderligere bemærkninger.",
            "Vi støtter planen. Vi har ingen bemærkninger til økonomien.",
            "Til pejlemærke 3 har vi ingen bemærkninger til pejlemærke 3.",
            long.as_str(),
        ] {
            assert_eq!(no_remarks(&sentences_of(text)), None, "{text}");
        }
    }

    #[test]
    fn joining_in_names_whom() {
        let known = ["Klitvang Kommune", "Plejefagligt Landsforbund"];
        let of = |text: &str| {
            endorses(&sentences_of(text), &known, &["Midtå Kommune"]).map(|it| (it.whom, it.whole))
        };
        let yes = |name: &str, whole| Some((name.to_owned(), whole));
        assert_eq!(
            of("Midtå Kommune tilslutter sig KL's høringssvar."),
            yes("KL", true)
        );
        assert_eq!(
            of(
                "Vi kan fuldt ud tilslutte os Klitvang Kommunes bemærkninger og har ikke mere at tilføje."
            ),
            yes("Klitvang Kommune", true)
        );
        assert_eq!(
            of(
                "Vi henholder os til høringssvaret fra Plejefagligt Landsforbund. Vi foreslår dog, at planen bliver kortere."
            ),
            yes("Plejefagligt Landsforbund", false)
        );
        assert_eq!(
            of("Foreningen bakker op om udtalelsen fra Danske Handicaporganisationer."),
            yes("Danske Handicaporganisationer", true)
        );
        assert_eq!(of("Vi støtter planen og har sendt vores svar."), None);
        assert_eq!(of("Vi tilslutter os visionen."), None);
    }
}
