//! *Gør indsigelse* for everybody: the form on the page of a hearing, and what was decided, behind the link that it gives.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query, ServiceConfig, get, post};
use chrono::TimeDelta;
use diesel_async::AsyncPgConnection;
use serde::Deserialize;

use super::case::{self, NewCase, named};
use super::pages::{self, ChooseHearing, Earlier, ShowCase};
use super::public::outcome_key;
use super::{AnsweredHow, MOST_CHARACTERS, ObjectionError, Objector, clean};
use crate::app::App;
use crate::hearing::Hearing;
use crate::mail::{is_address, takes_mail};
use crate::templates::{Choice, Field, FormError, Link, Words};
use crate::web::{self, Error, Form, View};

/// Whoever sends a form sooner than this after it was shown is most likely a program.
const MACHINE_SECONDS: i64 = 2;
/// Characters of a name, an address, a reference.
const SHORT: usize = 500;
/// What the time in a form is signed for.
const PURPOSE: &str = "objection form";

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/indsigelse", get().to(choose))
        .route("/hoeringer/{hearing}/indsigelse", get().to(new))
        .route("/hoeringer/{hearing}/indsigelse", post().to(create))
        .route(
            "/hoeringer/{hearing}/indsigelse/{number}/{token}",
            get().to(show),
        );
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// A reference, from the page of a response.
    svar: String,
}

/// As it was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Sent {
    key: String,
    about: String,
    objector: String,
    name: String,
    email: String,
    contact: String,
    why: String,
    homepage: String,
}

/// What is wrong with a form: each field with its message, in the order of the form.
type Faults = Vec<(&'static str, String)>;

/// The words for who objects.
#[must_use]
pub fn objector_key(objector: Objector) -> &'static str {
    match objector {
        Objector::Respondent => "objector-respondent",
        Objector::Named => "objector-named",
        Objector::Other => "objector-other",
    }
}

/// Checks what can be told without the database.
fn check(words: &Words, sent: &Sent) -> Faults {
    let mut faults = Vec::new();
    let mut fault = |field: &'static str, key: &str| faults.push((field, words.text(key, &[])));
    let long = |text: &str| text.chars().count() > SHORT;
    if long(&sent.about) {
        fault("about", "fault-objection-short");
    }
    if Objector::parse(&sent.objector).is_none() {
        fault("objector", "fault-objector");
    }
    if sent.name.trim().is_empty() {
        fault("name", "fault-objection-name");
    } else if long(&sent.name) {
        fault("name", "fault-objection-short");
    }
    let email = sent.email.trim();
    if !email.is_empty() && (long(email) || !is_address(email) || !takes_mail(email)) {
        fault("email", "fault-email");
    }
    if email.is_empty() && sent.contact.trim().is_empty() {
        fault("contact", "fault-objection-contact");
    } else if long(&sent.contact) {
        fault("contact", "fault-objection-short");
    }
    match clean(&sent.why) {
        Err(ObjectionError::Empty) => fault("why", "fault-objection-empty"),
        Err(_) => {
            let limit = i32::try_from(MOST_CHARACTERS).unwrap_or(i32::MAX);
            let text = words.text("fault-objection-long", &[("limit", limit.into())]);
            faults.push(("why", text));
        }
        Ok(_) => {}
    }
    faults
}

/// When a form was shown, signed: a program that fills in a form of its own is not asked for more than a person.
fn key(app: &App) -> String {
    let at = app.clock.now().timestamp().to_string();
    let token = app.secret.token(PURPOSE, &at);
    format!("{at}.{token}")
}

/// Whether a form came as a person sends it: not into the trap, and not at once.
fn is_by_hand(app: &App, sent: &Sent) -> bool {
    let shown = sent.key.split_once('.').and_then(|(at, token)| {
        let signed = app.secret.is_token(PURPOSE, at, token);
        at.parse::<i64>().ok().filter(|_| signed)
    });
    let waited = shown.map(|at| app.clock.now().timestamp() - at);
    let waited = waited.map(TimeDelta::seconds);
    sent.homepage.is_empty()
        && waited.is_some_and(|waited| waited >= TimeDelta::seconds(MACHINE_SECONDS))
}

fn page(
    (app, words): (&App, &Words),
    hearing: &Hearing,
    (sent, faults): (Sent, &Faults),
) -> pages::NewCase {
    let error = |name: &str| {
        let found = faults.iter().find(|(field, _)| *field == name);
        found.map(|(_, text)| text.clone())
    };
    let field = |name: &str, value: String| Field {
        value,
        error: error(name),
    };
    let order = [Objector::Named, Objector::Respondent, Objector::Other];
    let objectors = order.iter().map(|one| {
        let label = words.text(objector_key(*one), &[]);
        Choice::new(one.as_str(), &label, one.as_str() == sent.objector)
    });
    let head = hearing.head(app.clock.now());
    pages::NewCase {
        action: format!("{}/indsigelse", head.href),
        hearing: head,
        key: if sent.key.is_empty() {
            key(app)
        } else {
            sent.key
        },
        objectors: objectors.collect(),
        objector_error: error("objector"),
        about: field("about", sent.about),
        name: field("name", sent.name),
        email: field("email", sent.email),
        contact: field("contact", sent.contact),
        why: field("why", sent.why),
        days: app.config.objections.answer_days,
        errors: faults
            .iter()
            .map(|(field, text)| FormError {
                field: (*field).to_owned(),
                text: text.clone(),
            })
            .collect(),
    }
}

async fn answer(
    app: &App,
    conn: &mut AsyncPgConnection,
    view: View,
    hearing: &Hearing,
    (sent, faults): (Sent, Faults),
) -> web::Result {
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = page((app, view.words()), hearing, (sent, &faults));
    let organisation = hearing.site_organisation(conn).await?;
    view.of(organisation).page_with_status(status, &page)
}

async fn choose(app: Data<App>, view: View) -> web::Result {
    let mut conn = app.conn().await?;
    let all = Hearing::all(&mut conn).await?;
    let open = all.iter().filter(|one| one.published_at.is_some());
    let hearings = open.map(|one| Link {
        text: one.title.clone(),
        href: format!("{}/indsigelse", one.head(app.clock.now()).href),
        current: false,
        more: false,
    });
    view.page(&ChooseHearing {
        hearings: hearings.collect(),
    })
}

async fn new(app: Data<App>, view: View, slug: Path<String>, asked: Query<Asked>) -> web::Result {
    let mut conn = app.conn().await?;
    let hearing = Hearing::public(&mut conn, &slug).await?;
    let about: String = asked.into_inner().svar.chars().take(SHORT).collect();
    let sent = Sent {
        about,
        ..Sent::default()
    };
    answer(&app, &mut conn, view, &hearing, (sent, Vec::new())).await
}

async fn create(app: Data<App>, view: View, slug: Path<String>, form: Form<Sent>) -> web::Result {
    let Form(sent) = form;
    let mut conn = app.conn().await?;
    let hearing = Hearing::public(&mut conn, &slug).await?;
    let mut faults = check(view.words(), &sent);
    let about = sent.about.trim().to_owned();
    let response_id = match about.as_str() {
        "" => None,
        about => named(&mut conn, hearing.id, about).await?,
    };
    if response_id.is_none() && !about.is_empty() && faults.iter().all(|(it, _)| *it != "about") {
        let text = view.words().text("fault-objection-about", &[]);
        faults.insert(0, ("about", text));
    }
    if !faults.is_empty() {
        return answer(&app, &mut conn, view, &hearing, (sent, faults)).await;
    }
    let email = sent.email.trim().to_lowercase();
    let case = NewCase {
        response_id,
        about,
        objector: Objector::parse(&sent.objector).ok_or(Error::BadRequest)?,
        name: crate::text::normalize(sent.name.trim()),
        email: Some(email).filter(|email| !email.is_empty()),
        contact: crate::text::normalize(sent.contact.trim()),
        text: sent.why.clone(),
        to_be_checked: !is_by_hand(&app, &sent),
    };
    match case::open(&app, &mut conn, &hearing, &case).await {
        Ok(it) => web::redirect(format!("{}?modtaget=ja", case::path(&app, &hearing, &it))),
        Err(ObjectionError::TooMany) => {
            let text = view.words().text("fault-objection-many-now", &[]);
            let faults = vec![("why", text)];
            answer(&app, &mut conn, view, &hearing, (sent, faults)).await
        }
        Err(ObjectionError::Failed(error)) => Err(Error::Internal(error)),
        Err(_) => Err(Error::BadRequest),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Shown {
    modtaget: Option<String>,
}

async fn show(
    app: Data<App>,
    view: View,
    path: Path<(String, String, String)>,
    shown: Query<Shown>,
) -> web::Result {
    let (slug, number, token) = path.into_inner();
    let mut conn = app.conn().await?;
    let hearing = Hearing::public(&mut conn, &slug).await?;
    let it = case::opened(&app, &mut conn, hearing.id, (&number, &token)).await?;
    let words = view.words();
    let page = ShowCase {
        hearing: hearing.head(app.clock.now()),
        number: it.number,
        received: shown.modtaget.is_some(),
        mailed: it.email.is_some() && !it.to_be_checked,
        about: it.about,
        due: words.date(it.due_on),
        otherwise: it.answered_how == Some(AnsweredHow::Otherwise),
        case: Earlier {
            at: it.created_at,
            text: it.text,
            outcome: it.outcome.map(|it| words.text(outcome_key(it), &[])),
            answer: if it.outcome.is_some() {
                it.answer
            } else {
                String::new()
            },
            settled_at: it.settled_at,
        },
    };
    let organisation = hearing.site_organisation(&mut conn).await?;
    view.of(organisation).page(&page)
}
