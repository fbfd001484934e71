//! Working days in Denmark: Monday to Friday without public holidays. Constitution Day, Christmas Eve and New Year's Eve are no holidays
//! by law and count, so that a deadline is rather a day early than a day late.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Days within which a request for access to documents is to be decided (offentlighedsloven § 36, stk. 2).
pub const ACCESS_DAYS: u32 = 7;

/// The last day of so many working days after a day.
#[must_use]
pub fn after(day: NaiveDate, working_days: u32) -> NaiveDate {
    let (mut at, mut left) = (day, working_days);
    while left > 0 {
        let Some(next) = at.checked_add_days(Days::new(1)) else {
            return at;
        };
        at = next;
        if is_working_day(at) {
            left -= 1;
        }
    }
    at
}

/// How many working days are left: those after today up to and with the last. Negative when it is over.
#[must_use]
pub fn left(today: NaiveDate, last: NaiveDate) -> i64 {
    let count = |from: NaiveDate, to: NaiveDate| {
        let days = from.iter_days().skip(1).take_while(|day| *day <= to);
        i64::try_from(days.filter(|day| is_working_day(*day)).count()).unwrap_or(i64::MAX)
    };
    if today <= last {
        count(today, last)
    } else {
        -count(last, today).max(1)
    }
}

fn is_working_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !is_holiday(day)
}

/// The public holidays. Store Bededag was one until 2023.
fn is_holiday(day: NaiveDate) -> bool {
    if matches!((day.month(), day.day()), (1, 1) | (12, 25) | (12, 26)) {
        return true;
    }
    let Some(easter) = easter(day.year()) else {
        return false;
    };
    match day.signed_duration_since(easter).num_days() {
        // Maundy Thursday, Good Friday, Easter, Ascension, Whitsun.
        -3 | -2 | 0 | 1 | 39 | 49 | 50 => true,
        26 => day.year() < 2024,
        _ => false,
    }
}

/// Easter Sunday (the anonymous Gregorian algorithm).
fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e, f) = (b / 4, b % 4, (b + 8) / 25);
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let day = h + l - 7 * m + 114;
    NaiveDate::from_ymd_opt(
        year,
        u32::try_from(day / 31).ok()?,
        u32::try_from(day % 31 + 1).ok()?,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn seven_working_days_skip_week_ends_and_danish_holidays() {
        for (arrived, last) in [
            ("2023-10-17", "2023-10-26"),
            ("2023-10-14", "2023-10-24"),
            // Maundy Thursday, Good Friday and Easter Monday.
            ("2023-04-05", "2023-04-19"),
            // Store Bededag was a holiday in 2023 and is none in 2024.
            ("2023-05-01", "2023-05-11"),
            ("2024-04-22", "2024-05-01"),
            // Ascension and Whit Monday.
            ("2024-05-08", "2024-05-21"),
            // Christmas and New Year.
            ("2024-12-20", "2025-01-03"),
        ] {
            assert_eq!(after(day(arrived), ACCESS_DAYS), day(last), "{arrived}");
        }
    }

    #[test]
    fn what_is_left_counts_down_and_goes_below_nothing() {
        let last = day("2023-10-26");
        assert_eq!(left(day("2023-10-17"), last), 7);
        assert_eq!(left(day("2023-10-21"), last), 4);
        assert_eq!(left(last, last), 0);
        assert_eq!(left(day("2023-10-27"), last), -1);
        assert_eq!(left(day("2023-10-28"), last), -1);
    }
}
