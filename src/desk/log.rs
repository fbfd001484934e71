//! The audit log of a hearing, or of one response, newest first.

use actix_web::web::{Data, Query};
use serde::{Deserialize, Serialize};

use super::head::Head;
use super::history::{self, Done};
use super::response;
use crate::app::App;
use crate::audit;
use crate::hearing::Hearing;
use crate::staff::Reader;
use crate::templates::{Link, Page, pages};
use crate::web::{self, View};

pages![ShowLog];

const ROWS: i64 = 100;

/// A page of the log.
#[derive(Clone, Debug, Serialize)]
pub struct ShowLog {
    pub head: Head,
    pub rows: Vec<Done>,
    /// The response that it is about; none for everything.
    pub response: Option<Link>,
    pub older: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Before {
    /// Rows older than this one.
    foer: Option<i64>,
    /// The number of a response: what happened to it, all at once.
    svar: String,
}

pub(super) async fn index(
    app: Data<App>,
    view: View,
    reader: Reader,
    before: Query<Before>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, reader.hearing_id).await?;
    let head = Head::of(&mut conn, &hearing, &reader).await?;
    let response = match before.svar.as_str() {
        "" => None,
        number => Some(response::find(&mut conn, &reader, number).await?),
    };
    let recorded = match &response {
        Some(response) => audit::of_subject(&mut conn, "response", response.id).await?,
        None => audit::of_hearing(&mut conn, hearing.id, before.foer, ROWS).await?,
    };
    let people = history::people(&mut conn, &recorded).await?;
    let rows = history::done(view.words(), &recorded, &people);
    let full = response.is_none() && i64::try_from(rows.len()).is_ok_and(|count| count == ROWS);
    let oldest = recorded.last().filter(|_| full);
    let older = oldest.map(|row| format!("{}/log?foer={}", head.base, row.id));
    let response = response.map(|one| {
        Link::new(
            view.words()
                .text("desk-number", &[("n", one.number.as_str().into())]),
            format!("{}/svar/{}", head.base, one.number),
        )
    });
    view.page(&ShowLog {
        head,
        rows,
        response,
        older,
    })
}

impl Page for ShowLog {
    const TEMPLATE: &'static str = "desk/log";

    fn sample() -> Self {
        Self {
            head: Head::sample(),
            rows: vec![Done {
                id: 9,
                at: chrono::DateTime::UNIX_EPOCH,
                who: "HT".into(),
                what: "læste svaret".into(),
                subject: "response 1".into(),
            }],
            response: Some(Link::new("Nummer K7M2Q-9XWE4", "/sekretariat/x/svar/y")),
            older: Some("/sekretariat/x/log?foer=9".into()),
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let none = Self {
            rows: vec![],
            response: None,
            older: None,
            ..Self::sample()
        };
        vec![("", Self::sample()), ("none", none)]
    }
}
