//! The approved memo as a file: handed in, its references checked against the responses, put in force, replaced and withdrawn.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use serde::Serialize;

use super::At;
use super::back::said::is_reference;
use super::back::upload::{DOCX, PDF, Sent, sent, unreadable};
use super::words::{gone_key, refusal};
use crate::app::App;
use crate::desk::answer::field;
use crate::desk::files::download;
use crate::desk::head::Head;
use crate::extract::{Extractor, State as Read};
use crate::hearing::Hearing;
use crate::memo::approved::{self, Approved, NewApproved, Wrong};
use crate::memo::{MemoError, Voices};
use crate::staff::{Access, Editor, Reader, Role, names_of};
use crate::templates::{Page, Words};
use crate::web::{self, Error, Form, View, redirect};

/// The most references of a file that are looked at.
const MOST: usize = 5_000;

/// The files that were handed in as the approved memo.
#[derive(Clone, Debug, Serialize)]
pub struct ShowApproved {
    pub head: Head,
    /// `/sekretariat/{hearing}/hoeringsnotat`
    pub list: String,
    pub here: String,
    pub error: Option<String>,
    pub message: Option<String>,
    /// What was typed as a reason.
    pub reason: String,
    pub may_edit: bool,
    pub current: Option<ShownFile>,
    pub waiting: Vec<ShownFile>,
    pub earlier: Vec<ShownFile>,
}

/// A file.
#[derive(Clone, Debug, Serialize)]
pub struct ShownFile {
    pub id: i64,
    pub name: String,
    pub href: String,
    pub sha256: String,
    pub who: String,
    pub at: DateTime<Utc>,
    pub approved_by: Option<String>,
    pub approved_at: Option<DateTime<Utc>>,
    pub reason: String,
    pub references: usize,
    pub wrong: Vec<WrongReference>,
}

/// A reference that is not right, and why.
#[derive(Clone, Debug, Serialize)]
pub struct WrongReference {
    pub name: String,
    pub why: String,
}

/// What was tried.
#[derive(Default)]
struct Tried {
    error: Option<&'static str>,
    message: Option<String>,
    reason: String,
}

pub(in crate::desk) async fn show(app: Data<App>, view: View, reader: Reader) -> web::Result {
    let mut conn = app.conn().await?;
    view.page(&page(&mut conn, view.words(), &reader, Tried::default()).await?)
}

async fn page(
    conn: &mut AsyncPgConnection,
    words: &Words,
    access: &Access,
    tried: Tried,
) -> web::Result<ShowApproved> {
    let hearing = Hearing::find(conn, access.hearing_id).await?;
    let head = Head::of(conn, &hearing, access).await?;
    let all = approved::all_of(conn, hearing.id).await?;
    let voices = Voices::of_hearing(conn, hearing.id).await?;
    let people: Vec<i64> = all
        .iter()
        .flat_map(|one| [Some(one.staff_id), one.approved_by])
        .flatten()
        .collect();
    let people = names_of(conn, &people).await?;
    let here = format!("{}/hoeringsnotat/godkendt", head.base);
    let name = |id: i64| {
        people
            .get(&id)
            .map(|one| one.name.clone())
            .unwrap_or_default()
    };
    let shown = |one: &Approved| ShownFile {
        id: one.id,
        name: one.filename.clone(),
        href: format!("{here}/{}/fil", one.id),
        sha256: hex::encode(&one.sha256),
        who: name(one.staff_id),
        at: one.created_at,
        approved_by: one.approved_by.map(name),
        approved_at: one.approved_at,
        reason: one.reason.clone(),
        references: one.named().len(),
        wrong: approved::check(&one.named(), &voices)
            .into_iter()
            .map(|(name, wrong)| WrongReference {
                why: why(words, wrong),
                name,
            })
            .collect(),
    };
    let of = |wanted: fn(&Approved) -> bool| all.iter().filter(move |it| wanted(it));
    Ok(ShowApproved {
        list: format!("{}/hoeringsnotat", head.base),
        error: tried.error.map(|key| words.text(key, &[])),
        message: tried.message,
        reason: tried.reason,
        may_edit: access.may(Role::Editor),
        current: of(|it| it.approved_at.is_some() && it.ended_at.is_none())
            .map(shown)
            .next(),
        waiting: of(|it| it.approved_at.is_none() && it.ended_at.is_none())
            .map(shown)
            .collect(),
        earlier: of(|it| it.ended_at.is_some()).map(shown).collect(),
        here: here.clone(),
        head,
    })
}

fn why(words: &Words, wrong: Wrong) -> String {
    let key = match wrong {
        Wrong::Unknown => "memo-approved-unknown",
        Wrong::Superseded => "memo-gone-superseded",
        Wrong::Gone(state) => gone_key(state).unwrap_or("memo-approved-unknown"),
    };
    words.text(key, &[])
}

/// Keeps a file and checks it; it is not in force by that.
pub(in crate::desk) async fn create(
    app: Data<App>,
    view: View,
    editor: Editor,
    sending: (HttpRequest, Payload),
) -> web::Result {
    let taken = match sent(&app, sending).await? {
        Ok(sent) => hand_in(&app, &editor, sent).await?,
        Err(key) => Err(key),
    };
    if let Err(key) = taken {
        let tried = Tried {
            error: Some(key),
            ..Tried::default()
        };
        return again(&app, &view, &editor, tried).await;
    }
    redirect(editor.at("hoeringsnotat/godkendt"))
}

async fn hand_in(app: &App, editor: &Editor, sent: Sent) -> web::Result<Result<(), &'static str>> {
    if sent.kind != DOCX && sent.kind != PDF {
        return Ok(Err("memo-approved-other"));
    }
    let extractor = Extractor::new(app.program.clone());
    let read = extractor.extract(&sent.bytes, &sent.name, None).await;
    if read.state != Read::Text {
        return Ok(Err(match (read.state, read.why) {
            (Read::NoText, _) | (_, None) => "memo-approved-no-text",
            (_, Some(why)) => unreadable(why),
        }));
    }
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    let voices = Voices::of_hearing(&mut conn, by.hearing_id).await?;
    let named = references(&read.text, &voices);
    let kept = app.storage.keep(sent.bytes.clone()).await?;
    let new = NewApproved {
        kept: &kept,
        filename: &sent.name,
        media_type: &sent.kind,
        named: &named,
    };
    approved::hand_in(&mut conn, by, new).await?;
    Ok(Ok(()))
}

/// What a text refers to: references of the letters that the hearing uses, and receipt numbers.
fn references(text: &str, voices: &Voices) -> Vec<String> {
    let letters: Vec<String> = voices.letters();
    let mut found: Vec<String> = Vec::new();
    let words = text.split(|it: char| !(it.is_alphanumeric() || it == '-'));
    // A receipt number may be without a digit.
    let may_be = |word: &&str| word.chars().any(|it| it.is_ascii_digit() || it == '-');
    for word in words.filter(may_be) {
        let letter: String = word.chars().take_while(|it| it.is_uppercase()).collect();
        let is_one =
            voices.named(word).is_some() || is_reference(word) && letters.contains(&letter);
        if is_one && found.len() < MOST && !found.iter().any(|it| it == word) {
            found.push(word.to_owned());
        }
    }
    found
}

async fn again(app: &App, view: &View, editor: &Editor, tried: Tried) -> web::Result {
    let mut conn = app.conn().await?;
    let page = page(&mut conn, view.words(), editor, tried).await?;
    view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Puts a file in force; one with references that are not right by a reason.
pub(in crate::desk) async fn approve(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
    form: Form<Vec<(String, String)>>,
) -> web::Result {
    let Form(fields) = form;
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    let reason = field(&fields, "reason");
    let error = match approved::approve(&mut conn, by, at.id.into(), reason).await {
        Ok(()) => return redirect(editor.at("hoeringsnotat/godkendt")),
        Err(MemoError::Database(error)) => return Err(error.into()),
        Err(error) => error,
    };
    let words = view.words();
    let message = match error {
        MemoError::NoRemark => Some(words.text("memo-approved-no-reason", &[])),
        other => refusal(words, &other, ""),
    };
    let tried = Tried {
        message: Some(message.ok_or(Error::Conflict)?),
        reason: reason.to_owned(),
        ..Tried::default()
    };
    again(&app, &view, &editor, tried).await
}

/// Takes a file out of force, or one away that waits.
pub(in crate::desk) async fn end(
    app: Data<App>,
    editor: Editor,
    at: Path<At>,
    _form: Form<Vec<(String, String)>>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    approved::end(&mut conn, by, at.id.into()).await?;
    redirect(editor.at("hoeringsnotat/godkendt"))
}

/// The file as it was handed in.
pub(in crate::desk) async fn file(app: Data<App>, reader: Reader, at: Path<At>) -> web::Result {
    let mut conn = app.conn().await?;
    let it = approved::find(&mut conn, (reader.hearing_id, at.id.into())).await?;
    let bytes = app.storage.read(&it.sha256).await?;
    Ok(download(bytes, &it.filename))
}

impl Page for ShowApproved {
    const TEMPLATE: &'static str = "desk/memo/approved";

    fn sample() -> Self {
        let file = ShownFile {
            id: 1,
            name: "Høringsnotat godkendt.pdf".into(),
            href: "/sekretariat/x/hoeringsnotat/godkendt/1/fil".into(),
            sha256: "9f".repeat(32),
            who: "Hanne Toft".into(),
            at: DateTime::UNIX_EPOCH,
            approved_by: Some("Mikkel Bro".into()),
            approved_at: Some(DateTime::UNIX_EPOCH),
            reason: "A4 er papirets størrelse.".into(),
            references: 41,
            wrong: vec![WrongReference {
                name: "A4".into(),
                why: "findes ikke".into(),
            }],
        };
        let waiting = ShownFile {
            id: 2,
            approved_by: None,
            approved_at: None,
            reason: String::new(),
            ..file.clone()
        };
        let earlier = ShownFile {
            id: 3,
            wrong: vec![],
            ..file.clone()
        };
        Self {
            head: Head::sample(),
            list: "/sekretariat/x/hoeringsnotat".into(),
            here: "/sekretariat/x/hoeringsnotat/godkendt".into(),
            error: None,
            message: None,
            reason: String::new(),
            may_edit: true,
            current: Some(file),
            waiting: vec![waiting],
            earlier: vec![earlier],
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let none = Self {
            current: None,
            waiting: vec![],
            earlier: vec![],
            error: Some("Vælg en fil.".into()),
            ..Self::sample()
        };
        let reader = Self {
            may_edit: false,
            message: Some("Skriv en begrundelse.".into()),
            ..Self::sample()
        };
        vec![("", Self::sample()), ("none", none), ("reader", reader)]
    }
}
