//! The rounds with how many notes each gave, and the notes themselves.

use std::collections::BTreeMap;

use actix_web::web::{Data, Query};
use serde::{Deserialize, Serialize};

use super::room::{self, Note, Room};
use crate::app::App;
use crate::desk::head::Head;
use crate::desk::inbox;
use crate::input::{self, Input};
use crate::staff::{Access, Reader};
use crate::templates::{Choice, Page, Words};
use crate::web::{self, View};

/// The room.
#[derive(Clone, Debug, Serialize)]
pub struct ListNotes {
    pub head: Head,
    pub rounds: Vec<Round>,
    pub filter_rounds: Vec<Choice>,
    pub filter_themes: Vec<Choice>,
    pub filtered: bool,
    /// What is offered while somebody types a theme.
    pub offered: Vec<String>,
    /// Notes that stand, whatever is shown.
    pub total: usize,
    pub groups: Vec<Group>,
    pub shown: usize,
    /// The one that was taken out just now.
    pub undo: Option<String>,
    pub removed: Vec<Note>,
}

/// A workshop or meeting.
#[derive(Clone, Debug, Serialize)]
pub struct Round {
    pub title: String,
    pub place: String,
    pub questions: usize,
    pub notes: usize,
    pub href: String,
    /// Where it is described.
    pub edit: String,
    /// Where notes from it are written.
    pub write: String,
}

/// The notes to one question of one round.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    pub title: String,
    pub question: String,
    pub notes: Vec<Note>,
}

/// What is shown.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::desk) struct Filter {
    moede: String,
    tema: String,
    /// The note that was taken out just now.
    slettet: Option<i64>,
}

pub(in crate::desk) async fn index(
    app: Data<App>,
    view: View,
    reader: Reader,
    filter: Query<Filter>,
) -> web::Result {
    view.page(&page(&app, view.words(), &reader, &filter).await?)
}

async fn page(
    app: &App,
    words: &Words,
    access: &Access,
    filter: &Filter,
) -> web::Result<ListNotes> {
    let mut conn = app.conn().await?;
    let room = Room::read(&mut conn, access).await?;
    let all = input::inputs_of(&mut conn, access.hearing_id).await?;
    let removed = input::removed_of(&mut conn, access.hearing_id).await?;
    let shown = chosen(&mut conn, &all, filter).await?;
    let notes = room.notes(&mut conn, words, &shown).await?;
    let undo = filter
        .slettet
        .filter(|id| removed.iter().any(|note| note.id == *id));
    Ok(ListNotes {
        rounds: rounds(words, &room, &all),
        filter_rounds: room
            .workshops
            .iter()
            .map(|one| {
                let id = one.id.to_string();
                Choice::new(&id, &room::title(words, one), id == filter.moede)
            })
            .collect(),
        filter_themes: inbox::theme_choices(&room.trees, &filter.tema),
        filtered: !(filter.moede.is_empty() && filter.tema.is_empty()),
        offered: room.offered(),
        total: all.len(),
        shown: notes.len(),
        groups: groups(words, notes),
        undo: undo.map(|id| format!("{}/noter/{id}/genskabelse", room.head.base)),
        removed: room.notes(&mut conn, words, &removed).await?,
        head: room.head,
    })
}

async fn chosen(
    conn: &mut diesel_async::AsyncPgConnection,
    all: &[Input],
    filter: &Filter,
) -> web::Result<Vec<Input>> {
    let ids: Vec<i64> = all.iter().map(|input| input.id).collect();
    let theme: Option<i64> = filter.tema.parse().ok();
    let tagged = match theme {
        None => Vec::new(),
        Some(_) => input::themes_of(conn, &ids).await?,
    };
    let fits = |note: &&Input| {
        let round = filter.moede.is_empty()
            || note
                .workshop_id
                .is_some_and(|id| id.to_string() == filter.moede);
        round && theme.is_none_or(|theme| tagged.contains(&(note.id, theme)))
    };
    Ok(all.iter().filter(fits).cloned().collect())
}

fn rounds(words: &Words, room: &Room, all: &[Input]) -> Vec<Round> {
    let base = &room.head.base;
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for id in all.iter().filter_map(|note| note.workshop_id) {
        *counts.entry(id).or_default() += 1;
    }
    room.workshops
        .iter()
        .map(|one| Round {
            title: room::title(words, one),
            place: one.place.clone(),
            questions: one.questions.len(),
            notes: counts.get(&one.id).copied().unwrap_or_default(),
            href: format!("{base}/noter?moede={}#notes", one.id),
            edit: format!("{base}/noter/runder/{}", one.id),
            write: format!(
                "{base}/noter/ny?sted={}%3A{}",
                one.id,
                if one.questions.is_empty() { "" } else { "0" }
            ),
        })
        .collect()
}

/// Notes to the same question stand together, where the first of them stood.
fn groups(words: &Words, notes: Vec<Note>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for note in notes {
        let title = note
            .workshop
            .clone()
            .unwrap_or_else(|| words.text("input-no-workshop", &[]));
        let own = |group: &&mut Group| group.title == title && group.question == note.question;
        match groups.iter_mut().find(own) {
            Some(group) => group.notes.push(note),
            None => groups.push(Group {
                title,
                question: note.question.clone(),
                notes: vec![note],
            }),
        }
    }
    groups
}

impl Page for ListNotes {
    const TEMPLATE: &'static str = "desk/notes/list";

    fn sample() -> Self {
        Self {
            head: Head::sample(),
            rounds: vec![Round {
                title: "4. maj 2023 · Dialogmøde".into(),
                place: "Regionshuset".into(),
                questions: 2,
                notes: 1,
                href: "/sekretariat/x/noter?moede=1#notes".into(),
                edit: "/sekretariat/x/noter/runder/1".into(),
                write: "/sekretariat/x/noter/ny?sted=1%3A0".into(),
            }],
            filter_rounds: vec![Choice::new("1", "4. maj 2023 · Dialogmøde", false)],
            filter_themes: vec![Choice::new("6", "6 Medansvar", false)],
            filtered: false,
            offered: vec!["6 Medansvar".into()],
            total: 1,
            shown: 1,
            groups: vec![Group {
                title: "4. maj 2023 · Dialogmøde".into(),
                question: "Hvad mangler?".into(),
                notes: vec![room::sample()],
            }],
            undo: None,
            removed: vec![],
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let mut none = Self::sample();
        none.rounds.clear();
        none.groups.clear();
        none.total = 0;
        none.shown = 0;
        none.head.may_edit = false;
        let mut removed = Self::sample();
        removed.undo = Some("/sekretariat/x/noter/2/genskabelse".into());
        removed.filtered = true;
        removed.rounds[0].place.clear();
        let mut gone = room::sample();
        (gone.id, gone.warned, gone.workshop) = (2, true, None);
        gone.href = "/sekretariat/x/noter/2".into();
        removed.groups[0].notes[0].warned = true;
        removed.groups[0].question.clear();
        removed.removed = vec![gone];
        vec![("", Self::sample()), ("none", none), ("removed", removed)]
    }
}
