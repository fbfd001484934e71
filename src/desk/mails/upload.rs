//! Mails that somebody has as files (.eml, .msg) are put into the ledger here.

use std::io::Read as _;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use bytes::Bytes;

use super::find::Filter;
use super::list::{self, Told};
use super::place_text;
use crate::app::App;
use crate::hearing::Hearing;
use crate::intake::mailbox::{Uploaded, upload};
use crate::staff::Editor;
use crate::templates::Words;
use crate::web::{self, Limits, Multipart, Refusal, View};

pub(in crate::desk) async fn create(
    app: Data<App>,
    view: View,
    editor: Editor,
    (request, payload): (HttpRequest, Payload),
) -> web::Result {
    let size = |bytes: usize| u64::try_from(bytes).unwrap_or(u64::MAX);
    let most = &app.config.limits;
    let limits = Limits {
        files: most.files,
        file_bytes: size(most.mail_bytes),
        total_bytes: size(most.request_bytes),
        ..Limits::default()
    };
    let mut form = Multipart::read(&request, payload, limits).await?;
    let words = view.words();
    let mut told: Vec<Told> = form
        .refusals
        .iter()
        .map(|refusal| Told::wrong(refused(words, refusal)))
        .collect();
    let mut names = Vec::new();
    let mut given = Vec::new();
    for mut sent in std::mem::take(&mut form.files) {
        let mut bytes = Vec::new();
        sent.file
            .read_to_end(&mut bytes)
            .map_err(anyhow::Error::from)?;
        names.push(sent.file_name.clone());
        given.push((sent.file_name, Bytes::from(bytes)));
    }
    if given.is_empty() && told.is_empty() {
        told.push(Told::wrong(words.text("mail-upload-none", &[])));
    }
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, editor.hearing_id).await?;
    drop(conn);
    let by = editor.act(app.clock.now());
    let outcomes = upload(&app, by, &hearing, given).await?;
    let base = editor.at("mails");
    for (name, outcome) in names.iter().zip(outcomes) {
        told.push(said(words, &base, name, outcome));
    }
    let status = if told.iter().any(|one| one.wrong) {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let mut conn = app.conn().await?;
    let mut page = list::page(&mut conn, (words, &editor), &Filter::default()).await?;
    page.told = told;
    view.page_with_status(status, &page)
}

fn refused(words: &Words, refusal: &Refusal) -> String {
    match refusal {
        Refusal::TooManyFiles => words.text("mail-upload-too-many", &[]),
        Refusal::FileTooLarge { file_name } => words.text(
            "mail-upload-too-large",
            &[("name", file_name.as_str().into())],
        ),
        Refusal::AllTooLarge => words.text("mail-upload-all-too-large", &[]),
    }
}

/// What became of a file, with where it is.
fn said(words: &Words, base: &str, name: &str, outcome: Uploaded) -> Told {
    let of = |key: &str| words.text(key, &[("name", name.into())]);
    match outcome {
        Uploaded::New(id, place) => {
            let place = place_text(words, place);
            let given = [("name", name.into()), ("place", place.into())];
            Told::at(
                words.text("mail-upload-new", &given),
                format!("{base}/{id}"),
            )
        }
        Uploaded::Already(id) => Told::at(of("mail-upload-already"), format!("{base}/{id}")),
        Uploaded::Empty => Told::wrong(of("mail-upload-empty")),
        Uploaded::Other => Told::wrong(of("mail-upload-other")),
    }
}
