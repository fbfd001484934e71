//! The secretariat's page: where the next release stands, what stops it, and the three acts: fix references, build, approve.

mod findings;
mod latest;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use actix_web::web::{Data, Path, ServiceConfig, get, post};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::address;
use super::files::{ARCHIVE, MANIFEST};
use super::gate::excuse::{ExcuseError, REASON_CHARACTERS, excuse, take_back};
use super::gate::{Finding, Weight};
use super::pages::staff::{References, ShowPublication, StaffHead};
use super::public::compilation::{mail_ledger, response_ledger, whole};
use super::read::{self, Read};
use super::references::{ReferenceError, fix_references};
use super::release::{
    ApproveError, Release, ReleaseKind, ReleaseState, RequestError, approve, found_now, request,
};
use findings::{excusable, excused, findings, folded};
use latest::{latest, manifest};

use crate::app::App;
use crate::hearing::Hearing;
use crate::intake::objection;
use crate::intake::receipt::untold;
use crate::invitation;
use crate::staff::{Access, Reader, Releaser, Role};
use crate::templates::{Link, Words};
use crate::web::{self, Error, Form, View, redirect};

pub fn routes(config: &mut ServiceConfig) {
    let at = |path: &str| address::staff("{hearing}") + path;
    config
        .route(&at(""), get().to(show))
        .route(&at("/referencer"), post().to(fix))
        .route(&at("/udgaver"), post().to(build))
        .route(&at("/godkendelser"), post().to(create_excuse))
        .route(
            &at("/godkendelser/{excuse}/slet"),
            post().to(destroy_excuse),
        )
        .route(
            &at("/udgaver/{release}/godkendelse"),
            post().to(create_approval),
        )
        .route(&at("/udgaver/{release}/{name}"), get().to(preview));
}

#[derive(Deserialize)]
struct OfRelease {
    release: i64,
}

#[derive(Deserialize)]
struct OfFile {
    release: i64,
    name: String,
}

/// The hash that the page showed: what is approved is what was seen.
#[derive(Deserialize)]
struct Approval {
    manifest: String,
}

#[derive(Deserialize)]
struct Nothing {}

#[derive(Deserialize)]
struct OfExcuse {
    excuse: i64,
}

#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    udgave: String,
}

async fn show(app: Data<App>, view: View, reader: Reader) -> web::Result {
    let page = page(&app, view.words(), &reader, None).await?;
    view.page(&page)
}

/// The page again, with what went wrong.
async fn again(app: &App, view: &View, access: &Access, error: String) -> web::Result {
    let page = page(app, view.words(), access, Some(error)).await?;
    view.page_with_status(StatusCode::CONFLICT, &page)
}

async fn fix(app: Data<App>, view: View, by: Releaser, _: Form<Nothing>) -> web::Result {
    let now = app.clock.now();
    let done = {
        let mut conn = app.conn().await?;
        fix_references(&mut conn, by.hearing_id, Some(by.person.id), now).await
    };
    let words = view.words();
    match done {
        Ok(_) => redirect(address::staff(&by.slug)),
        Err(ReferenceError::BeforeDeadline) => {
            let error = words.text("release-before-deadline", &[]);
            again(&app, &view, &by, error).await
        }
        Err(ReferenceError::NoCategory(numbers)) => {
            let error = words.text(
                "release-no-category",
                &[("numbers", numbers.join(", ").into())],
            );
            again(&app, &view, &by, error).await
        }
        Err(ReferenceError::Database(error)) => Err(error.into()),
    }
}

async fn build(app: Data<App>, view: View, by: Releaser, form: Form<Wanted>) -> web::Result {
    let kind = ReleaseKind::parse(&form.0.udgave).unwrap_or_default();
    let done = {
        let mut conn = app.conn().await?;
        request(&mut conn, by.act(app.clock.now()), kind).await
    };
    match done {
        Ok(_) => redirect(address::staff(&by.slug)),
        Err(RequestError::AlreadyBuilding) => {
            let error = view.words().text("release-already-building", &[]);
            again(&app, &view, &by, error).await
        }
        Err(RequestError::Database(error)) => Err(error.into()),
        Err(RequestError::Other(error)) => Err(error.into()),
    }
}

/// Lets through what somebody chose, with a reason.
async fn create_excuse(
    app: Data<App>,
    view: View,
    by: Releaser,
    form: Form<Vec<(String, String)>>,
) -> web::Result {
    let words = view.words();
    let of = |name: &str| {
        let own = form.0.iter().filter(move |(field, _)| field == name);
        own.map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    let reason = of("begrundelse").join(" ");
    let done = {
        let mut conn = app.conn().await?;
        let found = found_now(&mut conn, &by.slug, words).await?;
        let chosen = (found.as_slice(), &of("fund")[..]);
        excuse(&mut conn, by.act(app.clock.now()), chosen, &reason).await
    };
    let error = match done {
        Ok(_) => return redirect(address::staff(&by.slug) + "#godkendt"),
        Err(ExcuseError::Database(error)) => return Err(error.into()),
        Err(ExcuseError::NoReason) => words.text("release-excuse-no-reason", &[]),
        Err(ExcuseError::TooLong) => {
            let limit = REASON_CHARACTERS;
            words.text("release-excuse-too-long", &[("n", limit.into())])
        }
        Err(ExcuseError::Nothing) => words.text("release-excuse-nothing", &[]),
    };
    let mut page = page(&app, words, &by, Some(error)).await?;
    for group in &mut page.excusable {
        if group.what == of("art").join("") {
            group.typed.clone_from(&reason);
        }
    }
    view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn destroy_excuse(
    app: Data<App>,
    by: Releaser,
    path: Path<OfExcuse>,
    _: Form<Nothing>,
) -> web::Result {
    let mut conn = app.conn().await?;
    take_back(&mut conn, by.act(app.clock.now()), path.excuse).await?;
    redirect(address::staff(&by.slug))
}

async fn create_approval(
    app: Data<App>,
    view: View,
    by: Releaser,
    path: Path<OfRelease>,
    form: Form<Approval>,
) -> web::Result {
    let done = approve(
        &app,
        by.act(app.clock.now()),
        path.release,
        &form.0.manifest,
    )
    .await;
    let key = match done {
        Ok(_) => return redirect(address::staff(&by.slug)),
        Err(ApproveError::SamePerson) => "release-same-person",
        Err(ApproveError::NotWaiting) => "release-not-waiting",
        Err(ApproveError::MailsUndecided) => "release-mails-undecided",
        Err(ApproveError::Changed) => "release-changed",
        Err(ApproveError::Database(error)) if is_race(&error) => "release-not-waiting",
        Err(ApproveError::Database(error)) => return Err(error.into()),
        Err(ApproveError::Other(error)) => return Err(error.into()),
    };
    again(&app, &view, &by, view.words().text(key, &[])).await
}

/// Two people approved in the same moment: one of them did.
fn is_race(error: &diesel::result::Error) -> bool {
    use diesel::result::{DatabaseErrorKind::SerializationFailure, Error::DatabaseError};
    matches!(error, DatabaseError(SerializationFailure, _))
}

/// A file of a release that waits, for whoever is to approve it.
async fn preview(app: Data<App>, by: Releaser, path: Path<OfFile>, _: HttpRequest) -> web::Result {
    let mut conn = app.conn().await?;
    let release = Release::find(&mut conn, path.release).await?;
    let manifest = manifest(&release).filter(|_| release.hearing_id == by.hearing_id);
    let manifest = manifest.ok_or(Error::NotFound)?;
    let (media_type, hash) = if path.name == ARCHIVE {
        let hash = release.archive_sha256.ok_or(Error::NotFound)?;
        ("application/zip".to_owned(), hash)
    } else if path.name == MANIFEST {
        let hash = release.manifest_sha256.ok_or(Error::NotFound)?;
        ("application/json".to_owned(), hash)
    } else {
        let file = manifest.files.iter().find(|file| file.name == path.name);
        let file = file.ok_or(Error::NotFound)?;
        let hash = hex::decode(&file.sha256).map_err(anyhow::Error::from)?;
        (file.media_type.clone(), hash)
    };
    let bytes = app.storage.read(&hash).await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, media_type))
        .insert_header((CONTENT_DISPOSITION, "attachment"))
        .insert_header((CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .body(bytes))
}

async fn page(
    app: &App,
    words: &Words,
    access: &Access,
    error: Option<String>,
) -> web::Result<ShowPublication> {
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, access.hearing_id).await?;
    let read = read::read(&mut conn, &hearing.slug, words, ReleaseKind::Final).await?;
    let releases = Release::of_hearing(&mut conn, hearing.id).await?;
    let overview = &read.projection.overview;
    let base = format!("/sekretariat/{}", hearing.slug);
    let current = releases
        .iter()
        .find(|one| one.state == ReleaseState::Released);
    let all = findings(&read, releases.first());
    let of = |wanted: &dyn Fn(&Finding) -> bool| {
        let own: Vec<&Finding> = all.iter().filter(|one| wanted(one)).collect();
        folded(words, &base, &own)
    };
    let stops = of(&|one| one.weight == Weight::Stop);
    let warnings = of(&|one| one.weight == Weight::Warning);
    let excusable = excusable(words, &base, &all);
    let left = stops.len()
        + excusable
            .iter()
            .map(|group| group.found.len())
            .sum::<usize>();
    let may = access.may(Role::Releaser);
    let building = releases
        .first()
        .is_some_and(|one| one.state == ReleaseState::Building);
    Ok(ShowPublication {
        head: StaffHead {
            title: hearing.title.clone(),
            base: base.clone(),
            mails: whole(overview.mails.seen),
            unplaced: read.evidence.mails_waiting,
            untold: untold::count(&mut conn, hearing.id).await?,
            objections: objection::open_of(&mut conn, hearing.id).await?,
            returned: invitation::returned(&mut conn, hearing.id).await?,
        },
        error,
        references: references(&hearing, &read, app.clock.now(), may),
        public: current.and_then(|one| {
            let number = one.number?;
            let text = words.text(
                "release-line",
                &[
                    ("number", number.into()),
                    ("date", words.date(one.released_at?.date_naive()).into()),
                ],
            );
            Some(Link::new(text, address::compilation(&hearing.slug)))
        }),
        latest: latest(&mut conn, words, access, &releases).await?,
        gate: words.text("release-stops", &[("n", whole(left).into())]),
        stops,
        excused: excused(&mut conn, words, &all, access.hearing_id).await?,
        excusable,
        excuse_action: may.then(|| address::staff(&hearing.slug) + "/godkendelser"),
        warnings,
        build_action: (may && !building).then(|| address::staff(&hearing.slug) + "/udgaver"),
        response_ledger: response_ledger(words, &overview.ledger),
        mail_ledger: mail_ledger(words, &overview.mails),
    })
}

fn references(
    hearing: &Hearing,
    read: &Read,
    now: chrono::DateTime<chrono::Utc>,
    may: bool,
) -> References {
    let without = read
        .projection
        .overview
        .rows
        .iter()
        .filter(|row| row.reference == row.number)
        .count();
    let can = may && now >= hearing.closes_at && without > 0;
    References {
        fixed_at: hearing.references_fixed_at,
        without: whole(without),
        too_early: now < hearing.closes_at,
        action: can.then(|| address::staff(&hearing.slug) + "/referencer"),
    }
}
