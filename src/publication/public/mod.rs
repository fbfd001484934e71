//! The public pages of a compilation. Every handler reads as `hoering_public`, and nothing here knows a response but from the snapshot.

mod answer;
mod api;
mod check;
pub(super) mod compilation;
mod download;
mod feed;
pub(super) mod marks;
pub(super) mod memo;
pub(super) mod notes;
mod open_data;
pub(super) mod response;
mod theme;
pub(super) mod words;

use actix_web::HttpResponse;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::{Data, Path, Query, ServiceConfig, post};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;

use super::address;
use super::pages::ReleaseHead;
use super::projection::ThemeRef;
use super::published::Current;
use crate::app::App;
use crate::db::Conn;
use crate::hearing;
use crate::hearing::pages::HearingHead;
use crate::ids::parse_receipt_number;
use crate::templates::SiteOrganisation;
use crate::web::{self, Error, View, redirect};

use answer::read;

pub fn routes(config: &mut ServiceConfig) {
    let at = |path: &str| address::compilation("{hearing}") + path;
    api::routes(config);
    config
        .route(&at(""), read().to(index))
        .route(&at("/soeg"), read().to(search))
        .route(&at("/notat"), read().to(note))
        .route(&at("/tema/{frame}/{theme}"), read().to(by_theme))
        .route(&at("/udgave/{number}/{name}"), read().to(download::show))
        .route(&at("/kontroller"), read().to(check::show))
        .route(&at("/kontroller"), post().to(check::answer))
        .route(address::KEY, read().to(check::key))
        .route(&address::open_data("{hearing}"), read().to(show_open_data))
        .route(&address::feed("{hearing}"), read().to(feed::show))
        .route(&at("/{reference}"), read().to(show));
}

/// What the overview is narrowed to.
#[derive(Debug, Default, Deserialize)]
struct Narrowed {
    #[serde(default)]
    q: String,
    #[serde(default)]
    tema: String,
    #[serde(default)]
    art: String,
}

#[derive(Debug, Deserialize)]
struct InCategory {
    kategori: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Searched {
    #[serde(default)]
    q: String,
}

/// The current release, and a connection that can read nothing else.
async fn current(app: &App, slug: &str) -> Result<(Conn, Current), Error> {
    let mut conn = app.public_conn().await?;
    let current = Current::of(&mut conn, slug).await?.ok_or(Error::NotFound)?;
    Ok((conn, current))
}

async fn index(
    app: Data<App>,
    view: View,
    slug: Path<String>,
    narrowed: Query<Narrowed>,
) -> web::Result {
    let (mut conn, current) = current(&app, &slug).await?;
    let files = current.files(&mut conn).await?;
    let page = compilation::page(view.words(), &current, files, &narrowed, app.clock.now());
    view.of(organisation(&current)).page(&page)
}

async fn show(app: Data<App>, view: View, path: Path<(String, String)>) -> web::Result {
    let (slug, asked) = path.into_inner();
    let (mut conn, current) = current(&app, &slug).await?;
    let Some(found) = current.response(&mut conn, &asked).await? else {
        let number = parse_receipt_number(&asked).ok_or(Error::NotFound)?;
        let reference = current.reference_of(&mut conn, &number).await?;
        return redirect(address::response(&slug, &reference.ok_or(Error::NotFound)?));
    };
    let private = found.row.private;
    let pictures = current.pictures(&mut conn, &found.row.reference).await?;
    let words = view.words();
    let memo = current.memo(&mut conn).await?;
    let mut page = response::page(words, &current, (&found, &pictures), app.clock.now());
    if let Some(memo) = &memo {
        page.points = memo::of_response(words, &current.overview, memo, &found.row.reference);
    }
    let answer = view.of(organisation(&current)).page(&page)?;
    Ok(if private { unindexed(answer) } else { answer })
}

async fn by_theme(
    app: Data<App>,
    view: View,
    path: Path<(String, String, String)>,
    narrowed: Query<InCategory>,
) -> web::Result {
    let (slug, frame, theme) = path.into_inner();
    let (mut conn, current) = current(&app, &slug).await?;
    let theme = ThemeRef { frame, theme };
    let letter = narrowed
        .kategori
        .as_deref()
        .filter(|letter| !letter.is_empty());
    let responses = current.with_theme(&mut conn, &theme, letter).await?;
    let memo = current.memo(&mut conn).await?;
    let page = theme::page(view.words(), &current, &theme, &responses, app.clock.now());
    let mut page = page.ok_or(Error::NotFound)?;
    if let Some(memo) = memo.filter(|_| letter.is_none()) {
        page.points = memo::of_theme(view.words(), &current.overview, &memo, &theme);
    }
    view.of(organisation(&current)).page(&page)
}

/// The memo.
async fn note(
    app: Data<App>,
    view: View,
    slug: Path<String>,
    sorted: Query<memo::Sorted>,
) -> web::Result {
    let (mut conn, current) = current(&app, &slug).await?;
    let found = current.memo(&mut conn).await?.ok_or(Error::NotFound)?;
    let page = memo::page(view.words(), &current, &found, &sorted, app.clock.now());
    view.of(organisation(&current)).page(&page)
}

async fn search(
    app: Data<App>,
    view: View,
    slug: Path<String>,
    searched: Query<Searched>,
) -> web::Result {
    let (mut conn, current) = current(&app, &slug).await?;
    let words = searched_for(&searched.q);
    let hits = if words.is_empty() {
        Vec::new()
    } else {
        current.search(&mut conn, &words).await?
    };
    let page = theme::search_page(view.words(), &current, &words, hits, app.clock.now());
    view.of(organisation(&current)).page(&page)
}

async fn show_open_data(app: Data<App>, view: View, slug: Path<String>) -> web::Result {
    let (mut conn, current) = current(&app, &slug).await?;
    let files = current.files(&mut conn).await?;
    let base = app.config.base_url.trim_end_matches('/');
    let page = open_data::page(view.words(), &current, files, (base, app.clock.now()));
    view.of(organisation(&current)).page(&page)
}

/// What is searched for, of what was typed.
fn searched_for(typed: &str) -> String {
    let plain = typed.trim().chars().filter(|c| !c.is_control());
    plain.take(200).collect()
}

/// Pages of private persons stay out of search machines.
fn unindexed(mut answer: HttpResponse) -> HttpResponse {
    answer.headers_mut().insert(
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex"),
    );
    answer
}

/// The organisation as it stands in the release.
fn organisation(current: &Current) -> SiteOrganisation {
    let hearing = &current.overview.hearing;
    SiteOrganisation {
        name: hearing.organisation.clone(),
        unit: None,
        email: Some(hearing.mailbox.clone()),
        accessibility_url: None,
    }
}

fn head(current: &Current, now: DateTime<Utc>) -> HearingHead {
    let hearing = &current.overview.hearing;
    HearingHead {
        title: hearing.title.clone(),
        href: hearing::public::href(&hearing.slug),
        closes_at: hearing.closes_at - TimeDelta::minutes(1),
        open: hearing.opens_at <= now && now < hearing.closes_at,
    }
}

fn release(current: &Current) -> ReleaseHead {
    ReleaseHead {
        number: current.number,
        released_at: current.released_at,
        href: address::compilation(&current.overview.hearing.slug),
    }
}
