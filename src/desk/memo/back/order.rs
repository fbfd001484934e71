//! Rows that stand somewhere else than they stood when the file was made: under another heading, or in another order below the same.

use std::collections::BTreeMap;

use super::change::{After, Item, What};
use super::compare::Here;
use super::read::FileMemo;
use super::rows::{Base, Matched};
use crate::desk::memo::words::{section_of, section_value};
use crate::memo::{Line, Section, Sheet};

/// The section of a heading as it is now: by its name, else by its words. A theme that was merged away is the theme in force.
pub(super) fn resolved(
    here: &Here<'_>,
    base: &Sheet,
    (value, title): &(Option<String>, String),
) -> Option<String> {
    let named = || {
        base.titles
            .get(title)
            .or_else(|| here.now.titles.get(title))
    };
    let value = value.as_ref().or_else(named)?;
    in_force(here, value)
}

fn in_force(here: &Here<'_>, value: &str) -> Option<String> {
    match section_of(value)? {
        Section::Theme(id) => {
            let section = Section::of_theme(&here.memo.trees, id)?;
            Some(section_value(section))
        }
        other => Some(section_value(other)),
    }
}

/// A row with its sections, then and in the file.
struct Placed<'a> {
    line: &'a Line,
    now: &'a Line,
    was: String,
    is: String,
}

/// The rows that were moved, and what there is to say of the order as a whole.
pub(super) fn moves(
    here: &Here<'_>,
    base: &Base<'_>,
    file: &FileMemo,
    rows: &[Matched<'_>],
) -> (Vec<Item>, Option<String>) {
    let mut found = Vec::new();
    let mut placed: Vec<Placed<'_>> = Vec::new();
    for one in rows {
        let Some(line) = one.line else { continue };
        let now = here.now.lines.iter().find(|it| it.number == line.number);
        let Some(now) = now.filter(|_| one.row.row.tracked.as_ref().is_none_or(|it| !it.gone))
        else {
            continue;
        };
        let was = in_force(here, &line.section).unwrap_or_else(|| "other".into());
        // Without any heading above it a row stands where it stood.
        let unsaid = one.row.section.0.is_none() && one.row.section.1.is_empty();
        let is = match resolved(here, &base.main.sheet, &one.row.section) {
            Some(section) => section,
            None if unsaid => was.clone(),
            None => {
                let why = here.say("memo-back-no-section", "name", &one.row.section.1);
                let what = What::Move {
                    section: was.clone(),
                    after: After::Last,
                };
                let item = Item::new(Some(line.number), "move", what);
                found.push(
                    item.texts(&line.title, &one.row.section.1, &now.title)
                        .refused(why),
                );
                was.clone()
            }
        };
        placed.push(Placed { line, now, was, is });
    }
    let (within, remark) = order(here, base, file, &placed);
    for (at, one) in placed.iter().enumerate() {
        let moved = if one.was == one.is {
            within.contains(&one.line.number)
        } else {
            one.now.section != one.is
        };
        if !moved {
            continue;
        }
        let before = placed.iter().take(at).rev().find(|it| it.is == one.is);
        let after = match before {
            _ if !file.is_document && one.was != one.is => After::Last,
            Some(it) => After::Point(it.line.number),
            None => After::First,
        };
        if one.was == one.is && stands(here, &placed, one) == before.map(|it| it.line.number) {
            continue;
        }
        found.push(item(here, one, after));
    }
    (found, remark)
}

fn item(here: &Here<'_>, one: &Placed<'_>, after: After) -> Item {
    let title = |value: &str| {
        let section = section_of(value).unwrap_or(Section::Other);
        here.memo.section_label(here.words, section)
    };
    let place = match after {
        After::First => here.words.text("memo-back-first", &[]),
        After::Point(number) => here.words.text("memo-back-after", &[("n", number.into())]),
        After::Last => here.words.text("memo-back-last", &[]),
    };
    let what = What::Move {
        section: one.is.clone(),
        after,
    };
    let new = format!("{}, {place}", title(&one.is));
    let item = Item::new(Some(one.line.number), "move", what).texts(
        &title(&one.was),
        &new,
        &title(&one.now.section),
    );
    if one.now.section == one.was {
        item
    } else {
        item.conflicts()
    }
}

/// The point before it now, of those in the file that stand in its section.
fn stands(here: &Here<'_>, placed: &[Placed<'_>], one: &Placed<'_>) -> Option<i32> {
    let own = |line: &&Line| {
        let mut there = placed.iter().filter(|it| it.is == one.is);
        there.any(|it| it.line.number == line.number)
    };
    let lines: Vec<&Line> = here.now.lines.iter().filter(own).collect();
    let at = lines.iter().position(|it| it.number == one.line.number)?;
    at.checked_sub(1)
        .and_then(|at| lines.get(at))
        .map(|it| it.number)
}

/// The fewest rows whose move explains the order of each section. A workbook that was sorted says nothing by its order.
fn order(
    here: &Here<'_>,
    base: &Base<'_>,
    file: &FileMemo,
    placed: &[Placed<'_>],
) -> (Vec<i32>, Option<String>) {
    let before: BTreeMap<i32, usize> = base
        .main
        .sheet
        .lines
        .iter()
        .enumerate()
        .map(|(at, line)| (line.number, at))
        .collect();
    let mut sections: Vec<(&str, Vec<i32>)> = Vec::new();
    for one in placed
        .iter()
        .filter(|it| it.was == it.is && before.contains_key(&it.line.number))
    {
        match sections.iter_mut().find(|(section, _)| *section == one.is) {
            Some((_, numbers)) => numbers.push(one.line.number),
            None => sections.push((&one.is, vec![one.line.number])),
        }
    }
    let mut moved = Vec::new();
    for (_, numbers) in &sections {
        let places: Vec<usize> = numbers.iter().map(|it| before[it]).collect();
        let kept = increasing(&places);
        let out = numbers
            .iter()
            .zip(&places)
            .filter(|(_, place)| !kept.contains(place));
        moved.extend(out.map(|(number, _)| *number));
    }
    let blocks = placed.chunk_by(|one, two| one.is == two.is).count();
    let distinct = placed
        .iter()
        .map(|it| it.is.as_str())
        .collect::<std::collections::BTreeSet<_>>()
        .len();
    let sorted = !file.is_document
        && (blocks > distinct + 2 && blocks > 2 * distinct
            || moved.len() * 3 > placed.len().max(9));
    if sorted {
        return (Vec::new(), Some(here.words.text("memo-back-sorted", &[])));
    }
    (moved, None)
}

/// The longest increasing part of places that are all different.
fn increasing(places: &[usize]) -> Vec<usize> {
    let mut lengths: Vec<(usize, Option<usize>)> = Vec::with_capacity(places.len());
    for (at, place) in places.iter().enumerate() {
        let best = (0..at)
            .filter(|before| places[*before] < *place)
            .max_by_key(|before| lengths[*before].0);
        lengths.push((best.map_or(1, |before| lengths[before].0 + 1), best));
    }
    let mut next = (0..places.len()).max_by_key(|at| lengths[*at].0);
    let mut kept = Vec::new();
    while let Some(at) = next {
        kept.push(places[at]);
        next = lengths[at].1;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::increasing;

    #[test]
    fn the_fewest_rows_were_moved() {
        let mut kept = increasing(&[0, 4, 1, 2, 3]);
        kept.sort_unstable();
        assert_eq!(kept, [0, 1, 2, 3]);
        assert!(increasing(&[]).is_empty());
    }
}
