//! A file is handed in, looked at, and what is chosen of it is taken.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use diesel_async::AsyncPgConnection;

use super::load::Loaded;
use super::page::{Choices, ShowBack};
use super::read::FileMemo;
use super::steps::steps;
use super::upload::{NewBack, refused, sent, unreadable};
use crate::app::App;
use crate::desk::head::Head;
use crate::desk::memo::words::refusal;
use crate::extract::{Extractor, Paper};
use crate::hearing::Hearing;
use crate::memo::{self, Import, MemoError, Refused};
use crate::staff::{Editor, names_of};
use crate::templates::Words;
use crate::web::{self, Error, Form, View, redirect};

/// The path of a file that came back.
#[derive(serde::Deserialize)]
pub(in crate::desk) struct AtFile {
    id: i64,
}

async fn form(
    app: &App,
    view: &View,
    editor: &Editor,
    error: Option<&str>,
) -> web::Result<NewBack> {
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, editor.hearing_id).await?;
    let head = Head::of(&mut conn, &hearing, editor).await?;
    Ok(NewBack::of(head, view.words(), error))
}

pub(in crate::desk) async fn new(app: Data<App>, view: View, editor: Editor) -> web::Result {
    view.page(&form(&app, &view, &editor, None).await?)
}

/// Reads and keeps a file; nothing of the memo is changed by it.
pub(in crate::desk) async fn create(
    app: Data<App>,
    view: View,
    editor: Editor,
    sending: (HttpRequest, Payload),
) -> web::Result {
    match take_in(&app, view.words(), &editor, sending).await? {
        Ok(id) => redirect(editor.at(&format!("hoeringsnotat/filer/{id}"))),
        Err(key) => {
            let page = form(&app, &view, &editor, Some(key)).await?;
            view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn take_in(
    app: &App,
    words: &Words,
    editor: &Editor,
    sending: (HttpRequest, Payload),
) -> web::Result<Result<i64, &'static str>> {
    let sent = match sent(app, sending).await? {
        Ok(sent) => sent,
        Err(key) => return Ok(Err(key)),
    };
    if let Some(key) = refused(&sent.kind) {
        return Ok(Err(key));
    }
    let extractor = Extractor::new(app.program.clone());
    let paper = match extractor.paper(&sent.bytes, &sent.name).await {
        Ok(paper) => paper,
        Err(why) => return Ok(Err(unreadable(why))),
    };
    if FileMemo::of(words, &paper).rows.is_empty() {
        return Ok(Err("memo-back-no-rows"));
    }
    let by = editor.act(app.clock.now());
    let mut conn = app.conn().await?;
    let here = (by.hearing_id, by.staff_id, by.now);
    if Loaded::of(&mut conn, words, here, &paper).await?.is_none() {
        return Ok(Err("memo-back-other-hearing"));
    }
    let kept = app.storage.keep(sent.bytes.clone()).await?;
    let paper = serde_json::to_value(&paper).map_err(anyhow::Error::from)?;
    let id = memo::keep_import(&mut conn, by, (&kept, &sent.name, paper)).await?;
    Ok(Ok(id))
}

pub(in crate::desk) async fn show(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<AtFile>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let who = (&**app, view.words(), &editor);
    let (page, _) = page(&mut conn, who, at.id, None).await?;
    view.page(&page)
}

/// The page, and what it is made of where there still is something to take.
async fn page(
    conn: &mut AsyncPgConnection,
    (app, words, editor): (&App, &Words, &Editor),
    id: i64,
    choices: Option<&Choices>,
) -> web::Result<(ShowBack, Option<Loaded>)> {
    let hearing = Hearing::find(conn, editor.hearing_id).await?;
    let import = Import::find(conn, (hearing.id, id)).await?;
    let head = Head::of(conn, &hearing, editor).await?;
    let before = import.done_before(conn, hearing.id).await?;
    let mut page = ShowBack {
        list: format!("{}/hoeringsnotat", head.base),
        here: format!("{}/hoeringsnotat/filer/{id}", head.base),
        head,
        filename: import.filename.clone(),
        taken_at: None,
        before,
        message: None,
        remarks: Vec::new(),
        groups: Vec::new(),
        changes: 0,
        same: 0,
        summary_version: 0,
        done: import
            .done
            .clone()
            .and_then(|it| serde_json::from_value(it).ok()),
    };
    if page.done.is_some() {
        return Ok((page, None));
    }
    let paper: Paper = serde_json::from_value(import.paper).map_err(anyhow::Error::from)?;
    let by = editor.act(app.clock.now());
    let here = (by.hearing_id, by.staff_id, by.now);
    let loaded = Loaded::of(conn, words, here, &paper).await?;
    let loaded = loaded.ok_or(Error::Conflict)?;
    let (plan, taken_at) = loaded.plan(words);
    page.taken_at = taken_at;
    page.fill(words, &loaded, (&plan, choices));
    Ok((page, Some(loaded)))
}

/// Takes what was chosen, all of it or nothing.
pub(in crate::desk) async fn carry_out(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<AtFile>,
    form: Form<Vec<(String, String)>>,
) -> web::Result {
    let Form(fields) = form;
    let words = view.words();
    let choices = Choices::from(&fields);
    let mut conn = app.conn().await?;
    let who = (&**app, words, &editor);
    let (_, loaded) = page(&mut conn, who, at.id, Some(&choices)).await?;
    let Some(loaded) = loaded else {
        return redirect(editor.at(&format!("hoeringsnotat/filer/{}", at.id)));
    };
    let (plan, _) = loaded.plan(words);
    let chosen = steps(&loaded.here(words), &plan.items, &choices);
    let by = editor.act(app.clock.now());
    let done = match chosen {
        Ok(steps) => memo::carry_out(&mut conn, by, at.id, steps).await,
        Err(refused) => Err(refused),
    };
    let refused = match done {
        Ok(_) => return redirect(editor.at(&format!("hoeringsnotat/filer/{}", at.id))),
        Err(refused) => refused,
    };
    let message = said(&mut conn, words, refused).await?;
    let (mut page, _) = page(&mut conn, who, at.id, Some(&choices)).await?;
    page.message = Some(message);
    view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Why nothing was taken, and at which point.
async fn said(
    conn: &mut AsyncPgConnection,
    words: &Words,
    refused: Refused,
) -> web::Result<String> {
    let mut who = String::new();
    if let MemoError::Held(holder) = &refused.error {
        let people = names_of(conn, &[*holder]).await?;
        who = people
            .get(holder)
            .map(|one| one.name.clone())
            .unwrap_or_default();
    }
    let why = match refusal(words, &refused.error, &who) {
        Some(why) => why,
        None => match refused.error {
            MemoError::Database(error) => return Err(error.into()),
            _ => return Err(Error::Conflict),
        },
    };
    Ok(match refused.number {
        Some(number) => {
            let point = words.text("memo-point", &[("n", number.into())]);
            format!("{point}: {why}")
        }
        None => why,
    })
}
