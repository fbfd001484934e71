//! Everything that has arrived, in one list.

use actix_web::web::{Data, Query};
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::assigned;
use super::head::Head;
use super::rows::{self, Filter, Row};
use crate::app::App;
use crate::hearing::{Hearing, ThemeTree, frames_of};
use crate::response::{Channel, Content, State, Work};
use crate::staff::Reader;
use crate::templates::{Choice, Mark, Page, Segment, Words, pages};
use crate::web::{self, View};

pages![Inbox];

/// The inbox.
#[derive(Clone, Debug, Serialize)]
pub struct Inbox {
    pub head: Head,
    pub list: List,
    pub filter: Filter,
    pub works: Vec<WorkCount>,
    pub categories: Vec<Choice>,
    pub themes: Vec<Choice>,
    pub channels: Vec<Choice>,
    /// Who works on it, to choose from; whoever reads stands first.
    pub people: Vec<Choice>,
    pub filtered: bool,
}

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

/// A state of the work and how many are in it.
#[derive(Clone, Debug, Serialize)]
pub struct WorkCount {
    pub text: String,
    pub mark: &'static str,
    pub count: i64,
    pub href: String,
    pub current: bool,
}

/// A response.
#[derive(Clone, Debug, Serialize)]
pub struct Item {
    pub href: String,
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

/// The words and the sign of a state of the work.
pub(super) fn work_text(words: &Words, work: Work) -> (String, &'static str) {
    match work {
        Work::New => (words.text("desk-work-new", &[]), "ny"),
        Work::InProgress => (words.text("desk-work-in-progress", &[]), "gang"),
        Work::SecondReading => (words.text("desk-work-second-reading", &[]), "anden"),
        Work::Done => (words.text("desk-work-done", &[]), "fin"),
    }
}

pub(super) fn channel_text(words: &Words, channel: Channel) -> String {
    match channel {
        Channel::Web => words.text("desk-channel-web", &[]),
        Channel::Mail => words.text("desk-channel-mail", &[]),
        Channel::Letter => words.text("desk-channel-letter", &[]),
        Channel::DigitalPost => words.text("desk-channel-digital-post", &[]),
        Channel::Phone => words.text("desk-channel-phone", &[]),
    }
}

/// What a response is, where it is not simply a response.
pub(super) fn note(words: &Words, state: State, content: Content) -> Option<String> {
    match (state, content) {
        (State::Superseded, _) => Some(words.text("desk-state-superseded", &[])),
        (State::Withdrawn, _) => Some(words.text("desk-state-withdrawn", &[])),
        (State::Duplicate, _) => Some(words.text("desk-state-duplicate", &[])),
        (State::NotAResponse, _) => Some(words.text("desk-state-not-a-response", &[])),
        (State::Merged, _) => Some(words.text("desk-state-merged", &[])),
        (State::Current, Content::NoRemarks) => Some(words.text("desk-content-no-remarks", &[])),
        (State::Current, Content::Endorses) => Some(words.text("desk-content-endorses", &[])),
        (State::Current, Content::Remarks) => None,
    }
}

/// The name of who answers, as staff see it.
pub(super) fn who(words: &Words, name: &str) -> String {
    if name.trim().is_empty() {
        words.text("desk-unknown-sender", &[])
    } else {
        name.to_owned()
    }
}

fn item(words: &Words, base: &str, row: &Row, query: &str) -> Item {
    let (work, mark) = work_text(words, Work::parse(&row.work).unwrap_or(Work::New));
    Item {
        href: format!("{base}/svar/{}{query}", row.number),
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
        snippet: row
            .snippet
            .as_deref()
            .map(rows::segments)
            .unwrap_or_default(),
        current: false,
        proposals: row.proposals,
        assignee: row.assignee.clone(),
        earlier: Vec::new(),
        earlier_count: 0,
        stands: row.state == State::Current.as_str(),
    }
}

/// The list as it is shown.
pub(super) fn listed(
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

fn count_of(works: &[(String, i64)], work: Work) -> i64 {
    works
        .iter()
        .find(|(name, _)| name == work.as_str())
        .map_or(0, |(_, count)| *count)
}

/// Themes that can be tagged with, to choose from.
pub(super) fn theme_choices(frames: &[ThemeTree], chosen: &str) -> Vec<Choice> {
    frames
        .iter()
        .flat_map(ThemeTree::leaves)
        .map(|theme| {
            let id = theme.id.to_string();
            let label = match theme.number {
                Some(number) => format!("{number} {}", theme.title),
                None => theme.title.clone(),
            };
            let checked = id == chosen;
            Choice::new(&id, &label, checked)
        })
        .collect()
}

pub(super) async fn index(
    app: Data<App>,
    view: View,
    reader: Reader,
    filter: Query<Filter>,
) -> web::Result {
    let filter = filter.into_inner();
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, reader.hearing_id).await?;
    let head = Head::of(&mut conn, &hearing, &reader).await?;
    let found = rows::list(&mut conn, &hearing, &filter).await?;
    let by_work = rows::by_work(&mut conn, hearing.id).await?;
    let categories = hearing.categories(&mut conn).await?;
    let frames = frames_of(&mut conn, hearing.id).await?;
    let words = view.words();
    let people = assigned::filter(&mut conn, words, &reader, &filter.hos).await?;
    let works = Work::ALL
        .iter()
        .map(|work| {
            let (text, mark) = work_text(words, *work);
            let current = filter.arbejde == work.as_str();
            let only = Filter {
                arbejde: if current {
                    String::new()
                } else {
                    work.to_string()
                },
                ..filter.clone()
            };
            WorkCount {
                text,
                mark,
                count: count_of(&by_work, *work),
                href: format!("{}/indbakke{}", head.base, only.query()),
                current,
            }
        })
        .collect();
    let mut list = listed(words, &head.base, (&found, &by_work), &filter);
    super::folded::fold(&mut list, &found);
    let page = Inbox {
        list,
        works,
        categories: categories
            .iter()
            .map(|one| {
                let label = format!("{} {}", one.letter, one.name);
                Choice::new(&one.letter, &label, one.letter == filter.kategori)
            })
            .collect(),
        themes: theme_choices(&frames, &filter.tema),
        channels: Channel::ALL
            .iter()
            .map(|one| {
                let chosen = filter.kanal == one.as_str();
                Choice::new(one.as_str(), &channel_text(words, *one), chosen)
            })
            .collect(),
        people,
        filtered: !filter.is_empty(),
        filter,
        head,
    };
    view.page(&page)
}

impl List {
    pub(super) fn sample() -> Self {
        let one = Item {
            href: "/sekretariat/x/svar/K7M2Q-9XWE4".into(),
            reference: "C3".into(),
            who: "Pårørendekredsen ved Stærehegnet".into(),
            more: 1,
            mark: "gang",
            work: "I gang".into(),
            late: false,
            arrived_at: DateTime::UNIX_EPOCH,
            channel: "Mail".into(),
            attachments: 1,
            tagged: true,
            note: None,
            snippet: vec![
                Segment::plain("tilknytning til "),
                Segment::marked("medarbejdere", Mark::Hit),
            ],
            current: true,
            proposals: 2,
            assignee: Some("Hanne Thorup".into()),
            earlier: vec![Earlier {
                href: "/sekretariat/x/svar/K7M2Q-9XWE5".into(),
                note: "Erstattet af nyere svar".into(),
                arrived_at: DateTime::UNIX_EPOCH,
            }],
            earlier_count: 1,
            stands: true,
        };
        let late = Item {
            reference: String::new(),
            late: true,
            current: false,
            attachments: 0,
            tagged: false,
            note: Some("Ingen bemærkninger".into()),
            more: 0,
            snippet: vec![],
            mark: "ny",
            proposals: 0,
            assignee: None,
            earlier: vec![],
            earlier_count: 0,
            ..one.clone()
        };
        Self {
            items: vec![one, late],
            done: 17,
            total: 42,
            meter: 170,
            shown: 2,
            standing: 1,
            folded: 1,
        }
    }
}

impl Page for Inbox {
    const TEMPLATE: &'static str = "desk/inbox";

    fn sample() -> Self {
        Self {
            head: Head::sample(),
            list: List::sample(),
            filter: Filter::default(),
            works: vec![WorkCount {
                text: "Ny".into(),
                mark: "ny",
                count: 3,
                href: "/".into(),
                current: false,
            }],
            categories: vec![Choice::new("A", "A Kommuner", false)],
            themes: vec![Choice::new("1", "1 Samarbejde", true)],
            channels: vec![Choice::new("mail", "Mail", false)],
            people: vec![Choice::new("1", "Mig", false)],
            filtered: true,
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let none = Self {
            list: List::default(),
            filtered: false,
            ..Self::sample()
        };
        vec![("", Self::sample()), ("none", none)]
    }
}
