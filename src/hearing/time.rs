//! Days and moments in the hearing's own time zone.

use anyhow::Context;
use chrono::{DateTime, Days, LocalResult, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

/// The time zone of a name such as `Europe/Copenhagen`.
pub fn zone(name: &str) -> anyhow::Result<Tz> {
    name.parse()
        .map_err(|_| anyhow::anyhow!("unknown time zone: {name}"))
}

/// The first moment of a day. Where the clock skips midnight, the first moment that exists.
pub fn midnight(zone: Tz, day: NaiveDate) -> anyhow::Result<DateTime<Utc>> {
    let naive = day.and_time(NaiveTime::MIN);
    let local = match zone.from_local_datetime(&naive) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at,
        LocalResult::None => zone.from_utc_datetime(&naive),
    };
    Ok(local.with_timezone(&Utc))
}

/// The first moment that is too late when the whole of the closing day counts: midnight after it (23:59:59 is in time).
pub fn closing_moment(zone: Tz, closes_on: NaiveDate) -> anyhow::Result<DateTime<Utc>> {
    midnight(
        zone,
        closes_on
            .checked_add_days(Days::new(1))
            .context("the closing day is out of range")?,
    )
}

/// The day of a moment, where the hearing is held.
#[must_use]
pub fn local_date(zone: Tz, at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closing(day: &str) -> String {
        closing_moment(zone("Europe/Copenhagen").unwrap(), day.parse().unwrap())
            .unwrap()
            .to_rfc3339()
    }

    #[test]
    fn the_deadline_is_midnight_after_the_closing_day_through_daylight_saving() {
        assert_eq!(closing("2023-10-11"), "2023-10-11T22:00:00+00:00");
        assert_eq!(
            closing("2023-10-29"),
            "2023-10-29T23:00:00+00:00",
            "the day when summer time ends"
        );
        assert_eq!(
            closing("2023-03-26"),
            "2023-03-26T22:00:00+00:00",
            "the day when summer time begins"
        );
    }
}
