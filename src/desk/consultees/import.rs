//! A list from a spreadsheet is handed in, its columns are chosen where they are not known, and what the preview shows is carried out.

use std::io::Read as _;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use serde::Serialize;

use super::At;
use crate::app::App;
use crate::desk::answer::field;
use crate::desk::head::Head;
use crate::extract::Extractor;
use crate::hearing::Hearing;
use crate::hearing::list::{self, Columns, Field, ReadError};
use crate::staff::Editor;
use crate::templates::{Page, Words};
use crate::web::{self, Form, Limits, Multipart, View, redirect};

/// The form.
#[derive(Clone, Debug, Serialize)]
pub struct NewImport {
    pub head: Head,
    pub error: Option<String>,
}

type Fields = Form<Vec<(String, String)>>;

async fn page(app: &App, editor: &Editor, error: Option<String>) -> web::Result<NewImport> {
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, editor.hearing_id).await?;
    Ok(NewImport {
        head: Head::of(&mut conn, &hearing, editor).await?,
        error,
    })
}

pub(in crate::desk) async fn new(app: Data<App>, view: View, editor: Editor) -> web::Result {
    view.page(&page(&app, &editor, None).await?)
}

/// Reads and keeps a file; nothing is changed by it.
pub(in crate::desk) async fn create(
    app: Data<App>,
    view: View,
    editor: Editor,
    (request, payload): (HttpRequest, Payload),
) -> web::Result {
    let limits = Limits {
        files: 1,
        ..Limits::default()
    };
    let mut form = Multipart::read(&request, payload, limits).await?;
    let words = view.words();
    let read = match form.files.pop() {
        _ if !form.refusals.is_empty() => Err(words.text("parties-file-too-large", &[])),
        None => Err(words.text("parties-file-none", &[])),
        Some(mut sent) => {
            let mut bytes = Vec::new();
            sent.file
                .read_to_end(&mut bytes)
                .map_err(anyhow::Error::from)?;
            let extractor = Extractor::new(app.program.clone());
            let grid = list::read(&extractor, &bytes, &sent.file_name).await;
            grid.map(|grid| (sent.file_name, grid))
                .map_err(|why| why_text(words, why))
        }
    };
    match read {
        Ok((name, grid)) => {
            let mut conn = app.conn().await?;
            let by = editor.act(app.clock.now());
            let id = list::keep(&mut conn, by, (&name, &grid)).await?;
            redirect(editor.at(&format!("hoeringsparter/import/{id}")))
        }
        Err(error) => {
            let page = page(&app, &editor, Some(error)).await?;
            view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

fn why_text(words: &Words, why: ReadError) -> String {
    let key = match why {
        ReadError::Empty => "parties-file-empty",
        ReadError::TooLarge => "parties-file-too-large",
        ReadError::TooManyRows => "parties-file-too-many",
        ReadError::Encrypted => "parties-file-encrypted",
        ReadError::OtherKind => "parties-file-other",
        ReadError::Damaged => "parties-file-damaged",
    };
    words.text(key, &[])
}

/// The name of a field in a form.
pub(super) fn form_name(field: Field) -> &'static str {
    match field {
        Field::Name => "name",
        Field::Category => "category",
        Field::Kind => "kind",
        Field::Email => "email",
        Field::Way => "way",
    }
}

/// Which column holds what, as a person says. What is chosen twice holds the first.
pub(in crate::desk) async fn columns(
    app: Data<App>,
    editor: Editor,
    at: Path<At>,
    form: Fields,
) -> web::Result {
    let Form(fields) = form;
    let mut of: Vec<(Field, usize)> = Vec::new();
    for one in Field::ALL {
        let Ok(column) = field(&fields, form_name(one)).parse() else {
            continue;
        };
        if !of.iter().any(|(_, taken)| *taken == column) {
            of.push((one, column));
        }
    }
    // The form counts lines as a spreadsheet does.
    let first: usize = field(&fields, "first").parse().unwrap_or(1);
    let columns = Columns {
        first: first.saturating_sub(1),
        of,
    };
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    list::choose_columns(&mut conn, by, at.id, &columns).await?;
    redirect(editor.at(&format!("hoeringsparter/import/{}", at.id)))
}

pub(in crate::desk) async fn carry_out(
    app: Data<App>,
    editor: Editor,
    at: Path<At>,
    _form: Fields,
) -> web::Result {
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    match list::carry_out(&mut conn, by, at.id).await {
        Ok(_) => redirect(editor.at(&format!("hoeringsparter?hentet={}", at.id))),
        Err(error) => Err(super::preview::missing(error)),
    }
}

impl Page for NewImport {
    const TEMPLATE: &'static str = "desk/import";

    fn sample() -> Self {
        Self {
            head: Head::sample(),
            error: Some("Vælg en fil.".into()),
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let fine = Self {
            error: None,
            ..Self::sample()
        };
        vec![("", fine), ("wrong", Self::sample())]
    }
}
