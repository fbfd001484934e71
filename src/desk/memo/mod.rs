//! The pages of the memo (*høringsnotat*): by theme, respondent, disposition, person and state; one point; what stands under no point; the
//! summary with the hearing in numbers; what changes in the plan.
//!
//! A remark is filled in from the public text of a passage, so that nothing hidden comes in by itself, and a page says when a text of the
//! staff holds what the finder finds or what is hidden in the responses that it answers. Acts are plain forms; `assets/js/memo.js` sends the
//! same forms by keyboard.

mod acts;
mod agenda;
pub mod approved;
pub mod back;
mod changes;
mod check;
mod create;
mod file;
mod form;
mod groups;
mod list;
mod load;
mod loose;
mod paper;
mod quote;
mod sample;
mod sample_point;
mod sheet;
mod show;
mod summary;
mod words;

pub use approved::ShowApproved;
pub use back::{NewBack, ShowBack};
pub use changes::ListChanges;
pub use create::NewPoint;
pub use file::{Format, Taken, take};
pub use list::ShowMemo;
pub use show::ShowPoint;
pub use summary::ShowSummary;

pub(super) use acts::{
    add, comment, destroy, detach, edit, leave, renew, reorder, restore, undo, update,
};
pub(super) use agenda::{Changed, Standing, papers, since, standing};
pub(super) use changes::index as changes;
pub(super) use create::{create, new, under};
pub(super) use file::{document, spreadsheet};
pub(super) use list::index;
pub(super) use show::show;
pub(super) use summary::{keep_back, publish, save as save_summary, show as summary};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::templates::pages;

pages![
    ShowMemo,
    ShowPoint,
    NewPoint,
    ListChanges,
    ShowSummary,
    NewBack,
    ShowBack,
    ShowApproved
];

/// The path of a point: its number in the hearing.
#[derive(Deserialize)]
pub(super) struct At {
    id: i32,
}

/// The path of a source of a point.
#[derive(Deserialize)]
pub(super) struct AtSource {
    id: i32,
    source: i64,
}

/// Who said something: *A3*, who that is, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ref {
    pub label: String,
    pub who: String,
    pub href: String,
    /// Why it no longer counts.
    pub gone: Option<String>,
}

/// A point as a row of the memo.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub number: i32,
    pub href: String,
    /// Where in the memo it stands.
    pub section: String,
    pub remark: String,
    pub refs: Vec<Ref>,
    pub comment: String,
    pub disposition: String,
    /// The disposition's word, or `none`.
    pub disposition_kind: &'static str,
    /// Something in the plan changes, and the page where it does, if that is said.
    pub changes: bool,
    pub change: String,
    pub state: String,
    pub state_kind: &'static str,
    pub owner: Option<String>,
    pub due: Option<NaiveDate>,
    /// The day has passed.
    pub late: bool,
    /// Who has it open to edit it.
    pub holder: Option<String>,
    pub comments: i64,
    /// Something in it looks like a CPR number, a telephone number …
    pub warned: bool,
}
