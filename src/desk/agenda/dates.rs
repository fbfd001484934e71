//! The days that a hearing must keep: its deadline, when a meeting's material is due, the meeting. What is too late says so in words.

use chrono::NaiveDate;
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use serde::Serialize;

use crate::agenda::{due_on, has_package};
use crate::hearing::Hearing;
use crate::templates::Words;
use crate::templates::words::copenhagen;

/// A day to keep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Due {
    pub text: String,
    pub href: String,
    pub overdue: bool,
}

/// How far a day is, in words.
pub(super) fn until(words: &Words, today: NaiveDate, day: NaiveDate) -> String {
    let days = (day - today).num_days();
    match days {
        0 => words.text("agenda-today", &[]),
        days if days > 0 => words.text("agenda-in-days", &[("n", days.into())]),
        days => words.text("agenda-days-ago", &[("n", (-days).into())]),
    }
}

/// The days of a hearing that are still to be kept, in order. A meeting that was held asks for nothing more.
pub(in crate::desk) async fn of_hearing(
    conn: &mut AsyncPgConnection,
    words: &Words,
    hearing: &Hearing,
    today: NaiveDate,
) -> QueryResult<Vec<Due>> {
    let base = format!("/sekretariat/{}", hearing.slug);
    let told = |key: &str, body: &str, day: NaiveDate| {
        words.text(
            key,
            &[
                ("body", body.into()),
                ("day", words.date(day).into()),
                ("until", until(words, today, day).into()),
            ],
        )
    };
    let mut dues: Vec<(NaiveDate, Due)> = Vec::new();
    let last = copenhagen(hearing.closes_at - chrono::TimeDelta::seconds(1)).date_naive();
    if last >= today {
        let due = Due {
            text: told("agenda-deadline", "", last),
            href: format!("{base}/opsaetning#datoer"),
            overdue: false,
        };
        dues.push((last, due));
    }
    let meetings = hearing.meetings(conn).await?;
    let ids: Vec<i64> = meetings.iter().map(|one| one.id).collect();
    let made = has_package(conn, &ids).await?;
    for meeting in meetings.iter().filter(|one| one.held_on >= today) {
        let href = format!("{base}/dagsorden/{}", meeting.id);
        let due = due_on(meeting);
        if !made.contains(&meeting.id) {
            let overdue = due < today;
            let key = if overdue {
                "agenda-overdue"
            } else {
                "agenda-due"
            };
            let text = told(key, &meeting.body, due);
            dues.push((
                due,
                Due {
                    text,
                    href: href.clone(),
                    overdue,
                },
            ));
        }
        let text = told("agenda-meets", &meeting.body, meeting.held_on);
        dues.push((
            meeting.held_on,
            Due {
                text,
                href,
                overdue: false,
            },
        ));
    }
    dues.sort_by_key(|(day, _)| *day);
    Ok(dues.into_iter().map(|(_, due)| due).collect())
}
