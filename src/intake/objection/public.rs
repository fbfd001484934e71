//! Behind the secret link: write an objection, read what was decided.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query, ServiceConfig, get, post};
use diesel_async::AsyncPgConnection;
use serde::Deserialize;

use super::pages::{Earlier, NewObjection};
use super::{MOST_CHARACTERS, Objection, ObjectionError, Outcome, object};
use crate::app::App;
use crate::hearing::Hearing;
use crate::intake::public::opened;
use crate::intake::receipt;
use crate::response::Response;
use crate::templates::{Field, FormError, Words};
use crate::web::{self, Error, Form, View};

pub fn routes(config: &mut ServiceConfig) {
    const ADDRESS: &str = "/kvittering/{number}/{token}/indsigelse";
    config
        .route(ADDRESS, get().to(new))
        .route(ADDRESS, post().to(create));
}

#[derive(Deserialize)]
struct Sent {
    objection: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Shown {
    /// After one was received.
    modtaget: Option<String>,
}

async fn page(
    app: &App,
    conn: &mut AsyncPgConnection,
    words: &Words,
    response: &Response,
) -> anyhow::Result<NewObjection> {
    let hearing = Hearing::find(conn, response.hearing_id).await?;
    let earlier = Objection::of_response(conn, response.id).await?;
    Ok(NewObjection {
        hearing: hearing.head(app.clock.now()),
        number: response.number.clone(),
        action: receipt::objection_path(app, &response.number),
        back: format!("{}/svar", receipt::path(app, &response.number)),
        errors: Vec::new(),
        text: Field::default(),
        received: false,
        mailed: receipt::address_of(conn, response.id).await?.is_some(),
        earlier: earlier
            .into_iter()
            .map(|one| Earlier {
                at: one.created_at,
                text: one.text,
                outcome: one.outcome.map(|it| words.text(outcome_key(it), &[])),
                answer: if one.outcome.is_some() {
                    one.answer
                } else {
                    String::new()
                },
                settled_at: one.settled_at,
            })
            .collect(),
    })
}

/// The words for a decision, as the sender reads them.
#[must_use]
pub fn outcome_key(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Upheld => "objection-upheld",
        Outcome::Partly => "objection-partly",
        Outcome::Rejected => "objection-rejected",
    }
}

async fn new(
    app: Data<App>,
    view: View,
    path: Path<(String, String)>,
    shown: Query<Shown>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let response = opened(&app, &mut conn, &path).await?;
    let mut page = page(&app, &mut conn, view.words(), &response).await?;
    page.received = shown.modtaget.is_some();
    answer(view, &mut conn, &response, (StatusCode::OK, page)).await
}

async fn create(
    app: Data<App>,
    view: View,
    path: Path<(String, String)>,
    form: Form<Sent>,
) -> web::Result {
    let Form(sent) = form;
    let mut conn = app.conn().await?;
    let response = opened(&app, &mut conn, &path).await?;
    let wrong = match object(&app, &mut conn, &response, &sent.objection).await {
        Ok(()) => {
            let here = receipt::objection_path(&app, &response.number);
            return web::redirect(format!("{here}?modtaget=ja"));
        }
        Err(ObjectionError::Empty) => view.words().text("fault-objection-empty", &[]),
        Err(ObjectionError::TooLong) => view.words().text(
            "fault-objection-long",
            &[(
                "limit",
                i32::try_from(MOST_CHARACTERS).unwrap_or(i32::MAX).into(),
            )],
        ),
        Err(ObjectionError::TooMany) => view.words().text("fault-objection-many", &[]),
        Err(ObjectionError::Failed(error)) => return Err(Error::Internal(error)),
        Err(_) => return Err(Error::BadRequest),
    };
    let mut page = page(&app, &mut conn, view.words(), &response).await?;
    page.errors = vec![FormError {
        field: "objection".into(),
        text: wrong.clone(),
    }];
    page.text = Field {
        value: sent.objection,
        error: Some(wrong),
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    answer(view, &mut conn, &response, (status, page)).await
}

async fn answer(
    view: View,
    conn: &mut AsyncPgConnection,
    response: &Response,
    (status, page): (StatusCode, NewObjection),
) -> web::Result {
    let hearing = Hearing::find(conn, response.hearing_id).await?;
    let organisation = hearing.site_organisation(conn).await?;
    view.of(organisation).page_with_status(status, &page)
}
