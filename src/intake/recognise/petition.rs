//! How many have signed: a petition is one response with a number of signatures.

use std::sync::LazyLock;

use super::phrase::{Pattern, Sentence, pattern, quoted};

static COUNTED: Pattern = LazyLock::new(|| {
    pattern(
        r"(?x)(?P<a>\d{1,3}(?:[.\ ]\d{3})+|\d{1,6})\s(?:\w+\s){0,2}?(?:underskrifter|underskrivere|medunderskrivere)\b
        |(?P<b>\d{1,3}(?:[.\ ]\d{3})+|\d{1,6})\s(?:\w+\s){0,3}?(?:har|havde)\s(?:\w+\s){0,2}?(?:skrevet\sunder|underskrevet)
        |(?:underskrevet|skrevet\sunder|tiltrådt|støttet|skrevet\sunder\spå\sbrevet)\s(?:af|fra)\s(?:\w+\s){0,2}?(?P<c>\d{1,3}(?:[.\ ]\d{3})+|\d{1,6})\s(?:\w+\s){0,2}?(?:borgere|personer|beboere|forældre|pårørende|medlemmer|naboer|mennesker|ansatte|medarbejdere|kolleger|læger|familier)
        |underskriftsindsamling\w*\b[^.!?]{0,60}?\b(?P<d>\d{1,3}(?:[.\ ]\d{3})+|\d{2,6})\b",
    )
});

/// The largest number of signatures that a text speaks of as its own.
pub(super) fn signatures(sentences: &[Sentence]) -> Option<(i32, String)> {
    let pattern = COUNTED.as_ref()?;
    sentences
        .iter()
        .flat_map(|one| {
            pattern.captures_iter(&one.lower).filter_map(|found| {
                let said = ["a", "b", "c", "d"]
                    .iter()
                    .find_map(|name| found.name(name))?;
                let digits: String = said.as_str().chars().filter(char::is_ascii_digit).collect();
                Some((digits.parse::<i32>().ok()?, quoted(&one.text)))
            })
        })
        .filter(|(count, _)| (2..=2_000_000).contains(count))
        .max_by_key(|(count, _)| *count)
}

#[cfg(test)]
mod tests {
    use super::super::phrase::sentences_of;
    use super::*;

    #[test]
    fn signatures_are_counted_as_they_are_told() {
        let of = |text: &str| signatures(&sentences_of(text)).map(|(count, _)| count);
        assert_eq!(of("Vedlagt er 312 underskrifter fra naboer."), Some(312));
        assert_eq!(
            of("Brevet er underskrevet af 1.204 borgere i Midtå."),
            Some(1204)
        );
        assert_eq!(of("I alt 58 pårørende har skrevet under."), Some(58));
        assert_eq!(
            of("En underskriftsindsamling blandt beboerne gav 87."),
            Some(87)
        );
        assert_eq!(of("31 ud af 58 beboere havde ikke set en tandlæge."), None);
        assert_eq!(
            of("Vi skriver under på det hele den 3. oktober 2023."),
            None
        );
    }
}
