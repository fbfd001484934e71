//! Times in mail: the Date field, Received lines, and the Danish dates of forwarded header blocks.

use std::sync::LazyLock;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeZone};
use chrono_tz::Europe::Copenhagen;
use regex::Regex;
use serde::{Deserialize, Serialize};

/// A Received line: which host took the mail in, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// The host that wrote the line (`by`).
    pub by: Option<String>,
    pub from: Option<String>,
    pub at: DateTime<FixedOffset>,
}

/// Reads a Date field, also with comments, missing weekdays and obsolete zones.
pub(super) fn date(value: &str) -> Option<DateTime<FixedOffset>> {
    let bare = without_comments(value);
    let bare = bare.trim();
    if let Ok(at) = DateTime::parse_from_rfc2822(bare) {
        return Some(at);
    }
    if let Ok(at) = DateTime::parse_from_rfc3339(bare) {
        return Some(at);
    }
    let lenient =
        mail_parser::DateTime::parse_rfc822(bare).filter(|at| at.is_valid() && at.year > 1900)?;
    DateTime::parse_from_rfc3339(&lenient.to_rfc3339()).ok()
}

fn without_comments(value: &str) -> String {
    let mut depth = 0_usize;
    value
        .chars()
        .filter(|letter| {
            match letter {
                '(' => depth += 1,
                ')' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

/// Reads a Received line.
pub(super) fn received(value: &str) -> Option<Received> {
    let at = date(value.rsplit(';').next()?)?;
    let word = |name: &str| {
        let mut words = value
            .split_whitespace()
            .skip_while(|word| !word.eq_ignore_ascii_case(name));
        words.next();
        words.next().map(|host| {
            host.trim_matches(['(', ')', '[', ']', ';'])
                .to_ascii_lowercase()
        })
    };
    Some(Received {
        by: word("by"),
        from: word("from"),
        at,
    })
}

static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(\d{1,2})(?:\.|st|nd|rd|th)?\s+(?:of\s+)?([a-zæøåä]{3,9})\.?,?\s+(\d{4})(?:[^\d]{1,12}(\d{1,2})[.:](\d{2})(?:[.:](\d{2}))?\s*([ap]m)?)?").ok()
});
static ENGLISH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)([a-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})(?:[^\d]{1,12}(\d{1,2})[.:](\d{2})(?:[.:](\d{2}))?\s*([ap]m)?)?").ok()
});
static DIGITS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(\d{1,2})[-./](\d{1,2})[-./](\d{2,4})(?:[^\d]{1,12}(\d{1,2})[.:](\d{2})(?:[.:](\d{2}))?\s*([ap]m)?)?").ok()
});
static ISO: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?").ok()
});

/// Reads the date that a mail program wrote for people: `10. oktober 2023 21:14`, `tirsdag den 10-10-2023 kl. 21.14`, also in English.
/// Without a zone it is Danish time.
pub(super) fn written(value: &str) -> Option<DateTime<FixedOffset>> {
    if value.contains('+') || value.contains("GMT") || value.contains("UTC") {
        let zoned = value.split_once(',').map_or(value, |(_, rest)| rest);
        if let Some(at) = date(value).or_else(|| date(zoned)) {
            return Some(at);
        }
    }
    let found = |pattern: &LazyLock<Option<Regex>>| {
        pattern.as_ref().and_then(|pattern| pattern.captures(value))
    };
    let (captures, day, month, year) = if let Some(found) = found(&ISO) {
        let (day, month, year) = (number(&found, 3)?, number(&found, 2)?, number(&found, 1)?);
        (found, day, month, year)
    } else if let Some((found, month)) =
        found(&NAMED).and_then(|found| month(found.get(2)?.as_str()).map(|month| (found, month)))
    {
        let (day, year) = (number(&found, 1)?, number(&found, 3)?);
        (found, day, month, year)
    } else if let Some((found, month)) =
        found(&ENGLISH).and_then(|found| month(found.get(1)?.as_str()).map(|month| (found, month)))
    {
        let (day, year) = (number(&found, 2)?, number(&found, 3)?);
        (found, day, month, year)
    } else {
        let found = found(&DIGITS)?;
        let (day, month, year) = (number(&found, 1)?, number(&found, 2)?, number(&found, 3)?);
        (
            found,
            day,
            month,
            if year < 100 { year + 2000 } else { year },
        )
    };
    let mut hour = number(&captures, 4).unwrap_or_default();
    match captures
        .get(7)
        .map(|mark| mark.as_str().to_ascii_lowercase())
        .as_deref()
    {
        Some("pm") if hour < 12 => hour += 12,
        Some("am") if hour == 12 => hour = 0,
        _ => {}
    }
    let clock = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?.and_hms_opt(
        hour,
        number(&captures, 5).unwrap_or_default(),
        number(&captures, 6).unwrap_or_default(),
    )?;
    let local = Copenhagen.from_local_datetime(&clock).earliest()?;
    Some(local.fixed_offset())
}

fn number(captures: &regex::Captures<'_>, at: usize) -> Option<u32> {
    captures.get(at)?.as_str().parse().ok()
}

fn month(name: &str) -> Option<u32> {
    let name = name.to_lowercase();
    let start: String = name.chars().take(3).collect();
    let months = [
        "jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
    ];
    let known = match start.as_str() {
        "may" | "mai" => "maj",
        "mär" => "mar",
        "oct" => "okt",
        "dez" | "des" => "dec",
        other => other,
    };
    months
        .iter()
        .position(|month| *month == known)
        .and_then(|at| u32::try_from(at + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_for_people_are_danish_time() {
        let shown = |text: &str| written(text).map(|at| at.to_rfc3339());
        let evening = Some("2023-10-10T21:14:00+02:00".to_owned());
        for text in [
            "10. oktober 2023 21:14",
            "tirsdag den 10-10-2023 kl. 21.14",
            "10/10/2023 21.14",
            "Tuesday, October 10, 2023 9:14 PM",
            "2023-10-10 21:14",
            "tir. 10. okt. 2023 kl. 21.14",
            "Tue, 10 Oct 2023 21:14:00 +0200",
        ] {
            assert_eq!(shown(text), evening, "{text}");
        }
    }

    #[test]
    fn received_lines_tell_host_and_time() {
        let found = received(
            "from a.example (a.example [192.0.2.1]) by hub.example with ESMTPS id X for <x@y>; Thu, 12 Oct 2023 00:07:41 +0200 (CEST)",
        );
        assert_eq!(
            found.map(|line| (line.by, line.at.to_rfc3339())),
            Some((
                Some("hub.example".into()),
                "2023-10-12T00:07:41+02:00".into()
            ))
        );
    }
}
