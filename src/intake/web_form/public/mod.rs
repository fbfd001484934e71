//! The pages of the form: fill in, check, send, receipt, and the response's own page.

mod check;
mod form;

use std::io::Read;

use actix_web::HttpRequest;
use actix_web::web::{Data, Path, Payload, ServiceConfig, get, post};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use diesel_async::{AsyncConnection, AsyncPgConnection};
use serde::Deserialize;

use super::draft::Draft;
use super::fields::Fields;
use super::send::{accepted_before, send};
use check::check;
use form::{Filled, message, refused, show_form};

use crate::app::App;
use crate::extract::Extractor;
use crate::finder;
use crate::hearing::Hearing;
use crate::ids;
use crate::intake::receipt;
use crate::response::PartState;
use crate::storage::{Kept, file_row};
use crate::web::{self, Error, Form, Multipart, Refusal, Upload, View};

/// A file that is not read within this time is shown as *læses …* on the check page.
const READ_WITHIN: std::time::Duration = std::time::Duration::from_secs(6);

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/hoeringer/{hearing}/svar", get().to(new))
        .route("/hoeringer/{hearing}/svar", post().to(create))
        .route("/hoeringer/{hearing}/svar/{key}", get().to(check))
        .route("/hoeringer/{hearing}/svar/{key}/ret", get().to(edit))
        .route("/hoeringer/{hearing}/svar/{key}/ret", post().to(update))
        .route(
            "/hoeringer/{hearing}/svar/{key}/send",
            post().to(create_response),
        );
}

fn base(hearing: &Hearing) -> String {
    format!("/hoeringer/{}/svar", hearing.slug)
}

/// The hearing, if it takes answers: one that is being set up, or has not opened yet, does not.
async fn taking(conn: &mut AsyncPgConnection, app: &App, slug: &str) -> web::Result<Hearing> {
    let hearing = Hearing::by_slug(conn, slug).await?;
    if hearing.has_opened(app.clock.now()) {
        Ok(hearing)
    } else {
        Err(Error::NotFound)
    }
}

/// What became of a draft that is gone: whoever never got an answer, and asks again, is led to the receipt.
async fn sent_before(
    app: &App,
    conn: &mut AsyncPgConnection,
    hearing: &Hearing,
    key: &str,
) -> web::Result {
    match accepted_before(conn, hearing.id, key).await? {
        Some(number) => web::redirect(receipt::path(app, &number)),
        None => Err(Error::NotFound),
    }
}

async fn new(app: Data<App>, view: View, slug: Path<String>) -> web::Result {
    let mut conn = app.conn().await?;
    let hearing = taking(&mut conn, &app, &slug).await?;
    let filled = Filled {
        key: ids::random_token(),
        fields: Fields::default(),
        files: Vec::new(),
        errors: Vec::new(),
    };
    show_form(&app, &mut conn, view, &hearing, filled).await
}

async fn edit(app: Data<App>, view: View, path: Path<(String, String)>) -> web::Result {
    let (slug, key) = path.into_inner();
    let mut conn = app.conn().await?;
    let hearing = taking(&mut conn, &app, &slug).await?;
    let draft = Draft::find(&mut conn, hearing.id, &key)
        .await?
        .ok_or(Error::NotFound)?;
    let filled = Filled {
        key,
        fields: draft.fields,
        files: draft.files,
        errors: Vec::new(),
    };
    show_form(&app, &mut conn, view, &hearing, filled).await
}

async fn create(
    app: Data<App>,
    view: View,
    slug: Path<String>,
    request: HttpRequest,
    payload: Payload,
) -> web::Result {
    let mut conn = app.conn().await?;
    let hearing = taking(&mut conn, &app, &slug).await?;
    drop(conn);
    let limits = &app.config.limits;
    let bounds = web::Limits {
        files: limits.files,
        file_bytes: limits.file_bytes as u64,
        total_bytes: limits.request_bytes as u64,
        field_bytes: limits.form_characters * 8,
    };
    let form = Multipart::read(&request, payload, bounds).await?;
    let key = if form.field("key").len() >= 40 {
        form.field("key").to_owned()
    } else {
        ids::random_token()
    };
    let mut fields = Fields::of(&form.fields);
    let mut read = Vec::new();
    for upload in &form.files {
        read.push(read_upload(&app, upload).await?);
    }
    let kept: Vec<i64> = form
        .fields
        .iter()
        .filter(|(name, _)| name == "kept")
        .filter_map(|(_, id)| id.parse().ok())
        .collect();
    let mut conn = app.conn().await?;
    fields.corrects = Draft::find(&mut conn, hearing.id, &key)
        .await?
        .and_then(|draft| draft.fields.corrects);
    let draft = keep_draft(
        &mut conn,
        (hearing.id, &key, &fields),
        &kept,
        &read,
        app.clock.now(),
    )
    .await?;
    let categories = hearing.categories(&mut conn).await?;
    let mut errors: Vec<(&'static str, String)> = form
        .refusals
        .iter()
        .map(|refusal| ("files", refused(view.words(), &app, refusal)))
        .collect();
    if draft.files.len() > limits.files && errors.is_empty() {
        errors.push(("files", refused(view.words(), &app, &Refusal::TooManyFiles)));
    }
    if let Err(faults) = fields.check(&categories, draft.files.len(), limits) {
        errors.extend(
            faults
                .into_iter()
                .map(|(field, fault)| (field, message(view.words(), &app, &fields, fault))),
        );
    }
    if errors.is_empty() {
        return web::redirect(format!("{}/{key}", base(&hearing)));
    }
    let filled = Filled {
        key,
        fields,
        files: draft.files,
        errors,
    };
    show_form(&app, &mut conn, view, &hearing, filled).await
}

/// An upload whose bytes are in storage: file name, media type, and whether it could be read.
type ReadUpload = (Kept, String, String, PartState);

/// Keeps what came, also when it cannot be sent yet, so that nobody types or uploads twice.
async fn keep_draft(
    conn: &mut AsyncPgConnection,
    (hearing_id, key, fields): (i64, &str, &Fields),
    kept: &[i64],
    read: &[ReadUpload],
    now: DateTime<Utc>,
) -> web::Result<Draft> {
    conn.transaction(async |conn| {
        let draft = Draft::save(conn, hearing_id, key, fields, now).await?;
        Draft::keep_files(conn, draft, kept).await?;
        for (stored, filename, media_type, state) in read {
            let file = file_row(conn, stored).await?;
            Draft::add_file(conn, draft, file, (filename, media_type, *state)).await?;
        }
        anyhow::Ok(())
    })
    .await?;
    Draft::find(conn, hearing_id, key)
        .await?
        .ok_or(Error::NotFound)
}

async fn read_upload(app: &App, upload: &Upload) -> anyhow::Result<ReadUpload> {
    let mut bytes = Vec::with_capacity(usize::try_from(upload.size_bytes)?);
    (&upload.file).read_to_end(&mut bytes)?;
    let bytes = Bytes::from(bytes);
    let stored = app.storage.keep(bytes.clone()).await?;
    let filename = upload
        .file_name
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .to_owned();
    let extractor = Extractor::new(app.program.clone());
    let reading = extractor.extract(&bytes, &filename, upload.content_type.as_deref());
    let (media_type, state) = match tokio::time::timeout(READ_WITHIN, reading).await {
        Ok(read) => (read.media_type, crate::intake::read_part::state(read.state)),
        Err(_) => (
            upload
                .content_type
                .clone()
                .unwrap_or_else(|| "application/octet-stream".into()),
            PartState::Reading,
        ),
    };
    Ok((stored, filename, media_type, state))
}

#[derive(Deserialize)]
struct Update {
    remove: Option<String>,
}

/// Takes what was found out of the text, or goes back to the form.
async fn update(app: Data<App>, path: Path<(String, String)>, form: Form<Update>) -> web::Result {
    let (slug, key) = path.into_inner();
    let mut conn = app.conn().await?;
    let hearing = taking(&mut conn, &app, &slug).await?;
    let mut draft = Draft::find(&mut conn, hearing.id, &key)
        .await?
        .ok_or(Error::NotFound)?;
    let Some(span) = &form.0.remove else {
        return web::redirect(format!("{}/{key}/ret", base(&hearing)));
    };
    let found = finder::find(&draft.fields.body)
        .into_iter()
        .find(|hit| format!("{}-{}", hit.start, hit.end) == *span);
    if let Some(hit) = found {
        let letters: Vec<char> = draft.fields.body.chars().collect();
        draft.fields.body = letters[..hit.start]
            .iter()
            .chain(&letters[hit.end..])
            .collect();
        Draft::save(&mut conn, hearing.id, &key, &draft.fields, app.clock.now()).await?;
    }
    web::redirect(format!("{}/{key}", base(&hearing)))
}

#[derive(Deserialize)]
struct Choices {
    name_choice: Option<String>,
    protected: Option<String>,
}

/// Sends. The receipt page is shown after the commit, and again for the same key.
async fn create_response(
    app: Data<App>,
    path: Path<(String, String)>,
    form: Form<Choices>,
) -> web::Result {
    let arrived_at = app.clock.now();
    let (slug, key) = path.into_inner();
    let mut conn = app.conn().await?;
    let hearing = taking(&mut conn, &app, &slug).await?;
    let Some(mut draft) = Draft::find(&mut conn, hearing.id, &key).await? else {
        return sent_before(&app, &mut conn, &hearing, &key).await;
    };
    if let Some(choice) = form.0.name_choice {
        draft.fields.name_choice = choice;
        draft.fields.protected = form.0.protected.is_some();
    }
    let categories = hearing.categories(&mut conn).await?;
    if draft
        .fields
        .check(&categories, draft.files.len(), &app.config.limits)
        .is_err()
    {
        return web::redirect(format!("{}/{key}/ret", base(&hearing)));
    }
    drop(conn);
    let accepted = send(&app, &hearing, &key, &draft, arrived_at).await?;
    let mut conn = app.conn().await?;
    Draft::remove(&mut conn, &key).await?;
    web::redirect(receipt::path(&app, &accepted.number))
}
