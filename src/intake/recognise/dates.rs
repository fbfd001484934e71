//! Days as Danish letters write them: `den 24. oktober`, `24.10.2023`, `24/10`.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};

use super::phrase::{Pattern, pattern};

static NAMED: Pattern = LazyLock::new(|| {
    pattern(
        r"\b(\d{1,2})\.?\s+(jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?(?:\s+(\d{4}))?",
    )
});
static DIGITS: Pattern =
    LazyLock::new(|| pattern(r"\b(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2}))?\b"));

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
];

/// Every day that a sentence (in lower case) names. One without a year is the next such day from `from` on.
pub(super) fn days(lower: &str, from: NaiveDate) -> Vec<NaiveDate> {
    let mut found: Vec<(usize, NaiveDate)> = Vec::new();
    if let Some(pattern) = NAMED.as_ref() {
        for it in pattern.captures_iter(lower) {
            let group = |at| it.get(at).map(|it| it.as_str());
            let day = group(1).and_then(|day| day.parse().ok());
            let month = group(2).and_then(|name| MONTHS.iter().position(|month| *month == name));
            let year = group(3).and_then(|year| year.parse().ok());
            let at = it.get(0).map_or(0, |it| it.start());
            if let (Some(day), Some(month)) = (day, month) {
                let month = u32::try_from(month).unwrap_or_default() + 1;
                found.extend(on(day, month, year, from).map(|day| (at, day)));
            }
        }
    }
    if let Some(pattern) = DIGITS.as_ref() {
        for it in pattern.captures_iter(lower) {
            let number = |at| it.get(at).and_then(|it| it.as_str().parse::<i32>().ok());
            let year = number(3).map(|year| if year < 100 { 2000 + year } else { year });
            let at = it.get(0).map_or(0, |it| it.start());
            if let (Some(day), Some(month)) = (number(1), number(2)) {
                let (day, month) = (u32::try_from(day), u32::try_from(month));
                if let (Ok(day), Ok(month)) = (day, month) {
                    found.extend(on(day, month, year, from).map(|day| (at, day)));
                }
            }
        }
    }
    found.sort_unstable();
    found.into_iter().map(|(_, day)| day).collect()
}

fn on(day: u32, month: u32, year: Option<i32>, from: NaiveDate) -> Option<NaiveDate> {
    match year {
        Some(year) => NaiveDate::from_ymd_opt(year, month, day),
        None => (from.year()..=from.year() + 1)
            .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
            .find(|found| *found >= from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_words_and_in_digits_and_a_missing_year_is_the_next() {
        let from = NaiveDate::from_ymd_opt(2023, 10, 9).unwrap();
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        for (text, expected) in [
            ("den 24. oktober", vec![day(2023, 10, 24)]),
            (
                "den 26. oktober 2023 og 3. jan.",
                vec![day(2023, 10, 26), day(2024, 1, 3)],
            ),
            ("den 24.10.2023", vec![day(2023, 10, 24)]),
            ("den 24/10-23", vec![day(2023, 10, 24)]),
            ("den 9. oktober", vec![from]),
            ("den 31. februar", vec![]),
            ("pejlemærke 3 og 4.200.000 kr.", vec![]),
        ] {
            assert_eq!(days(text, from), expected, "{text}");
        }
    }
}
