//! Rows that are no point yet, points whose row is gone, and what a change cannot be.

use std::collections::BTreeSet;

use super::change::{After, Item, NewRow, Plan, What};
use super::compare::Here;
use super::order::resolved;
use super::read::plain;
use super::rows::{Base, Matched};
use super::said::{Labels, labels_of};
use crate::desk::memo::paper::disposition_of;
use crate::desk::memo::words::state_key;
use crate::memo::{Line, PointState};
use crate::templates::Words;

/// A row that is no point.
pub(super) fn new_row(
    here: &Here<'_>,
    plan: &mut Plan,
    (at, rows): (usize, &[Matched<'_>]),
    base: &Base<'_>,
) {
    let Some(row) = rows.get(at).map(|one| one.row) else {
        return;
    };
    if row.row.tracked.as_ref().is_some_and(|it| it.gone) {
        return;
    }
    let remark = plain(row.text("memo-remark"));
    let known = here.now.lines.iter().filter(|line| {
        rows.iter()
            .all(|one| one.line.is_none_or(|it| it.number != line.number))
    });
    if known
        .into_iter()
        .any(|line| plain(&line.remark) == remark && !remark.is_empty())
    {
        return;
    }
    let line = Line::default();
    let Labels { found, wrong } = labels_of(here, row.text("memo-from"), &line);
    let section = resolved(here, &base.main.sheet, &row.section);
    let text = |key: &str| row.text(key).trim().to_owned();
    let before = rows.iter().take(at).rev().find_map(|one| one.line);
    let decision = text("memo-disposition");
    let new = NewRow {
        section: section.clone().unwrap_or_default(),
        after: before.map(|line| After::Point(line.number)),
        remark: text("memo-remark"),
        comment: text("memo-comment"),
        disposition: decision.lines().next().unwrap_or_default().to_owned(),
        change_page: text("memo-change-page"),
        change_before: text("memo-change-before"),
        change_after: text("memo-change-after"),
        state: text("memo-state"),
        owner: text("memo-owner"),
        labels: found,
    };
    let about = [&new.remark, &new.comment, &new.disposition].map(String::as_str);
    let about = about
        .into_iter()
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n");
    let mut item = Item::new(None, &format!("new{at}"), What::New(Box::new(new.clone())))
        .texts("", &about, "");
    item.revisions = row.row.tracked.clone().into_iter().collect();
    let unknown = || here.say("memo-back-no-section", "name", &row.section.1);
    let why = if new.remark.is_empty() {
        Some(here.words.text("memo-no-remark", &[]))
    } else if section.is_none() {
        Some(unknown())
    } else {
        wrong.into_iter().next()
    };
    plan.items.push(match why {
        Some(why) => item.refused(why),
        None => item,
    });
}

/// Points whose row is not in the file.
pub(super) fn gone(here: &Here<'_>, plan: &mut Plan, base: &Base<'_>, rows: &[Matched<'_>]) {
    let there: BTreeSet<i32> = rows
        .iter()
        .filter_map(|one| Some(one.line?.number))
        .collect();
    let lines = &base.main.sheet.lines;
    let missing = lines.iter().filter(|line| !there.contains(&line.number));
    let missing: Vec<(&Line, &Line)> = missing
        .filter_map(|line| Some((line, here.line(line.number)?)))
        .collect();
    // A file with a part of the memo takes nothing out by itself, nor one whose rows have lost their names.
    let part = missing.len() * 3 > lines.len()
        || rows
            .iter()
            .any(|one| one.row.id.is_none() && one.line.is_some());
    if part && !missing.is_empty() {
        plan.remarks.push(here.words.text("memo-back-part", &[]));
    }
    for (line, now) in missing {
        let item =
            Item::new(Some(line.number), "gone", What::Gone).texts(&line.remark, "", &now.remark);
        let mut item = if now.version == line.version {
            item
        } else {
            item.conflicts()
        };
        item.preset &= !part;
        plan.items.push(item);
    }
}

/// What a change cannot be: somebody has the point, the word is none.
pub(super) fn settle(here: &Here<'_>, item: &mut Item) {
    if item.problem.is_some() {
        return;
    }
    let words = here.words;
    let holder = item.number.and_then(|number| {
        let point = here.memo.points.iter().find(|it| it.number == number)?;
        point.holder(here.memo.now).filter(|who| *who != here.me)
    });
    let wrong = |key: &str, said: &str| Some(here.say(key, "said", said));
    let why = match (&item.what, holder) {
        (What::Note(_), _) => None,
        (_, Some(who)) => {
            let name = here.memo.people.get(&who).map_or("", |it| it.name.as_str());
            Some(here.say("memo-back-held", "who", name))
        }
        (What::Field("memo-disposition"), None) if disposition_of(words, &item.file).is_none() => {
            wrong("memo-back-no-disposition", &item.file)
        }
        (What::Field("memo-state"), None) if state_of(words, &item.file).is_none() => {
            wrong("memo-back-no-state", &item.file)
        }
        (What::Field("memo-owner"), None) if owner_of(here, &item.file).is_none() => {
            wrong("memo-back-no-owner", &item.file)
        }
        (What::Field("memo-remark"), None) if item.file.is_empty() => {
            Some(words.text("memo-no-remark", &[]))
        }
        (What::New(row), None) if disposition_of(words, &row.disposition).is_none() => {
            wrong("memo-back-no-disposition", &row.disposition)
        }
        _ => None,
    };
    if let Some(why) = why {
        (item.problem, item.preset) = (Some(why), false);
    }
}

/// The state of a word.
pub(super) fn state_of(words: &Words, text: &str) -> Option<PointState> {
    let text = plain(text).to_lowercase();
    let mut all = PointState::ALL.iter();
    all.find(|one| words.text(state_key(**one), &[]).to_lowercase() == text)
        .copied()
}

/// The person of a name; none where two have it.
pub(super) fn owner_of(here: &Here<'_>, text: &str) -> Option<Option<i64>> {
    let name = plain(text);
    if name.is_empty() {
        return Some(None);
    }
    match here.owners.get(&name.to_lowercase()).map(Vec::as_slice) {
        Some([one]) => Some(Some(*one)),
        _ => None,
    }
}
