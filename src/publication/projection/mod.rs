//! The one picture of a hearing that everything public is made from: pages, search, PDF, spreadsheets. What is not in these structs cannot
//! become public. A release stores it as it is; the pages read it back.

mod paragraphs;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::ledger::{Ledger, MailLedger};
use super::memo::{Disposed, PublicMemo};
use crate::redaction::Ground;
use crate::response::{Content, RelationKind, Role, Standing};
use crate::tagging::Stance;
use crate::text_enum;

pub use paragraphs::{Paragraph, Run};

/// A whole compilation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Projection {
    pub overview: Overview,
    pub responses: Vec<PublicResponse>,
    /// None while it stays with the staff.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub memo: Option<PublicMemo>,
}

/// All but the texts: what the compilation's first page and the lists need.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    pub hearing: HearingInShort,
    /// Published in full or in part.
    pub responses: usize,
    pub categories: Vec<CategoryInShort>,
    pub frames: Vec<FrameInShort>,
    /// In category order, private persons last, then by reference.
    pub rows: Vec<Row>,
    pub counts: Vec<Cell>,
    pub ledger: Ledger,
    pub mails: MailLedger,
    /// How many stand on the list of consultees, and how many of them have answered.
    pub consultees: Answered,
    pub weeks: Vec<Week>,
    /// Notes from workshops: an appendix, outside every count.
    pub inputs: Vec<PublicInput>,
    /// How the points of the memo are disposed of; empty without a memo.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<Disposed>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HearingInShort {
    pub slug: String,
    pub title: String,
    pub summary: String,
    pub organisation: String,
    pub mailbox: String,
    pub case_number: Option<String>,
    pub opens_at: DateTime<Utc>,
    /// The first moment that is too late.
    pub closes_at: DateTime<Utc>,
    pub time_zone: String,
    /// Stances are shown, headed as the staff's reading.
    pub public_stance: bool,
    /// Which body decides, and when.
    pub decision: Option<(String, NaiveDate)>,
    pub references_fixed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryInShort {
    pub letter: String,
    pub name: String,
    pub private_persons: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameInShort {
    pub key: String,
    pub title: String,
    pub levels: Vec<String>,
    pub version: i32,
    /// Depth first.
    pub themes: Vec<ThemeInShort>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThemeInShort {
    /// Its number, or else its key: unique within the frame.
    pub name: String,
    pub number: Option<i32>,
    pub title: String,
    pub heading: String,
    pub summary: String,
    /// 0 at the top.
    pub depth: usize,
    pub leaf: bool,
    /// The place of its outermost ancestor among the top themes, from 0.
    pub track: usize,
}

/// A theme of a frame.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ThemeRef {
    pub frame: String,
    pub theme: String,
}

impl std::fmt::Display for ThemeRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.frame, self.theme)
    }
}

text_enum! {
    /// How a response stands in the compilation.
    pub enum Status {
        Full = "full",
        Partly = "partly",
        /// Nothing of it is shown, for a ground.
        Withheld = "withheld",
        /// Nothing of it can be shown yet.
        NotYet = "not_yet",
        Withdrawn = "withdrawn",
        /// A reference that was given and is no longer in use.
        Retired = "retired",
    }
}

/// A line of the overview.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// `A3`; the receipt number until references are fixed.
    pub reference: String,
    /// The receipt number of the first version.
    pub number: String,
    /// Letter; empty when nobody has decided.
    pub category: String,
    /// As the public may see it.
    pub sender: String,
    pub on_behalf_of: Option<String>,
    /// Sent by a private person: not indexed, and not named in data files.
    pub private: bool,
    /// On the list of consultees.
    pub consultee: bool,
    /// When it counts as having come.
    pub received_at: DateTime<Utc>,
    pub late: bool,
    pub deemed_timely_reason: Option<String>,
    pub content: Content,
    pub standing: Standing,
    pub standing_expected_on: Option<NaiveDate>,
    pub status: Status,
    /// Later versions that replaced the text, oldest first.
    pub changes: Vec<Change>,
    pub relations: Vec<PublicRelation>,
    /// Every theme on a passage of it or on the whole, in frame order.
    pub themes: Vec<ThemeRef>,
    /// Stretches of text left out that belong to the response.
    pub omissions: usize,
    /// Attachments beside the body.
    pub attachments: usize,
    pub signatures: i32,
}

/// A later version of a response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// `corrects` or `finalises`.
    pub kind: RelationKind,
    pub at: DateTime<Utc>,
}

/// What this response does to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicRelation {
    pub kind: RelationKind,
    pub reference: String,
}

/// A response with its text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublicResponse {
    #[serde(flatten)]
    pub row: Row,
    pub parts: Vec<PublicPart>,
    /// Themes on the response as a whole.
    pub whole: Vec<ThemeMark>,
}

text_enum! {
    /// What is shown of a part.
    pub enum Shown {
        Text = "text",
        Withheld = "withheld",
        /// No text could be had from the file.
        Unreadable = "unreadable",
    }
}

/// The body, or an attachment as text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublicPart {
    pub role: Role,
    /// Not told where it could give away a name that is hidden.
    pub filename: Option<String>,
    pub shown: Shown,
    pub withheld_ground: Option<String>,
    /// Public text; offsets below are code points in it.
    pub text: String,
    pub omitted: Vec<Token>,
    pub passages: Vec<PublicPassage>,
    /// How many of its pages are shown as pictures, too.
    #[serde(default, skip_serializing_if = "is_none")]
    pub pictures: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_none(number: &u32) -> bool {
    *number == 0
}

/// Where the words of a ground stand in a public text, in code points. They do not tell the length of what was there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    pub start: usize,
    pub end: usize,
    pub ground: Ground,
}

/// A marked stretch of a public text. A passage that a redaction cuts is several with the same `mark`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicPassage {
    /// Counts the marked passages of the compilation, from 1.
    pub mark: usize,
    pub start: usize,
    pub end: usize,
    pub themes: Vec<ThemeMark>,
}

/// A theme with the stance that the staff read, where the hearing shows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ThemeMark {
    #[serde(flatten)]
    pub theme: ThemeRef,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub stance: Option<Stance>,
}

/// How often a theme is on a passage, and on how many responses, in a category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    #[serde(flatten)]
    pub theme: ThemeRef,
    pub category: String,
    pub passages: usize,
    pub responses: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub listed: usize,
    pub answered: usize,
}

/// Responses that came in a week, by the hearing's own calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week {
    /// Its Monday.
    pub from: NaiveDate,
    /// ISO 8601 number.
    pub number: u32,
    pub responses: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicInput {
    pub held_on: Option<NaiveDate>,
    pub format: Option<String>,
    /// Where it was held; empty when nobody has said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    pub question: String,
    /// Table or group.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub grouping: String,
    pub text: String,
    pub themes: Vec<ThemeRef>,
}

impl Overview {
    /// A theme by its frame and name.
    #[must_use]
    pub fn theme(&self, theme: &ThemeRef) -> Option<(&FrameInShort, &ThemeInShort)> {
        let frame = self.frames.iter().find(|frame| frame.key == theme.frame)?;
        let found = frame.themes.iter().find(|node| node.name == theme.theme)?;
        Some((frame, found))
    }
}
