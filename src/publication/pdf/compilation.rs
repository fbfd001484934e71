//! What a PDF of the compilation is set from. Plain values: every text is as it is to be read.

use serde::{Deserialize, Serialize};

/// A compilation, or a volume of one: `responses` may hold fewer than the overview lists, and what is elsewhere says so in `page`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Compilation {
    /// A tag of BCP 47, such as `da`.
    pub language: String,
    /// What this is: *Samlede høringssvar*.
    pub title: String,
    /// The hearing's title.
    pub hearing: String,
    pub organisation: String,
    /// *Udgave 2, offentliggjort 1. december 2023*.
    pub release: String,
    /// The day of the release, for the file's metadata (PDF/A demands one).
    pub day: Day,
    /// What is said under the title, a paragraph each.
    pub summary: Vec<String>,
    /// *41 svar offentliggjort*: up to four.
    pub figures: Vec<Figure>,
    /// *Høringsfrist: 11. oktober 2023*.
    pub facts: Vec<Fact>,
    pub timeline: Vec<Milestone>,
    /// Every response received, by what became of it.
    pub ledger: Vec<LedgerRow>,
    /// Every mail received, by what it was.
    pub mail_ledger: Vec<LedgerRow>,
    /// In the order of the compilation.
    pub categories: Vec<Category>,
    /// Where the responses are, when they are in other files than this.
    #[serde(default)]
    pub volumes: Vec<Volume>,
    /// Marked passages by theme and category; without rows it is left out.
    pub matrix: Vec<MatrixRow>,
    pub responses: Vec<Response>,
    /// Notes from meetings, an appendix; without any it is left out.
    #[serde(default)]
    pub notes: Vec<NoteRound>,
    /// How to check a receipt, root and size of the log, a paragraph each.
    pub proof: Vec<String>,
    pub labels: Labels,
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    pub year: i32,
    pub month: u8,
    pub day: u8,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Figure {
    pub number: String,
    pub words: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Fact {
    pub label: String,
    pub value: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Milestone {
    pub when: String,
    pub what: String,
    /// It is over: a filled ring.
    pub past: bool,
}

/// A line of a ledger. `sum` is set for the total that the others make up.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct LedgerRow {
    pub what: String,
    pub count: u64,
    pub sum: bool,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Category {
    pub letter: String,
    pub name: String,
    /// A short name for the head of a narrow column.
    pub short: String,
    /// *12 svar*.
    pub words: String,
    pub rows: Vec<OverviewRow>,
}

/// A line of the overview.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct OverviewRow {
    pub reference: String,
    pub sender: String,
    /// Whom the sender answers for, if others: *på vegne af …*.
    pub on_behalf: Option<String>,
    /// *Høringspart*, or nothing for one that is not on the list.
    pub consultee: Option<String>,
    pub received: String,
    /// *Efter fristen*, *Ingen bemærkninger*, *Tilslutter sig A4*, *Trukket tilbage*, …
    pub notes: Vec<String>,
    pub themes: Vec<ThemeNumber>,
    /// Instead of a page number, for what is not in this file: *bind 2, side 14*, *udgået*.
    pub page: Option<String>,
    /// The file and page that `page` leads to.
    #[serde(default)]
    pub link: Option<String>,
}

/// A part of the compilation that is a file of its own.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Volume {
    /// *Bind 3*
    pub name: String,
    /// *A251 til B40*
    pub range: String,
    pub count: u64,
    /// The file's name.
    pub file: String,
}

/// How a track's themes look. The number is the name; colour and shape only help.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrackStyle {
    #[default]
    Square,
    Circle,
    Leaf,
    /// For a fourth track and further ones.
    Plain,
}

/// A theme's number (or key) in its track's look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThemeNumber {
    pub number: String,
    pub style: TrackStyle,
}

/// A line of the matrix: a theme, or a track's name above its themes (then without counts).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MatrixRow {
    pub theme: Option<ThemeNumber>,
    pub name: String,
    /// One for each category.
    pub counts: Vec<u64>,
    pub total: u64,
    /// The line of sums.
    pub sum: bool,
}

/// A response in full.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Response {
    pub reference: String,
    pub sender: String,
    pub on_behalf: Option<String>,
    /// *Modtaget*, *Art*, *Kategori*: up to three, beside the themes.
    pub facts: Vec<Fact>,
    pub themes: Vec<ThemeNumber>,
    /// What a reader has to know first: *Trukket tilbage 12. oktober*, *Tre oplysninger er udeladt*.
    pub notes: Vec<String>,
    pub sections: Vec<Section>,
    pub attachments: Vec<Attachment>,
}

/// A text of the response: what was typed, the mail's body or an attachment.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Section {
    pub heading: Option<String>,
    pub paragraphs: Vec<Paragraph>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Paragraph {
    pub runs: Vec<Run>,
    pub themes: Vec<ThemeNumber>,
}

/// A stretch of text. `hidden` marks the words that stand in place of something left out, such as `[CPR-nummer udeladt]`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Run {
    pub text: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Attachment {
    pub name: String,
    /// *PDF, 2 sider. Teksten står ovenfor*.
    pub note: String,
}

/// A meeting that gave notes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NoteRound {
    pub title: String,
    pub questions: Vec<NoteQuestion>,
}

/// The notes to one question; empty words for those that answer none.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NoteQuestion {
    pub question: String,
    pub notes: Vec<Note>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Note {
    pub text: String,
    /// Table or group.
    pub group: String,
    pub themes: Vec<ThemeNumber>,
}

/// Every visible word that is not data.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Labels {
    pub contents: String,
    pub in_short: String,
    pub timeline: String,
    pub matrix: String,
    pub matrix_intro: String,
    /// What the hearing calls a theme.
    pub theme: String,
    pub themes: String,
    pub total: String,
    pub overview: String,
    pub overview_intro: String,
    pub reference: String,
    pub sender: String,
    pub received: String,
    pub page: String,
    pub none: String,
    pub ledger: String,
    pub mail_ledger: String,
    pub what: String,
    pub count: String,
    pub responses: String,
    pub attachments: String,
    #[serde(default)]
    pub notes: String,
    #[serde(default)]
    pub notes_intro: String,
    pub proof: String,
    #[serde(default)]
    pub volumes: String,
    #[serde(default)]
    pub volume: String,
    #[serde(default)]
    pub file: String,
    #[serde(default)]
    pub range: String,
    /// *Side {page} af {pages}*: the two marks are replaced.
    pub page_of: String,
}
