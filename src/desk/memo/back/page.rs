//! What a file would change, as a page on which each change is taken or left.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::change::{Item, Plan, What};
use super::load::Loaded;
use crate::desk::head::Head;
use crate::extract::Revision;
use crate::memo::Done;
use crate::templates::{Page, Words};
use crate::text::diff::{Difference, differences};

/// The changes of a file.
#[derive(Clone, Debug, Serialize)]
pub struct ShowBack {
    pub head: Head,
    /// `/sekretariat/{hearing}/hoeringsnotat`
    pub list: String,
    pub here: String,
    pub filename: String,
    /// When what it was made from was taken along.
    pub taken_at: Option<DateTime<Utc>>,
    /// When the same file was taken before.
    pub before: Option<DateTime<Utc>>,
    pub message: Option<String>,
    pub remarks: Vec<String>,
    pub groups: Vec<Group>,
    pub changes: usize,
    pub same: usize,
    /// The version of the summary that is shown.
    pub summary_version: i32,
    /// What was taken, once it was.
    pub done: Option<Done>,
}

/// The changes of a point, or of a new row.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    pub id: String,
    pub title: String,
    pub href: Option<String>,
    pub number: Option<i32>,
    pub version: i32,
    pub guess: bool,
    pub items: Vec<ShownItem>,
}

/// A change.
#[derive(Clone, Debug, Serialize)]
pub struct ShownItem {
    pub id: String,
    pub name: String,
    pub field: String,
    /// From what stands here to the file.
    pub stretches: Vec<Difference>,
    /// From what the file was made from to what stands here, where both were changed.
    pub meanwhile: Vec<Difference>,
    pub conflict: bool,
    /// From what stands here to the file without its tracked changes.
    pub untracked: Vec<Difference>,
    pub has_untracked: bool,
    pub revisions: Vec<ShownRevision>,
    pub problem: Option<String>,
    /// `file`, `untracked` or `page`.
    pub chosen: &'static str,
}

/// Something that was tracked.
#[derive(Clone, Debug, Serialize)]
pub struct ShownRevision {
    pub who: String,
    pub gone: bool,
    pub text: String,
}

/// What of a change is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    File,
    Untracked,
    Page,
}

impl Taken {
    const fn word(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Untracked => "untracked",
            Self::Page => "page",
        }
    }
}

/// What somebody chose.
#[derive(Clone, Debug, Default)]
pub(super) struct Choices {
    of: BTreeMap<String, Taken>,
    /// The versions of the points that were shown.
    pub(super) seen: BTreeMap<i32, i32>,
    pub(super) summary: Option<i32>,
}

impl Choices {
    /// From the fields of the form: `valg.17.memo-remark` and `set.17`.
    pub(super) fn from(fields: &[(String, String)]) -> Self {
        let mut choices = Self::default();
        for (name, value) in fields {
            if let Some(key) = name.strip_prefix("valg.") {
                let taken = match value.as_str() {
                    "file" => Taken::File,
                    "untracked" => Taken::Untracked,
                    _ => Taken::Page,
                };
                choices.of.insert(key.to_owned(), taken);
            } else if name == "set.summary" {
                choices.summary = value.parse().ok();
            } else if let Some(number) = name.strip_prefix("set.")
                && let (Ok(number), Ok(version)) = (number.parse(), value.parse())
            {
                choices.seen.insert(number, version);
            }
        }
        choices
    }

    /// What was not asked about is left: it came up after the page was shown.
    pub(super) fn of(&self, item: &Item) -> Taken {
        self.of.get(&item.key).copied().unwrap_or(Taken::Page)
    }
}

impl ShowBack {
    pub(super) fn fill(
        &mut self,
        words: &Words,
        loaded: &Loaded,
        (plan, choices): (&Plan, Option<&Choices>),
    ) {
        for (at, item) in plan.items.iter().enumerate() {
            let joins = item.number.is_some()
                && self
                    .groups
                    .last()
                    .is_some_and(|last| last.number == item.number);
            if !joins {
                self.groups.push(group(words, loaded, (at, item)));
            }
            if let Some(group) = self.groups.last_mut() {
                group.items.push(shown(words, (at, item), choices));
            }
        }
        self.changes = plan.items.len();
        self.remarks.clone_from(&plan.remarks);
        self.same = plan.same;
        self.summary_version = loaded.now.summary_version;
    }
}

fn group(words: &Words, loaded: &Loaded, (at, item): (usize, &Item)) -> Group {
    let point = item
        .number
        .and_then(|number| loaded.memo.points.iter().find(|it| it.number == number));
    let title = match (&item.what, item.number) {
        (What::New(_), _) => words.text("memo-back-new", &[]),
        (_, Some(number)) => words.text("memo-point", &[("n", number.into())]),
        (_, None) => words.text("memo-summary", &[]),
    };
    Group {
        id: format!("gruppe-{at}"),
        title,
        href: item.number.map(|number| loaded.memo.href(number)),
        number: item.number,
        version: point.map_or(0, |point| point.version),
        guess: item.guess,
        items: Vec::new(),
    }
}

fn shown(words: &Words, (at, item): (usize, &Item), choices: Option<&Choices>) -> ShownItem {
    let key = match &item.what {
        What::Field(key) => key,
        What::From { .. } => "memo-from",
        What::Move { .. } => "memo-back-moved",
        What::Gone => "memo-back-gone",
        What::New(_) => "memo-back-new-point",
        What::Note(_) => "memo-back-margin",
        What::Summary => "memo-summary",
    };
    let preset = match (item.preset, item.file == item.now) {
        (true, false) => Taken::File,
        _ => Taken::Page,
    };
    let chosen = choices.map_or(preset, |choices| choices.of(item));
    let untracked = item.untracked.as_deref();
    ShownItem {
        id: format!("valg-{at}"),
        name: format!("valg.{}", item.key),
        field: words.text(key, &[]),
        stretches: differences(&item.now, &item.file),
        meanwhile: if item.conflict {
            differences(&item.old, &item.now)
        } else {
            Vec::new()
        },
        conflict: item.conflict,
        has_untracked: untracked.is_some(),
        untracked: untracked
            .map(|text| differences(&item.now, text))
            .unwrap_or_default(),
        revisions: item.revisions.iter().map(revision).collect(),
        problem: item.problem.clone(),
        chosen: chosen.word(),
    }
}

fn revision(one: &Revision) -> ShownRevision {
    ShownRevision {
        who: one.by.clone(),
        gone: one.gone,
        text: one.text.chars().take(300).collect(),
    }
}

impl Page for ShowBack {
    const TEMPLATE: &'static str = "desk/memo/back_preview";

    fn sample() -> Self {
        super::sample::page()
    }

    fn samples() -> Vec<(&'static str, Self)> {
        super::sample::pages()
    }
}
