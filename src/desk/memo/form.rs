//! A point as it is typed: what the form shows, and the content that it makes.

use chrono::NaiveDate;
use serde::Serialize;

use super::load::Memo;
use super::words::{section_of, section_value, state_key};
use crate::desk::answer::field;
use crate::memo::{Content, Disposition, Place, PointState, Section};
use crate::staff::Person;
use crate::templates::{Choice, Words};

/// The fields of a point. Whatever was typed stands in them again when it could not be saved.
#[derive(Clone, Debug, Serialize)]
pub struct PointForm {
    pub sections: Vec<Choice>,
    pub remark: String,
    pub comment: String,
    pub dispositions: Vec<Choice>,
    pub department: String,
    pub change_page: String,
    pub change_before: String,
    pub change_after: String,
    pub states: Vec<Choice>,
    pub owners: Vec<Choice>,
    /// `2023-11-20`
    pub due: String,
}

/// What was typed.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub(super) content: Content,
    /// As it was typed, whether it is a day or not.
    pub(super) due: String,
    /// Something that is not among the choices.
    pub(super) wrong: Option<&'static str>,
}

impl Typed {
    /// A form's fields.
    pub(super) fn of(fields: &[(String, String)]) -> Self {
        let text = |name: &str| field(fields, name).to_owned();
        let section = section_of(field(fields, "section"));
        let (place, theme_id) = section.map_or((Place::Other, None), Section::kept);
        let due = text("due").trim().to_owned();
        let due_on: Option<NaiveDate> = due.parse().ok();
        let disposition = field(fields, "disposition");
        let chosen = Disposition::parse(disposition);
        let wrong = if section.is_none() {
            Some("memo-no-theme")
        } else if chosen.is_none() && !disposition.is_empty() {
            Some("memo-no-disposition")
        } else if due_on.is_none() && !due.is_empty() {
            Some("memo-no-day")
        } else {
            None
        };
        Self {
            content: Content {
                place,
                theme_id,
                remark: text("remark"),
                comment: text("comment"),
                disposition: chosen,
                department: text("department"),
                change_page: text("change_page"),
                change_before: text("change_before"),
                change_after: text("change_after"),
                state: PointState::parse(field(fields, "state")).unwrap_or(PointState::Draft),
                owner_id: field(fields, "owner").parse().ok(),
                due_on,
            },
            due,
            wrong,
        }
    }

    /// What stands.
    pub(super) fn from(content: &Content) -> Self {
        Self {
            content: content.clone(),
            due: content
                .due_on
                .map(|due| due.to_string())
                .unwrap_or_default(),
            wrong: None,
        }
    }
}

impl PointForm {
    pub(super) fn new(words: &Words, memo: &Memo, typed: &Typed, workers: &[Person]) -> Self {
        let content = &typed.content;
        let section = Section::of(&memo.trees, content);
        let mut sections = memo.section_choices(words, section);
        // A theme with others below it, where the point stands from before.
        if sections.iter().all(|choice| !choice.checked) {
            let title = memo.section_title(words, section);
            sections.push(Choice::new(&section_value(section), &title, true));
        }
        Self {
            sections,
            remark: content.remark.clone(),
            comment: content.comment.clone(),
            dispositions: Disposition::ALL
                .iter()
                .map(|one| {
                    let label = words.text(one.word_key(), &[]);
                    Choice::new(one.as_str(), &label, content.disposition == Some(*one))
                })
                .collect(),
            department: content.department.clone(),
            change_page: content.change_page.clone(),
            change_before: content.change_before.clone(),
            change_after: content.change_after.clone(),
            states: PointState::ALL
                .iter()
                .map(|one| {
                    let label = words.text(state_key(*one), &[]);
                    Choice::new(one.as_str(), &label, content.state == *one)
                })
                .collect(),
            owners: owners(memo, workers, content.owner_id),
            due: typed.due.clone(),
        }
    }
}

/// Those who work on the hearing, and the owner who has left.
fn owners(memo: &Memo, workers: &[Person], chosen: Option<i64>) -> Vec<Choice> {
    let left = chosen
        .filter(|id| workers.iter().all(|person| person.id != *id))
        .and_then(|id| memo.people.get(&id));
    workers
        .iter()
        .chain(left)
        .map(|person| {
            Choice::new(
                &person.id.to_string(),
                &person.name,
                chosen == Some(person.id),
            )
        })
        .collect()
}
