//! The form's page: empty, as a draft has it, or as it was typed with what is wrong.

use actix_web::http::StatusCode;
use diesel_async::AsyncPgConnection;

use super::base;
use crate::app::App;
use crate::hearing::{Category, Hearing};
use crate::intake::pages::{self, NewResponse};
use crate::intake::web_form::draft::DraftFile;
use crate::intake::web_form::fields::{Fault, Fields};
use crate::response::PartState;
use crate::templates::{Choice, Field, FileState, FormError, Readability, Words, file_icon};
use crate::web::{self, Refusal, View};

/// A form with what was typed and what is wrong.
pub(super) struct Filled {
    pub(super) key: String,
    pub(super) fields: Fields,
    pub(super) files: Vec<DraftFile>,
    /// Field and message.
    pub(super) errors: Vec<(&'static str, String)>,
}

pub(super) fn refused(words: &Words, app: &App, refusal: &Refusal) -> String {
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

pub(super) fn message(words: &Words, app: &App, fields: &Fields, fault: Fault) -> String {
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

pub(super) async fn show_form(
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

pub(super) fn file_state(file: &DraftFile) -> FileState {
    FileState {
        name: file.filename.clone(),
        icon: file_icon(&file.filename),
        size_bytes: u64::try_from(file.bytes).unwrap_or_default(),
        pages: None,
        state: match file.state {
            PartState::Text => Readability::Read,
            PartState::Reading | PartState::WaitingForScan => Readability::Reading,
            PartState::Infected => Readability::Infected,
            _ => Readability::Unreadable,
        },
        sha256: None,
    }
}
