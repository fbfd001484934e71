//! Responses per week, as a chart and as a table.

use chrono::{Datelike, Days, TimeDelta};

use crate::hearing::{local_date, zone};
use crate::publication::pages::{Week, Weeks};
use crate::publication::projection::Overview;
use crate::publication::public::compilation::whole;
use crate::templates::Words;

const WEEK_WIDTH: u32 = 80;
/// Where the bars stand, and how high the highest is.
const GROUND: u32 = 200;
const HIGHEST: usize = 170;

/// Nothing for a single week: one bar says nothing.
pub(super) fn weeks(words: &Words, released: &Overview) -> Option<Weeks> {
    if released.weeks.len() < 2 {
        return None;
    }
    let zone = zone(&released.hearing.time_zone).ok()?;
    let last_day = local_date(zone, released.hearing.closes_at - TimeDelta::seconds(1));
    let most = released
        .weeks
        .iter()
        .map(|week| week.responses)
        .max()
        .unwrap_or(1)
        .max(1);
    let weeks = released
        .weeks
        .iter()
        .zip(0u32..)
        .map(|(week, at)| {
            let height = u32::try_from(week.responses * HIGHEST / most).unwrap_or_default();
            let sunday = week
                .from
                .checked_add_days(Days::new(6))
                .unwrap_or(week.from);
            let from = if week.from.month() == sunday.month() {
                format!("{}.", week.from.day())
            } else {
                words.day_month(week.from)
            };
            Week {
                label: week.number.to_string(),
                days: format!("{from}-{}", words.day_month(sunday)),
                n: whole(week.responses),
                x: at * WEEK_WIDTH + 10,
                middle: at * WEEK_WIDTH + 40,
                y: GROUND - height,
                height,
                number_y: GROUND - height - 8,
                late: week.from > last_day,
            }
        })
        .collect();
    Some(Weeks {
        width: u32::try_from(released.weeks.len()).unwrap_or(1) * WEEK_WIDTH,
        weeks,
    })
}
