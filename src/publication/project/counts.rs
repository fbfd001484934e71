//! The numbers of a compilation: each can be counted again from what is published.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::has_text;
use crate::hearing::{Hearing, local_date, zone};
use crate::memo::Disposition;
use crate::publication::memo::{Disposed, PublicMemo};
use crate::publication::projection::{Answered, Cell, PublicResponse, Row, Status, ThemeRef, Week};
use crate::publication::rows::Rows;

/// Numbers the marked passages of the compilation from 1, in reading order; the pieces of a passage keep one number.
pub(super) fn number_passages(responses: &mut [PublicResponse]) {
    let mut next = 0;
    for response in responses {
        for part in &mut response.parts {
            let mut known: BTreeMap<usize, usize> = BTreeMap::new();
            for passage in &mut part.passages {
                passage.mark = *known.entry(passage.mark).or_insert_with(|| {
                    next += 1;
                    next
                });
            }
        }
    }
}

/// How often each theme is on a passage and on how many responses, by category; only what is not zero.
pub(super) fn cells(responses: &[PublicResponse]) -> Vec<Cell> {
    let mut found: BTreeMap<(ThemeRef, String), (BTreeSet<usize>, usize)> = BTreeMap::new();
    for response in responses {
        for theme in &response.row.themes {
            let key = (theme.clone(), response.row.category.clone());
            found.entry(key).or_default().1 += 1;
        }
        for passage in response.parts.iter().flat_map(|part| &part.passages) {
            for mark in &passage.themes {
                let key = (mark.theme.clone(), response.row.category.clone());
                found.entry(key).or_default().0.insert(passage.mark);
            }
        }
    }
    found
        .into_iter()
        .map(|((theme, category), (passages, responses))| Cell {
            theme,
            category,
            passages: passages.len(),
            responses,
        })
        .collect()
}

pub(super) fn answered(rows: &Rows, lines: &[Row]) -> Answered {
    let standing: BTreeSet<&str> = lines
        .iter()
        .filter(|row| has_text(row.status))
        .map(|row| row.number.as_str())
        .collect();
    // A chain is known by the number of its first version, and its versions come from the same sender.
    let ids: BTreeSet<i64> = rows
        .responses
        .iter()
        .filter(|response| standing.contains(response.number.as_str()))
        .map(|response| response.id)
        .collect();
    let who: BTreeSet<i64> = rows
        .respondents
        .iter()
        .filter(|respondent| ids.contains(&respondent.response_id))
        .filter_map(|respondent| respondent.consultee_id)
        .collect();
    Answered {
        listed: rows.consultees.len(),
        answered: who.len(),
    }
}

/// Responses by the week in which they came, without gaps.
pub(super) fn weeks(hearing: &Hearing, lines: &[Row]) -> Vec<Week> {
    let Ok(zone) = zone(&hearing.time_zone) else {
        return Vec::new();
    };
    let mut count: BTreeMap<NaiveDate, usize> = BTreeMap::new();
    for row in lines.iter().filter(|row| row.status != Status::Retired) {
        let monday = local_date(zone, row.received_at)
            .week(Weekday::Mon)
            .first_day();
        *count.entry(monday).or_default() += 1;
    }
    let Some((last, _)) = count.last_key_value().map(|(day, n)| (*day, *n)) else {
        return Vec::new();
    };
    let mut day = count.first_key_value().map(|(day, _)| *day);
    let mut weeks = Vec::new();
    while let Some(from) = day.filter(|day| *day <= last) {
        weeks.push(Week {
            from,
            number: from.iso_week().week(),
            responses: count.get(&from).copied().unwrap_or_default(),
        });
        day = from.checked_add_days(Days::new(7));
    }
    weeks
}

/// How the points of a memo are disposed of; only what is not zero.
pub(super) fn disposed(memo: &PublicMemo) -> Vec<Disposed> {
    let count = |disposition: Disposition| Disposed {
        disposition,
        points: memo
            .points()
            .filter(|point| point.disposition == Some(disposition))
            .count(),
    };
    let all = Disposition::ALL.iter().copied().map(count);
    all.filter(|one| one.points > 0).collect()
}
