//! The responses of a list, as they are shown in the inbox and at the side of a response.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::words::{channel_text, note, who, work_text};
use crate::desk::rows::{Filter, Row};
use crate::response::{Channel, Content, State, Work};
use crate::templates::{Segment, Words};

/// The responses, here and at the side of a response.
#[derive(Clone, Debug, Default, Serialize)]
pub struct List {
    pub items: Vec<Item>,
    pub done: i64,
    pub total: i64,
    /// In parts of 420.
    pub meter: i64,
    /// How many the filter lets through, without those that are folded under another.
    pub shown: usize,
    /// Of these, how many count as responses.
    pub standing: usize,
    /// Earlier versions and what was sent after, under another.
    pub folded: usize,
}

/// A response.
#[derive(Clone, Debug, Serialize)]
pub struct Item {
    pub id: i64,
    pub href: String,
    pub number: String,
    pub reference: String,
    pub who: String,
    pub more: i64,
    pub mark: &'static str,
    pub work: String,
    pub late: bool,
    pub arrived_at: DateTime<Utc>,
    pub channel: String,
    pub attachments: i64,
    pub tagged: bool,
    /// *Erstattet af nyere svar*, *Ingen bemærkninger* …
    pub note: Option<String>,
    pub snippet: Vec<Segment>,
    pub current: bool,
    pub proposals: i64,
    /// Who works on it.
    pub assignee: Option<String>,
    /// Earlier versions and what was sent after it, folded under the one in force.
    pub earlier: Vec<Earlier>,
    pub earlier_count: usize,
    /// Neither replaced, withdrawn nor part of another.
    pub stands: bool,
}

/// A response that another took the place of, or that is part of another.
#[derive(Clone, Debug, Serialize)]
pub struct Earlier {
    pub href: String,
    pub note: String,
    pub arrived_at: DateTime<Utc>,
}

fn item(words: &Words, base: &str, row: &Row, query: &str) -> Item {
    let (work, mark) = work_text(words, Work::parse(&row.work).unwrap_or(Work::New));
    Item {
        id: row.id,
        href: format!("{base}/svar/{}{query}", row.number),
        number: row.number.clone(),
        reference: row.reference(),
        who: who(words, &row.who),
        more: row.respondents - 1,
        mark,
        work,
        late: row.late,
        arrived_at: row.arrived_at,
        channel: channel_text(words, Channel::parse(&row.channel).unwrap_or(Channel::Mail)),
        attachments: row.attachments,
        tagged: row.tagged,
        note: note(
            words,
            State::parse(&row.state).unwrap_or(State::Current),
            Content::parse(&row.content).unwrap_or(Content::Remarks),
        ),
        snippet: Vec::new(),
        current: false,
        proposals: row.proposals,
        assignee: row.assignee.clone(),
        earlier: Vec::new(),
        earlier_count: 0,
        stands: row.state == State::Current.as_str(),
    }
}

/// The list as it is shown.
pub(in crate::desk) fn listed(
    words: &Words,
    base: &str,
    (found, works): (&[Row], &[(String, i64)]),
    filter: &Filter,
) -> List {
    let total: i64 = works.iter().map(|(_, count)| count).sum();
    let done = count_of(works, Work::Done);
    let query = filter.query();
    List {
        items: found
            .iter()
            .map(|row| item(words, base, row, &query))
            .collect(),
        done,
        total,
        meter: done * 420 / total.max(1),
        shown: found.len(),
        standing: 0,
        folded: 0,
    }
}

pub(super) fn count_of(works: &[(String, i64)], work: Work) -> i64 {
    works
        .iter()
        .find(|(name, _)| name == work.as_str())
        .map_or(0, |(_, count)| *count)
}
