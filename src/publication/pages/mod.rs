//! The compilation as everybody reads it: the whole, a theme, a response, a search. All of it is filled from the release's
//! snapshot: there is no other way to public text.

pub mod check;
pub mod memo;
mod notes;
pub mod open_data;
mod sample;
pub mod staff;

use chrono::{DateTime, Utc};
use serde::Serialize;

pub use notes::{NoteQuestion, NoteRound, Notes, PublicNote};

use crate::hearing::pages::{HearingHead, ThemeChip};
use crate::templates::{Audience, Choice, Link, Page, Segment, pages};

pages![
    ShowCompilation,
    ShowTheme,
    ShowPublished,
    SearchResults,
    check::CheckReceipt
];

/// The release that a page is read from.
#[derive(Clone, Debug, Serialize)]
pub struct ReleaseHead {
    pub number: i32,
    pub released_at: DateTime<Utc>,
    /// The compilation's address.
    pub href: String,
}

/// *Samlede høringssvar*.
#[derive(Clone, Debug, Serialize)]
pub struct ShowCompilation {
    pub hearing: HearingHead,
    pub release: ReleaseHead,
    /// "Regionsrådet beslutter 20. december 2023"
    pub decision: Option<String>,
    /// Where the search form goes.
    pub search_action: String,
    pub figures: Vec<Figure>,
    pub matrix: Option<Matrix>,
    /// Where the memo is, when it is published.
    pub memo: Option<MemoInShort>,
    pub filter: Filter,
    pub categories: Vec<Category>,
    pub response_ledger: Ledger,
    pub mail_ledger: Option<Ledger>,
    pub weeks: Option<Weeks>,
    /// The appendix.
    pub notes: Option<Notes>,
    pub downloads: Vec<Download>,
    /// Where a receipt is checked; none in releases from before there was a proof.
    pub check_href: Option<String>,
}

/// The memo on the compilation's page.
#[derive(Clone, Debug, Serialize)]
pub struct MemoInShort {
    pub href: String,
    /// How many points it has.
    pub text: String,
    pub figures: Vec<Figure>,
}

/// "41 · svar offentliggjort, heraf 5 med udeladelser"
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    pub n: i64,
    pub text: String,
}

/// Marked passages per theme and category.
#[derive(Clone, Debug, Serialize)]
pub struct Matrix {
    /// The hearing's word for a theme: "Pejlemærke".
    pub level: String,
    pub columns: Vec<MatrixColumn>,
    pub groups: Vec<MatrixGroup>,
    /// Per category, then the sum of all.
    pub totals: Vec<i64>,
}

#[derive(Clone, Debug, Serialize)]
pub struct MatrixColumn {
    pub letter: String,
    pub name: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct MatrixGroup {
    pub title: Option<String>,
    /// How many columns the table has, the first and the last among them.
    pub span: usize,
    pub rows: Vec<MatrixRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct MatrixRow {
    pub chip: Option<ThemeChip>,
    pub title: String,
    pub cells: Vec<MatrixCell>,
    pub total: MatrixCell,
}

/// A number with its bar, and where its passages are.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixCell {
    pub n: i64,
    /// Length of the bar in parts of 60: cells share one scale, totals another.
    pub bar: u8,
    /// None for zero.
    pub href: Option<String>,
}

/// What the overview is narrowed to; sent by GET as `q`, `tema` and `art`.
#[derive(Clone, Debug, Serialize)]
pub struct Filter {
    pub action: String,
    pub text: String,
    /// The hearing's word for a theme: "Pejlemærke".
    pub level: String,
    pub themes: Vec<Choice>,
    pub kinds: Vec<Choice>,
    /// Something is chosen: categories are shown open.
    pub active: bool,
}

/// One category of the overview.
#[derive(Clone, Debug, Serialize)]
pub struct Category {
    pub letter: String,
    pub name: String,
    /// "12 svar", "10 svar, heraf ét trukket tilbage"
    pub count: String,
    pub open: bool,
    pub rows: Vec<OverviewRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct OverviewRow {
    pub reference: String,
    pub sender: String,
    /// None for a number that is out of use.
    pub href: Option<String>,
    /// "Foreløbigt svar, endeligt 27. oktober", "Efter fristen"
    pub note: Option<String>,
    pub received_at: DateTime<Utc>,
    pub themes: Vec<ThemeChip>,
}

/// Rows that add up to the first.
#[derive(Clone, Debug, Serialize)]
pub struct Ledger {
    /// "Svar, talt fra både mail og formular"
    pub caption: String,
    pub total_text: String,
    pub total: i64,
    pub rows: Vec<LedgerRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct LedgerRow {
    pub text: String,
    pub n: i64,
}

/// Responses per week: a chart and the same as a table.
#[derive(Clone, Debug, Serialize)]
pub struct Weeks {
    /// Width of the chart; a week is 80 wide.
    pub width: u32,
    pub weeks: Vec<Week>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Week {
    /// "40"
    pub label: String,
    /// "2.-8. oktober"
    pub days: String,
    pub n: i64,
    /// Place and size of the bar in a chart 240 high, whose ground is at 200.
    pub x: u32,
    pub middle: u32,
    pub y: u32,
    pub height: u32,
    /// Where the number stands.
    pub number_y: u32,
    pub late: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct Download {
    pub title: String,
    pub href: String,
    pub icon: &'static str,
    /// "Tilgængelig PDF · 118 sider · 2,4 MB"
    pub meta: String,
}

/// Every passage under one theme, by category.
#[derive(Clone, Debug, Serialize)]
pub struct ShowTheme {
    pub hearing: HearingHead,
    pub release: ReleaseHead,
    pub chip: Option<ThemeChip>,
    /// "Pejlemærke 4"
    pub label: String,
    pub title: String,
    pub summary: Option<String>,
    /// "18 afsnit fra 11 svar"
    pub count: String,
    pub categories: Vec<ThemeCategory>,
    /// What the memo answers under the theme; empty without one.
    pub points: Vec<memo::PointRow>,
    /// To the notes of meetings that have the theme too.
    pub notes: Option<Link>,
    pub previous: Option<Link>,
    pub next: Option<Link>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ThemeCategory {
    pub letter: String,
    pub name: String,
    pub passages: Vec<PublicPassage>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PublicPassage {
    pub reference: String,
    pub sender: String,
    /// The response's page, at the passage.
    pub href: String,
    pub text: Vec<Segment>,
}

/// One response as published.
#[derive(Clone, Debug, Serialize)]
pub struct ShowPublished {
    pub hearing: HearingHead,
    pub release: ReleaseHead,
    pub reference: String,
    pub sender: String,
    pub received_at: DateTime<Utc>,
    pub late: bool,
    /// "Foreløbigt svar, endeligt 27. oktober 2023", "Ingen bemærkninger"
    pub kind: String,
    /// "A Kommuner, høringspart"
    pub category: String,
    /// The hearing's word for themes: "Pejlemærker".
    pub level: String,
    pub themes: Vec<ThemeChip>,
    /// "Tre oplysninger er udeladt."
    pub omitted: Option<String>,
    /// The typed or mailed text, then each attachment under its own heading.
    pub parts: Vec<PublicPart>,
    pub previous: Option<Link>,
    pub next: Option<Link>,
    /// A private person's: kept out of search machines.
    pub private: bool,
    /// The points of the memo that answer it; empty without one.
    pub points: Vec<memo::PointRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PublicPart {
    /// None for the text itself, else the attachment's public name.
    pub title: Option<String>,
    pub paragraphs: Vec<PublicParagraph>,
    pub is_letter: bool,
    /// The pages as they were sent, with what is hidden painted over; empty where the text alone is shown.
    pub pictures: Vec<PagePicture>,
}

/// A page as a picture.
#[derive(Clone, Debug, Serialize)]
pub struct PagePicture {
    pub href: String,
    /// Pixels.
    pub width: i32,
    pub height: i32,
    pub alt: String,
    /// "Side 1 af 2"
    pub caption: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct PublicParagraph {
    /// Within the page, for links to it: "p12".
    pub id: String,
    pub text: Vec<Segment>,
    pub themes: Vec<ThemeChip>,
}

/// What was found in the released texts.
#[derive(Clone, Debug, Serialize)]
pub struct SearchResults {
    pub hearing: HearingHead,
    pub release: ReleaseHead,
    pub search_action: String,
    pub query: String,
    /// "3 svar", "Ingen svar indeholder …"
    pub count: String,
    pub hits: Vec<PublicPassage>,
}

impl Page for ShowCompilation {
    const TEMPLATE: &'static str = "publication/compilation";
    const AUDIENCE: Audience = Audience::Public;

    fn sample() -> Self {
        sample::compilation()
    }
}

impl Page for ShowTheme {
    const TEMPLATE: &'static str = "publication/theme";
    const AUDIENCE: Audience = Audience::Public;

    fn sample() -> Self {
        sample::theme()
    }
}

impl Page for ShowPublished {
    const TEMPLATE: &'static str = "publication/response";
    const AUDIENCE: Audience = Audience::Public;

    fn sample() -> Self {
        sample::response()
    }
}

impl Page for SearchResults {
    const TEMPLATE: &'static str = "publication/search";
    const AUDIENCE: Audience = Audience::Public;

    fn sample() -> Self {
        sample::search(true)
    }

    fn samples() -> Vec<(&'static str, Self)> {
        vec![("", sample::search(true)), ("none", sample::search(false))]
    }
}
