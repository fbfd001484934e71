//! *Kontrollér en kvittering*: the browser computes it; without JavaScript the receipt is sent here and computed by the same rules as
//! `hoering verify`. Nothing of it is kept.

use std::io::Read;
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use anyhow::Context;
use serde_json::Value;

use super::{current, head, organisation, release};
use crate::app::App;
use crate::proof::bundle::{Bundle, JSON, JSON_LINES, MANIFEST};
use crate::proof::check::{Outcome, Release, Trust, What};
use crate::proof::release::{FILE, reach};
use crate::publication::pages::check::{ANSWERS, Answer, CheckReceipt, STEPS, Step};
use crate::publication::published::{Current, PublishedFile};
use crate::publication::{address, keys};
use crate::templates::{Field, Words};
use crate::web::{self, Error, Limits, Multipart, View};

const LIMITS: Limits = Limits {
    files: 1,
    file_bytes: 1 << 20,
    total_bytes: 2 << 20,
    field_bytes: 1 << 20,
};

/// The release that was read last, by the hash of its manifest: what is asked about is nearly always the same.
static READ: Mutex<Option<(Vec<u8>, Arc<Release>)>> = Mutex::new(None);

/// The signing keys, as the authority pins them.
pub(super) async fn key(app: Data<App>) -> web::Result {
    let mut conn = app.conn().await?;
    let list = keys::list(&app, &mut conn).await?;
    Ok(actix_web::HttpResponse::Ok()
        .insert_header(("cache-control", "no-cache"))
        .json(list))
}

pub(super) async fn show(app: Data<App>, view: View, slug: Path<String>) -> web::Result {
    let (mut conn, current) = current(&app, &slug).await?;
    let files = current.files(&mut conn).await?;
    let page = page(&app, view.words(), (&current, &files), "".into(), None)?;
    view.of(organisation(&current)).page(&page)
}

pub(super) async fn answer(
    app: Data<App>,
    view: View,
    slug: Path<String>,
    (request, payload): (HttpRequest, Payload),
) -> web::Result {
    let (mut conn, current) = current(&app, &slug).await?;
    let files = current.files(&mut conn).await?;
    drop(conn);
    let form = Multipart::read(&request, payload, LIMITS).await?;
    let words = view.words();
    let mut text = form.field("receipt").trim().to_owned();
    if let Some(file) = form.files.first() {
        let mut bytes = Vec::new();
        (&file.file)
            .read_to_end(&mut bytes)
            .map_err(anyhow::Error::from)?;
        if !bytes.is_empty() {
            text = String::from_utf8_lossy(&bytes).into_owned();
        }
    }
    let outcome = outcome(&app, &files, &text).await?;
    let error = match (&outcome, text.is_empty()) {
        (_, true) => Some(words.text("verify-receipt-empty", &[])),
        (None, _) => Some(words.text("verify-receipt-unreadable", &[])),
        _ => None,
    };
    let status = if error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let typed = Field { value: text, error };
    let page = page(&app, words, (&current, &files), typed, outcome.as_ref())?;
    view.of(organisation(&current))
        .page_with_status(status, &page)
}

/// What became of it; nothing when it is no receipt.
async fn outcome(
    app: &App,
    files: &[PublishedFile],
    text: &str,
) -> anyhow::Result<Option<Outcome>> {
    let Ok(receipt) = serde_json::from_str::<Value>(text) else {
        return Ok(None);
    };
    let manifest = files.iter().find(|file| file.name == MANIFEST);
    let manifest = manifest.map(|file| file.sha256.clone()).unwrap_or_default();
    let read = READ.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let release = match read.filter(|(of, _)| *of == manifest) {
        Some((_, release)) => release,
        None => {
            let release = Arc::new(self::read(app, files).await?);
            let kept = Some((manifest, release.clone()));
            *READ.lock().unwrap_or_else(PoisonError::into_inner) = kept;
            release
        }
    };
    let former = keys::list(app, &mut *app.conn().await?).await?.former;
    let trusted = reach(&[app.signing_key.public()], &former);
    Ok(release.verify(&receipt, (&trusted, Trust::Pinned)).ok())
}

async fn read(app: &App, files: &[PublishedFile]) -> anyhow::Result<Release> {
    let mut bundle = Bundle::default();
    for file in files {
        // Storage looks at the hash of what it reads; the others are what the database says.
        if [MANIFEST, JSON, JSON_LINES, FILE].contains(&file.name.as_str()) {
            bundle.add(&file.name, &app.storage.read(&file.sha256).await?[..])?;
        } else {
            bundle.know(&file.name, &file.sha256);
        }
    }
    let read = tokio::task::spawn_blocking(move || Release::read(&bundle));
    read.await.context("the check was broken off")?
}

fn page(
    app: &App,
    words: &Words,
    (current, files): (&Current, &[PublishedFile]),
    receipt: Field,
    outcome: Option<&Outcome>,
) -> Result<CheckReceipt, Error> {
    // Releases from before there was a proof have none.
    if !files.iter().any(|file| file.name == FILE) {
        return Err(Error::NotFound);
    }
    let slug = &current.overview.hearing.slug;
    let reference = outcome
        .and_then(|one| one.reference.clone())
        .unwrap_or_default();
    let failed = |step: &str| outcome.is_some_and(|outcome| fails(step, outcome));
    let chosen = outcome.map(chosen);
    Ok(CheckReceipt {
        hearing: head(current, app.clock.now()),
        release: release(current),
        action: address::check(slug),
        receipt,
        slug: slug.clone(),
        proof_href: address::file(slug, current.number, FILE),
        data_href: address::file(slug, current.number, JSON),
        key_href: address::KEY.to_owned(),
        key_id: app.signing_key.public().id(),
        steps: STEPS
            .into_iter()
            .map(|key| Step {
                key,
                fits: words.text(&format!("check-step-{key}"), &[]),
                fails: words.text(&format!("check-step-{key}-fails"), &[]),
                shows_fits: outcome.is_some() && !failed(key),
                shows_fails: failed(key),
            })
            .collect(),
        answers: ANSWERS
            .into_iter()
            .map(|key| Answer {
                key,
                text: words.text(&format!("check-answer-{}", key.replace('_', "-")), &[]),
                chosen: chosen == Some(key),
            })
            .collect(),
        answered: outcome.is_some(),
        reference_href: address::response(slug, &reference),
        reference,
    })
}

fn fails(step: &str, outcome: &Outcome) -> bool {
    let found = |what: &[What]| {
        outcome
            .faults
            .iter()
            .any(|fault| what.contains(&fault.what))
    };
    match step {
        "receipt" => {
            outcome.key == Trust::Untrusted || found(&[What::OtherKey, What::OtherHearing])
        }
        "release" => found(&[What::Signature, What::Manifest, What::File, What::Ledger]),
        "log" => outcome.status == "absent" || found(&[What::Log, What::Receipt]),
        "content" => outcome.status == "absent" || found(&[What::Commitment]),
        _ => !outcome.unaltered || found(&[What::Text, What::Entry]),
    }
}

fn chosen(outcome: &Outcome) -> &'static str {
    match outcome {
        one if one.status == "absent" => "absent",
        one if !one.faults.is_empty() || one.key == Trust::Untrusted => "wrong",
        one if !one.changed.is_empty() => "changed",
        one => one.status,
    }
}
