//! The released compilation for programs, read-only: JSON from the snapshot, in pages. `openapi.json` describes it, and a test holds it to
//! that. As in the data files, the reference stands in place of a private person's name.

mod answers;
mod openapi;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query, ServiceConfig};
use serde::Deserialize;

use super::answer::{json, problem, read};
use super::current;
use crate::app::App;
use crate::publication::address;
use crate::publication::files::{Line, without_private_names};
use crate::publication::projection::{PublicResponse, Row, ThemeRef};
use crate::publication::published::Current;
use crate::templates::Words;
use crate::web::{self, Error, View};

use answers::{Compilation, Found, Paging, Passages, Responses};

/// Entries of a page, unless asked otherwise, and the most that may be asked for.
const USUAL: usize = 100;
const MOST: usize = 500;

pub(super) fn routes(config: &mut ServiceConfig) {
    let at = |path: &str| address::api("{hearing}", path);
    config
        .route(&at("/openapi.json"), read().to(description))
        .route(&at("/samling"), read().to(compilation))
        .route(&at("/svar"), read().to(responses))
        .route(&at("/svar/{reference}"), read().to(response))
        .route(&at("/temaer"), read().to(themes))
        .route(&at("/temaer/{frame}/{theme}"), read().to(passages))
        .route(&at("/soeg"), read().to(search))
        .route(&at("{rest:.*}"), read().to(nothing));
}

/// What a list is narrowed to, and which page of it. Texts, so that a wrong one is answered in words.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    kategori: Option<String>,
    tema: Option<String>,
    q: Option<String>,
    side: Option<String>,
    antal: Option<String>,
}

impl Asked {
    /// The page, from 1, and how many are on it; nothing when they are no numbers within bounds.
    fn page(&self) -> Option<(usize, usize)> {
        let number = |text: &Option<String>, usual: usize| match text {
            Some(text) => text.parse().ok(),
            None => Some(usual),
        };
        let page = number(&self.side, 1).filter(|page| (1..=1_000_000).contains(page))?;
        let size = number(&self.antal, USUAL).filter(|size| (1..=MOST).contains(size))?;
        Some((page, size))
    }
}

fn refused(words: &Words, status: StatusCode, key: &str) -> web::Result {
    problem(status, &words.text(key, &[]))
}

fn wrong_page(words: &Words) -> web::Result {
    let title = words.text("api-wrong-page", &[("most", MOST.into())]);
    problem(StatusCode::BAD_REQUEST, &title)
}

/// The release that the public sees; the answer when there is none.
macro_rules! released {
    ($app:expr, $view:expr, $slug:expr) => {
        match current($app, $slug).await {
            Ok(found) => found,
            Err(Error::NotFound) => {
                return refused($view.words(), StatusCode::NOT_FOUND, "api-no-release");
            }
            Err(error) => return Err(error),
        }
    };
}

async fn nothing(view: View) -> web::Result {
    refused(view.words(), StatusCode::NOT_FOUND, "api-nothing-here")
}

async fn description(
    app: Data<App>,
    view: View,
    request: HttpRequest,
    slug: Path<String>,
) -> web::Result {
    let (_, current) = released!(&app, view, &slug);
    let server = format!("{}{}", base(&app), address::api(&slug, ""));
    json(
        &request,
        &openapi::document(view.words(), &current.overview.hearing, &server)?,
    )
}

async fn compilation(
    app: Data<App>,
    view: View,
    request: HttpRequest,
    slug: Path<String>,
) -> web::Result {
    let (mut conn, current) = released!(&app, view, &slug);
    let files = current.files(&mut conn).await?;
    json(&request, &Compilation::new(&current, files, base(&app)))
}

async fn themes(
    app: Data<App>,
    view: View,
    request: HttpRequest,
    slug: Path<String>,
) -> web::Result {
    let (_, current) = released!(&app, view, &slug);
    json(&request, &answers::themes(&current, base(&app)))
}

async fn responses(
    app: Data<App>,
    view: View,
    request: HttpRequest,
    slug: Path<String>,
    asked: Query<Asked>,
) -> web::Result {
    let (_, current) = released!(&app, view, &slug);
    let Some(page) = asked.page() else {
        return wrong_page(view.words());
    };
    let theme = match asked.tema.as_deref().map(|text| text.split_once('/')) {
        None => None,
        Some(Some((frame, theme))) => Some(ThemeRef {
            frame: frame.to_owned(),
            theme: theme.to_owned(),
        }),
        Some(None) => return refused(view.words(), StatusCode::BAD_REQUEST, "api-wrong-theme"),
    };
    let chosen = |row: &&Row| {
        let category = asked.kategori.as_deref();
        category.is_none_or(|letter| row.category == letter)
            && theme
                .as_ref()
                .is_none_or(|theme| row.themes.contains(theme))
    };
    let rows: Vec<&Row> = current.overview.rows.iter().filter(chosen).collect();
    let paging = Paging::new(
        page,
        rows.len(),
        (request.query_string(), base(&app)),
        request.path(),
    );
    json(
        &request,
        &Responses::new(&current, (&rows, paging), base(&app)),
    )
}

async fn response(
    app: Data<App>,
    view: View,
    request: HttpRequest,
    path: Path<(String, String)>,
) -> web::Result {
    let (slug, reference) = path.into_inner();
    let (mut conn, current) = released!(&app, view, &slug);
    let Some(found) = current.response(&mut conn, &reference).await? else {
        return refused(view.words(), StatusCode::NOT_FOUND, "api-no-response");
    };
    json(&request, &Line::new(&slug, &found, base(&app)))
}

async fn passages(
    app: Data<App>,
    view: View,
    request: HttpRequest,
    path: Path<(String, String, String)>,
    asked: Query<Asked>,
) -> web::Result {
    let (slug, frame, theme) = path.into_inner();
    let (mut conn, current) = released!(&app, view, &slug);
    let Some(page) = asked.page() else {
        return wrong_page(view.words());
    };
    let theme = ThemeRef { frame, theme };
    if current.overview.theme(&theme).is_none() {
        return refused(view.words(), StatusCode::NOT_FOUND, "api-no-theme");
    }
    let category = asked.kategori.as_deref();
    let found: Vec<PublicResponse> = current.with_theme(&mut conn, &theme, category).await?;
    let passages = answers::passages(&current, (&theme, &found), base(&app));
    let paging = Paging::new(
        page,
        passages.len(),
        (request.query_string(), base(&app)),
        request.path(),
    );
    json(&request, &Passages::new(theme, passages, paging))
}

async fn search(
    app: Data<App>,
    view: View,
    request: HttpRequest,
    slug: Path<String>,
    asked: Query<Asked>,
) -> web::Result {
    let (mut conn, current) = released!(&app, view, &slug);
    let words = super::searched_for(asked.q.as_deref().unwrap_or_default());
    if words.is_empty() {
        return refused(view.words(), StatusCode::BAD_REQUEST, "api-no-words");
    }
    let hits = current.search_without_names(&mut conn, &words).await?;
    json(&request, &Found::new(&current, words, hits, base(&app)))
}

fn base(app: &App) -> &str {
    app.config.base_url.trim_end_matches('/')
}

/// A line of the overview as data have it.
fn nameless(current: &Current, row: &Row) -> (Row, String) {
    let response = without_private_names(&PublicResponse {
        row: row.clone(),
        parts: Vec::new(),
        whole: Vec::new(),
    });
    let slug = &current.overview.hearing.slug;
    let page = address::response(slug, &response.row.reference);
    (response.row, page)
}
