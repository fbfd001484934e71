//! Logging in and out, and one's own account.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, ServiceConfig, get, post};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Login, Passwords, Staff, Unfit, link, session};
use crate::app::App;
use crate::audit::Actor;
use crate::templates::{Page, Words, pages};
use crate::web::{self, Error, Form, LOGIN, Settings, View, client_address, redirect, set_cookie};

pages![ShowLogin, ShowLink, ShowAccount];

/// Where somebody who has logged in begins.
pub const START: &str = "/sekretariat";

/// The pages of this feature.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route(LOGIN, get().to(new))
        .route(LOGIN, post().to(create))
        .route("/log-ind/{token}", get().to(show_link))
        .route("/log-ind/{token}", post().to(use_link))
        .route("/log-ud", post().to(destroy))
        .route("/konto", get().to(account))
        .route("/konto/adgangskode", post().to(change_password))
        .route("/konto/logins/{login}/slut", post().to(end_session));
}

/// The form of login and password.
#[derive(Clone, Debug, Serialize)]
pub struct ShowLogin {
    pub login: String,
    pub error: Option<String>,
}

/// The page of a login link: a button, so that opening the address uses nothing up.
#[derive(Clone, Debug, Serialize)]
pub struct ShowLink {
    pub open: bool,
    pub action: String,
}

/// One's own account.
#[derive(Clone, Debug, Serialize)]
pub struct ShowAccount {
    pub name: String,
    pub login: String,
    pub sessions: Vec<OpenSession>,
    pub error: Option<String>,
    pub done: bool,
}

/// An open login of one's own.
#[derive(Clone, Debug, Serialize)]
pub struct OpenSession {
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub own: bool,
    pub end_action: String,
}

#[derive(Deserialize)]
struct LoginFields {
    login: String,
    password: String,
}

#[derive(Deserialize)]
struct PasswordFields {
    password: String,
}

#[derive(Deserialize)]
struct Nothing {}

async fn new(view: View) -> web::Result {
    view.page(&ShowLogin {
        login: String::new(),
        error: None,
    })
}

async fn create(
    app: Data<App>,
    settings: Data<Settings>,
    request: HttpRequest,
    view: View,
    form: Form<LoginFields>,
) -> web::Result {
    let Form(typed) = form;
    let passwords = Passwords::new(&app.config.staff)?;
    let from = client_address(&request, &settings);
    let mut conn = app.conn().await?;
    let came = super::login(
        &mut conn,
        &passwords,
        &app.secret,
        (&typed.login, &typed.password, from),
        app.clock.now(),
    )
    .await?;
    let words = view.words();
    let (status, error) = match came {
        Login::In(token) => return logged_in(&settings, &token),
        Login::Wrong => (
            StatusCode::UNPROCESSABLE_ENTITY,
            words.text("login-wrong", &[]),
        ),
        Login::Wait(seconds) => (
            StatusCode::TOO_MANY_REQUESTS,
            words.text("login-wait", &[("n", seconds.into())]),
        ),
    };
    let page = ShowLogin {
        login: typed.login,
        error: Some(error),
    };
    view.page_with_status(status, &page)
}

fn logged_in(settings: &Settings, token: &str) -> web::Result {
    let mut response = redirect(START)?;
    response
        .add_cookie(&set_cookie(settings, session::COOKIE, token.to_owned()))
        .map_err(|error| Error::Internal(error.into()))?;
    Ok(response)
}

async fn show_link(app: Data<App>, view: View, token: Path<String>) -> web::Result {
    let mut conn = app.conn().await?;
    let open = link::is_open(&mut conn, &token, app.clock.now()).await?;
    let page = ShowLink {
        open,
        action: format!("{LOGIN}/{token}"),
    };
    let status = if open {
        StatusCode::OK
    } else {
        StatusCode::GONE
    };
    view.page_with_status(status, &page)
}

async fn use_link(
    app: Data<App>,
    settings: Data<Settings>,
    view: View,
    token: Path<String>,
    _form: Form<Nothing>,
) -> web::Result {
    let mut conn = app.conn().await?;
    match super::use_link(&mut conn, &token, app.clock.now()).await? {
        Some(session) => logged_in(&settings, &session),
        None => {
            let page = ShowLink {
                open: false,
                action: String::new(),
            };
            view.page_with_status(StatusCode::GONE, &page)
        }
    }
}

async fn destroy(
    app: Data<App>,
    settings: Data<Settings>,
    staff: Staff,
    _form: Form<Nothing>,
) -> web::Result {
    let mut conn = app.conn().await?;
    session::end(
        &mut conn,
        staff.person.id,
        &staff.session.token_hash,
        app.clock.now(),
    )
    .await?;
    let mut response = redirect(LOGIN)?;
    response
        .add_cookie(&web::forget(&settings, session::COOKIE))
        .map_err(|error| Error::Internal(error.into()))?;
    Ok(response)
}

async fn account(app: Data<App>, view: View, staff: Staff) -> web::Result {
    view.page(&account_page(&app, &staff).await?)
}

async fn account_page(app: &App, staff: &Staff) -> web::Result<ShowAccount> {
    let mut conn = app.conn().await?;
    let now = app.clock.now();
    let open = session::sessions_of(&mut conn, staff.person.id, &app.config.staff, now).await?;
    let sessions = open
        .into_iter()
        .map(|one| OpenSession {
            created_at: one.created_at,
            seen_at: one.seen_at,
            own: one.token_hash == staff.session.token_hash,
            end_action: format!("/konto/logins/{}/slut", hex::encode(&one.token_hash)),
        })
        .collect();
    Ok(ShowAccount {
        name: staff.person.name.clone(),
        login: staff.person.login.clone(),
        sessions,
        error: None,
        done: false,
    })
}

async fn change_password(
    app: Data<App>,
    view: View,
    staff: Staff,
    form: Form<PasswordFields>,
) -> web::Result {
    let mut page = account_page(&app, &staff).await?;
    let Form(PasswordFields { password }) = form;
    if let Err(unfit) = Passwords::check(&password, &staff.person.login) {
        page.error = Some(unfit_text(view.words(), unfit));
        return view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let hash = Passwords::new(&app.config.staff)?.hash(&password).await?;
    let mut conn = app.conn().await?;
    let now = app.clock.now();
    super::set_password(&mut conn, staff.person.id, &hash, Actor::Staff, now).await?;
    page.done = true;
    view.page(&page)
}

fn unfit_text(words: &Words, unfit: Unfit) -> String {
    match unfit {
        Unfit::TooShort => words.text("password-too-short", &[]),
        Unfit::TooLong => words.text("password-too-long", &[]),
        Unfit::Common => words.text("password-common", &[]),
    }
}

async fn end_session(
    app: Data<App>,
    staff: Staff,
    login: Path<String>,
    _form: Form<Nothing>,
) -> web::Result<HttpResponse> {
    let hash = hex::decode(login.as_str()).map_err(|_| Error::NotFound)?;
    let mut conn = app.conn().await?;
    if session::end(&mut conn, staff.person.id, &hash, app.clock.now()).await? {
        redirect("/konto")
    } else {
        Err(Error::NotFound)
    }
}

impl Page for ShowLogin {
    const TEMPLATE: &'static str = "staff/login";

    fn sample() -> Self {
        Self {
            login: String::new(),
            error: None,
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let wrong = Self {
            login: "hanne@region.example".into(),
            error: Some("Forkert".into()),
        };
        vec![("", Self::sample()), ("wrong", wrong)]
    }
}

impl Page for ShowLink {
    const TEMPLATE: &'static str = "staff/link";

    fn sample() -> Self {
        Self {
            open: true,
            action: "/log-ind/abc".into(),
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let used = Self {
            open: false,
            action: String::new(),
        };
        vec![("", Self::sample()), ("used", used)]
    }
}

impl Page for ShowAccount {
    const TEMPLATE: &'static str = "staff/account";

    fn sample() -> Self {
        let at = DateTime::UNIX_EPOCH;
        Self {
            name: "Hanne Tørslev".into(),
            login: "hanne@region.example".into(),
            sessions: vec![OpenSession {
                created_at: at,
                seen_at: at,
                own: true,
                end_action: "/konto/logins/00/slut".into(),
            }],
            error: None,
            done: false,
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let wrong = Self {
            error: Some("For kort".into()),
            ..Self::sample()
        };
        let done = Self {
            done: true,
            ..Self::sample()
        };
        vec![("", Self::sample()), ("wrong", wrong), ("done", done)]
    }
}
