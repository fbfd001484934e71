//! What every page of this room is made of, read once.

use std::collections::BTreeMap;

use diesel_async::AsyncPgConnection;
use serde::Serialize;

use super::typed::place_value;
use crate::desk::head::Head;
use crate::desk::inbox;
use crate::desk::panel::{self, Look};
use crate::finder;
use crate::hearing::{Hearing, ThemeTree, frames_of};
use crate::input::{self, Input, Workshop};
use crate::staff::Access;
use crate::templates::{Choice, Words};
use crate::web;

/// A note as pages show it.
#[derive(Clone, Debug, Serialize)]
pub struct Note {
    pub id: i64,
    pub workshop: Option<String>,
    pub question: String,
    pub grouping: String,
    pub text: String,
    pub themes: Vec<NoteTheme>,
    /// `/sekretariat/{hearing}/noter/{note}`
    pub href: String,
    /// Something in it looks like a CPR number, a telephone number …
    pub warned: bool,
}

/// A theme of a note.
#[derive(Clone, Debug, Serialize)]
pub struct NoteTheme {
    pub label: String,
    pub title: String,
    pub track: u8,
    pub remove: String,
}

/// A round with its questions, to choose from.
#[derive(Clone, Debug, Serialize)]
pub struct PlaceGroup {
    pub label: String,
    pub choices: Vec<Choice>,
}

/// The room of a hearing.
pub(super) struct Room {
    pub(super) head: Head,
    pub(super) trees: Vec<ThemeTree>,
    looks: BTreeMap<i64, Look>,
    pub(super) workshops: Vec<Workshop>,
}

impl Room {
    pub(super) async fn read(conn: &mut AsyncPgConnection, access: &Access) -> web::Result<Self> {
        let hearing = Hearing::find(conn, access.hearing_id).await?;
        let trees = frames_of(conn, hearing.id).await?;
        Ok(Self {
            head: Head::of(conn, &hearing, access).await?,
            looks: panel::looks(&trees),
            trees,
            workshops: input::workshops_of(conn, hearing.id).await?,
        })
    }

    pub(super) fn workshop(&self, id: Option<i64>) -> Option<&Workshop> {
        self.workshops.iter().find(|one| Some(one.id) == id)
    }

    /// The notes with their themes, in the order in which they are given.
    pub(super) async fn notes(
        &self,
        conn: &mut AsyncPgConnection,
        words: &Words,
        inputs: &[Input],
    ) -> web::Result<Vec<Note>> {
        let ids: Vec<i64> = inputs.iter().map(|input| input.id).collect();
        let mut tagged: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for (note, theme) in input::themes_of(conn, &ids).await? {
            tagged.entry(note).or_default().push(theme);
        }
        let none = Vec::new();
        Ok(inputs
            .iter()
            .map(|one| self.note(words, one, tagged.get(&one.id).unwrap_or(&none)))
            .collect())
    }

    fn note(&self, words: &Words, one: &Input, themes: &[i64]) -> Note {
        let href = format!("{}/noter/{}", self.head.base, one.id);
        let workshop = self.workshop(one.workshop_id);
        Note {
            id: one.id,
            workshop: workshop.map(|it| title(words, it)),
            question: one.question.clone(),
            grouping: one.grouping.clone(),
            text: one.text.clone(),
            themes: themes
                .iter()
                .filter_map(|theme| self.looks.get(theme).map(|look| (theme, look)))
                .map(|(theme, look)| NoteTheme {
                    label: look.label.clone(),
                    title: look.title.clone(),
                    track: look.track,
                    remove: format!("{href}/temaer/{theme}/slet"),
                })
                .collect(),
            warned: !finder::find(&one.text).is_empty(),
            href,
        }
    }

    /// Every round with each of its questions.
    pub(super) fn places(&self, words: &Words, chosen: &str) -> Vec<PlaceGroup> {
        self.workshops
            .iter()
            .map(|one| {
                let choice = |question: Option<usize>, label: &str| {
                    let value = place_value(one.id, question);
                    let checked = value == chosen;
                    Choice::new(&value, label, checked)
                };
                let mut choices: Vec<Choice> = one
                    .questions
                    .iter()
                    .enumerate()
                    .map(|(at, question)| choice(Some(at), question))
                    .collect();
                let title = title(words, one);
                let without = words.text(
                    "input-without-question",
                    &[("round", title.as_str().into())],
                );
                choices.push(choice(None, &without));
                PlaceGroup {
                    label: title,
                    choices,
                }
            })
            .collect()
    }

    /// Every theme, to be offered while somebody types.
    pub(super) fn offered(&self) -> Vec<String> {
        let choices = inbox::theme_choices(&self.trees, "");
        choices.into_iter().map(|choice| choice.label).collect()
    }
}

/// *15. juni 2022 · Samtalesalon*
pub(super) fn title(words: &Words, one: &Workshop) -> String {
    format!("{} · {}", words.date(one.held_on), one.format)
}

pub(super) fn sample() -> Note {
    Note {
        id: 1,
        workshop: Some("4. maj 2023 · Dialogmøde".into()),
        question: "Hvad mangler?".into(),
        grouping: "Bord 3".into(),
        text: "Flere frivillige.".into(),
        themes: vec![NoteTheme {
            label: "7".into(),
            title: "Civilsamfund".into(),
            track: 2,
            remove: "/sekretariat/x/noter/1/temaer/7/slet".into(),
        }],
        href: "/sekretariat/x/noter/1".into(),
        warned: false,
    }
}

pub(super) fn sample_places() -> Vec<PlaceGroup> {
    vec![PlaceGroup {
        label: "4. maj 2023 · Dialogmøde".into(),
        choices: vec![
            Choice::new("1:0", "Hvad mangler?", true),
            Choice::new("1:", "4. maj 2023 · Dialogmøde, uden spørgsmål", false),
        ],
    }]
}
