//! *Indsigelser*: what senders have against publication, and what a person decided.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use serde::{Deserialize, Serialize};

use super::answer::field;
use super::head::Head;
use super::inbox;
use crate::app::App;
use crate::hearing::Hearing;
use crate::intake::objection::{self, Objection, ObjectionError, Outcome};
use crate::response::Response;
use crate::staff::{Access, Editor, Reader};
use crate::templates::{Choice, Page, Words, pages};
use crate::web::{self, Error, Form, View, redirect};

pages![ListObjections];

/// The list.
#[derive(Clone, Debug, Serialize)]
pub struct ListObjections {
    pub head: Head,
    pub outcomes: Vec<Choice>,
    pub objections: Vec<ObjectionView>,
}

/// One objection.
#[derive(Clone, Debug, Serialize)]
pub struct ObjectionView {
    pub id: i64,
    pub title: String,
    pub href: String,
    pub at: DateTime<Utc>,
    pub text: String,
    /// "Medhold, 3. november 2023"
    pub settled: Option<String>,
    pub answer: String,
    pub error: Option<String>,
    /// What was typed and not taken.
    pub typed: String,
}

#[derive(Deserialize)]
pub(super) struct On {
    id: i64,
}

fn outcome_text(words: &Words, outcome: Outcome) -> String {
    let key = match outcome {
        Outcome::Upheld => "desk-objection-upheld",
        Outcome::Partly => "desk-objection-partly",
        Outcome::Rejected => "desk-objection-rejected",
    };
    words.text(key, &[])
}

/// "Medhold, 3. november 2023"; none while it is open.
pub(super) fn settled(words: &Words, one: &Objection) -> Option<String> {
    let at = one.settled_at?;
    let outcome = outcome_text(words, one.outcome?);
    let date = words.datetime(at);
    Some(words.text(
        "desk-objection-settled",
        &[("outcome", outcome.into()), ("date", date.into())],
    ))
}

async fn page(
    (view, access): (&View, &Access),
    conn: &mut AsyncPgConnection,
) -> web::Result<ListObjections> {
    let words = view.words();
    let hearing = Hearing::find(conn, access.hearing_id).await?;
    let head = Head::of(conn, &hearing, access).await?;
    let mut objections = Vec::new();
    for (one, number) in Objection::of_hearing(conn, hearing.id).await? {
        let response = Response::find(conn, one.response_id).await?;
        let respondents = response.respondents(conn).await?;
        let name = respondents.first().map(|it| it.display_name().to_owned());
        let who = inbox::who(words, &name.unwrap_or_default());
        objections.push(ObjectionView {
            id: one.id,
            title: words.text("desk-objection-to", &[("who", who.into())]),
            href: format!("{}/svar/{number}", head.base),
            at: one.created_at,
            settled: settled(words, &one),
            text: one.text,
            answer: one.answer,
            error: None,
            typed: String::new(),
        });
    }
    Ok(ListObjections {
        outcomes: Outcome::ALL
            .iter()
            .map(|it| Choice::new(it.as_str(), &outcome_text(words, *it), false))
            .collect(),
        objections,
        head,
    })
}

pub(super) async fn index(app: Data<App>, view: View, reader: Reader) -> web::Result {
    let mut conn = app.conn().await?;
    view.page(&page((&view, &reader), &mut conn).await?)
}

/// Decides one.
pub(super) async fn settle(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<On>,
    form: Form<Vec<(String, String)>>,
) -> web::Result {
    let Form(fields) = form;
    let answer = field(&fields, "answer");
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    let done = match Outcome::parse(field(&fields, "outcome")) {
        Some(outcome) => objection::settle(&app, &mut conn, by, at.id, (outcome, answer)).await,
        None => Err(ObjectionError::NoReason),
    };
    let key = match done {
        Ok(()) => return redirect(editor.at(&format!("indsigelser#indsigelse-{}", at.id))),
        Err(ObjectionError::Failed(error)) => {
            return Err(match error.downcast::<diesel::result::Error>() {
                Ok(error) => error.into(),
                Err(error) => Error::Internal(error),
            });
        }
        Err(ObjectionError::Done) => "desk-objection-done",
        Err(_) => "desk-objection-no-reason",
    };
    let mut shown = page((&view, &editor), &mut conn).await?;
    let wrong = shown.objections.iter_mut().find(|one| one.id == at.id);
    let wrong = wrong.ok_or(Error::NotFound)?;
    wrong.error = Some(view.words().text(key, &[]));
    wrong.typed = answer.to_owned();
    view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

impl Page for ListObjections {
    const TEMPLATE: &'static str = "desk/objections";

    fn sample() -> Self {
        let one = |id, settled: Option<&str>, error: Option<&str>| ObjectionView {
            id,
            title: "Indsigelse mod svaret fra Ole Snebær".into(),
            href: "/sekretariat/x/svar/K7M2Q-9XWE4".into(),
            at: DateTime::UNIX_EPOCH,
            text: "Min adresse står i bilaget.".into(),
            settled: settled.map(str::to_owned),
            answer: "Vi har skjult adressen.".into(),
            error: error.map(str::to_owned),
            typed: String::new(),
        };
        Self {
            head: Head::sample(),
            outcomes: vec![Choice::new("upheld", "Medhold", false)],
            objections: vec![
                one(1, None, None),
                one(2, None, Some("Skriv en begrundelse.")),
                one(3, Some("Medhold, 3. november 2023"), None),
            ],
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let none = Self {
            objections: vec![],
            ..Self::sample()
        };
        vec![("", Self::sample()), ("none", none)]
    }
}
