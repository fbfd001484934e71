//! The receipt and the response's own page, behind the secret link.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, ServiceConfig, get, post};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde::Deserialize;

use super::follow::{Followed, Published};
use super::pages::{Progress, ShowOwnResponse, ShowReceipt};
use super::{objection, receipt, web_form};
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::hearing::{Hearing, Phase};
use crate::ids;
use crate::response::{NameChoice, Part, PartState, Response, Role, State, Work};
use crate::schema::{audit_events, responses};
use crate::templates::{FileState, Readability, Words, file_icon};
use crate::web::{self, Error, Form, View};

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/kvittering/{number}/{token}.json", get().to(show_json))
        .route("/kvittering/{number}/{token}", get().to(show))
        .route("/kvittering/{number}/{token}/svar", get().to(show_own))
        .route(
            "/kvittering/{number}/{token}/tilbagetraekning",
            post().to(create_withdrawal),
        )
        .route(
            "/kvittering/{number}/{token}/rettelse",
            post().to(create_correction),
        )
        .configure(objection::public::routes)
        .configure(objection::form::routes);
}

/// The response that a secret link opens. A wrong token is as unknown as a wrong number.
pub(super) async fn opened(
    app: &App,
    conn: &mut AsyncPgConnection,
    (number, token): &(String, String),
) -> web::Result<Response> {
    let number = ids::parse_receipt_number(number).ok_or(Error::NotFound)?;
    if !app.secret.is_token("receipt", &number, token) {
        return Err(Error::NotFound);
    }
    Ok(Response::by_number(conn, &number).await?)
}

async fn show(app: Data<App>, view: View, path: Path<(String, String)>) -> web::Result {
    let mut conn = app.conn().await?;
    let response = opened(&app, &mut conn, &path).await?;
    let hearing = Hearing::find(&mut conn, response.hearing_id).await?;
    let respondents = response.respondents(&mut conn).await?;
    let parts = response.parts(&mut conn).await?;
    let page = ShowReceipt {
        hearing: hearing.head(app.clock.now()),
        number: response.number.clone(),
        arrived_at: response.arrived_at,
        late: response.is_late(response.closes_at(&mut conn, &hearing).await?),
        parts: files(&parts, view.words()),
        link: format!("{}/svar", receipt::link(&app, &response.number)),
        email: respondents
            .iter()
            .find_map(|respondent| respondent.email.clone()),
        sender: sender(&response, &respondents, view.words()),
        provisional_on: response.standing_expected_on,
        objection_href: receipt::objection_path(&app, &response.number),
    };
    let organisation = hearing.site_organisation(&mut conn).await?;
    view.of(organisation).page(&page)
}

async fn show_json(app: Data<App>, path: Path<(String, String)>) -> web::Result {
    let mut conn = app.conn().await?;
    let response = opened(&app, &mut conn, &path).await?;
    Ok(HttpResponse::Ok().json(receipt::json(&app, &mut conn, &response).await?))
}

fn sender(
    response: &Response,
    respondents: &[crate::response::Respondent],
    words: &Words,
) -> String {
    let hidden = response.protected || response.name_choice != NameChoice::Name;
    let names: Vec<String> = respondents
        .iter()
        .map(|respondent| match &respondent.organisation {
            Some(organisation) if !organisation.is_empty() => organisation.clone(),
            _ if hidden => words.text("citizen", &[]),
            _ => respondent.name.clone(),
        })
        .collect();
    names.join(", ")
}

fn files(parts: &[Part], words: &Words) -> Vec<FileState> {
    parts
        .iter()
        .filter(|part| part.role != Role::Inline)
        .map(|part| FileState {
            name: part
                .filename
                .clone()
                .unwrap_or_else(|| words.text("receipt-body", &[])),
            icon: part.filename.as_deref().map_or("document", file_icon),
            size_bytes: u64::try_from(part.bytes).unwrap_or_default(),
            pages: part.pages.and_then(|pages| u32::try_from(pages).ok()),
            state: match part.state {
                PartState::Text => Readability::Read,
                PartState::Reading | PartState::WaitingForScan => Readability::Reading,
                PartState::Infected => Readability::Infected,
                _ => Readability::Unreadable,
            },
            sha256: Some(hex::encode(&part.sha256)),
        })
        .collect()
}

async fn show_own(app: Data<App>, view: View, path: Path<(String, String)>) -> web::Result {
    let mut conn = app.conn().await?;
    let response = opened(&app, &mut conn, &path).await?;
    let hearing = Hearing::find(&mut conn, response.hearing_id).await?;
    let respondents = response.respondents(&mut conn).await?;
    let parts = response.parts(&mut conn).await?;
    let words = view.words();
    let withdrawn_at = withdrawn_at(&mut conn, &response).await?;
    let can_withdraw =
        response.state == State::Current && hearing.phase(app.clock.now()) == Phase::Open;
    let followed = Followed::of(&mut conn, &hearing, &response).await?;
    let shown = followed.published.as_ref().filter(|one| one.is_shown());
    let page = ShowOwnResponse {
        hearing: hearing.head(app.clock.now()),
        number: response.number.clone(),
        arrived_at: response.arrived_at,
        late: response.is_late(response.closes_at(&mut conn, &hearing).await?),
        sender: sender(&response, &respondents, words),
        progress: vec![
            Progress {
                text: words.text("progress-received", &[]),
                at: Some(response.arrived_at),
                done: true,
            },
            Progress {
                text: words.text("progress-read", &[]),
                at: None,
                done: matches!(response.work, Work::SecondReading | Work::Done),
            },
            published_step(words, followed.published.as_ref()),
            Progress {
                text: words.text("progress-decided", &[]),
                at: followed.decision.as_ref().map(|one| one.told_at),
                done: followed.decision.is_some(),
            },
        ],
        parts: files(&parts, words),
        published_href: shown.map(|one| one.href.clone()),
        quoted: shown.map(|one| one.themes.clone()).unwrap_or_default(),
        decision: followed
            .decision
            .as_ref()
            .map(|one| (words.date(one.decided_on), one.text.clone())),
        correct_action: can_withdraw
            .then(|| format!("{}/rettelse", receipt::path(&app, &response.number))),
        superseded: response.state == State::Superseded,
        receipt_href: format!("{}.json", receipt::path(&app, &response.number)),
        check_href: followed
            .published
            .as_ref()
            .map(|one| one.check_href.clone()),
        withdrawn_at,
        objection_href: receipt::objection_path(&app, &response.number),
        withdraw_action: can_withdraw
            .then(|| format!("{}/tilbagetraekning", receipt::path(&app, &response.number))),
    };
    let organisation = hearing.site_organisation(&mut conn).await?;
    view.of(organisation).page(&page)
}

/// *Offentliggjort som A3*, once it is.
fn published_step(words: &Words, published: Option<&Published>) -> Progress {
    let key = match published {
        None => "progress-published",
        Some(one) if one.is_shown() => "progress-published-as",
        Some(_) => "progress-counted-as",
    };
    let reference = published.map_or("", |one| one.reference.as_str());
    Progress {
        text: words.text(key, &[("reference", reference.into())]),
        at: published.map(|one| one.at),
        done: published.is_some(),
    }
}

async fn withdrawn_at(
    conn: &mut AsyncPgConnection,
    response: &Response,
) -> QueryResult<Option<DateTime<Utc>>> {
    if response.state != State::Withdrawn {
        return Ok(None);
    }
    audit_events::table
        .filter(audit_events::subject_kind.eq("response"))
        .filter(audit_events::subject_id.eq(response.id))
        .filter(audit_events::action.eq("response_withdrawn"))
        .order(audit_events::id.desc())
        .select(audit_events::at)
        .first(conn)
        .await
        .optional()
}

#[derive(Deserialize)]
struct Nothing {}

/// The sender takes the response back: it is not shown, and it stays on the case.
async fn create_withdrawal(
    app: Data<App>,
    path: Path<(String, String)>,
    _: Form<Nothing>,
) -> web::Result {
    let now = app.clock.now();
    let mut conn = app.conn().await?;
    let response = opened(&app, &mut conn, &path).await?;
    let hearing = Hearing::find(&mut conn, response.hearing_id).await?;
    if response.state == State::Withdrawn {
        return web::redirect(format!("{}/svar", receipt::path(&app, &response.number)));
    }
    if response.state != State::Current || hearing.phase(now) != Phase::Open {
        return Err(Error::Conflict);
    }
    conn.transaction(async |conn| {
        diesel::update(responses::table.find(response.id))
            .set(responses::state.eq(State::Withdrawn))
            .execute(conn)
            .await?;
        Event::new(Actor::Sender, "response_withdrawn", "response", response.id)
            .in_hearing(hearing.id)
            .record(conn, now)
            .await?;
        receipt::withdrawn(&app, conn, response.id, None, now).await
    })
    .await?;
    web::redirect(format!("{}/svar", receipt::path(&app, &response.number)))
}

/// Begins a new version in the form, with what was said before in it.
async fn create_correction(
    app: Data<App>,
    path: Path<(String, String)>,
    _: Form<Nothing>,
) -> web::Result {
    let now = app.clock.now();
    let mut conn = app.conn().await?;
    let response = opened(&app, &mut conn, &path).await?;
    let hearing = Hearing::find(&mut conn, response.hearing_id).await?;
    if response.state != State::Current || hearing.phase(now) != Phase::Open {
        return Err(Error::Conflict);
    }
    let key = web_form::draft::correct(&mut conn, &hearing, &response, now).await?;
    web::redirect(format!("/hoeringer/{}/svar/{key}/ret", hearing.slug))
}
