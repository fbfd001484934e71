//! What the public sees of hearings: the list and each hearing's own page. The structs are the pages' data; `views` in other
//! features (the form, the compilation) take their head from here.

mod sample;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use crate::templates::words::copenhagen;
use crate::templates::{Audience, Link, Page, Words, pages};

pages![ListHearings, ShowHearing];

/// The front page: every hearing, those that can be answered first.
#[derive(Clone, Debug, Serialize)]
pub struct ListHearings {
    pub open: Vec<HearingCard>,
    /// Past the deadline, not yet decided.
    pub closed: Vec<HearingCard>,
    pub decided: Vec<HearingCard>,
}

#[derive(Clone, Debug, Serialize)]
pub struct HearingCard {
    pub title: String,
    pub href: String,
    pub summary: String,
    pub closes_at: DateTime<Utc>,
    /// Only while open: "7 dage tilbage".
    pub time_left: Option<String>,
    /// Published responses, and where.
    pub compilation: Option<Link>,
}

/// Where a hearing is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Not yet open.
    Before,
    Open,
    /// Past the deadline: late responses are taken in.
    Closed,
    Decided,
}

/// The public page of a hearing.
#[derive(Clone, Debug, Serialize)]
pub struct ShowHearing {
    pub title: String,
    pub summary: String,
    pub phase: Phase,
    pub deadline: Deadline,
    /// Where the form is, as long as answers are taken in.
    pub answer_href: Option<String>,
    pub mailbox: Option<String>,
    pub documents: Vec<Document>,
    /// What has happened and will happen, in order; *today* among them while the hearing is open.
    pub timeline: Vec<Step>,
    /// What came before the hearing, folded.
    pub background: Vec<Step>,
    /// Whoever decides, and on which day: "Regionsrådet beslutter 20. december 2023".
    pub decision: Option<String>,
    /// The first is the main one; the rest are folded.
    pub frames: Vec<Frame>,
    /// The released compilation, with its number of responses in the text.
    pub compilation: Option<Link>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Deadline {
    pub opens_at: DateTime<Utc>,
    /// The last minute, as it is told: 23.59 of the closing day.
    pub closes_at: DateTime<Utc>,
    /// "7 dage tilbage"; none unless the hearing is open.
    pub time_left: Option<String>,
    /// How much of the time has gone, in parts of 480.
    pub gone: u16,
    /// When the deadline has been moved.
    pub extension: Option<Extension>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Extension {
    pub was: DateTime<Utc>,
    pub reason: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Document {
    pub title: String,
    /// None when only the title is known yet.
    pub href: Option<String>,
    pub icon: &'static str,
    /// "PDF · 2 sider · 140 kB"; may be empty.
    pub meta: String,
}

/// A point of the timeline.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// As it is shown: "23. august 2023", "maj-august 2021", "I dag, 4. oktober".
    pub when: String,
    /// For machines; none for a period.
    pub iso: Option<String>,
    pub what: String,
    pub state: StepState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StepState {
    Done,
    Here,
    Next,
}

/// A tree of themes as it is shown: one block per top-level theme that has others below it.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    pub title: String,
    pub groups: Vec<ThemeGroup>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ThemeGroup {
    /// Shape and colour, 1 to [`TRACKS`].
    pub track: u8,
    /// None for a frame of one level.
    pub title: Option<String>,
    pub summary: Option<String>,
    pub themes: Vec<Theme>,
}

/// A theme below the top, at any depth, in the order of the tree.
#[derive(Clone, Debug, Serialize)]
pub struct Theme {
    pub chip: Option<ThemeChip>,
    pub title: String,
    /// 0 right below the top.
    pub depth: u8,
}

/// A theme's mark: its number, or its title where it has none, in the shape of its top-level theme.
#[derive(Clone, Debug, Serialize)]
pub struct ThemeChip {
    pub label: String,
    /// The hearing's own word for a theme of this level, for screen readers: "Pejlemærke".
    pub level: String,
    pub title: String,
    pub track: u8,
    pub href: Option<String>,
}

/// How many shapes there are; the ninth top-level theme looks like the first.
pub const TRACKS: usize = 8;

/// The shape of a top-level theme by its place in the frame, counted from 0.
#[must_use]
pub fn track(ordinal: usize) -> u8 {
    u8::try_from(ordinal % TRACKS + 1).unwrap_or(1)
}

/// What other pages say of a hearing.
#[derive(Clone, Debug, Serialize)]
pub struct HearingHead {
    pub title: String,
    pub href: String,
    pub closes_at: DateTime<Utc>,
    pub open: bool,
}

impl Page for ListHearings {
    const TEMPLATE: &'static str = "hearing/list";
    const AUDIENCE: Audience = Audience::Public;

    fn sample() -> Self {
        sample::list()
    }

    fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("", sample::list()),
            (
                "none",
                Self {
                    open: vec![],
                    closed: vec![],
                    decided: vec![],
                },
            ),
        ]
    }
}

impl Page for ShowHearing {
    const TEMPLATE: &'static str = "hearing/show";
    const AUDIENCE: Audience = Audience::Public;

    fn sample() -> Self {
        sample::open()
    }

    fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("", sample::open()),
            ("extended", sample::extended()),
            ("decided", sample::decided()),
            ("before", sample::before()),
        ]
    }
}

impl Deadline {
    /// The deadline as seen at `now`. `closes` is the first moment that is too late; what is shown is the minute before it.
    #[must_use]
    pub fn at(
        words: &Words,
        now: DateTime<Utc>,
        opens_at: DateTime<Utc>,
        closes: DateTime<Utc>,
    ) -> Self {
        let closes_at = closes - TimeDelta::minutes(1);
        let open = opens_at <= now && now < closes;
        let whole = (closes - opens_at).num_seconds().max(1);
        let gone = ((now - opens_at).num_seconds() * 480 / whole).clamp(0, 480);
        let days = (copenhagen(closes_at).date_naive() - copenhagen(now).date_naive()).num_days();
        Self {
            opens_at,
            closes_at,
            time_left: open.then(|| words.text("hearing-days-left", &[("n", days.into())])),
            gone: u16::try_from(gone).unwrap_or(480),
            extension: None,
        }
    }
}

impl HearingHead {
    /// The head of the sample hearing.
    #[must_use]
    pub fn sample() -> Self {
        sample::head()
    }
}
