//! A workshop or meeting: day, form, place, and what was asked.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use chrono::NaiveDate;
use serde::Serialize;

use super::On;
use super::room::{self, Room};
use super::typed::refusal;
use crate::app::App;
use crate::desk::answer::field;
use crate::desk::head::Head;
use crate::input::{self, InputError, NewWorkshop};
use crate::staff::{Access, Editor};
use crate::templates::{Page, Words};
use crate::web::{self, Error, Form, View, redirect};

/// The form.
#[derive(Clone, Debug, Serialize)]
pub struct EditRound {
    pub head: Head,
    /// None for a new one.
    pub title: Option<String>,
    pub action: String,
    /// Where it is taken away.
    pub remove: Option<String>,
    pub error: Option<String>,
    pub held_on: String,
    pub format: String,
    pub place: String,
    /// One a line.
    pub questions: String,
}

type Fields = Vec<(String, String)>;

/// The fields as they are shown.
struct Typed {
    held_on: String,
    format: String,
    place: String,
    questions: String,
    error: Option<String>,
}

impl Typed {
    fn of(fields: &Fields, error: String) -> Self {
        let own = |name: &str| field(fields, name).to_owned();
        Self {
            held_on: own("held_on"),
            format: own("form"),
            place: own("place"),
            questions: own("questions"),
            error: Some(error),
        }
    }
}

async fn page(
    app: &App,
    words: &Words,
    access: &Access,
    (id, typed): (Option<i64>, Option<Typed>),
) -> web::Result<EditRound> {
    let mut conn = app.conn().await?;
    let room = Room::read(&mut conn, access).await?;
    let there = room.workshop(id);
    if id.is_some() && there.is_none() {
        return Err(Error::NotFound);
    }
    let typed = typed.unwrap_or_else(|| Typed {
        held_on: there.map(|one| one.held_on.to_string()).unwrap_or_default(),
        format: there.map(|one| one.format.clone()).unwrap_or_default(),
        place: there.map(|one| one.place.clone()).unwrap_or_default(),
        questions: there
            .map(|one| one.questions.join("\n"))
            .unwrap_or_default(),
        error: None,
    });
    let base = format!("{}/noter/runder", room.head.base);
    Ok(EditRound {
        title: there.map(|one| room::title(words, one)),
        action: id.map_or_else(|| base.clone(), |id| format!("{base}/{id}")),
        remove: id.map(|id| format!("{base}/{id}/slet")),
        error: typed.error,
        held_on: typed.held_on,
        format: typed.format,
        place: typed.place,
        questions: typed.questions,
        head: room.head,
    })
}

pub(in crate::desk) async fn new(app: Data<App>, view: View, editor: Editor) -> web::Result {
    view.page(&page(&app, view.words(), &editor, (None, None)).await?)
}

pub(in crate::desk) async fn edit(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<On>,
) -> web::Result {
    view.page(&page(&app, view.words(), &editor, (Some(at.id), None)).await?)
}

fn parse(words: &Words, fields: &Fields) -> Result<NewWorkshop, String> {
    let day = field(fields, "held_on").trim();
    let held_on: NaiveDate = day.parse().map_err(|_| words.text("input-no-day", &[]))?;
    Ok(NewWorkshop {
        held_on,
        format: field(fields, "form").to_owned(),
        place: field(fields, "place").to_owned(),
        questions: field(fields, "questions")
            .lines()
            .map(str::to_owned)
            .collect(),
    })
}

pub(in crate::desk) async fn create(
    app: Data<App>,
    view: View,
    editor: Editor,
    form: Form<Fields>,
) -> web::Result {
    let Form(fields) = form;
    let message = match parse(view.words(), &fields) {
        Err(message) => message,
        Ok(new) => {
            let mut conn = app.conn().await?;
            let by = editor.act(app.clock.now());
            match input::add_workshop(&mut conn, by, &new).await {
                Ok(_) => return redirect(editor.at("noter")),
                Err(error) => told(view.words(), error)?,
            }
        }
    };
    refuse(&app, &view, &editor, (None, Typed::of(&fields, message))).await
}

pub(in crate::desk) async fn update(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<On>,
    form: Form<Fields>,
) -> web::Result {
    let Form(fields) = form;
    let message = match parse(view.words(), &fields) {
        Err(message) => message,
        Ok(new) => {
            let mut conn = app.conn().await?;
            let by = editor.act(app.clock.now());
            match input::save_workshop(&mut conn, by, at.id, &new).await {
                Ok(()) => return redirect(editor.at("noter")),
                Err(error) => told(view.words(), error)?,
            }
        }
    };
    refuse(
        &app,
        &view,
        &editor,
        (Some(at.id), Typed::of(&fields, message)),
    )
    .await
}

pub(in crate::desk) async fn destroy(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<On>,
    _form: Form<Fields>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    let message = match input::remove_workshop(&mut conn, by, at.id).await {
        Ok(()) => return redirect(editor.at("noter")),
        Err(error) => told(view.words(), error)?,
    };
    drop(conn);
    let mut shown = page(&app, view.words(), &editor, (Some(at.id), None)).await?;
    shown.error = Some(message);
    view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

async fn refuse(
    app: &App,
    view: &View,
    access: &Access,
    (id, typed): (Option<i64>, Typed),
) -> web::Result {
    let shown = page(app, view.words(), access, (id, Some(typed))).await?;
    view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

fn told(words: &Words, error: InputError) -> web::Result<String> {
    match error {
        InputError::NoWorkshop => Err(Error::NotFound),
        InputError::Database(error) => Err(error.into()),
        error => refusal(words, &error).ok_or(Error::Conflict),
    }
}

impl Page for EditRound {
    const TEMPLATE: &'static str = "desk/notes/round";

    fn sample() -> Self {
        Self {
            head: Head::sample(),
            title: Some("4. maj 2023 · Dialogmøde".into()),
            action: "/sekretariat/x/noter/runder/1".into(),
            remove: Some("/sekretariat/x/noter/runder/1/slet".into()),
            error: None,
            held_on: "2023-05-04".into(),
            format: "Dialogmøde".into(),
            place: "Regionshuset".into(),
            questions: "Hvad mangler?".into(),
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let mut new = Self::sample();
        (new.title, new.remove) = (None, None);
        let mut wrong = Self::sample();
        wrong.error = Some("Skriv, hvilken slags møde det var.".into());
        vec![("", Self::sample()), ("new", new), ("wrong", wrong)]
    }
}
