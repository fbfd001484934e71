//! The closing day that a mail asks for, as people write it: *25. oktober*, *24/10*, *en uges udsættelse*.

use std::sync::LazyLock;

use chrono::{Datelike, Days, NaiveDate};
use regex::Regex;

use crate::text::{sentences, slice};

/// The last day that is asked for, after the closing day that holds now. Only a sentence that speaks of the deadline or of sending counts:
/// the day of a meeting is no deadline.
#[must_use]
pub fn asked_for(own: &str, closes_on: NaiveDate) -> Option<NaiveDate> {
    let mut found = None;
    for span in sentences(own) {
        let Some(sentence) = slice(own, span).map(str::to_lowercase) else {
            continue;
        };
        if !matches(&ABOUT, &sentence) {
            continue;
        }
        let dated = dates(&sentence, closes_on)
            .into_iter()
            .filter(|day| *day > closes_on)
            .max();
        let longer =
            longer_by(&sentence).and_then(|days| closes_on.checked_add_days(Days::new(days)));
        found = dated.or(longer).or(found);
    }
    found
}

macro_rules! pattern {
    ($name:ident, $pattern:expr) => {
        static $name: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new($pattern).ok());
    };
}

pattern!(
    ABOUT,
    r"frist|udsæt|udsat|udskyd|udskudt|forlæng|\bsenest\b|\baflever|\bindsend|\bfremsend|\bsende\b|\bsvare\b|mere tid|ekstra tid"
);
pattern!(
    NAMED,
    r"\b(\d{1,2})\.? ?(jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-zæøå]*\.?(?: (\d{4}))?"
);
pattern!(
    NUMBERS,
    r"\b(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2}))?\b"
);
pattern!(ISO, r"\b(\d{4})-(\d{2})-(\d{2})\b");
pattern!(
    LONGER,
    r"\b(\d{1,2}|en|to|tre|fire|fem|otte|ti|fjorten) (dage?|uger?)s? (?:\w+ )?(?:udsættelse|forlængelse|frist|mere|ekstra|senere)|(?:udsættelse|udsæt\w*|udsat|forlængelse|forlæng\w*|mere tid|senere)\b[^.!?]{0,30}?\b(\d{1,2}|en|to|tre|fire|fem|otte|ti|fjorten) (dage?|uger?)"
);

fn matches(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern
        .as_ref()
        .is_some_and(|pattern| pattern.is_match(text))
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
];

/// Every day in a text. One without a year is the next such day around the closing day.
fn dates(text: &str, near: NaiveDate) -> Vec<NaiveDate> {
    let mut found = Vec::new();
    let number = |text: &str| text.parse::<u32>().ok();
    for it in captures(&NAMED, text) {
        let month = MONTHS.iter().position(|name| *name == &it[2]);
        let month = month.and_then(|at| u32::try_from(at + 1).ok());
        let year = it.get(3).and_then(|year| year.as_str().parse().ok());
        found.extend(
            number(&it[1])
                .zip(month)
                .and_then(|(day, month)| date(day, month, year, near)),
        );
    }
    for it in captures(&NUMBERS, text) {
        let year = it.get(3).and_then(|year| year.as_str().parse::<i32>().ok());
        let year = year.map(|year| if year < 100 { 2000 + year } else { year });
        found.extend(
            number(&it[1])
                .zip(number(&it[2]))
                .and_then(|(day, month)| date(day, month, year, near)),
        );
    }
    for it in captures(&ISO, text) {
        found.extend(it[0].parse::<NaiveDate>());
    }
    found
}

fn captures<'t>(
    pattern: &'static LazyLock<Option<Regex>>,
    text: &'t str,
) -> impl Iterator<Item = regex::Captures<'t>> {
    pattern
        .as_ref()
        .into_iter()
        .flat_map(move |pattern| pattern.captures_iter(text))
}

/// Half a year back and half a year on is near.
const NEAR_DAYS: i64 = 183;

fn date(day: u32, month: u32, year: Option<i32>, near: NaiveDate) -> Option<NaiveDate> {
    if let Some(year) = year {
        return NaiveDate::from_ymd_opt(year, month, day);
    }
    (near.year() - 1..=near.year() + 1)
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .find(|found| found.signed_duration_since(near).num_days().abs() <= NEAR_DAYS)
}

/// How many days more are asked for.
fn longer_by(text: &str) -> Option<u64> {
    let it = captures(&LONGER, text).next()?;
    let (count, unit) = (it.get(1).or(it.get(3))?, it.get(2).or(it.get(4))?);
    let count = match count.as_str() {
        "en" => 1,
        "to" => 2,
        "tre" => 3,
        "fire" => 4,
        "fem" => 5,
        "otte" => 8,
        "ti" => 10,
        "fjorten" => 14,
        digits => digits.parse().ok()?,
    };
    Some(if unit.as_str().starts_with("uge") {
        count * 7
    } else {
        count
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(own: &str) -> Option<String> {
        asked_for(own, "2023-10-11".parse().unwrap()).map(|day| day.to_string())
    }

    #[test]
    fn the_day_that_is_asked_for_is_not_the_day_of_a_meeting() {
        let mail = "Blåmunke Kommune har modtaget planen i høring med frist den 11. oktober 2023.\n\nVores Socialudvalg holder først møde \
                    den 24. oktober 2023, og et høringssvar skal godkendes dér. Vi vil derfor høre, om kommunen kan få udsat fristen til \
                    onsdag den 25. oktober.\n\nHvis det ikke kan lade sig gøre, vil vi gerne vide, om vi kan sende et foreløbigt svar.";
        assert_eq!(asked(mail).as_deref(), Some("2023-10-25"));
        assert_eq!(asked("Bestyrelsen mødes først den 14. oktober."), None);
    }

    #[test]
    fn days_are_written_in_many_ways() {
        for (own, day) in [
            ("Må vi svare senest den 24/10?", "2023-10-24"),
            ("Kan fristen udsættes til 1.11.2023?", "2023-11-01"),
            ("Kan fristen udsættes til 1. jan.?", "2024-01-01"),
            ("Vi beder om udsættelse til 2023-10-20.", "2023-10-20"),
            ("Kan vi få en uges udsættelse af fristen?", "2023-10-18"),
            ("Kan vi få udsat fristen 14 dage?", "2023-10-25"),
            ("Vi søger om to ugers forlængelse.", "2023-10-25"),
        ] {
            assert_eq!(asked(own).as_deref(), Some(day), "{own}");
        }
    }

    #[test]
    fn no_day_is_found_where_none_is_asked_for() {
        assert_eq!(asked("Hvornår er fristen?"), None);
        assert_eq!(asked("Fristen er den 11. oktober."), None);
        assert_eq!(asked("Kan fristen udsættes til den 45/13?"), None);
    }
}
