//! Three memos side by side: what the file was made from, the file, and what stands here now. Only what differs from what the file was made
//! from is a change of the file; only where what stands here differs too is it in conflict.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Item, Plan, What};
use super::order::moves;
use super::read::{FileMemo, FileRow, plain};
use super::rows::{Base, Matched};
use super::said::{Labels, labels_of};
use super::whole::{gone, new_row, settle};
use crate::desk::memo::load::Memo;
use crate::desk::memo::paper::decided;
use crate::extract::Words as Said;
use crate::memo::{Line, Sheet};
use crate::templates::Words;

/// Texts of a point that are compared as they are.
const TEXTS: [&str; 7] = [
    "memo-remark",
    "memo-comment",
    "memo-change-page",
    "memo-change-before",
    "memo-change-after",
    "memo-state",
    "memo-owner",
];

/// What is here.
pub(super) struct Here<'a> {
    pub(super) words: &'a Words,
    pub(super) memo: &'a Memo,
    pub(super) now: &'a Sheet,
    /// Who works on the hearing, by name.
    pub(super) owners: &'a BTreeMap<String, Vec<i64>>,
    /// Texts of the comments on each point.
    pub(super) comments: &'a BTreeMap<i32, Vec<String>>,
    /// Who compares, whose own hold on a point is none.
    pub(super) me: i64,
}

impl Here<'_> {
    pub(super) fn say(&self, key: &str, name: &str, value: &str) -> String {
        self.words.text(key, &[(name, value.into())])
    }

    pub(super) fn line(&self, number: i32) -> Option<&Line> {
        self.now.lines.iter().find(|line| line.number == number)
    }
}

/// A text of a line by the key of its column.
fn text_of<'a>(line: &'a Line, key: &str) -> &'a str {
    match key {
        "memo-remark" => &line.remark,
        "memo-comment" => &line.comment,
        "memo-disposition" => &line.disposition,
        "memo-change-page" => &line.change_page,
        "memo-change-before" => &line.change_before,
        "memo-change-after" => &line.change_after,
        "memo-state" => &line.state,
        "memo-owner" => &line.owner,
        "memo-department" => &line.department,
        _ => "",
    }
}

/// All that the file would change.
pub(super) fn compare(here: &Here<'_>, base: &Base<'_>, file: &FileMemo) -> Plan {
    let rows = base.matched(file);
    let mut plan = Plan::default();
    let (moved, remark) = moves(here, base, file, &rows);
    plan.remarks.extend(remark);
    for (at, one) in rows.iter().enumerate() {
        let before = plan.items.len();
        match one.line {
            Some(line) => {
                point(here, &mut plan, file, (one, line));
                plan.items.extend(
                    moved
                        .iter()
                        .filter(|it| it.number == Some(line.number))
                        .cloned(),
                );
            }
            None => new_row(here, &mut plan, (at, &rows), base),
        }
        plan.same += usize::from(plan.items.len() == before);
    }
    gone(here, &mut plan, base, &rows);
    if let Some(said) = &file.summary {
        let old = &base.main.sheet.summary;
        let item = text(
            Item::new(None, "summary", What::Summary),
            (old, said, &here.now.summary),
            paragraphs,
        );
        plan.items.extend(item);
    }
    if file.unread > 0 {
        plan.remarks.push(
            here.words
                .text("memo-back-unread", &[("n", file.unread.into())]),
        );
    }
    for item in &mut plan.items {
        settle(here, item);
    }
    plan
}

/// Paragraphs without what is between them.
fn paragraphs(text: &str) -> String {
    let text = plain(text);
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// The change of a text, if there is one.
fn text(
    item: Item,
    (old, said, now): (&str, &Said, &str),
    plain: impl Fn(&str) -> String,
) -> Option<Item> {
    let (was, file, is) = (plain(old), plain(&said.text), plain(now));
    let untracked = plain(said.untracked());
    let other = |it: &String| *it != was && *it != is;
    if !other(&file) && !other(&untracked) {
        return None;
    }
    let mut item = item.texts(old, said.text.trim(), now);
    if file != untracked {
        item.untracked = Some(said.untracked().trim().to_owned()).filter(|_| other(&untracked));
        item.revisions = said.revisions.clone();
    }
    // With everything accepted the text is as it was: only without is there a change.
    if !other(&file) {
        item.preset = false;
    }
    Some(if was == is { item } else { item.conflicts() })
}

fn point(here: &Here<'_>, plan: &mut Plan, file: &FileMemo, (one, line): (&Matched<'_>, &Line)) {
    let number = line.number;
    let first = plan.items.len();
    let Some(now) = here.line(number) else {
        let changed = TEXTS.iter().any(|key| {
            one.row
                .cell(key)
                .is_some_and(|said| plain(&said.text) != plain(text_of(line, key)))
        });
        if changed {
            let why = here.words.text("memo-back-is-removed", &[]);
            let item = Item::new(Some(number), "removed", What::Field("memo-remark"));
            plan.items.push(
                item.texts(&line.remark, one.row.text("memo-remark"), "")
                    .refused(why),
            );
        }
        return;
    };
    if let Some(tracked) = one.row.row.tracked.as_ref().filter(|it| it.gone) {
        let mut item =
            Item::new(Some(number), "gone", What::Gone).texts(&line.remark, "", &now.remark);
        item.revisions = vec![tracked.clone()];
        plan.items.push(item);
        return;
    }
    for key in TEXTS {
        let said = cell(file, one.row, (key, number), text_of(line, key));
        if let Some(said) = said {
            let item = Item::new(Some(number), key, What::Field(key));
            let texts = (text_of(line, key), &said, text_of(now, key));
            plan.items.extend(text(item, texts, plain));
        }
    }
    disposition(here, plan, file, (one.row, line, now));
    from(here, plan, (one.row, line, now));
    notes(here, plan, file, (one.row, number));
    for item in plan.items.iter_mut().skip(first) {
        item.guess = one.guess;
    }
}

/// A cell of the row, or of the list where the same text stands again when only that was changed.
fn cell(file: &FileMemo, row: &FileRow, (key, number): (&str, i32), old: &str) -> Option<Said> {
    let own = row.cell(key);
    if own.is_some_and(|said| plain(&said.text) != plain(old) || said.before.is_some()) {
        return own.cloned();
    }
    let again = file.again.iter().filter(|it| {
        it.id
            .map_or(it.written == Some(number), |id| id.number == number)
    });
    let mut said = again.filter_map(|it| it.cell(key));
    let changed = said.find(|said| plain(&said.text) != plain(old) || said.before.is_some());
    changed.or(own).cloned()
}

/// The cell of the disposition says in Word where the plan changes, too.
fn disposition(
    here: &Here<'_>,
    plan: &mut Plan,
    file: &FileMemo,
    (row, line, now): (&FileRow, &Line, &Line),
) {
    let words = here.words;
    let number = Some(line.number);
    let mut said = row.cell("memo-disposition").cloned();
    if let Some(both) = said.as_mut().filter(|_| file.is_document) {
        let shown = decided(words, line);
        let second = shown.get(1).map_or("", String::as_str);
        let marked = words.text("memo-changes-plan", &[]);
        let is_change = |text: &str| {
            text.trim()
                .to_lowercase()
                .starts_with(&marked.to_lowercase())
        };
        let pages: Vec<String> = both
            .text
            .lines()
            .filter(|it| is_change(it))
            .map(str::to_owned)
            .collect();
        let page = pages.first().filter(|it| plain(it) != plain(second));
        let strip = |text: &str| {
            let kept: Vec<&str> = text.lines().filter(|it| !is_change(it)).collect();
            kept.join("\n")
        };
        let page = page
            .and_then(|it| it.split_once(':'))
            .map(|(_, page)| page.trim().to_owned());
        if let Some(page) = page
            && !plan
                .items
                .iter()
                .any(|it| it.key == format!("{}.memo-change-page", line.number))
        {
            let item = Item::new(number, "memo-change-page", What::Field("memo-change-page"));
            let texts = (
                line.change_page.as_str(),
                &Said::plain(&page),
                now.change_page.as_str(),
            );
            plan.items.extend(text(item, texts, plain));
        }
        both.before = both.before.as_deref().map(strip);
        both.text = strip(&both.text);
    }
    let unchanged = said
        .as_ref()
        .is_none_or(|it| plain(&it.text) == plain(&line.disposition));
    let mut again = file.again.iter().filter(|it| {
        it.id.map_or(it.written == Some(line.number), |id| {
            id.number == line.number
        })
    });
    let to = again.find_map(|it| it.cell("memo-department"));
    if let Some(to) = to.filter(|to| unchanged && plain(&to.text) != plain(&line.department)) {
        said = Some(Said {
            text: here.say("memo-forwarded-to", "to", &to.text),
            ..to.clone()
        });
    }
    if let Some(said) = said {
        let item = Item::new(number, "memo-disposition", What::Field("memo-disposition"));
        let texts = (line.disposition.as_str(), &said, now.disposition.as_str());
        plan.items.extend(text(item, texts, plain));
    }
}

fn from(here: &Here<'_>, plan: &mut Plan, (row, line, now): (&FileRow, &Line, &Line)) {
    let Some(said) = row.cell("memo-from") else {
        return;
    };
    let old = line.from.join("\n");
    if plain(&said.text) == plain(&old) {
        return;
    }
    let known = |label: &String| {
        let voice = here.memo.voices.named(label);
        voice.map_or_else(|| label.clone(), |voice| voice.label().to_owned())
    };
    let was: BTreeSet<String> = line.labels.iter().map(known).collect();
    let is: BTreeSet<String> = now.labels.iter().map(known).collect();
    let Labels { found, wrong } = labels_of(here, &said.text, line);
    let file: BTreeSet<String> = found.into_iter().collect();
    let new = |label: &&String| !was.contains(*label) && !is.contains(*label);
    let add: Vec<String> = file.iter().filter(new).cloned().collect();
    let gone = |label: &&String| !file.contains(*label) && is.contains(*label);
    let remove: Vec<String> = was.iter().filter(gone).cloned().collect();
    if add.is_empty() && remove.is_empty() && wrong.is_empty() {
        return;
    }
    let mut item = Item::new(Some(line.number), "memo-from", What::From { add, remove }).texts(
        &old,
        said.text.trim(),
        &now.from.join("\n"),
    );
    item.revisions.clone_from(&said.revisions);
    if was != is {
        item = item.conflicts();
    }
    plan.items.push(match wrong.first() {
        Some(why) => item.refused(why.clone()),
        None => item,
    });
}

/// What was written in the margin and is not among the comments yet.
fn notes(here: &Here<'_>, plan: &mut Plan, file: &FileMemo, (row, number): (&FileRow, i32)) {
    let again = file.again.iter().filter(|it| {
        it.id
            .map_or(it.written == Some(number), |id| id.number == number)
    });
    let rows = [row].into_iter().chain(again);
    let there = here.comments.get(&number);
    for (at, note) in rows
        .flat_map(|row| &row.row.cells)
        .flat_map(|cell| &cell.notes)
        .enumerate()
    {
        let said = here.words.text(
            "memo-back-note",
            &[
                ("who", note.by.as_str().into()),
                ("text", note.text.as_str().into()),
            ],
        );
        if there.is_some_and(|all| all.iter().any(|it| plain(it) == plain(&said))) {
            continue;
        }
        let item = Item::new(Some(number), &format!("note{at}"), What::Note(said.clone()));
        plan.items.push(item.texts("", &said, ""));
    }
}
