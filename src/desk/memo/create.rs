//! Making points: from a passage or a note that is under none, by key or button, or written from scratch; and putting something under a
//! point that is there.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};

use super::form::{PointForm, Typed};
use super::list::{self, Shown};
use super::load::Memo;
use super::quote::Quotes;
use super::words::refusal;
use crate::app::App;
use crate::desk::answer::field;
use crate::desk::head::Head;
use crate::hearing::frames_of;
use crate::input;
use crate::memo::{self, Content, MemoError, NewSource, Section};
use crate::schema::passages;
use crate::staff::{Act, Editor, workers_of};
use crate::tagging::{Coding, Passage};
use crate::templates::{Page, Words};
use crate::web::{self, Error, Form, View, redirect};

/// A point to be written.
#[derive(Clone, Debug, Serialize)]
pub struct NewPoint {
    pub head: Head,
    pub here: String,
    pub message: Option<String>,
    pub form: PointForm,
    /// *A3, B1*
    pub references: String,
    /// The passage that it is made from.
    pub passage: Option<i64>,
    pub quote: Option<String>,
}

/// What a new point is made from.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::desk) struct From {
    passage: Option<i64>,
}

/// What a point is made from: where it belongs, what it says and who said it.
struct Origin {
    source: NewSource,
    section: Section,
    remark: Option<String>,
}

pub(in crate::desk) async fn new(
    app: Data<App>,
    view: View,
    editor: Editor,
    from: Query<From>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    let (mut section, mut remark) = (Section::Other, String::new());
    let mut quote = None;
    if let Some(id) = from.passage {
        let origin = of_passage(&mut conn, view.words(), by, (id, None)).await;
        let origin = origin.map_err(|_| Error::NotFound)?;
        section = origin.section;
        quote = origin.remark.clone();
        remark = origin.remark.unwrap_or_default();
    }
    let (place, theme) = section.kept();
    let typed = Typed::from(&Content::draft(&remark, place, theme));
    let shown = (typed, String::new(), from.passage, quote);
    let page = page(&mut conn, (&app, &view, &editor), shown).await?;
    view.page(&page)
}

async fn page(
    conn: &mut AsyncPgConnection,
    (app, view, editor): (&App, &View, &Editor),
    (typed, references, passage, quote): (Typed, String, Option<i64>, Option<String>),
) -> web::Result<NewPoint> {
    let memo = Memo::with(conn, editor.hearing_id, app.clock.now(), Vec::new()).await?;
    let workers = workers_of(conn, editor.hearing_id).await?;
    Ok(NewPoint {
        here: format!("{}/hoeringsnotat", memo.base),
        message: None,
        form: PointForm::new(view.words(), &memo, &typed, &workers),
        references,
        passage,
        quote,
        head: Head::of(conn, &memo.hearing, editor).await?,
    })
}

/// A passage or a note of the list becomes a point at once; a form that was filled in becomes one with what it says.
pub(in crate::desk) async fn create(
    app: Data<App>,
    view: View,
    editor: Editor,
    form: Form<Vec<(String, String)>>,
) -> web::Result {
    let Form(fields) = form;
    if fields.iter().any(|(name, _)| name == "remark") {
        return written((&app, &view, &editor), &fields).await;
    }
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    let shown = Shown::carried(field(&fields, "vis"), field(&fields, "tema"));
    let done = match origin(&mut conn, view.words(), by, &fields).await {
        Ok(origin) => {
            let (place, theme) = origin.section.kept();
            let content = Content::draft(&origin.remark.unwrap_or_default(), place, theme);
            memo::make(&mut conn, by, content, &[origin.source]).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(number) => redirect(editor.at(&format!(
            "hoeringsnotat{}",
            shown.query(Some(("ny", number)))
        ))),
        Err(error) => refused((&app, &view, &editor), &shown, error).await,
    }
}

/// Puts a passage or a note of the list under the point of a number.
pub(in crate::desk) async fn under(
    app: Data<App>,
    view: View,
    editor: Editor,
    form: Form<Vec<(String, String)>>,
) -> web::Result {
    let Form(fields) = form;
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    let shown = Shown::carried(field(&fields, "vis"), field(&fields, "tema"));
    let source = source(&fields).ok_or(Error::BadRequest)?;
    let typed = field(&fields, "point").trim().to_owned();
    let done = match typed.parse::<i32>() {
        Ok(number) => memo::add_source(&mut conn, by, number, source)
            .await
            .map(|()| number),
        Err(_) => Err(MemoError::Database(diesel::result::Error::NotFound)),
    };
    match done {
        Ok(number) => redirect(editor.at(&format!(
            "hoeringsnotat{}",
            shown.query(Some(("under", number)))
        ))),
        Err(MemoError::Database(diesel::result::Error::NotFound)) => {
            let number: String = typed.chars().take(20).collect();
            let message = view
                .words()
                .text("memo-no-point", &[("n", number.as_str().into())]);
            list::again((&app, &view, &editor), &shown, message).await
        }
        Err(error) => refused((&app, &view, &editor), &shown, error).await,
    }
}

async fn refused(at: (&App, &View, &Editor), shown: &Shown, error: MemoError) -> web::Result {
    let (app, view, editor) = at;
    // Who has it is told on the point's own page.
    let message = match &error {
        MemoError::NoRemark => Some(view.words().text("memo-all-hidden", &[])),
        error => refusal(view.words(), error, ""),
    };
    match (message, error) {
        (Some(message), _) => list::again((app, view, editor), shown, message).await,
        (None, MemoError::Database(error)) => Err(error.into()),
        (None, _) => Err(Error::Conflict),
    }
}

/// A point with everything that was typed.
async fn written(
    (app, view, editor): (&App, &View, &Editor),
    fields: &[(String, String)],
) -> web::Result {
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    let typed = Typed::of(fields);
    let passage = field(fields, "passage").parse::<i64>().ok();
    let references = field(fields, "references").to_owned();
    let done = match typed.wrong {
        Some(key) => Err(view.words().text(key, &[])),
        None => {
            let done = made(&mut conn, by, (&typed, passage, &references)).await;
            match done {
                Ok(number) => Ok(number),
                Err(error) => match (refusal(view.words(), &error, ""), error) {
                    (Some(message), _) => Err(message),
                    (None, MemoError::Database(error)) => return Err(error.into()),
                    (None, _) => return Err(Error::Conflict),
                },
            }
        }
    };
    match done {
        Ok(number) => redirect(editor.at(&format!("hoeringsnotat/punkter/{number}"))),
        Err(message) => {
            let shown = (typed, references, passage, None);
            let mut page = page(&mut conn, (app, view, editor), shown).await?;
            page.message = Some(message);
            view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn made(
    conn: &mut AsyncPgConnection,
    by: Act,
    (typed, passage, references): (&Typed, Option<i64>, &str),
) -> Result<i32, MemoError> {
    let mut sources = memo::named(conn, by.hearing_id, references).await?;
    sources.extend(passage.map(NewSource::Passage));
    memo::make(conn, by, typed.content.clone(), &sources).await
}

fn source(fields: &[(String, String)]) -> Option<NewSource> {
    let id = |name: &str| field(fields, name).parse().ok();
    id("passage")
        .map(NewSource::Passage)
        .or_else(|| id("note").map(NewSource::Input))
}

async fn origin(
    conn: &mut AsyncPgConnection,
    words: &Words,
    by: Act,
    fields: &[(String, String)],
) -> Result<Origin, MemoError> {
    let chosen = field(fields, "tema").parse::<i64>().ok();
    match source(fields) {
        Some(NewSource::Passage(id)) => of_passage(conn, words, by, (id, chosen)).await,
        Some(NewSource::Input(id)) => of_note(conn, by, (id, chosen)).await,
        Some(NewSource::Response(_)) | None => Err(MemoError::NoSource),
    }
}

async fn of_passage(
    conn: &mut AsyncPgConnection,
    words: &Words,
    by: Act,
    (id, chosen): (i64, Option<i64>),
) -> Result<Origin, MemoError> {
    let passage: Option<Passage> = Passage::query()
        .filter(passages::id.eq(id))
        .first(conn)
        .await
        .optional()?;
    let passage = passage.ok_or(MemoError::NoSource)?;
    let codings = Coding::of_passages(conn, &[id]).await?;
    let themes: Vec<i64> = codings.iter().map(|coding| coding.theme_id).collect();
    if themes.is_empty() {
        return Err(MemoError::NoSource);
    }
    let section = section(conn, by.hearing_id, (&themes, chosen)).await?;
    let quotes = Quotes::of(conn, words, [passage.text_id].into_iter()).await?;
    Ok(Origin {
        source: NewSource::Passage(id),
        section,
        remark: quotes.words(passage.text_id, passage.span()),
    })
}

async fn of_note(
    conn: &mut AsyncPgConnection,
    by: Act,
    (id, chosen): (i64, Option<i64>),
) -> Result<Origin, MemoError> {
    let notes = input::inputs_of(conn, by.hearing_id).await?;
    let note = notes.into_iter().find(|note| note.id == id);
    let note = note.ok_or(MemoError::NoSource)?;
    let themes = input::themes_of(conn, &[id]).await?;
    let themes: Vec<i64> = themes.into_iter().map(|(_, theme)| theme).collect();
    Ok(Origin {
        source: NewSource::Input(id),
        section: section(conn, by.hearing_id, (&themes, chosen)).await?,
        remark: Some(note.text),
    })
}

/// The theme that the list is filtered by, when it is one of these; else the first. One of another hearing is no source here.
async fn section(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    (themes, chosen): (&[i64], Option<i64>),
) -> Result<Section, MemoError> {
    let trees = frames_of(conn, hearing_id).await?;
    let known: Vec<Section> = themes
        .iter()
        .filter_map(|theme| Section::of_theme(&trees, *theme))
        .collect();
    if known.is_empty() && !themes.is_empty() {
        return Err(MemoError::NoSource);
    }
    let wanted = chosen.and_then(|theme| Section::of_theme(&trees, theme));
    let wanted = wanted.filter(|section| known.contains(section));
    Ok(wanted
        .or(known.as_slice().first().copied())
        .unwrap_or(Section::Other))
}

impl Page for NewPoint {
    const TEMPLATE: &'static str = "desk/memo/new";

    fn sample() -> Self {
        super::sample_point::new_point()
    }

    fn samples() -> Vec<(&'static str, Self)> {
        super::sample_point::new_points()
    }
}
