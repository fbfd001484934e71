//! What is done with an enquiry. Each act is a form; the answer is the page again, or the page with what is to be mended.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use super::reply;
use super::show::{Typed, deadline_form, load, page, ways};
use super::view::DeadlineForm;
use super::{At, AtAnswer};
use crate::app::App;
use crate::desk::answer::field;
use crate::enquiry::{self, ClosedWhy, NewAnswer, Topic};
use crate::hearing::{ConsulteeError, ExtendError, NewConsultee, add_consultee, extend};
use crate::staff::{Access, Editor, Reader};
use crate::web::{self, Error, Form, View, redirect};

/// The fields of an act, as sent.
type Fields = Form<Vec<(String, String)>>;

/// Longer than any answer that a person writes.
const LONGEST: usize = 100_000;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::desk) struct Wanted {
    /// A template to fill in.
    skabelon: Option<String>,
}

pub(in crate::desk) async fn show(
    app: Data<App>,
    view: View,
    reader: Reader,
    at: Path<At>,
    wanted: Query<Wanted>,
) -> web::Result {
    let mut conn = app.conn().await?;
    enquiry::record_reading(&mut conn, reader.act(app.clock.now()), at.id).await?;
    drop(conn);
    let typed = Typed {
        template: wanted.skabelon.clone(),
        ..Typed::default()
    };
    render((&app, &view, &reader), at.id, StatusCode::OK, typed).await
}

async fn render(
    (app, view, access): (&App, &View, &Access),
    id: i64,
    status: StatusCode,
    typed: Typed,
) -> web::Result {
    let mut conn = app.conn().await?;
    let who = (view.words(), access);
    let loaded = load(app, &mut conn, who, id).await?;
    let page = page(app, &mut conn, who, (&loaded, typed)).await?;
    view.page_with_status(status, &page)
}

const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

fn back(editor: &Editor, id: i64) -> web::Result {
    redirect(editor.at(&format!("henvendelser/{id}")))
}

pub(in crate::desk) async fn set_topic(
    app: Data<App>,
    editor: Editor,
    at: Path<At>,
    form: Fields,
) -> web::Result {
    let topic = Topic::parse(field(&form.0, "topic")).ok_or(Error::BadRequest)?;
    let mut conn = app.conn().await?;
    enquiry::set_topic(&mut conn, editor.act(app.clock.now()), at.id, topic).await?;
    back(&editor, at.id)
}

/// Sends an answer.
pub(in crate::desk) async fn answer(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
    form: Fields,
) -> web::Result {
    let Form(fields) = form;
    let value = |name: &str| field(&fields, name).replace("\r\n", "\n");
    let new = NewAnswer {
        recipient: value("to").trim().to_owned(),
        subject: value("subject").trim().to_owned(),
        text: value("text"),
        form_key: value("key"),
    };
    if new.form_key.is_empty() || new.text.chars().count() > LONGEST {
        return Err(Error::BadRequest);
    }
    let mut conn = app.conn().await?;
    let loaded = load(&app, &mut conn, (view.words(), &editor), at.id).await?;
    let source = loaded.source(&app, view.words(), &editor);
    if let Some(reply) = reply::typed(&source, &new, field(&fields, "template")) {
        let typed = Typed {
            reply: Some(reply),
            ..Typed::default()
        };
        drop(conn);
        return render((&app, &view, &editor), at.id, WRONG, typed).await;
    }
    let by = editor.act(app.clock.now());
    enquiry::answer(&app, &mut conn, by, (at.id, &new)).await?;
    back(&editor, at.id)
}

pub(in crate::desk) async fn send_again(
    app: Data<App>,
    editor: Editor,
    at: Path<AtAnswer>,
    _form: Fields,
) -> web::Result {
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    if !enquiry::retry(&mut conn, by, (at.id, at.answer)).await? {
        return Err(Error::NotFound);
    }
    back(&editor, at.id)
}

pub(in crate::desk) async fn otherwise(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
    form: Fields,
) -> web::Result {
    let note = field(&form.0, "note").trim();
    if note.is_empty() {
        let mut ways = ways(view.words());
        ways.otherwise_error = Some(view.words().text("enquiry-otherwise-none", &[]));
        let typed = Typed {
            ways: Some(ways),
            ..Typed::default()
        };
        return render((&app, &view, &editor), at.id, WRONG, typed).await;
    }
    let mut conn = app.conn().await?;
    enquiry::answered_otherwise(&mut conn, editor.act(app.clock.now()), at.id, note).await?;
    back(&editor, at.id)
}

/// Closes without an answer. Thanks closed from the list lead back there.
pub(in crate::desk) async fn close(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
    form: Fields,
) -> web::Result {
    let Form(fields) = form;
    let why = ClosedWhy::parse(field(&fields, "why")).ok_or(Error::BadRequest)?;
    let note = field(&fields, "note").trim();
    if why == ClosedWhy::Other && note.is_empty() {
        let mut ways = ways(view.words());
        ways.close_error = Some(view.words().text("enquiry-close-no-reason", &[]));
        for reason in &mut ways.reasons {
            reason.checked = reason.value == why.as_str();
        }
        let typed = Typed {
            ways: Some(ways),
            ..Typed::default()
        };
        return render((&app, &view, &editor), at.id, WRONG, typed).await;
    }
    let mut conn = app.conn().await?;
    enquiry::close(&mut conn, editor.act(app.clock.now()), at.id, (why, note)).await?;
    if field(&fields, "from") == "list" {
        return redirect(editor.at("henvendelser"));
    }
    back(&editor, at.id)
}

pub(in crate::desk) async fn reopen(
    app: Data<App>,
    editor: Editor,
    at: Path<At>,
    _form: Fields,
) -> web::Result {
    let mut conn = app.conn().await?;
    enquiry::reopen(&mut conn, editor.act(app.clock.now()), at.id).await?;
    back(&editor, at.id)
}

/// Gives a consultee a later deadline; one that is not on the list is put there first.
pub(in crate::desk) async fn give_deadline(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
    form: Fields,
) -> web::Result {
    let Form(fields) = form;
    let mut conn = app.conn().await?;
    let words = view.words();
    let loaded = load(&app, &mut conn, (words, &editor), at.id).await?;
    let email = loaded.row.from_address.as_deref();
    match given(&mut conn, &app, &editor, (&fields, email)).await {
        Ok(()) => redirect(editor.at(&format!("henvendelser/{}#frist", at.id))),
        Err(Wrong::Failed(error)) => Err(error),
        Err(Wrong::Because(key)) => {
            let chosen = field(&fields, "consultee");
            let mut shown = deadline_form(words, &loaded, words.text(key, &[]));
            for choice in &mut shown.consultees {
                choice.checked = choice.value == chosen;
            }
            let deadline = DeadlineForm {
                new: chosen == NEW,
                name: field(&fields, "name").to_owned(),
                day: field(&fields, "day").to_owned(),
                reason: field(&fields, "reason").to_owned(),
                open: true,
                ..shown
            };
            let typed = Typed {
                deadline: Some(deadline),
                ..Typed::default()
            };
            drop(conn);
            render((&app, &view, &editor), at.id, WRONG, typed).await
        }
    }
}

/// The choice for somebody who is not on the list.
const NEW: &str = "new";

enum Wrong {
    Because(&'static str),
    Failed(Error),
}

impl From<ExtendError> for Wrong {
    fn from(error: ExtendError) -> Self {
        match error {
            ExtendError::NotLater => Self::Because("enquiry-deadline-no-day"),
            ExtendError::NoReason => Self::Because("enquiry-deadline-no-reason"),
            ExtendError::Database(error) => Self::Failed(error.into()),
            ExtendError::Other(error) => Self::Failed(error.into()),
        }
    }
}

impl From<ConsulteeError> for Wrong {
    fn from(error: ConsulteeError) -> Self {
        match error {
            ConsulteeError::NameTaken => Self::Because("enquiry-deadline-twice"),
            ConsulteeError::InUse => Self::Failed(Error::Conflict),
            ConsulteeError::Database(error) => Self::Failed(error.into()),
        }
    }
}

impl From<diesel::result::Error> for Wrong {
    fn from(error: diesel::result::Error) -> Self {
        Self::Failed(error.into())
    }
}

async fn given(
    conn: &mut diesel_async::AsyncPgConnection,
    app: &App,
    editor: &Editor,
    (fields, email): (&[(String, String)], Option<&str>),
) -> Result<(), Wrong> {
    use diesel_async::AsyncConnection;
    let by = editor.act(app.clock.now());
    let (chosen, name) = (field(fields, "consultee"), field(fields, "name").trim());
    let day = field(fields, "day").parse();
    let day = day.map_err(|_| Wrong::Because("enquiry-deadline-no-day"))?;
    let reason = field(fields, "reason");
    conn.transaction(async |conn| {
        let consultee = match chosen.parse::<i64>() {
            Ok(id) => id,
            Err(_) if chosen == NEW && !name.is_empty() => {
                let new = NewConsultee {
                    name: name.to_owned(),
                    email: email.map(str::to_owned),
                    ..NewConsultee::default()
                };
                add_consultee(conn, by, &new).await?
            }
            Err(_) => return Err(Wrong::Because("enquiry-deadline-no-who")),
        };
        extend(conn, by, consultee, (day, reason)).await?;
        Ok(())
    })
    .await
}
