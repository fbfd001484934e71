//! *Indsigelser*: what senders have against publication, and what a person decided.

mod show;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use diesel_async::AsyncPgConnection;
use serde::Deserialize;

use super::answer::field;
use super::head::Head;
use super::inbox;
use crate::app::App;
use crate::hearing::Hearing;
use crate::intake::objection::form::objector_key;
use crate::intake::objection::{
    self, AnsweredHow, LetterState, Objection, ObjectionError, Outcome, Way,
};
use crate::response::Response;
use crate::staff::{Access, Editor, Reader};
use crate::templates::words::copenhagen;
use crate::templates::{Choice, Words, pages};
use crate::web::{self, Error, Form, View, redirect};

pub use show::{FailedLetter, ListObjections, ObjectionView};

pages![ListObjections];

#[derive(Deserialize)]
pub(super) struct On {
    id: i64,
}

#[derive(Deserialize)]
pub(super) struct OnLetter {
    id: i64,
    letter: i64,
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
    app: &App,
    (view, access): (&View, &Access),
    conn: &mut AsyncPgConnection,
) -> web::Result<ListObjections> {
    let words = view.words();
    let hearing = Hearing::find(conn, access.hearing_id).await?;
    let head = Head::of(conn, &hearing, access).await?;
    let today = copenhagen(app.clock.now()).date_naive();
    let all = Objection::of_hearing(conn, hearing.id).await?;
    let ids: Vec<i64> = all.iter().map(|one| one.id).collect();
    let letters = objection::letters_of(conn, &ids).await?;
    let mut objections = Vec::new();
    for one in all {
        let (title, href) = about(conn, words, (&one, &head.base)).await?;
        let failed = letters.iter().filter(|letter| {
            letter.objection_id == one.id
                && matches!(letter.state, LetterState::Failed | LetterState::Bounced)
        });
        let failed = failed.map(|letter| FailedLetter {
            id: letter.id,
            text: words.text(
                "desk-objection-mail-failed",
                &[("email", letter.recipient.as_str().into())],
            ),
        });
        let days = (one.due_on - today).num_days();
        let n = i32::try_from(days.max(0)).unwrap_or(i32::MAX);
        objections.push(ObjectionView {
            id: one.id,
            title,
            href,
            at: one.created_at,
            who: who(words, &one),
            checked: one.to_be_checked,
            about: (one.way == Way::Page).then(|| one.about.clone()),
            about_error: None,
            due: words.text(
                "desk-objection-due",
                &[("date", words.date(one.due_on).into())],
            ),
            left: words.text("desk-objection-days", &[("n", n.into())]),
            overdue: days < 0,
            settled: settled(words, &one),
            otherwise: one.answered_how == Some(AnsweredHow::Otherwise),
            mailable: one.way == Way::Link || one.email.is_some(),
            email: one.email.unwrap_or_default(),
            failed: failed.collect(),
            text: one.text,
            typed: if one.settled_at.is_none() {
                one.answer.clone()
            } else {
                String::new()
            },
            answer: one.answer,
            error: None,
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

/// What a case is called, and where its response is.
async fn about(
    conn: &mut AsyncPgConnection,
    words: &Words,
    (one, base): (&Objection, &str),
) -> web::Result<(String, Option<String>)> {
    let Some(response_id) = one.response_id else {
        let name = one.name.as_str();
        let title = words.text("desk-objection-by", &[("who", name.into())]);
        return Ok((title, None));
    };
    let response = Response::find(conn, response_id).await?;
    let respondents = response.respondents(conn).await?;
    let name = respondents.first().map(|it| it.display_name().to_owned());
    let who = inbox::who(words, &name.unwrap_or_default());
    let title = words.text("desk-objection-to", &[("who", who.into())]);
    Ok((title, Some(format!("{base}/svar/{}", response.number))))
}

/// Who objects on the page of a hearing, line by line; of a sender behind the link the response says it.
fn who(words: &Words, one: &Objection) -> Vec<String> {
    if one.way == Way::Link {
        return Vec::new();
    }
    let number = words.text(
        "objection-number",
        &[("number", one.number.as_str().into())],
    );
    let said = words.text(objector_key(one.objector), &[]);
    let lines = [
        number,
        format!("{}: {said}", one.name),
        one.email.clone().unwrap_or_default(),
        one.contact.clone(),
    ];
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}

pub(super) async fn index(app: Data<App>, view: View, reader: Reader) -> web::Result {
    let mut conn = app.conn().await?;
    view.page(&page(&app, (&view, &reader), &mut conn).await?)
}

/// Back to the case; or the list with what is wrong with it.
async fn told(
    app: &App,
    (view, editor): (View, &Editor),
    conn: &mut AsyncPgConnection,
    (id, done): (i64, Result<(), ObjectionError>),
    typed: Typed<'_>,
) -> web::Result {
    let key = match done {
        Ok(()) => return redirect(editor.at(&format!("indsigelser#indsigelse-{id}"))),
        Err(ObjectionError::Failed(error)) => {
            return Err(match error.downcast::<diesel::result::Error>() {
                Ok(error) => error.into(),
                Err(error) => Error::Internal(error),
            });
        }
        Err(ObjectionError::Done) => typed.done,
        Err(ObjectionError::NoResponse) => "desk-objection-no-response",
        Err(ObjectionError::NoAnswer) => "desk-objection-no-answer",
        Err(ObjectionError::TooLong) => "desk-objection-too-long",
        Err(_) => "desk-objection-no-reason",
    };
    let mut shown = page(app, (&view, editor), conn).await?;
    let wrong = shown.objections.iter_mut().find(|one| one.id == id);
    let wrong = wrong.ok_or(Error::NotFound)?;
    let text = Some(view.words().text(key, &[]));
    if let Some(about) = typed.about {
        wrong.about = Some(about.to_owned());
        wrong.about_error = text;
    } else {
        wrong.error = text;
        typed.answer.clone_into(&mut wrong.typed);
    }
    view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

/// What was typed, to be shown again, and what it means that it was done before.
#[derive(Default)]
struct Typed<'a> {
    answer: &'a str,
    about: Option<&'a str>,
    done: &'static str,
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
    let otherwise = field(&fields, "reply") == "otherwise";
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    let done = match Outcome::parse(field(&fields, "outcome")) {
        Some(outcome) => {
            let decision = (outcome, answer, otherwise);
            objection::settle(&app, &mut conn, by, at.id, decision).await
        }
        None => Err(ObjectionError::NoReason),
    };
    let typed = Typed {
        answer,
        done: "desk-objection-done",
        ..Typed::default()
    };
    told(&app, (view, &editor), &mut conn, (at.id, done), typed).await
}

/// Takes a decision back.
pub(super) async fn reopen(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<On>,
    _form: Form<Vec<(String, String)>>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    let done = objection::reopen(&mut conn, by, at.id).await;
    let typed = Typed {
        done: "desk-objection-not-decided",
        ..Typed::default()
    };
    told(&app, (view, &editor), &mut conn, (at.id, done), typed).await
}

/// Says which response one is about.
pub(super) async fn connect(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<On>,
    form: Form<Vec<(String, String)>>,
) -> web::Result {
    let Form(fields) = form;
    let about = field(&fields, "about");
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    let done = objection::connect(&mut conn, by, (at.id, about)).await;
    let typed = Typed {
        about: Some(about),
        done: "desk-objection-no-response",
        ..Typed::default()
    };
    told(&app, (view, &editor), &mut conn, (at.id, done), typed).await
}

/// Mails again what did not arrive.
pub(super) async fn send_again(
    app: Data<App>,
    editor: Editor,
    at: Path<OnLetter>,
    _form: Form<Vec<(String, String)>>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    let OnLetter { id, letter } = at.into_inner();
    if !objection::send_again(&mut conn, by, (id, letter)).await? {
        return Err(Error::NotFound);
    }
    redirect(editor.at(&format!("indsigelser#indsigelse-{id}")))
}
