//! Writing notes: round, question and group are chosen once; then a line and Enter for each note, or a whole list at once. Works without
//! JavaScript: the browser sends a form of one line on Enter, and the next page has the cursor in the empty line.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::room::{self, Note, PlaceGroup, Room};
use super::typed::{notes_in, place, refusal, themes_in};
use crate::app::App;
use crate::desk::answer::field;
use crate::desk::head::Head;
use crate::input::{self, InputError, NewInput};
use crate::staff::{Access, Editor};
use crate::templates::{Page, Words};
use crate::web::{self, Error, Form, View, redirect};

/// So many of the last notes are shown below.
const LAST: usize = 10;

/// The page to write on.
#[derive(Clone, Debug, Serialize)]
pub struct NewNotes {
    pub head: Head,
    pub places: Vec<PlaceGroup>,
    /// What is chosen: `12:0`.
    pub place: String,
    /// A question in own words.
    pub question: String,
    pub grouping: String,
    /// What is chosen, to be read.
    pub chosen: Vec<String>,
    /// What is offered while somebody types a theme.
    pub offered: Vec<String>,
    pub error: Option<String>,
    /// What was typed and could not be saved: a note alone, or a list.
    pub line: String,
    pub list: String,
    pub themes: String,
    /// Makes each form one that can be sent once.
    pub once: [String; 2],
    /// How many were written just now, in words.
    pub written: Option<String>,
    /// The last of this round, the latest first.
    pub last: Vec<Note>,
}

/// What is chosen on the page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::desk) struct Chosen {
    sted: String,
    spoergsmaal: String,
    gruppe: String,
    skrevet: Option<usize>,
}

/// What could not be saved.
#[derive(Default)]
struct Typed {
    error: Option<String>,
    text: String,
    is_list: bool,
    themes: String,
}

pub(in crate::desk) async fn new(
    app: Data<App>,
    view: View,
    editor: Editor,
    chosen: Query<Chosen>,
) -> web::Result {
    let page = page(&app, view.words(), &editor, (&chosen, Typed::default())).await?;
    view.page(&page)
}

pub(in crate::desk) async fn create(
    app: Data<App>,
    view: View,
    editor: Editor,
    form: Form<Vec<(String, String)>>,
) -> web::Result {
    let Form(fields) = form;
    let chosen = Chosen {
        sted: field(&fields, "place").to_owned(),
        spoergsmaal: field(&fields, "question").to_owned(),
        gruppe: field(&fields, "grouping").to_owned(),
        skrevet: None,
    };
    let error = match write(&app, &editor, &chosen, &fields).await {
        Ok(written) => {
            let query = serde_urlencoded::to_string([
                ("sted", chosen.sted.as_str()),
                ("spoergsmaal", chosen.spoergsmaal.as_str()),
                ("gruppe", chosen.gruppe.as_str()),
                ("skrevet", written.to_string().as_str()),
            ]);
            let query = query.map_err(anyhow::Error::from)?;
            return redirect(editor.at(&format!("noter/ny?{query}")));
        }
        Err(Refused::Theme(name)) => view
            .words()
            .text("input-no-such-theme", &[("name", name.as_str().into())]),
        Err(Refused::Input(error)) => {
            refusal(view.words(), &error).ok_or_else(|| Error::from(anyhow::Error::from(error)))?
        }
        Err(Refused::Failed(error)) => return Err(error),
    };
    let typed = Typed {
        error: Some(error),
        text: field(&fields, "text").to_owned(),
        is_list: field(&fields, "mode") == "list",
        themes: field(&fields, "themes").to_owned(),
    };
    let page = page(&app, view.words(), &editor, (&chosen, typed)).await?;
    view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

enum Refused {
    Input(InputError),
    /// No theme is called so.
    Theme(String),
    Failed(Error),
}

async fn write(
    app: &App,
    editor: &Editor,
    chosen: &Chosen,
    fields: &[(String, String)],
) -> Result<usize, Refused> {
    let mut conn = app
        .conn()
        .await
        .map_err(|error| Refused::Failed(error.into()))?;
    let room = Room::read(&mut conn, editor)
        .await
        .map_err(Refused::Failed)?;
    let (workshop_id, asked) = place(&room.workshops, &chosen.sted);
    let own = chosen.spoergsmaal.trim();
    let mut themes = themes_in(&room.trees, field(fields, "themes")).map_err(Refused::Theme)?;
    let given = fields.iter().filter(|(name, _)| name == "theme");
    themes.extend(given.filter_map(|(_, value)| value.parse::<i64>().ok()));
    let new = NewInput {
        workshop_id,
        question: if own.is_empty() {
            asked
        } else {
            own.to_owned()
        },
        grouping: chosen.gruppe.clone(),
        text: String::new(),
        themes,
    };
    let text = field(fields, "text");
    let texts = if field(fields, "mode") == "list" {
        notes_in(text)
    } else {
        vec![text.to_owned()]
    };
    let once = field(fields, "once").parse().ok();
    let by = editor.act(app.clock.now());
    let made = input::write_all(&mut conn, by, &new, &texts, once).await;
    made.map(|made| made.len()).map_err(Refused::Input)
}

async fn page(
    app: &App,
    words: &Words,
    access: &Access,
    (chosen, typed): (&Chosen, Typed),
) -> web::Result<NewNotes> {
    let mut conn = app.conn().await?;
    let room = Room::read(&mut conn, access).await?;
    let (workshop, asked) = place(&room.workshops, &chosen.sted);
    let mut there = input::inputs_of(&mut conn, access.hearing_id).await?;
    there.retain(|note| note.workshop_id == workshop);
    there.sort_by_key(|note| std::cmp::Reverse(note.id));
    there.truncate(LAST);
    let own = chosen.spoergsmaal.trim();
    let question = if own.is_empty() {
        asked
    } else {
        own.to_owned()
    };
    let told = [
        room.workshop(workshop).map(|one| room::title(words, one)),
        Some(question),
        Some(chosen.gruppe.trim().to_owned()),
    ];
    let (line, list) = if typed.is_list {
        (String::new(), typed.text)
    } else {
        (typed.text, String::new())
    };
    Ok(NewNotes {
        places: room.places(words, &chosen.sted),
        place: chosen.sted.clone(),
        question: chosen.spoergsmaal.clone(),
        grouping: chosen.gruppe.clone(),
        chosen: told
            .into_iter()
            .flatten()
            .filter(|it| !it.is_empty())
            .collect(),
        offered: room.offered(),
        error: typed.error,
        line,
        list,
        themes: typed.themes,
        once: [Uuid::new_v4().to_string(), Uuid::new_v4().to_string()],
        written: chosen
            .skrevet
            .map(|n| words.text("input-written", &[("n", n.into())])),
        last: room.notes(&mut conn, words, &there).await?,
        head: room.head,
    })
}

impl Page for NewNotes {
    const TEMPLATE: &'static str = "desk/notes/new";

    fn sample() -> Self {
        Self {
            head: Head::sample(),
            places: room::sample_places(),
            place: "1:0".into(),
            question: String::new(),
            grouping: "Bord 3".into(),
            chosen: vec!["4. maj 2023 · Dialogmøde".into(), "Bord 3".into()],
            offered: vec!["6 Medansvar".into()],
            error: None,
            line: String::new(),
            list: String::new(),
            themes: String::new(),
            once: ["a".into(), "b".into()],
            written: Some("Noten er gemt.".into()),
            last: vec![room::sample()],
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let mut wrong = Self::sample();
        wrong.error = Some("Skriv noten, før du gemmer.".into());
        wrong.written = None;
        let mut first = Self::sample();
        (first.written, first.places, first.chosen, first.last) = (None, vec![], vec![], vec![]);
        vec![("", Self::sample()), ("wrong", wrong), ("first", first)]
    }
}
