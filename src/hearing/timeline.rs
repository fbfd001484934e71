//! The way of a hearing as a line of points in time.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};

use super::pages::{Step, StepState};
use super::settings::{Round, RoundKind};
use super::{Hearing, Meeting, Milestone, Phase};
use crate::templates::Words;
use crate::templates::words::copenhagen;

/// Milestones older than this before the opening are background.
const BACKGROUND_DAYS: u64 = 60;

/// A point in time with its words, before it is told what has passed.
struct Point {
    on: NaiveDate,
    when: String,
    iso: Option<String>,
    what: String,
}

/// What a hearing goes through, besides being open.
pub(super) struct Course<'a> {
    pub meetings: &'a [Meeting],
    pub milestones: &'a [Milestone],
    /// Every round; the first is the hearing's own days.
    pub rounds: &'a [Round],
}

/// The days of the later rounds.
fn later_rounds(words: &Words, rounds: &[Round]) -> Vec<(NaiveDate, String)> {
    let day = |at: DateTime<Utc>| copenhagen(at).date_naive();
    let later = rounds.iter().filter(|round| round.kind != RoundKind::First);
    let days = later.flat_map(|round| {
        let says = |key: &str| words.text(key, &[("round", round.title.as_str().into())]);
        let last = round.closes_at - TimeDelta::minutes(1);
        [
            (day(round.opens_at), says("timeline-round-opens")),
            (day(last), says("timeline-round-closes")),
        ]
    });
    days.collect()
}

/// What has happened and will happen, and apart what came long before.
pub(super) fn timeline(
    words: &Words,
    hearing: &Hearing,
    course: &Course<'_>,
    now: DateTime<Utc>,
) -> (Vec<Step>, Vec<Step>) {
    let opens = copenhagen(hearing.opens_at).date_naive();
    let closes = copenhagen(hearing.closes_at - TimeDelta::minutes(1)).date_naive();
    let today = copenhagen(now).date_naive();
    let old = opens
        .checked_sub_days(Days::new(BACKGROUND_DAYS))
        .unwrap_or(opens);
    let mut points: Vec<Point> = course
        .milestones
        .iter()
        .map(|milestone| of_milestone(words, milestone))
        .collect();
    let own = [
        (opens, words.text("timeline-opens", &[])),
        (closes, words.text("deadline", &[])),
    ];
    let met = course.meetings.iter().map(|meeting| {
        let key = if meeting.decides {
            "timeline-decides"
        } else {
            "timeline-meets"
        };
        (
            meeting.held_on,
            words.text(key, &[("body", meeting.body.as_str().into())]),
        )
    });
    let later = later_rounds(words, course.rounds);
    for (on, what) in own.into_iter().chain(later).chain(met) {
        if !points.iter().any(|point| point.on == on) {
            points.push(Point {
                on,
                when: words.date(on),
                iso: Some(on.to_string()),
                what,
            });
        }
    }
    points.sort_by_key(|point| point.on);
    let (background, points): (Vec<_>, Vec<_>) =
        points.into_iter().partition(|point| point.on < old);
    let step = |point: Point| Step {
        state: if point.on < today || point.on == today && point.on <= opens {
            StepState::Done
        } else {
            StepState::Next
        },
        when: point.when,
        iso: point.iso,
        what: point.what,
    };
    let mut steps: Vec<Step> = Vec::new();
    let open = hearing.phase(now) == Phase::Open;
    let left = (closes - today).num_days();
    let mut placed = !open;
    for point in points {
        if !placed && point.on > today {
            steps.push(Step {
                when: words.text("timeline-today", &[("date", words.day_month(today).into())]),
                iso: Some(today.to_string()),
                what: words.text("timeline-open-for", &[("n", left.into())]),
                state: StepState::Here,
            });
            placed = true;
        }
        steps.push(step(point));
    }
    (steps, background.into_iter().map(step).collect())
}

fn of_milestone(words: &Words, milestone: &Milestone) -> Point {
    let month = |day: NaiveDate| words.text(&format!("month-{}", day.month()), &[]);
    let (when, iso) = if milestone.precision == "day" {
        (
            words.date(milestone.starts_on),
            Some(milestone.starts_on.to_string()),
        )
    } else {
        let months = match milestone.ends_on {
            Some(end) => format!("{}-{}", month(milestone.starts_on), month(end)),
            None => month(milestone.starts_on),
        };
        (format!("{months} {}", milestone.starts_on.year()), None)
    };
    Point {
        on: milestone.starts_on,
        when,
        iso,
        what: milestone.what.clone(),
    }
}
