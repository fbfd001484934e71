//! Every enquiry of a hearing: those that wait first, each with what is due when.

use actix_web::web::{Data, Query};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{day, topic_text, why_text};
use crate::app::App;
use crate::desk::head::Head;
use crate::desk::inbox::who;
use crate::desk::named;
use crate::enquiry::{self, Row, State, Topic, workdays};
use crate::hearing::Hearing;
use crate::staff::Reader;
use crate::templates::{Page, Words};
use crate::web::{self, View};

/// The list.
#[derive(Clone, Debug, Serialize)]
pub struct ListEnquiries {
    pub head: Head,
    pub states: Vec<StateCount>,
    pub open: bool,
    pub rows: Vec<Item>,
}

/// A state and how many are in it.
#[derive(Clone, Debug, Serialize)]
pub struct StateCount {
    pub text: String,
    pub count: usize,
    pub href: String,
    pub current: bool,
}

/// An enquiry.
#[derive(Clone, Debug, Serialize)]
pub struct Item {
    pub id: i64,
    pub href: String,
    pub topic: String,
    /// Proposed by its wording, looked at by nobody.
    pub proposed: bool,
    pub from: String,
    pub subject: String,
    pub more: i64,
    pub arrived_at: DateTime<Utc>,
    /// What is due, or how it ended.
    pub note: Option<String>,
    pub urgent: bool,
    pub not_arrived: bool,
    /// Only thanks: closed from here.
    pub thanks: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::desk) struct Filter {
    /// A state; empty for those that wait.
    vis: String,
}

fn state_key(state: State) -> &'static str {
    match state {
        State::Open => "enquiry-state-open",
        State::Answered => "enquiry-state-answered",
        State::Closed => "enquiry-state-closed",
    }
}

pub(in crate::desk) async fn index(
    app: Data<App>,
    view: View,
    reader: Reader,
    filter: Query<Filter>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, reader.hearing_id).await?;
    let head = Head::of(&mut conn, &hearing, &reader).await?;
    let shown = State::parse(&filter.vis).unwrap_or(State::Open);
    let (mut states, mut rows) = (Vec::new(), Vec::new());
    for state in State::ALL {
        let found = enquiry::in_state(&mut conn, hearing.id, *state).await?;
        states.push(StateCount {
            text: view.words().text(state_key(*state), &[]),
            count: found.len(),
            href: format!("{}/henvendelser?vis={state}", head.base),
            current: *state == shown,
        });
        if *state == shown {
            rows = found;
        }
    }
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let (later, failed) = enquiry::more(&mut conn, &ids).await?;
    let now = app.clock.now();
    let rows = rows
        .iter()
        .map(|row| Item {
            more: later
                .iter()
                .find(|(id, _)| *id == row.id)
                .map_or(0, |(_, count)| *count),
            not_arrived: row.state == State::Open && failed.contains(&row.id),
            ..item(view.words(), &hearing, &head.base, (row, now))
        })
        .collect();
    view.page(&ListEnquiries {
        head,
        states,
        open: shown == State::Open,
        rows,
    })
}

fn item(words: &Words, hearing: &Hearing, base: &str, (row, now): (&Row, DateTime<Utc>)) -> Item {
    let due = due(words, hearing, row, now);
    let from = if row.from_name.is_empty() {
        row.from_address.clone().unwrap_or_default()
    } else {
        row.from_name.clone()
    };
    Item {
        id: row.id,
        href: format!("{base}/henvendelser/{}", row.id),
        topic: topic_text(words, row.topic),
        proposed: row.topic_by.is_none(),
        from: who(words, &from),
        subject: named::subject(words, &row.subject),
        more: 0,
        arrived_at: row.arrived_at,
        urgent: due.as_ref().is_some_and(|(_, urgent)| *urgent),
        note: match row.closed_why.filter(|_| row.state == State::Closed) {
            Some(why) => Some(why_text(words, why)),
            None => due.map(|(text, _)| text),
        },
        not_arrived: false,
        thanks: row.state == State::Open && row.topic == Topic::Thanks,
    }
}

/// What an open enquiry wants until when, and whether it is urgent.
pub(super) fn due(
    words: &Words,
    hearing: &Hearing,
    row: &Row,
    now: DateTime<Utc>,
) -> Option<(String, bool)> {
    if let (Topic::Deadline, Some(asked)) = (row.topic, row.asked_for) {
        let date = words.date(asked).into();
        return Some((words.text("enquiry-asks-until", &[("date", date)]), false));
    }
    if row.topic != Topic::Access || row.state != State::Open {
        return None;
    }
    let last = workdays::after(day(hearing, row.arrived_at)?, workdays::ACCESS_DAYS);
    let left = workdays::left(day(hearing, now)?, last);
    let date = words.weekday_date(last).into();
    Some(if left < 0 {
        (words.text("enquiry-access-over", &[("date", date)]), true)
    } else {
        let text = words.text("enquiry-access-left", &[("n", left.into()), ("date", date)]);
        (text, left <= 2)
    })
}

impl Page for ListEnquiries {
    const TEMPLATE: &'static str = "desk/enquiries";

    fn sample() -> Self {
        let state = |text: &str, count, current| StateCount {
            text: text.into(),
            count,
            href: "/sekretariat/x/henvendelser?vis=open".into(),
            current,
        };
        let one = Item {
            id: 3,
            href: "/sekretariat/x/henvendelser/3".into(),
            topic: "Aktindsigt".into(),
            proposed: true,
            from: "Nanna Fuglebjerg".into(),
            subject: "Anmodning om aktindsigt i høringssvar".into(),
            more: 1,
            arrived_at: DateTime::UNIX_EPOCH,
            note: Some("To arbejdsdage tilbage".into()),
            urgent: true,
            not_arrived: true,
            thanks: false,
        };
        let thanks = Item {
            topic: "Tak".into(),
            proposed: false,
            more: 0,
            note: None,
            urgent: false,
            not_arrived: false,
            thanks: true,
            ..one.clone()
        };
        Self {
            head: Head::sample(),
            states: vec![
                state("Venter på svar", 2, true),
                state("Besvaret", 1, false),
                state("Lukket uden svar", 0, false),
            ],
            open: true,
            rows: vec![one, thanks],
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let mut none = Self::sample();
        none.rows.clear();
        none.head.may_edit = false;
        let mut closed = none.clone();
        closed.open = false;
        vec![("", Self::sample()), ("none", none), ("closed", closed)]
    }
}
