//! Provisional: a response that a council or committee has yet to approve, and the words by which a later one says that it has.

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::dates::days;
use super::phrase::{Pattern, Sentence, hits, pattern, quoted};

/// What a text says of its own approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Awaits {
    /// Who has yet to approve it.
    pub(super) body: Option<String>,
    pub(super) on: Option<NaiveDate>,
    pub(super) quote: String,
}

/// The response itself is called provisional.
static NAMED: Pattern = LazyLock::new(|| {
    pattern(
        r"(?x)\bforeløbig\w*\s(?:\w+\s){0,2}?(?:hørings)?(?:svar|udtalelse|bemærkninger)
        |(?:hørings)?(?:svar|udtalelse)(?:et|en)?\s(?:er|afgives|sendes|fremsendes|indsendes|betragtes|skal\sbetragtes|bedes\sbetragtet)\s(?:\w+\s){0,4}?foreløbig
        |\badministrativt\s(?:\w+\s)?(?:hørings)?svar
        |(?:hørings)?svar\w*\s(?:\w+\s){0,4}?(?:afgive\w*|udarbejdet|sendt|sendes|fremsendes)\s(?:\w+\s){0,2}?(?:administrativt|på\sadministrativt\sniveau)
        |\budkast\stil\s(?:kommunens\s|vores\s|rådets\s|foreningens\s)?høringssvar",
    )
});
/// A reservation for an approval to come.
static RESERVED: Pattern = LazyLock::new(|| {
    pattern(
        r"\bforbehold\s(?:for|af)\b[^.!?]{0,80}(?:godkend|politisk|behandl|tiltræd|stillingtagen|vedtag|efterfølgende|endelig)|\bforbehold\s(?:for|af)\s(?:\w+\s){0,3}?\w*(?:udvalg|byråd|bestyrelse|repræsentantskab|magistrat)\w*s\b",
    )
});
/// The approval is still to come.
static AWAITS: Pattern = LazyLock::new(|| {
    pattern(
        r"(?x)(?:forventes?|vil\sblive|bliver\sførst|bliver|skal|afventer|udestår|mangler)\b[^.!?]{0,80}(?:endelig\w*|politisk\w*|godkend\w*|forelagt|forelægges|tiltrådt)
        |\b(?:forelægges|behandles|drøftes|tages\sop|er\spå\sdagsordenen|kommer\spå\sdagsordenen)\b
        |\bendelig\w*\s(?:politiske?\s)?(?:godkendelse|behandling|stillingtagen|svar|høringssvar)\b
        |\bpolitisk\w*\s(?:godkendelse|behandling|stillingtagen)\b
        |(?:endnu\sikke|ikke\sendnu|ikke\snået\sat\sblive|først\s(?:bliver|kan)|ikke\s(?:været|blevet))\s(?:\w+\s){0,3}?(?:politisk|godkendt|behandlet|forelagt)",
    )
});
/// It is this answer that the sentence is about.
static OF_THE_ANSWER: Pattern = LazyLock::new(|| {
    pattern(
        r"\b(?:hørings)?svar(?:et|ets)?\b|\b(?:hørings)?udtalelsen?\b|\bbemærkningerne\b|eftersend",
    )
});
/// A body of the sender's own. The region's council decides on the plan, not on what others say of it.
static BODY: Pattern = LazyLock::new(|| {
    pattern(
        r"(?x)\b(
            (?:(?:[A-ZÆØÅ][\wæøåÆØÅé]*-?(?:,|\sog|\s&)?\s){0,4})
            [A-ZÆØÅ]?[\wæøåÆØÅ]*(?:[Uu]dvalget|[Uu]dvalg|[Bb]yrådet|[Bb]yråd|[Kk]ommunalbestyrelsen|[Mm]agistraten|[Rr]epræsentantskabet|[Ff]orretningsudvalget|[Bb]estyrelsen|[Hh]ovedbestyrelsen|[Hh]andicaprådet|[Æ]ldrerådet|[Uu]dsatterådet|[Ss]eniorrådet|[Dd]irektionen)
            (?:\sfor\s[A-ZÆØÅ][\wæøå-]*(?:(?:,\s|\sog\s)[A-ZÆØÅ]?[\wæøå-]+){0,3})?
        )(?:s\b|\b)",
    )
});
/// What a body has or does, after its genitive.
static OWNED: Pattern = LazyLock::new(|| {
    pattern(
        r"^\s(?:\w+\s)?(?:godkendelse|behandling|møde|stillingtagen|tiltrædelse|vedtagelse|beslutning)\b",
    )
});
/// It has happened: *er endeligt godkendt i Socialudvalget*.
static APPROVED: Pattern = LazyLock::new(|| {
    pattern(
        r"(?x)\b(?:er|blev|har|var)\s(?:nu\s|hermed\s|\w+\s){0,3}?(?:endelig\w*\s|politisk\s)?(?:godkendt|tiltrådt|vedtaget|behandlet)\b
        |\b(?:godkendte|tiltrådte|vedtog|behandlede)\b[^.!?]{0,60}(?:hørings)?(?:svar|udtalelse|det|bemærkninger)
        |\bgodkendt\s(?:af|i|på)\b",
    )
});
static NOT_YET: Pattern = LazyLock::new(|| {
    pattern(r"\bikke\b|\bforvente|\bførst\b|\bvil\b|\bskal\b|\bafvent|\bbliver\b")
});
/// The provisional one that is named is an earlier one.
static REPLACED: Pattern = LazyLock::new(|| {
    pattern(r"i stedet for|erstatte|afløse|tidligere|til forskel fra|ændre[rt]? i forhold")
});
/// *Uden ændringer*: what was sent stands.
static UNCHANGED: Pattern = LazyLock::new(|| {
    pattern(
        r"(?x)\buden\s(?:yderligere\s)?(?:ændringer|bemærkninger|tilføjelser|rettelser)\b|\b(?:i\s)?uændret\b|\bsom\s(?:det\s)?(?:er\s)?(?:fremsendt|indsendt|sendt|foreligger)\b|\bingen\s(?:yderligere\s)?(?:ændringer|rettelser|tilføjelser)\b",
    )
});

/// Whether a text says that it is provisional; until when, and whose approval it awaits.
pub(super) fn awaits(sentences: &[Sentence], arrived: NaiveDate) -> Option<Awaits> {
    let at = sentences.iter().position(says)?;
    let sentence = &sentences[at];
    // *Svaret er foreløbigt. Byrådet behandler det den 24. oktober.*
    let around = sentences
        .get(at..sentences.len().min(at + 2))
        .unwrap_or_default();
    let on = around
        .iter()
        .flat_map(|one| days(&one.lower, arrived))
        .find(|day| *day >= arrived);
    let body = around.iter().find_map(|one| body(&one.text));
    Some(Awaits {
        body,
        on,
        quote: quoted(&sentence.text),
    })
}

fn says(sentence: &Sentence) -> bool {
    let text = &sentence.lower;
    if hits(&REPLACED, text) {
        return false;
    }
    let over = hits(&APPROVED, text) && !hits(&NOT_YET, text);
    if hits(&RESERVED, text) {
        return true;
    }
    if hits(&NAMED, text) {
        return !over;
    }
    let ours = body(&sentence.text).is_some() || text.contains("politisk");
    !over && hits(&AWAITS, text) && ours && hits(&OF_THE_ANSWER, text)
        || !over && is_heading(text) && ours
}

/// *Endelig behandling i byrådet den 24. oktober*, as a line under the heading.
fn is_heading(text: &str) -> bool {
    text.starts_with("endelig behandling")
        || text.starts_with("endelig politisk")
        || text.starts_with("politisk behandling")
        || text.starts_with("behandles i")
        || text.starts_with("behandles af")
}

/// The body that a sentence names, as it stands.
fn body(text: &str) -> Option<String> {
    let pattern = BODY.as_ref()?;
    pattern
        .captures_iter(text)
        .filter_map(|found| found.get(1))
        .map(|found| {
            let name = found.as_str().trim().trim_start_matches("Høringssvaret ");
            // *Udvalget for Børn og Unges godkendelse*: the committee is *Udvalget for Børn og Unge*.
            let owns = hits(&OWNED, text.get(found.end()..).unwrap_or_default());
            let owner = name.strip_suffix('s').filter(|_| owns);
            owner.unwrap_or(name).to_owned()
        })
        .find(|found| !found.to_lowercase().contains("regionsråd"))
}

/// A later mail that says that what was sent has been approved. `unchanged` when it brings no other text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Approved {
    pub(super) unchanged: bool,
    pub(super) quote: String,
}

/// Whether a text says that a response has been approved.
pub(super) fn approved(sentences: &[Sentence]) -> Option<Approved> {
    let found = sentences.iter().find(|one| {
        hits(&APPROVED, &one.lower)
            && !hits(&NOT_YET, &one.lower)
            && (hits(&OF_THE_ANSWER, &one.lower) || one.lower.contains("endelig"))
    })?;
    Some(Approved {
        unchanged: sentences.iter().any(|one| hits(&UNCHANGED, &one.lower)),
        quote: quoted(&found.text),
    })
}

#[cfg(test)]
mod tests {
    use super::super::phrase::sentences_of;
    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2023, month, day).unwrap()
    }

    fn found(text: &str) -> Option<(Option<String>, Option<NaiveDate>)> {
        awaits(&sentences_of(text), day(10, 9)).map(|it| (it.body, it.on))
    }

    #[test]
    fn a_provisional_response_says_whose_approval_it_awaits_and_when() {
        let body = |name: &str| Some(name.to_owned());
        for (text, expected) in [
            (
                "Høringssvaret forventes endeligt godkendt i Socialudvalget den 26. oktober 2023. Skulle udvalget have yderligere bemærkninger, vil de blive eftersendt.",
                (body("Socialudvalget"), Some(day(10, 26))),
            ),
            (
                "Svaret afgives med forbehold for politisk godkendelse.",
                (None, None),
            ),
            (
                "Foreløbigt høringssvar fra Midtå Kommune\n\nEndelig behandling i byrådet den 24. oktober.",
                (body("byrådet"), Some(day(10, 24))),
            ),
            (
                "Dette er et administrativt svar. Det behandles i Social- og Sundhedsudvalget den 24/10-2023.",
                (body("Social- og Sundhedsudvalget"), Some(day(10, 24))),
            ),
            (
                "Vi sender svaret nu med forbehold for Udvalget for Børn og Unges godkendelse den 1. november.",
                (body("Udvalget for Børn og Unge"), Some(day(11, 1))),
            ),
            (
                "Bemærk, at høringssvaret endnu ikke har været politisk behandlet.",
                (None, None),
            ),
            (
                "Høringssvaret behandles på kommunalbestyrelsens møde den 31. oktober. Det endelige svar eftersendes.",
                (body("kommunalbestyrelsen"), Some(day(10, 31))),
            ),
        ] {
            assert_eq!(found(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_approved_or_about_something_else_is_not_provisional() {
        for text in [
            "Svaret er godkendt af Velfærdsudvalget den 9. oktober 2023.",
            "Høringssvaret er endeligt godkendt i Socialudvalget den 26. oktober 2023 og træder i stedet for det foreløbige svar af 9. oktober.",
            "Den vedhæftede version er endelig og træder i stedet for den foreløbige, vi sendte mandag den 9. oktober.",
            "Vi bakker derfor uden forbehold op om en aftale.",
            "Udvalget tager dog forbehold, indtil kommunerne har set, hvor meget ekstra dokumentation modellen fører med sig.",
            "Vi ser frem til regionsrådets endelige behandling den 20. december.",
            "Vi mener, at sagen bør behandles i udvalget for psykiatri, før den endelige plan bliver vedtaget.",
            "Planen skal godkendes i regionsrådet den 20. december.",
            "Sagen skal behandles af udvalget.",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn an_approval_says_whether_the_text_stands_as_it_was() {
        let of = |text: &str| approved(&sentences_of(text)).map(|it| it.unchanged);
        assert_eq!(
            of("Byrådet godkendte i går høringssvaret uden ændringer."),
            Some(true)
        );
        assert_eq!(
            of("Socialudvalget behandlede høringssvaret i går og godkendte det med to ændringer."),
            Some(false)
        );
        assert_eq!(
            of("Høringssvaret forventes endeligt godkendt i Socialudvalget den 26. oktober 2023."),
            None
        );
        assert_eq!(of("Planen er vedtaget uden ændringer."), None);
    }
}
