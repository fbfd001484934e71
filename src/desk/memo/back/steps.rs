//! From what somebody chose to what is done.

use std::collections::BTreeMap;

use super::change::{After, Item, NewRow, What};
use super::compare::Here;
use super::page::{Choices, Taken};
use super::whole::{owner_of, state_of};
use crate::desk::memo::paper::disposition_of;
use crate::desk::memo::words::section_of;
use crate::memo::{
    Content, MemoError, NewSource, Place, Point, PointState, Refused, Section, Step,
};

/// What is done, in the making.
struct Steps<'a> {
    here: &'a Here<'a>,
    contents: BTreeMap<i32, Content>,
    saved: Vec<Step>,
    after: Vec<Step>,
}

/// The acts of what was chosen, in the order of the file.
///
/// # Errors
/// [`MemoError::Changed`] for a point that was saved since the page was shown.
pub(super) fn steps(
    here: &Here<'_>,
    items: &[Item],
    choices: &Choices,
) -> Result<Vec<Step>, Refused> {
    let mut steps = Steps {
        here,
        contents: BTreeMap::new(),
        saved: Vec::new(),
        after: Vec::new(),
    };
    for item in items {
        if item.problem.is_some() {
            unchosen(here, item, choices)?;
            continue;
        }
        let said = match choices.of(item) {
            Taken::Page => continue,
            Taken::File => item.file.as_str(),
            Taken::Untracked => item.untracked.as_deref().unwrap_or(&item.file),
        };
        match item.number {
            None => steps.of_memo(item, choices, said),
            Some(number) => steps.of_point(&seen(here, choices, number)?, item, said),
        }
    }
    Ok(steps.in_order())
}

/// The point as it stands, when nobody saved it since the page was shown.
fn seen(here: &Here<'_>, choices: &Choices, number: i32) -> Result<Point, Refused> {
    let mut points = here.memo.points.iter();
    let point = points.find(|it| it.number == number);
    let shown = choices.seen.get(&number);
    let same = |it: &&Point| shown.is_none_or(|shown| *shown == it.version);
    point.filter(same).cloned().ok_or(Refused {
        number: Some(number),
        error: MemoError::Changed,
    })
}

impl Steps<'_> {
    fn of_memo(&mut self, item: &Item, choices: &Choices, said: &str) {
        match &item.what {
            What::New(row) => self.after.push(make(self.here, row)),
            _ => self.saved.push(Step::Summary {
                seen: choices.summary.unwrap_or(self.here.now.summary_version),
                text: said.to_owned(),
            }),
        }
    }

    fn of_point(&mut self, point: &Point, item: &Item, said: &str) {
        let (here, number) = (self.here, point.number);
        match &item.what {
            What::Field(key) => set(here, self.content(point), key, said),
            What::Move { section, after } => self.place(point, section, after),
            What::From { add, remove } => {
                self.saved.push(sources(here, number, (add, remove)));
            }
            What::Gone => self.after.push(Step::Remove(number)),
            What::Note(text) => self.saved.push(Step::Comment {
                number,
                text: text.clone(),
            }),
            What::New(_) | What::Summary => {}
        }
    }

    fn content(&mut self, point: &Point) -> &mut Content {
        let entry = self.contents.entry(point.number);
        entry.or_insert_with(|| point.content.clone())
    }

    fn place(&mut self, point: &Point, section: &str, after: &After) {
        let number = point.number;
        let mut lines = self.here.now.lines.iter();
        let stays = lines.any(|it| it.number == number && it.section == section);
        if !stays {
            let content = self.content(point);
            (content.place, content.theme_id) = kept(section);
        }
        let after = match after {
            After::Last => return,
            After::First => None,
            After::Point(it) => Some(*it),
        };
        self.after.push(Step::Place { number, after });
    }

    fn in_order(self) -> Vec<Step> {
        let versions = |number: i32| {
            let mut points = self.here.memo.points.iter();
            let point = points.find(|it| it.number == number);
            point.map_or(0, |it| it.version)
        };
        let points = self
            .contents
            .into_iter()
            .map(|(number, content)| Step::Save {
                number,
                seen: versions(number),
                content: Box::new(content),
            });
        points.chain(self.saved).chain(self.after).collect()
    }
}

/// What was chosen on a page that is older than what stands in its way is not left out in silence.
fn unchosen(here: &Here<'_>, item: &Item, choices: &Choices) -> Result<(), Refused> {
    if choices.of(item) == Taken::Page {
        return Ok(());
    }
    let mut points = here.memo.points.iter();
    let point = points.find(|it| Some(it.number) == item.number);
    let holder = point.and_then(|point| point.holder(here.memo.now));
    let error = match holder.filter(|who| *who != here.me) {
        Some(who) => MemoError::Held(who),
        None => MemoError::Changed,
    };
    Err(Refused {
        number: item.number,
        error,
    })
}

fn kept(section: &str) -> (Place, Option<i64>) {
    section_of(section).map_or((Place::Other, None), Section::kept)
}

fn set(here: &Here<'_>, content: &mut Content, key: &str, said: &str) {
    let text = said.to_owned();
    match key {
        "memo-remark" => content.remark = text,
        "memo-comment" => content.comment = text,
        "memo-change-page" => content.change_page = text,
        "memo-change-before" => content.change_before = text,
        "memo-change-after" => content.change_after = text,
        "memo-disposition" => {
            if let Some((disposition, to)) = disposition_of(here.words, said) {
                (content.disposition, content.department) = (disposition, to);
            }
        }
        "memo-state" => {
            content.state = state_of(here.words, said).unwrap_or(content.state);
        }
        "memo-owner" => {
            content.owner_id = owner_of(here, said).unwrap_or(content.owner_id);
        }
        _ => {}
    }
}

fn make(here: &Here<'_>, row: &NewRow) -> Step {
    let (place, theme) = kept(&row.section);
    let mut content = Content::draft(&row.remark, place, theme);
    content.state = state_of(here.words, &row.state).unwrap_or(PointState::Draft);
    for (key, said) in [
        ("memo-comment", &row.comment),
        ("memo-disposition", &row.disposition),
        ("memo-change-page", &row.change_page),
        ("memo-change-before", &row.change_before),
        ("memo-change-after", &row.change_after),
        ("memo-owner", &row.owner),
    ] {
        set(here, &mut content, key, said);
    }
    let voices = row
        .labels
        .iter()
        .filter_map(|label| here.memo.voices.named(label));
    Step::Make {
        content: Box::new(content),
        sources: voices
            .map(|voice| NewSource::Response(voice.response_id))
            .collect(),
        after: match row.after {
            Some(After::Point(number)) => Some(number),
            _ => None,
        },
    }
}

fn sources(here: &Here<'_>, number: i32, (add, remove): (&[String], &[String])) -> Step {
    let point = here.memo.points.iter().find(|it| it.number == number);
    let there = point.map_or(&[][..], |point| here.memo.sources_of(point));
    let goes = |source: &&crate::memo::Source| {
        let voice = source.response_id.and_then(|id| here.memo.voices.get(id));
        let note = source
            .input_id
            .and_then(|id| here.memo.inputs.iter().find(|it| it.id == id));
        let note = note.map(|note| {
            let of = here.words.text("memo-note", &[]);
            format!("{of}: {}", here.memo.note_title(here.words, note))
        });
        voice.is_some_and(|voice| remove.iter().any(|it| it == voice.label()))
            || note.is_some_and(|note| remove.contains(&note))
    };
    let added = add.iter().filter_map(|label| here.memo.voices.named(label));
    Step::Sources {
        number,
        add: added
            .map(|voice| NewSource::Response(voice.response_id))
            .collect(),
        remove: there.iter().filter(goes).map(|source| source.id).collect(),
    }
}
