//! One note: corrected by whoever saw its last version, its themes, taken out and put back.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::room::{self, Note, PlaceGroup, Room};
use super::typed::{place, place_value, refusal, themes_in};
use super::{On, OnTheme};
use crate::app::App;
use crate::desk::answer::field;
use crate::desk::head::Head;
use crate::input::{self, Input, InputError, NewInput};
use crate::staff::{Access, Editor};
use crate::templates::{Page, Words};
use crate::web::{self, Error, Form, View, redirect};

/// A note to be corrected.
#[derive(Clone, Debug, Serialize)]
pub struct EditNote {
    pub head: Head,
    pub note: Note,
    pub version: i32,
    pub error: Option<String>,
    pub places: Vec<PlaceGroup>,
    pub question: String,
    pub grouping: String,
    /// The note's words as typed.
    pub body: String,
    pub offered: Vec<String>,
}

type Fields = Vec<(String, String)>;

pub(in crate::desk) async fn show(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<On>,
) -> web::Result {
    let note = standing(&app, &editor, at.id).await?;
    view.page(&page(&app, view.words(), &editor, (&note, None)).await?)
}

async fn standing(app: &App, access: &Access, id: i64) -> web::Result<Input> {
    let mut conn = app.conn().await?;
    let note = input::find(&mut conn, access.hearing_id, id).await?;
    if note.removed_at.is_some() {
        return Err(Error::NotFound);
    }
    Ok(note)
}

async fn page(
    app: &App,
    words: &Words,
    access: &Access,
    (note, typed): (&Input, Option<(&Fields, String)>),
) -> web::Result<EditNote> {
    let mut conn = app.conn().await?;
    let room = Room::read(&mut conn, access).await?;
    let workshop = room.workshop(note.workshop_id);
    let asked = workshop.and_then(|one| one.questions.iter().position(|it| *it == note.question));
    let mut chosen = workshop.map_or_else(String::new, |one| place_value(one.id, asked));
    let mut question = match asked {
        Some(_) => String::new(),
        None => note.question.clone(),
    };
    let (mut grouping, mut body) = (note.grouping.clone(), note.text.clone());
    let mut error = None;
    if let Some((fields, message)) = typed {
        let own = |name: &str| field(fields, name).to_owned();
        chosen = own("place");
        (question, grouping, body) = (own("question"), own("grouping"), own("text"));
        error = Some(message);
    }
    let notes = room
        .notes(&mut conn, words, std::slice::from_ref(note))
        .await?;
    Ok(EditNote {
        note: notes.into_iter().next().ok_or(Error::NotFound)?,
        version: note.version,
        error,
        places: room.places(words, &chosen),
        question,
        grouping,
        body,
        offered: room.offered(),
        head: room.head,
    })
}

pub(in crate::desk) async fn update(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<On>,
    form: Form<Fields>,
) -> web::Result {
    let Form(fields) = form;
    let mut conn = app.conn().await?;
    let workshops = input::workshops_of(&mut conn, editor.hearing_id).await?;
    let (workshop_id, asked) = place(&workshops, field(&fields, "place"));
    let own = field(&fields, "question").trim();
    let new = NewInput {
        workshop_id,
        question: if own.is_empty() {
            asked
        } else {
            own.to_owned()
        },
        grouping: field(&fields, "grouping").to_owned(),
        text: field(&fields, "text").to_owned(),
        themes: vec![],
    };
    let seen = field(&fields, "version").parse().unwrap_or(0);
    let by = editor.act(app.clock.now());
    let error = match input::save(&mut conn, by, (at.id, seen), &new).await {
        Ok(()) => return redirect(editor.at(&format!("noter#note-{}", at.id))),
        Err(InputError::Database(error)) => return Err(error.into()),
        Err(error) => error,
    };
    drop(conn);
    let message = refusal(view.words(), &error).ok_or(Error::Conflict)?;
    let note = standing(&app, &editor, at.id).await?;
    let page = page(
        &app,
        view.words(),
        &editor,
        (&note, Some((&fields, message))),
    )
    .await?;
    view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

pub(in crate::desk) async fn destroy(
    app: Data<App>,
    editor: Editor,
    at: Path<On>,
    _form: Form<Fields>,
) -> web::Result {
    let mut conn = app.conn().await?;
    done(input::remove(&mut conn, editor.act(app.clock.now()), at.id).await)?;
    redirect(editor.at(&format!("noter?slettet={}", at.id)))
}

pub(in crate::desk) async fn restore(
    app: Data<App>,
    editor: Editor,
    at: Path<On>,
    _form: Form<Fields>,
) -> web::Result {
    let mut conn = app.conn().await?;
    done(input::put_back(&mut conn, editor.act(app.clock.now()), at.id).await)?;
    redirect(editor.at(&format!("noter#note-{}", at.id)))
}

pub(in crate::desk) async fn tag(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<On>,
    form: Form<Fields>,
) -> web::Result {
    let Form(fields) = form;
    let note = standing(&app, &editor, at.id).await?;
    let mut conn = app.conn().await?;
    let room = Room::read(&mut conn, &editor).await?;
    let words = view.words();
    let typed = field(&fields, "themes");
    let found = match field(&fields, "theme").parse::<i64>() {
        Ok(id) => Ok(vec![id]),
        Err(_) => themes_in(&room.trees, typed),
    };
    let message = match found {
        Ok(themes) if themes.is_empty() => words.text("input-type-theme", &[]),
        Ok(themes) => {
            for theme in themes {
                done(input::tag(&mut conn, editor.act(app.clock.now()), at.id, theme).await)?;
            }
            return redirect(editor.at(&format!("noter#note-{}", at.id)));
        }
        Err(name) => words.text("input-no-such-theme", &[("name", name.as_str().into())]),
    };
    drop(conn);
    let mut page = page(&app, words, &editor, (&note, None)).await?;
    page.error = Some(message);
    view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

pub(in crate::desk) async fn untag(
    app: Data<App>,
    editor: Editor,
    at: Path<OnTheme>,
    _form: Form<Fields>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    done(input::untag(&mut conn, by, at.id, at.theme).await)?;
    redirect(editor.at(&format!("noter#note-{}", at.id)))
}

/// What a form without fields of its own cannot do wrong, only too late.
fn done(result: Result<(), InputError>) -> web::Result<()> {
    result.map_err(|error| match error {
        InputError::Database(error) => error.into(),
        InputError::NoTheme => Error::NotFound,
        _ => Error::Conflict,
    })
}

impl Page for EditNote {
    const TEMPLATE: &'static str = "desk/notes/edit";

    fn sample() -> Self {
        let note = room::sample();
        Self {
            head: Head::sample(),
            version: 1,
            error: None,
            places: room::sample_places(),
            question: String::new(),
            grouping: note.grouping.clone(),
            body: note.text.clone(),
            offered: vec!["6 Medansvar".into()],
            note,
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let mut wrong = Self::sample();
        wrong.error = Some("Noten er ændret, siden du åbnede den.".into());
        wrong.note.warned = true;
        vec![("", Self::sample()), ("wrong", wrong)]
    }
}
