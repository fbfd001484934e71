//! *Spørg afsenderen*: a mail to whoever sent the response, and what became of it.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use serde::Serialize;

use super::acts::{Done, Fields, Of};
use super::answer::{Answer, Refused, field};
use super::response::{self, Place};
use super::rows::Filter;
use crate::app::App;
use crate::ids;
use crate::intake::question::{self, NewQuestion, Question, QuestionState, questions_of};
use crate::response::{Respondent, Response};
use crate::staff::Editor;
use crate::templates::Words;
use crate::web::{self, Error, Form, View};

/// Characters of a question.
const LONGEST: usize = 10_000;

/// What stands on the page of a response.
#[derive(Clone, Debug, Serialize)]
pub struct Questions {
    /// The address that is asked; empty when the sender gave none.
    pub to: String,
    pub subject: String,
    /// What the form begins with.
    pub text: String,
    /// Makes sending the same form twice one question.
    pub key: String,
    pub asked: Vec<Asked>,
}

/// A question that was asked.
#[derive(Clone, Debug, Serialize)]
pub struct Asked {
    pub at: DateTime<Utc>,
    pub text: String,
    /// *Svar afventes*, *Afsenderen har svaret* …
    pub state: String,
    /// Somebody must act.
    pub open: bool,
    /// The mail that answers.
    pub answer: Option<String>,
}

/// The questions about a response, and the form for another.
pub(super) async fn of(
    conn: &mut AsyncPgConnection,
    words: &Words,
    (response, respondents): (&Response, &[Respondent]),
    (hearing, base): (&str, &str),
) -> QueryResult<Questions> {
    let asked = questions_of(conn, response.id).await?;
    let to = respondents.iter().find_map(|one| one.email.clone());
    let said = [
        ("hearing", hearing.into()),
        ("number", response.number.as_str().into()),
    ];
    Ok(Questions {
        to: to.unwrap_or_default(),
        subject: words.text("question-subject", &said),
        text: words.text("question-text", &said),
        key: ids::random_token(),
        asked: asked.iter().map(|one| shown(words, one, base)).collect(),
    })
}

fn shown(words: &Words, one: &Question, base: &str) -> Asked {
    let (key, open) = match one.state {
        QuestionState::Waiting => ("question-waiting", false),
        QuestionState::Sent => ("question-sent", false),
        QuestionState::Failed => ("question-failed", true),
        QuestionState::Bounced => ("question-bounced", true),
        QuestionState::Answered => ("question-answered", true),
    };
    Asked {
        at: one.created_at,
        text: one.text.clone(),
        state: words.text(key, &[]),
        open,
        answer: one.answer_mail_id.map(|id| format!("{base}/mails/{id}")),
    }
}

pub(super) async fn create(
    app: Data<App>,
    view: View,
    who: Editor,
    at: Path<Of>,
    form: Fields,
) -> web::Result {
    let Form(fields) = form;
    let text = field(&fields, "text").replace("\r\n", "\n");
    let done: Done = async {
        let mut conn = app.conn().await.map_err(Error::from)?;
        let of = response::find(&mut conn, &who, &at.number).await?;
        let respondents = of.respondents(&mut conn).await?;
        let to = respondents.iter().find_map(|one| one.email.as_deref());
        let new = NewQuestion {
            recipient: to.ok_or(Refused::Because("question-no-address"))?,
            subject: field(&fields, "subject"),
            text: &text,
            form_key: field(&fields, "key"),
        };
        if new.text.trim().is_empty() || new.subject.trim().is_empty() {
            return Err(Refused::Because("question-empty"));
        }
        let many = |text: &str, most: usize| text.chars().count() > most;
        if many(new.text, LONGEST) || many(new.subject, 200) || new.subject.contains(['\r', '\n']) {
            return Err(Refused::Because("question-too-long"));
        }
        if new.form_key.is_empty() || many(new.form_key, 100) {
            return Err(Error::BadRequest.into());
        }
        let by = who.act(app.clock.now());
        question::ask(&mut conn, by, of.id, (&new, app.mailer.domain()))
            .await
            .map_err(Error::from)?;
        Ok(())
    }
    .await;
    if let Err(Refused::Because(key)) = &done {
        // What was typed stands in the form again.
        let place = Place {
            typed: Some((field(&fields, "subject").to_owned(), text)),
            ..Place::default()
        };
        let message = Some(view.words().text(key, &[]));
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        let at_all = (&Filter::default(), &place);
        return response::render((&app, &view, &who), &at.number, at_all, (status, message)).await;
    }
    let answer = Answer {
        app: &app,
        view: &view,
        access: &who,
        number: &at.number,
        fields: &fields,
    };
    answer.to(done).await
}

impl Questions {
    pub(super) fn sample() -> Self {
        Self {
            to: "ole@postfuglen.example".into(),
            subject: "Dit høringssvar".into(),
            text: "Må vi vise det?".into(),
            key: "k".into(),
            asked: vec![
                Asked {
                    at: DateTime::UNIX_EPOCH,
                    text: "Må vi vise det?".into(),
                    state: "Afsenderen har svaret.".into(),
                    open: true,
                    answer: Some("/sekretariat/x/mails/7".into()),
                },
                Asked {
                    at: DateTime::UNIX_EPOCH,
                    text: "Må vi vise det?".into(),
                    state: "Sendt. Svar afventes.".into(),
                    open: false,
                    answer: None,
                },
            ],
        }
    }

    pub(super) fn none() -> Self {
        Self {
            to: String::new(),
            asked: vec![],
            ..Self::sample()
        }
    }
}
