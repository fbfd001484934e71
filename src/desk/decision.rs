//! *Beslutningen*: what was decided, and that every sender is told of it.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use chrono::{DateTime, NaiveDate, Utc};
use diesel_async::AsyncPgConnection;
use serde::Serialize;

use super::answer::field;
use super::head::Head;
use crate::app::App;
use crate::hearing::{Hearing, local_date, zone};
use crate::intake::decision::{Decision, DecisionError, recipients, tell};
use crate::staff::{Access, Reader, Releaser};
use crate::templates::{Field, Page, pages};
use crate::web::{self, Form, View, redirect};

pages![ShowDecision];

/// The page: the form, or what was told.
#[derive(Clone, Debug, Serialize)]
pub struct ShowDecision {
    pub head: Head,
    /// *Regionsrådet, 20. december 2023*; none when no meeting decides.
    pub meeting: Option<String>,
    pub text: Field,
    pub day: Field,
    /// Addresses that get a mail.
    pub mails: usize,
    /// Responses without an address.
    pub without: usize,
    pub no_server: bool,
    pub told_at: Option<DateTime<Utc>>,
    pub may_tell: bool,
}

async fn page(
    (app, view, access): (&App, &View, &Access),
    conn: &mut AsyncPgConnection,
    typed: Option<(Field, Field)>,
) -> web::Result<ShowDecision> {
    let hearing = Hearing::find(conn, access.hearing_id).await?;
    let head = Head::of(conn, &hearing, access).await?;
    let meetings = hearing.meetings(conn).await?;
    let meeting = meetings.into_iter().find(|one| one.decides);
    let told = Decision::of_hearing(conn, hearing.id).await?;
    let (to, without) = recipients(conn, hearing.id).await?;
    let day = meeting.as_ref().map(|one| one.held_on.to_string());
    let (text, day) = match (&told, typed) {
        (Some(told), _) => (
            told.text.as_str().into(),
            told.decided_on.to_string().into(),
        ),
        (None, Some(typed)) => typed,
        (None, None) => ("".into(), day.unwrap_or_default().into()),
    };
    Ok(ShowDecision {
        meeting: meeting.map(|one| format!("{}, {}", one.body, view.words().date(one.held_on))),
        text,
        day,
        mails: to.len(),
        without,
        no_server: !app.mailer.goes_somewhere(),
        told_at: told.map(|told| told.told_at),
        may_tell: access.may(crate::staff::Role::Releaser),
        head,
    })
}

pub(super) async fn index(app: Data<App>, view: View, reader: Reader) -> web::Result {
    let mut conn = app.conn().await?;
    view.page(&page((&app, &view, &reader), &mut conn, None).await?)
}

/// Tells everybody.
pub(super) async fn create(
    app: Data<App>,
    view: View,
    by: Releaser,
    form: Form<Vec<(String, String)>>,
) -> web::Result {
    let Form(fields) = form;
    let (text, day) = (field(&fields, "text"), field(&fields, "day"));
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, by.hearing_id).await?;
    let now = app.clock.now();
    let today = local_date(zone(&hearing.time_zone)?, now);
    let parsed: Option<NaiveDate> = day.parse().ok();
    let key = match parsed {
        None => "decision-no-day",
        Some(day) => match tell(&app, &mut conn, by.act(now), (text, day, today)).await {
            Ok(_) => return redirect(by.at("beslutning")),
            Err(DecisionError::Empty) => "decision-empty",
            Err(DecisionError::TooLong) => "decision-too-long",
            Err(DecisionError::TooEarly) => "decision-too-early",
            // Sent twice: the second finds what the first did.
            Err(DecisionError::Done) => return redirect(by.at("beslutning")),
            Err(DecisionError::Failed(error)) => return Err(web::Error::Internal(error)),
        },
    };
    let error = Some(view.words().text(key, &[]));
    let of_day = matches!(key, "decision-no-day" | "decision-too-early");
    let typed = |value: &str, own: bool| Field {
        value: value.to_owned(),
        error: error.clone().filter(|_| own),
    };
    let typed = (typed(text, !of_day), typed(day, of_day));
    let shown = page((&app, &view, &by), &mut conn, Some(typed)).await?;
    view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

impl Page for ShowDecision {
    const TEMPLATE: &'static str = "desk/decision";

    fn sample() -> Self {
        Self {
            head: Head::sample(),
            meeting: Some("Regionsrådet, 20. december 2023".into()),
            text: "".into(),
            day: "2023-12-20".into(),
            mails: 38,
            without: 3,
            no_server: false,
            told_at: None,
            may_tell: true,
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let wrong = Self {
            text: Field {
                value: String::new(),
                error: Some("Skriv, hvad der blev besluttet.".into()),
            },
            no_server: true,
            ..Self::sample()
        };
        let told = Self {
            text: "Planen er vedtaget.".into(),
            told_at: Some(DateTime::UNIX_EPOCH),
            ..Self::sample()
        };
        vec![("", Self::sample()), ("wrong", wrong), ("told", told)]
    }
}
