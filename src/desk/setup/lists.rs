//! The sections that are lists: a row left empty is no row, so emptying one takes it away.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::form::{FieldList, Typed, at, tick};
use super::sections::Fields;
use crate::hearing::settings::{
    Categories, CategoryRow, Dates, MeetingRow, Meetings, MilestoneRow, RoundKind, RoundRow,
};
use crate::templates::FormError;

/// Empty rows below those that are there.
pub(super) const SPARE: usize = 2;

fn put(list: &mut FieldList, row: usize, name: &str, value: impl Into<String>) {
    list.push((at(name, row), value.into()));
}

fn iso(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn id_text(id: Option<i64>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

impl Fields for Categories {
    fn fields(&self) -> FieldList {
        let mut list = Vec::new();
        for (row, one) in self.0.iter().enumerate() {
            put(&mut list, row, "category_id", id_text(one.id));
            put(&mut list, row, "letter", &one.letter);
            put(&mut list, row, "category_name", &one.name);
            put(&mut list, row, "words", one.kinds.join(", "));
            put(&mut list, row, "private", tick(one.private_persons));
        }
        list
    }

    fn parse(mut typed: Typed) -> Result<Self, Vec<FormError>> {
        let mut rows = Vec::new();
        let mut letters = BTreeSet::new();
        for row in 0..typed.rows("letter") {
            let name = |column: &str| at(column, row);
            if !typed.any(&[name("letter"), name("category_name"), name("words")]) {
                continue;
            }
            let letter = typed.line(&name("letter")).to_uppercase();
            let right = (1..=2).contains(&letter.chars().count())
                && letter
                    .chars()
                    .all(|it| it.is_ascii_uppercase() || "ÆØÅ".contains(it));
            if !right {
                typed.wrong(&name("letter"), "setup-no-letter", &[]);
            } else if !letters.insert(letter.clone()) {
                let given = [("letter", letter.as_str().into())];
                typed.wrong(&name("letter"), "setup-letter-twice", &given);
            }
            let title = typed.needed(&name("category_name"), "setup-no-category-name");
            let kinds = typed
                .line(&name("words"))
                .split(',')
                .map(|word| word.trim().to_owned())
                .filter(|word| !word.is_empty())
                .collect();
            rows.push(CategoryRow {
                id: typed.raw(&name("category_id")).parse().ok(),
                letter,
                name: title,
                kinds,
                private_persons: typed.ticked(&name("private")),
            });
        }
        if rows.is_empty() {
            typed.wrong("letter-0", "setup-no-categories", &[]);
        }
        typed.done(Some(Self(rows)))
    }
}

impl Fields for Dates {
    fn fields(&self) -> FieldList {
        let mut list = vec![
            ("opens".to_owned(), self.opens_on.to_string()),
            ("closes".to_owned(), self.closes_on.to_string()),
        ];
        for (row, one) in self.rounds.iter().enumerate() {
            put(&mut list, row, "round_id", id_text(one.id));
            put(&mut list, row, "round_kind", one.kind.as_str());
            put(&mut list, row, "round_title", &one.title);
            put(&mut list, row, "round_opens", one.opens_on.to_string());
            put(&mut list, row, "round_closes", one.closes_on.to_string());
        }
        list
    }

    fn parse(mut typed: Typed) -> Result<Self, Vec<FormError>> {
        let opens = typed.needed_day("opens");
        let closes = typed.needed_day("closes");
        if let (Some(opens), Some(closes)) = (opens, closes)
            && closes < opens
        {
            typed.wrong("closes", "setup-closes-first", &[]);
        }
        let mut rounds = Vec::new();
        for row in 0..typed.rows("round_title") {
            if let Some(round) = round(&mut typed, row, opens) {
                rounds.push(round);
            }
        }
        typed.done(opens.zip(closes).map(|(opens_on, closes_on)| Self {
            opens_on,
            closes_on,
            rounds,
        }))
    }
}

fn round(typed: &mut Typed, row: usize, first: Option<NaiveDate>) -> Option<RoundRow> {
    let name = |column: &str| at(column, row);
    if !typed.any(&[
        name("round_title"),
        name("round_opens"),
        name("round_closes"),
    ]) {
        return None;
    }
    let title = typed.needed(&name("round_title"), "setup-no-round-title");
    let opens = typed.needed_day(&name("round_opens"));
    let closes = typed.needed_day(&name("round_closes"));
    let kind = RoundKind::parse(typed.raw(&name("round_kind")));
    let kind = kind.filter(|kind| *kind != RoundKind::First);
    let (opens_on, closes_on) = opens.zip(closes)?;
    if closes_on < opens_on {
        typed.wrong(&name("round_closes"), "setup-closes-first", &[]);
    }
    if first.is_some_and(|first| opens_on < first) {
        typed.wrong(&name("round_opens"), "setup-round-before", &[]);
    }
    Some(RoundRow {
        id: typed.raw(&name("round_id")).parse().ok(),
        kind: kind.unwrap_or(RoundKind::Supplementary),
        title,
        opens_on,
        closes_on,
    })
}

impl Fields for Meetings {
    fn fields(&self) -> FieldList {
        let mut list = Vec::new();
        for (row, one) in self.meetings.iter().enumerate() {
            put(&mut list, row, "committee", &one.body);
            put(&mut list, row, "held_on", one.held_on.to_string());
            put(&mut list, row, "material_due", iso(one.material_due));
            put(&mut list, row, "decides", tick(one.decides));
        }
        for (row, one) in self.milestones.iter().enumerate() {
            put(&mut list, row, "what", &one.what);
            put(&mut list, row, "starts_on", one.starts_on.to_string());
            put(&mut list, row, "ends_on", iso(one.ends_on));
            put(&mut list, row, "month", tick(one.month));
            put(
                &mut list,
                row,
                "channel",
                one.channel.as_deref().unwrap_or_default(),
            );
        }
        list
    }

    fn parse(mut typed: Typed) -> Result<Self, Vec<FormError>> {
        let mut meetings: Vec<MeetingRow> = Vec::new();
        for row in 0..typed.rows("committee") {
            let Some(one) = meeting(&mut typed, row) else {
                continue;
            };
            let twice = meetings
                .iter()
                .any(|other| other.body == one.body && other.held_on == one.held_on);
            if twice {
                typed.wrong(&at("committee", row), "setup-meeting-twice", &[]);
            }
            meetings.push(one);
        }
        meetings.sort_by_key(|one| one.held_on);
        let mut milestones: Vec<MilestoneRow> = (0..typed.rows("what"))
            .filter_map(|row| milestone(&mut typed, row))
            .collect();
        milestones.sort_by_key(|one| one.starts_on);
        typed.done(Some(Self {
            meetings,
            milestones,
        }))
    }
}

fn meeting(typed: &mut Typed, row: usize) -> Option<MeetingRow> {
    let name = |column: &str| at(column, row);
    if !typed.any(&[name("committee"), name("held_on"), name("material_due")]) {
        return None;
    }
    let body = typed.needed(&name("committee"), "setup-no-body");
    let held_on = typed.needed_day(&name("held_on"));
    let material_due = typed.day(&name("material_due"));
    let held_on = held_on?;
    if material_due.is_some_and(|due| due > held_on) {
        typed.wrong(&name("material_due"), "setup-due-late", &[]);
    }
    Some(MeetingRow {
        body,
        held_on,
        material_due,
        decides: typed.ticked(&name("decides")),
    })
}

fn milestone(typed: &mut Typed, row: usize) -> Option<MilestoneRow> {
    use chrono::Datelike as _;
    let name = |column: &str| at(column, row);
    if !typed.any(&[name("what"), name("starts_on"), name("ends_on")]) {
        return None;
    }
    let what = typed.needed(&name("what"), "setup-no-what");
    let month = typed.ticked(&name("month"));
    let first = |day: NaiveDate| {
        if month {
            day.with_day(1).unwrap_or(day)
        } else {
            day
        }
    };
    let starts_on = typed.needed_day(&name("starts_on")).map(first);
    let ends_on = typed.day(&name("ends_on")).map(first);
    let channel = Some(typed.line(&name("channel"))).filter(|channel| !channel.is_empty());
    let starts_on = starts_on?;
    if ends_on.is_some_and(|end| end < starts_on) {
        typed.wrong(&name("ends_on"), "setup-ends-first", &[]);
    }
    Some(MilestoneRow {
        what,
        starts_on,
        ends_on,
        month,
        channel,
    })
}
