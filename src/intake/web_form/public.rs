//! The pages of the form: fill in, check, send, receipt, and the response's own page.

use std::io::Read;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload, ServiceConfig, get, post};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use diesel_async::{AsyncConnection, AsyncPgConnection};
use serde::Deserialize;

use super::draft::{Draft, DraftFile};
use super::fields::{Fault, Fields};
use super::send::send;
use crate::app::App;
use crate::extract::Extractor;
use crate::finder;
use crate::hearing::{Category, Hearing, Phase};
use crate::ids;
use crate::intake::pages::{self, CheckResponse, NewResponse};
use crate::intake::receipt;
use crate::response::PartState;
use crate::storage::{Kept, file_row};
use crate::templates::{
    Choice, Field, FileState, FormError, Hidden, Mark, Readability, Segment, Words, file_icon,
};
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

/// The hearing, if it takes answers: one that has not opened yet does not.
async fn taking(conn: &mut AsyncPgConnection, app: &App, slug: &str) -> web::Result<Hearing> {
    let hearing = Hearing::by_slug(conn, slug).await?;
    if hearing.phase(app.clock.now()) == Phase::Coming {
        Err(Error::NotFound)
    } else {
        Ok(hearing)
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

/// A form with what was typed and what is wrong.
struct Filled {
    key: String,
    fields: Fields,
    files: Vec<DraftFile>,
    /// Field and message.
    errors: Vec<(&'static str, String)>,
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
    let fields = Fields::of(&form.fields);
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

fn refused(words: &Words, app: &App, refusal: &Refusal) -> String {
    let limits = &app.config.limits;
    match refusal {
        Refusal::TooManyFiles => words.text("fault-files-count", &[("n", limits.files.into())]),
        Refusal::FileTooLarge { file_name } => words.text(
            "fault-file-size",
            &[
                ("name", file_name.as_str().into()),
                ("limit", words.bytes(limits.file_bytes as u64).into()),
            ],
        ),
        Refusal::AllTooLarge => words.text(
            "fault-files-size",
            &[("limit", words.bytes(limits.request_bytes as u64).into())],
        ),
    }
}

fn message(words: &Words, app: &App, fields: &Fields, fault: Fault) -> String {
    match fault {
        Fault::KindMissing => words.text("fault-kind", &[]),
        Fault::NameMissing => words.text("fault-name", &[]),
        Fault::EmailWrong => words.text("fault-email", &[]),
        Fault::Empty => words.text("fault-empty", &[]),
        Fault::TooLong => words.text(
            "fault-long",
            &[
                ("n", fields.body.chars().count().into()),
                ("limit", app.config.limits.form_characters.into()),
            ],
        ),
        Fault::DateWrong => words.text("fault-date", &[]),
        Fault::ConsentMissing => words.text("fault-consent", &[]),
    }
}

async fn show_form(
    app: &App,
    conn: &mut AsyncPgConnection,
    view: View,
    hearing: &Hearing,
    filled: Filled,
) -> web::Result {
    let categories = hearing.categories(conn).await?;
    let words = view.words();
    let Filled {
        key,
        fields,
        files,
        errors,
    } = filled;
    let error = |field: &str| {
        errors
            .iter()
            .find(|(name, _)| *name == field)
            .map(|(_, text)| text.clone())
    };
    let field = |name: &str, value: &str| Field {
        value: value.to_owned(),
        error: error(name),
    };
    let limits = &app.config.limits;
    let page = NewResponse {
        hearing: hearing.head(app.clock.now()),
        action: base(hearing),
        name: field("name", &fields.name),
        organisation: field("organisation", &fields.organisation),
        kinds: kinds(words, &categories, &fields.kind),
        kind_error: error("kind"),
        email: field("email", &fields.email),
        body: field("body", &fields.body),
        kept: files
            .iter()
            .map(|file| pages::KeptFile {
                id: file.id.to_string(),
                file: file_state(file),
            })
            .collect(),
        files_error: error("files"),
        no_remarks: fields.no_remarks,
        provisional: fields.provisional,
        provisional_body: field("provisional_body", &fields.provisional_body),
        provisional_on: field("provisional_on", &fields.provisional_on),
        as_citizen: fields.name_choice == "citizen",
        protected: fields.protected,
        consent: fields.consent,
        consent_error: error("consent"),
        limits: pages::Limits {
            files: u32::try_from(limits.files).unwrap_or(u32::MAX),
            file_bytes: limits.file_bytes as u64,
            total_bytes: limits.request_bytes as u64,
            characters: u32::try_from(limits.form_characters).unwrap_or(u32::MAX),
        },
        errors: errors
            .iter()
            .map(|(field, text)| FormError {
                field: (*field).to_owned(),
                text: text.clone(),
            })
            .collect(),
        key,
    };
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let organisation = hearing.site_organisation(conn).await?;
    view.of(organisation).page_with_status(status, &page)
}

/// Every kind of respondent that the hearing's categories know; private persons first.
fn kinds(words: &Words, categories: &[Category], chosen: &str) -> Vec<Choice> {
    let private = categories
        .iter()
        .filter(|category| category.private_persons)
        .flat_map(|category| category.kinds.first());
    let first = private.clone().next();
    let mut choices: Vec<Choice> = private
        .map(|kind| {
            Choice::new(
                kind,
                &words.text("form-kind-private", &[("kind", kind.as_str().into())]),
                kind == chosen,
            )
        })
        .collect();
    for kind in categories
        .iter()
        .flat_map(|category| &category.kinds)
        .filter(|kind| Some(*kind) != first)
    {
        let mut letters = kind.chars();
        let label: String = letters
            .next()
            .map(char::to_uppercase)
            .into_iter()
            .flatten()
            .chain(letters)
            .collect();
        choices.push(Choice::new(kind, &label, kind == chosen));
    }
    choices
}

fn file_state(file: &DraftFile) -> FileState {
    FileState {
        name: file.filename.clone(),
        icon: file_icon(&file.filename),
        size_bytes: u64::try_from(file.bytes).unwrap_or_default(),
        pages: None,
        state: match file.state {
            PartState::Text => Readability::Read,
            PartState::Reading => Readability::Reading,
            _ => Readability::Unreadable,
        },
        sha256: None,
    }
}

async fn check(app: Data<App>, view: View, path: Path<(String, String)>) -> web::Result {
    let (slug, key) = path.into_inner();
    let mut conn = app.conn().await?;
    let hearing = taking(&mut conn, &app, &slug).await?;
    let draft = Draft::find(&mut conn, hearing.id, &key)
        .await?
        .ok_or(Error::NotFound)?;
    let categories = hearing.categories(&mut conn).await?;
    let Ok(valid) = draft
        .fields
        .check(&categories, draft.files.len(), &app.config.limits)
    else {
        return web::redirect(format!("{}/{key}/ret", base(&hearing)));
    };
    let words = view.words();
    let hits = finder::find(&draft.fields.body);
    let fields = &draft.fields;
    let sender = match (&valid.respondent.organisation, valid.private) {
        (Some(organisation), _) if fields.name.is_empty() => organisation.clone(),
        (Some(organisation), _) => format!("{organisation}, {}", fields.name),
        (None, _) => fields.name.clone(),
    };
    let category = categories
        .iter()
        .find(|category| category.id == valid.category_id);
    let page = CheckResponse {
        hearing: hearing.head(app.clock.now()),
        send_action: format!("{}/{key}/send", base(&hearing)),
        edit_action: format!("{}/{key}/ret", base(&hearing)),
        hidden: Vec::<Hidden>::new(),
        findings: findings(&hits),
        sender,
        on_behalf: format!(
            "{} ({})",
            fields.kind,
            category
                .map(|category| category.name.as_str())
                .unwrap_or_default()
        ),
        no_remarks: fields.no_remarks,
        provisional: valid
            .standing_expected_on
            .map(|day| words.text("check-provisional-on", &[("date", words.date(day).into())])),
        paragraphs: paragraphs(&fields.body, &hits),
        email: fields.email.clone(),
        hides: hidden_kinds(words, &hits),
        name_choice: valid.private.then(|| pages::NameChoice {
            name: fields.name.clone(),
            as_citizen: fields.name_choice == "citizen",
            protected: fields.protected,
        }),
        files: draft.files.iter().map(file_state).collect(),
        late: hearing.phase(app.clock.now()) == Phase::Closed,
    };
    let organisation = hearing.site_organisation(&mut conn).await?;
    view.of(organisation).page(&page)
}

fn kind_of(hit: &finder::Hit) -> pages::FindingKind {
    match hit.kind {
        finder::Kind::Cpr => pages::FindingKind::Cpr,
        finder::Kind::Phone => pages::FindingKind::Phone,
        finder::Kind::Email => pages::FindingKind::Email,
        finder::Kind::Address => pages::FindingKind::Address,
    }
}

fn findings(hits: &[finder::Hit]) -> Vec<pages::Finding> {
    hits.iter()
        .map(|hit| pages::Finding {
            text: hit.text.clone(),
            kind: kind_of(hit),
            remove: format!("{}-{}", hit.start, hit.end),
        })
        .collect()
}

fn hidden_kinds(words: &Words, hits: &[finder::Hit]) -> Option<String> {
    let mut kinds: Vec<String> = Vec::new();
    for hit in hits {
        let key = match hit.kind {
            finder::Kind::Cpr => "hides-cpr",
            finder::Kind::Phone => "hides-phone",
            finder::Kind::Email => "hides-email",
            finder::Kind::Address => "hides-address",
        };
        let word = words.text(key, &[]);
        if !kinds.contains(&word) {
            kinds.push(word);
        }
    }
    (!kinds.is_empty()).then(|| kinds.join(", "))
}

/// The text in paragraphs, with what was found marked. Offsets of hits are code points.
fn paragraphs(text: &str, hits: &[finder::Hit]) -> Vec<Vec<Segment>> {
    let letters: Vec<char> = text.chars().collect();
    let cut = |from: usize, to: usize| {
        letters[from.min(letters.len())..to.min(letters.len())]
            .iter()
            .collect::<String>()
    };
    crate::text::paragraphs(text)
        .into_iter()
        .map(|paragraph| {
            let mut segments = Vec::new();
            let mut at = paragraph.start;
            for hit in hits
                .iter()
                .filter(|hit| hit.start >= paragraph.start && hit.end <= paragraph.end)
            {
                if hit.start < at {
                    continue;
                }
                if hit.start > at {
                    segments.push(Segment::plain(&cut(at, hit.start)));
                }
                segments.push(Segment::marked(&cut(hit.start, hit.end), Mark::Found));
                at = hit.end;
            }
            if at < paragraph.end {
                segments.push(Segment::plain(&cut(at, paragraph.end)));
            }
            segments
        })
        .collect()
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
        return match super::send::accepted_before(&mut conn, hearing.id, &key).await? {
            Some(number) => web::redirect(receipt::path(&app, &number)),
            None => Err(Error::NotFound),
        };
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
