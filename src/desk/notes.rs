//! Notes from workshops and meetings: written and tagged here, shown as an appendix, never counted among the responses.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use chrono::NaiveDate;
use diesel_async::AsyncPgConnection;
use serde::{Deserialize, Serialize};

use super::head::Head;
use super::{inbox, panel};
use crate::app::App;
use crate::hearing::{Hearing, frames_of};
use crate::input::{self, NewInput};
use crate::staff::{Access, Editor, Reader};
use crate::templates::{Choice, Page, pages};
use crate::web::{self, Error, Form, View, redirect};

pages![ListNotes];

/// The notes of a hearing and a form for one more.
#[derive(Clone, Debug, Serialize)]
pub struct ListNotes {
    pub head: Head,
    pub error: Option<String>,
    pub workshops: Vec<Choice>,
    pub themes: Vec<Choice>,
    pub question: String,
    pub grouping: String,
    pub text: String,
    pub notes: Vec<Note>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Note {
    pub id: i64,
    pub workshop: Option<String>,
    pub question: String,
    pub grouping: String,
    pub text: String,
    pub themes: Vec<NoteTheme>,
    pub action: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct NoteTheme {
    pub label: String,
    pub title: String,
    pub track: u8,
    pub remove: String,
}

#[derive(Deserialize)]
pub(super) struct On {
    id: i64,
}

#[derive(Deserialize)]
pub(super) struct OnTheme {
    id: i64,
    theme: i64,
}

fn workshop_text(words: &crate::templates::Words, day: NaiveDate, format: &str) -> String {
    format!("{} · {format}", words.date(day))
}

async fn page(
    (view, access): (&View, &Access),
    conn: &mut AsyncPgConnection,
) -> web::Result<ListNotes> {
    let hearing = Hearing::find(conn, access.hearing_id).await?;
    let head = Head::of(conn, &hearing, access).await?;
    let frames = frames_of(conn, hearing.id).await?;
    let looks = panel::looks(&frames);
    let workshops = input::workshops_of(conn, hearing.id).await?;
    let inputs = input::inputs_of(conn, hearing.id).await?;
    let ids: Vec<i64> = inputs.iter().map(|input| input.id).collect();
    let tagged = input::themes_of(conn, &ids).await?;
    let words = view.words();
    let notes = inputs
        .into_iter()
        .map(|one| {
            let workshop = workshops
                .iter()
                .find(|workshop| Some(workshop.id) == one.workshop_id);
            let action = format!("{}/noter/{}/temaer", head.base, one.id);
            let themes = tagged
                .iter()
                .filter(|(note, _)| *note == one.id)
                .filter_map(|(_, theme)| looks.get(theme).map(|look| (theme, look)))
                .map(|(theme, look)| NoteTheme {
                    label: look.label.clone(),
                    title: look.title.clone(),
                    track: look.track,
                    remove: format!("{action}/{theme}/slet"),
                })
                .collect();
            Note {
                id: one.id,
                workshop: workshop.map(|it| workshop_text(words, it.held_on, &it.format)),
                question: one.question,
                grouping: one.grouping,
                text: one.text,
                themes,
                action,
            }
        })
        .collect();
    Ok(ListNotes {
        error: None,
        workshops: workshops
            .iter()
            .map(|it| {
                let label = workshop_text(words, it.held_on, &it.format);
                Choice::new(&it.id.to_string(), &label, false)
            })
            .collect(),
        themes: inbox::theme_choices(&frames, ""),
        question: String::new(),
        grouping: String::new(),
        text: String::new(),
        notes,
        head,
    })
}

pub(super) async fn index(app: Data<App>, view: View, reader: Reader) -> web::Result {
    let mut conn = app.conn().await?;
    view.page(&page((&view, &reader), &mut conn).await?)
}

pub(super) async fn create(
    app: Data<App>,
    view: View,
    editor: Editor,
    form: Form<Vec<(String, String)>>,
) -> web::Result {
    let Form(fields) = form;
    let field = |name: &str| {
        let found = fields.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let mut conn = app.conn().await?;
    let new = NewInput {
        workshop_id: field("workshop").parse().ok(),
        question: field("question"),
        grouping: field("grouping"),
        text: field("text"),
        themes: fields
            .iter()
            .filter(|(name, _)| name == "theme")
            .filter_map(|(_, value)| value.parse().ok())
            .collect(),
    };
    if new.text.trim().is_empty() {
        let mut shown = page((&view, &editor), &mut conn).await?;
        shown.error = Some(view.words().text("input-no-text", &[]));
        shown.question = new.question;
        shown.grouping = new.grouping;
        return view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    }
    let id = input::write(&mut conn, editor.act(app.clock.now()), &new).await?;
    redirect(editor.at(&format!("noter#note-{id}")))
}

pub(super) async fn tag(
    app: Data<App>,
    editor: Editor,
    at: Path<On>,
    form: Form<Vec<(String, String)>>,
) -> web::Result {
    let Form(fields) = form;
    let theme = fields
        .iter()
        .find(|(name, _)| name == "theme")
        .and_then(|(_, value)| value.parse().ok())
        .ok_or(Error::BadRequest)?;
    let mut conn = app.conn().await?;
    input::tag(&mut conn, editor.act(app.clock.now()), at.id, theme).await?;
    redirect(editor.at(&format!("noter#note-{}", at.id)))
}

pub(super) async fn untag(
    app: Data<App>,
    editor: Editor,
    at: Path<OnTheme>,
    _form: Form<Vec<(String, String)>>,
) -> web::Result {
    let mut conn = app.conn().await?;
    input::untag(&mut conn, editor.act(app.clock.now()), at.id, at.theme).await?;
    redirect(editor.at(&format!("noter#note-{}", at.id)))
}

impl Page for ListNotes {
    const TEMPLATE: &'static str = "desk/notes";

    fn sample() -> Self {
        Self {
            head: Head::sample(),
            error: None,
            workshops: vec![Choice::new("1", "4. maj 2023 · Dialogmøde", false)],
            themes: vec![Choice::new("6", "6 Medansvar", false)],
            question: String::new(),
            grouping: String::new(),
            text: String::new(),
            notes: vec![Note {
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
                action: "/sekretariat/x/noter/1/temaer".into(),
            }],
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let mut none = Self::sample();
        none.notes.clear();
        none.head.may_edit = false;
        let mut wrong = Self::sample();
        wrong.error = Some("Skriv noten".into());
        vec![("", Self::sample()), ("none", none), ("wrong", wrong)]
    }
}
