//! The words of the service, from `templates/words/<language>/*.ftl`, and dates, times and numbers as they are written in that
//! language. All times are shown as clocks in Copenhagen show them.

use std::borrow::Cow;

use anyhow::{Context, anyhow, bail};
use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use chrono_tz::{Europe::Copenhagen, Tz};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use super::Files;

/// The value of a word's argument: `"text".into()`, `3.into()`.
pub use fluent_bundle::FluentValue as Value;

/// The words of one language.
pub struct Words {
    language: String,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// Reads every word file of a language.
    ///
    /// # Errors
    /// When there is none, one does not parse, or a key stands twice.
    pub fn load(language: &str) -> anyhow::Result<Self> {
        let id: LanguageIdentifier = language
            .parse()
            .with_context(|| format!("no language {language}"))?;
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| match value {
            Value::Number(number) => Some(grouped(number.value)),
            _ => None,
        }));
        let folder = format!("words/{language}/");
        let mut count = 0;
        for path in Files::iter().filter(|path| path.starts_with(&folder)) {
            let file = Files::get(&path).ok_or_else(|| anyhow!("no words {path}"))?;
            let source = String::from_utf8(file.data.into_owned())
                .with_context(|| format!("{path} is not UTF-8"))?;
            let resource = FluentResource::try_new(source)
                .map_err(|(_, errors)| anyhow!("{path} does not parse: {errors:?}"))?;
            bundle
                .add_resource(resource)
                .map_err(|errors| anyhow!("{path}: {errors:?}"))?;
            count += 1;
        }
        if count == 0 {
            bail!("no words for the language {language}");
        }
        Ok(Self {
            language: language.to_owned(),
            bundle,
        })
    }

    /// As in `<html lang>`.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The text of a key with its arguments, each `("name", value.into())`. A key that does not exist is logged and shown as
    /// itself; a test finds it earlier.
    #[must_use]
    pub fn text(&self, key: &str, arguments: &[(&str, Value<'_>)]) -> String {
        self.try_text(key, arguments).unwrap_or_else(|error| {
            tracing::error!(key, %error, "a word is missing");
            key.to_owned()
        })
    }

    /// The text of a key.
    ///
    /// # Errors
    /// When the key, or an argument that its text needs, is missing.
    pub fn try_text(&self, key: &str, arguments: &[(&str, Value<'_>)]) -> anyhow::Result<String> {
        let pattern = self
            .bundle
            .get_message(key)
            .and_then(|message| message.value())
            .ok_or_else(|| anyhow!("no words for {key}"))?;
        let mut given = FluentArgs::with_capacity(arguments.len());
        for (name, value) in arguments {
            given.set(Cow::Borrowed(*name), value.clone());
        }
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(&given), &mut errors);
        if let Some(error) = errors.first() {
            bail!("{key}: {error}");
        }
        Ok(text.into_owned())
    }

    /// "11. oktober 2023"
    #[must_use]
    pub fn date(&self, day: NaiveDate) -> String {
        self.text("date", &self.parts(day))
    }

    /// "11. oktober"
    #[must_use]
    pub fn day_month(&self, day: NaiveDate) -> String {
        self.text("day-month", &self.parts(day))
    }

    /// "onsdag den 11. oktober 2023"
    #[must_use]
    pub fn weekday_date(&self, day: NaiveDate) -> String {
        self.text("weekday-date", &self.parts(day))
    }

    /// "onsdag 11. oktober 2023"
    #[must_use]
    pub fn weekday_day(&self, day: NaiveDate) -> String {
        self.text("weekday-day", &self.parts(day))
    }

    /// "23.59"
    #[must_use]
    pub fn time(&self, at: DateTime<Utc>) -> String {
        let local = copenhagen(at);
        let two = |n: u32| Value::from(format!("{n:02}"));
        self.text(
            "time",
            &[("hour", two(local.hour())), ("minute", two(local.minute()))],
        )
    }

    /// "11. oktober 2023 kl. 23.59"
    #[must_use]
    pub fn datetime(&self, at: DateTime<Utc>) -> String {
        let date = self.date(copenhagen(at).date_naive());
        self.text(
            "datetime",
            &[("date", date.into()), ("time", self.time(at).into())],
        )
    }

    /// "2,1 MB"; a kB is 1,000 bytes.
    #[must_use]
    pub fn bytes(&self, bytes: u64) -> String {
        let (value, unit) = match bytes {
            0..1_000 => (bytes.to_string(), "B"),
            1_000..999_500 => (bytes.div_ceil(1_000).to_string(), "kB"),
            _ => (grouped((bytes as f64 / 1e5).round() / 10.0), "MB"),
        };
        format!("{value}\u{a0}{unit}")
    }

    fn parts(&self, day: NaiveDate) -> [(&'static str, Value<'static>); 4] {
        let month = self.text(MONTHS[day.month0() as usize], &[]);
        let weekday = self.text(WEEKDAYS[day.weekday().num_days_from_monday() as usize], &[]);
        [
            ("day", day.day().to_string().into()),
            ("month", month.into()),
            ("year", day.year().to_string().into()),
            ("weekday", weekday.into()),
        ]
    }
}

const MONTHS: [&str; 12] = [
    "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8",
    "month-9", "month-10", "month-11", "month-12",
];
const WEEKDAYS: [&str; 7] = [
    "weekday-1",
    "weekday-2",
    "weekday-3",
    "weekday-4",
    "weekday-5",
    "weekday-6",
    "weekday-7",
];

/// A moment as clocks in Copenhagen show it.
#[must_use]
pub fn copenhagen(at: DateTime<Utc>) -> DateTime<Tz> {
    at.with_timezone(&Copenhagen)
}

/// "1.250.000", "3,5": thousands by a full stop, decimals after a comma.
#[must_use]
pub fn grouped(number: f64) -> String {
    let text = number.abs().to_string();
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    let sign = if number < 0.0 { "\u{2212}" } else { "" };
    let comma = if decimals.is_empty() { "" } else { "," };
    format!("{sign}{grouped}{comma}{decimals}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn dates_are_danish_and_times_are_copenhagens() {
        let words = Words::load("da").unwrap();
        assert_eq!(
            words.datetime(at("2023-10-11T21:59:00Z")),
            "11. oktober 2023 kl. 23.59"
        );
        assert_eq!(
            words.datetime(at("2023-12-31T23:05:00Z")),
            "1. januar 2024 kl. 00.05"
        );
        let day = NaiveDate::from_ymd_opt(2023, 10, 11).unwrap();
        assert_eq!(words.weekday_date(day), "onsdag den 11. oktober 2023");
        assert_eq!(words.day_month(day), "11. oktober");
    }

    #[test]
    fn numbers_are_written_the_danish_way() {
        assert_eq!(grouped(1_250_000.0), "1.250.000");
        assert_eq!(grouped(999.0), "999");
        assert_eq!(grouped(-1234.5), "\u{2212}1.234,5");
        let words = Words::load("da").unwrap();
        assert_eq!(words.bytes(2_100_000), "2,1\u{a0}MB");
        assert_eq!(words.bytes(139_600), "140\u{a0}kB");
        assert_eq!(words.bytes(999), "999\u{a0}B");
    }

    #[test]
    fn a_missing_key_is_an_error() {
        let words = Words::load("da").unwrap();
        assert!(words.try_text("no-such-key", &[]).is_err());
        assert!(words.try_text("datetime", &[]).is_err());
    }
}
