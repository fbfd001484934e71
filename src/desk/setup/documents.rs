//! The documents of a hearing: files, whose type is told by their content, or links.

use std::io::Read as _;

use actix_web::HttpRequest;
use actix_web::web::{Data, Path, Payload};
use bytes::Bytes;

use super::At;
use super::acts::saved;
use super::form::{FieldList, Typed};
use super::show::{Wrong, again};
use crate::app::App;
use crate::extract::{holds_executable, is_eicar, media_type};
use crate::hearing::settings::{self, DocumentError, MoveTo, NewDocument, Section};
use crate::scan::{Scanner, Verdict};
use crate::staff::Administrator;
use crate::templates::FormError;
use crate::web::{self, Error, Form, Limits, Multipart, Refusal, Upload, View};

/// What people can open everywhere, and what holds no program.
const TYPES: [&str; 9] = [
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
    "image/png",
    "image/jpeg",
];

/// Letters of a document's file name.
const NAME: usize = 200;

pub(in crate::desk) async fn add(
    app: Data<App>,
    view: View,
    administrator: Administrator,
    (request, payload): (HttpRequest, Payload),
) -> web::Result {
    let most = &app.config.limits;
    let size = |bytes: usize| u64::try_from(bytes).unwrap_or(u64::MAX);
    let limits = Limits {
        files: most.files,
        file_bytes: size(most.file_bytes),
        total_bytes: size(most.request_bytes),
        ..Limits::default()
    };
    let mut form = Multipart::read(&request, payload, limits).await?;
    let uploads = std::mem::take(&mut form.files);
    let words = view.words();
    let mut typed = Typed::new(words, &form.fields);
    let title = typed.line("document_title");
    let url = typed.line("url");
    let round_id = typed.raw("document_round").parse().ok();
    look_at(&mut typed, &form.refusals, (uploads.len(), &title, &url));
    let mut new = Vec::new();
    for upload in uploads {
        match read(&app, upload).await? {
            Ok((name, media_type, bytes)) => {
                let title = if title.is_empty() {
                    stem(&name)
                } else {
                    title.clone()
                };
                new.push((title, Some((name, media_type, bytes))));
            }
            Err((key, name)) => typed.wrong("files", key, &[("name", name.into())]),
        }
    }
    if new.is_empty() {
        new.push((title, None));
    }
    let errors = match typed.done(Some(())) {
        Err(errors) => errors,
        Ok(()) => {
            let url = Some(url).filter(|url| !url.is_empty());
            match keep(&app, &administrator, (new, url, round_id)).await? {
                None => return saved(&administrator, Section::Documents),
                Some(title) => vec![FormError {
                    field: "document_title".to_owned(),
                    text: words.text("setup-document-twice", &[("title", title.into())]),
                }],
            }
        }
    };
    let wrong = Wrong {
        section: Some(Section::Documents),
        fields: form.fields,
        errors,
        ..Wrong::default()
    };
    again(&app, &view, &administrator, wrong).await
}

/// What a file is called, its type by content, and its bytes.
type Read = (String, String, Bytes);
/// A title, and a file where there is one.
type Titled = (String, Option<Read>);

/// Notes what is wrong with a document before its files are looked into.
fn look_at(typed: &mut Typed, refusals: &[Refusal], (files, title, url): (usize, &str, &str)) {
    for refusal in refusals {
        let (key, name) = match refusal {
            Refusal::TooManyFiles => ("desk-letter-too-many", ""),
            Refusal::FileTooLarge { file_name } => ("desk-letter-too-large", file_name.as_str()),
            Refusal::AllTooLarge => ("desk-letter-all-too-large", ""),
        };
        typed.wrong("files", key, &[("name", name.into())]);
    }
    if !url.is_empty() && !is_link(url) {
        typed.wrong("url", "setup-document-no-url", &[]);
    }
    if files == 0 && title.is_empty() && refusals.is_empty() {
        typed.wrong("document_title", "setup-document-nothing", &[]);
    }
    if files > 1 && !title.is_empty() {
        typed.wrong("document_title", "setup-document-one-title", &[]);
    }
    if files > 0 && !url.is_empty() {
        typed.wrong("url", "setup-document-both", &[]);
    }
}

/// A file that may be put on the page; else why not, with its name.
async fn read(app: &App, mut upload: Upload) -> web::Result<Result<Read, (&'static str, String)>> {
    let name: String = upload
        .file_name
        .chars()
        .filter(|it| !it.is_control())
        .take(NAME)
        .collect();
    let mut bytes = Vec::new();
    upload
        .file
        .read_to_end(&mut bytes)
        .map_err(anyhow::Error::from)?;
    // By content alone: what the browser claims does not count, nor does the name.
    let kind = media_type(&bytes, "", None);
    if !TYPES.contains(&kind.as_str()) || holds_executable(&bytes) {
        return Ok(Err(("setup-document-type", name)));
    }
    if is_eicar(&bytes) {
        return Ok(Err(("setup-document-infected", name)));
    }
    if let Some(scanner) = Scanner::of(&app.config.scanner) {
        match scanner.scan(&bytes).await {
            Ok(Verdict::Clean) => {}
            Ok(Verdict::Infected(_)) => return Ok(Err(("setup-document-infected", name))),
            Err(error) => {
                tracing::warn!(error = format!("{error:#}"), "cannot scan a document");
                return Ok(Err(("setup-document-unscanned", name)));
            }
        }
    }
    Ok(Ok((name, kind, Bytes::from(bytes))))
}

/// Keeps the files and puts the documents on the page, all or none. The title that is there already, if one is.
async fn keep(
    app: &App,
    administrator: &Administrator,
    (new, url, round_id): (Vec<Titled>, Option<String>, Option<i64>),
) -> web::Result<Option<String>> {
    use diesel_async::AsyncConnection as _;
    let mut documents = Vec::new();
    for (title, file) in new {
        let file = match file {
            Some((name, media_type, bytes)) => {
                Some((app.storage.keep(bytes).await?, media_type, name))
            }
            None => None,
        };
        documents.push(NewDocument {
            title,
            round_id,
            file,
            url: url.clone(),
        });
    }
    let mut conn = app.conn().await?;
    let by = administrator.act(app.clock.now());
    let mut last = String::new();
    let done = conn
        .transaction(async |conn| {
            for new in &documents {
                last.clone_from(&new.title);
                settings::add_document(conn, by, new).await?;
            }
            Ok::<_, DocumentError>(())
        })
        .await;
    match done {
        Ok(()) => Ok(None),
        Err(DocumentError::TitleTaken) => Ok(Some(last)),
        Err(DocumentError::Database(error)) => Err(error.into()),
        Err(DocumentError::Other(error)) => Err(error.into()),
    }
}

/// A file's name as a title.
fn stem(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let words = stem.replace('_', " ");
    let words = words.trim();
    if words.is_empty() {
        name.to_owned()
    } else {
        words.to_owned()
    }
}

/// A page on the web: nothing that a browser would run.
fn is_link(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && !rest.starts_with('/') && !url.contains(char::is_whitespace)
    })
}

pub(in crate::desk) async fn rename(
    app: Data<App>,
    view: View,
    administrator: Administrator,
    at: Path<At>,
    form: Form<FieldList>,
) -> web::Result {
    let Form(fields) = form;
    let mut typed = Typed::new(view.words(), &fields);
    let title = typed.needed("title", "setup-document-no-title");
    let round = typed.raw("document_round").parse().ok();
    let errors = match typed.done(Some(())) {
        Err(errors) => errors,
        Ok(()) => {
            let mut conn = app.conn().await?;
            let by = administrator.act(app.clock.now());
            match settings::rename_document(&mut conn, by, at.id, (&title, round)).await {
                Ok(()) => return saved(&administrator, Section::Documents),
                Err(DocumentError::Database(error)) => return Err(error.into()),
                Err(DocumentError::Other(error)) => return Err(error.into()),
                Err(DocumentError::TitleTaken) => vec![FormError {
                    field: format!("title-of-{}", at.id),
                    text: view
                        .words()
                        .text("setup-document-twice", &[("title", title.into())]),
                }],
            }
        }
    };
    let wrong = Wrong {
        section: Some(Section::Documents),
        document: Some(at.id),
        fields,
        errors,
        ..Wrong::default()
    };
    again(&app, &view, &administrator, wrong).await
}

pub(in crate::desk) async fn reorder(
    app: Data<App>,
    administrator: Administrator,
    at: Path<At>,
    form: Form<FieldList>,
) -> web::Result {
    let to = MoveTo::parse(super::form::value(&form.0, "til")).ok_or(Error::BadRequest)?;
    let mut conn = app.conn().await?;
    let by = administrator.act(app.clock.now());
    settings::move_document(&mut conn, by, (at.id, to)).await?;
    saved(&administrator, Section::Documents)
}

pub(in crate::desk) async fn remove(
    app: Data<App>,
    administrator: Administrator,
    at: Path<At>,
    _form: Form<FieldList>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let by = administrator.act(app.clock.now());
    settings::remove_document(&mut conn, by, at.id).await?;
    saved(&administrator, Section::Documents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_the_web_and_runs_nothing() {
        assert!(is_link("https://www.rm.dk/plan.pdf"));
        for wrong in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//x",
            "https://",
            "https:// x",
            "ftp://x",
        ] {
            assert!(!is_link(wrong), "{wrong}");
        }
        assert_eq!(stem("Høringsbrev_2023.pdf"), "Høringsbrev 2023");
    }
}
