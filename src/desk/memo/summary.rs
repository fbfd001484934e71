//! The head of the memo: the hearing in numbers, counted as the compilation counts, and the summary of at most a page.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use serde::Serialize;

use super::words::refusal;
use crate::app::App;
use crate::desk::answer::field;
use crate::desk::head::Head;
use crate::desk::panel;
use crate::finder;
use crate::hearing::{Hearing, frames_of};
use crate::memo::{
    self, Disposition, MemoError, Point, SUMMARY_CHARACTERS, Section, Summary, summaries_of,
};
use crate::publication::numbers::{self, Numbers};
use crate::staff::{Access, Editor, Reader, Role, names_of};
use crate::templates::{Page, Words};
use crate::text::char_len;
use crate::text::diff::{Difference, differences};
use crate::web::{self, Error, Form, View, redirect};

/// The head of the memo.
#[derive(Clone, Debug, Serialize)]
pub struct ShowSummary {
    pub head: Head,
    /// `/sekretariat/{hearing}/hoeringsnotat`
    pub list: String,
    pub message: Option<String>,
    pub text: String,
    /// The version that the text was, or is being, written on; 0 for none.
    pub version: i32,
    pub characters: usize,
    pub limit: usize,
    pub warned: bool,
    pub may_edit: bool,
    pub versions: Vec<SummaryVersion>,
    /// That the memo goes out with the compilation; none while it stays here.
    pub published: Option<Published>,
    /// What became of the responses.
    pub responses: Vec<Figure>,
    pub received: usize,
    pub asked: usize,
    pub answered: usize,
    pub themes: Vec<ThemeFigure>,
    /// How the points are disposed of.
    pub dispositions: Vec<Figure>,
    pub points: usize,
}

/// Who said that the memo goes out, and when.
#[derive(Clone, Debug, Serialize)]
pub struct Published {
    pub who: String,
    pub at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize)]
pub struct SummaryVersion {
    pub number: i32,
    pub who: String,
    pub at: DateTime<Utc>,
    pub stretches: Vec<Difference>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    pub text: String,
    pub n: usize,
}

#[derive(Clone, Debug, Serialize)]
pub struct ThemeFigure {
    pub label: String,
    pub title: String,
    pub track: u8,
    pub href: String,
    pub responses: usize,
    pub passages: usize,
    pub points: usize,
}

/// What was typed and could not be saved.
struct Typed {
    text: String,
    version: Option<i32>,
    message: String,
}

pub(in crate::desk) async fn show(app: Data<App>, view: View, reader: Reader) -> web::Result {
    let mut conn = app.conn().await?;
    view.page(&page(&mut conn, view.words(), &reader, None).await?)
}

pub(in crate::desk) async fn save(
    app: Data<App>,
    view: View,
    editor: Editor,
    form: Form<Vec<(String, String)>>,
) -> web::Result {
    let Form(fields) = form;
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    let text = field(&fields, "text").to_owned();
    let seen = field(&fields, "version").parse().unwrap_or(0);
    let error = match memo::save_summary(&mut conn, by, seen, &text).await {
        Ok(()) => return redirect(editor.at("hoeringsnotat/sammenfatning")),
        Err(MemoError::Database(error)) => return Err(error.into()),
        Err(error) => error,
    };
    let message = refusal(view.words(), &error, "").ok_or(Error::Conflict)?;
    let changed = matches!(error, MemoError::Changed);
    let typed = Typed {
        text,
        version: (!changed).then_some(seen),
        message,
    };
    let page = page(&mut conn, view.words(), &editor, Some(typed)).await?;
    view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

pub(in crate::desk) async fn publish(
    app: Data<App>,
    view: View,
    editor: Editor,
    _: Form<Vec<(String, String)>>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let done = memo::publish(&mut conn, editor.act(app.clock.now())).await;
    let error = match done {
        Ok(()) => return redirect(editor.at("hoeringsnotat/sammenfatning#publish")),
        Err(MemoError::Database(error)) => return Err(error.into()),
        Err(error) => error,
    };
    let message = refusal(view.words(), &error, "").ok_or(Error::Conflict)?;
    let mut page = page(&mut conn, view.words(), &editor, None).await?;
    page.message = Some(message);
    view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

pub(in crate::desk) async fn keep_back(
    app: Data<App>,
    editor: Editor,
    _: Form<Vec<(String, String)>>,
) -> web::Result {
    let mut conn = app.conn().await?;
    memo::keep_back(&mut conn, editor.act(app.clock.now())).await?;
    redirect(editor.at("hoeringsnotat/sammenfatning#publish"))
}

async fn published(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
) -> web::Result<Option<Published>> {
    let Some(one) = memo::publication_of(conn, hearing_id).await? else {
        return Ok(None);
    };
    let people = names_of(conn, &[one.staff_id]).await?;
    Ok(Some(Published {
        who: people
            .get(&one.staff_id)
            .map(|person| person.name.clone())
            .unwrap_or_default(),
        at: one.created_at,
    }))
}

async fn page(
    conn: &mut AsyncPgConnection,
    words: &Words,
    access: &Access,
    typed: Option<Typed>,
) -> web::Result<ShowSummary> {
    let hearing = Hearing::find(conn, access.hearing_id).await?;
    let head = Head::of(conn, &hearing, access).await?;
    let versions = summaries_of(conn, hearing.id).await?;
    let points = Point::of_hearing(conn, hearing.id).await?;
    let numbers = numbers::of(conn, &hearing.slug, words).await?;
    let there = versions.first();
    let text = match &typed {
        Some(typed) => typed.text.clone(),
        None => there.map(|one| one.text.clone()).unwrap_or_default(),
    };
    let seen = typed.as_ref().and_then(|typed| typed.version);
    Ok(ShowSummary {
        list: format!("{}/hoeringsnotat", head.base),
        characters: char_len(&text),
        limit: SUMMARY_CHARACTERS,
        warned: !finder::find(&text).is_empty(),
        text,
        version: seen.unwrap_or_else(|| there.map_or(0, |one| one.number)),
        message: typed.map(|typed| typed.message),
        may_edit: access.may(Role::Editor),
        themes: themes(conn, &hearing, &head.base, &points).await?,
        versions: shown(conn, &versions).await?,
        published: published(conn, hearing.id).await?,
        responses: responses(words, &numbers),
        received: numbers.ledger.received,
        asked: numbers.asked,
        answered: numbers.answered,
        dispositions: dispositions(words, &points),
        points: points.len(),
        head,
    })
}

async fn shown(
    conn: &mut AsyncPgConnection,
    versions: &[Summary],
) -> web::Result<Vec<SummaryVersion>> {
    let people: Vec<i64> = versions.iter().map(|one| one.staff_id).collect();
    let people = names_of(conn, &people).await?;
    Ok(versions
        .iter()
        .enumerate()
        .map(|(at, one)| SummaryVersion {
            number: one.number,
            who: people
                .get(&one.staff_id)
                .map(|person| person.name.clone())
                .unwrap_or_default(),
            at: one.created_at,
            stretches: versions
                .get(at + 1)
                .map_or_else(Vec::new, |before| differences(&before.text, &one.text)),
        })
        .collect())
}

/// What became of the responses; nothing that none of them is.
pub(super) fn responses(words: &Words, numbers: &Numbers) -> Vec<Figure> {
    let ledger = &numbers.ledger;
    let standing = ledger.full + ledger.partly + ledger.withheld + ledger.not_yet_published;
    [
        ("memo-standing", standing),
        ("publication-ledger-superseded", ledger.superseded),
        ("publication-ledger-withdrawn", ledger.withdrawn),
        ("publication-ledger-duplicate", ledger.duplicate),
        ("publication-ledger-not-a-response", ledger.not_a_response),
        ("publication-ledger-merged", ledger.merged),
    ]
    .into_iter()
    .filter(|(_, n)| *n > 0)
    .map(|(key, n)| Figure {
        text: words.text(key, &[]),
        n,
    })
    .collect()
}

pub(super) fn dispositions(words: &Words, points: &[Point]) -> Vec<Figure> {
    Disposition::ALL
        .iter()
        .map(|one| Some(*one))
        .chain([None])
        .map(|one| Figure {
            text: words.text(one.map_or("memo-undecided", Disposition::word_key), &[]),
            n: points
                .iter()
                .filter(|point| point.content.disposition == one)
                .count(),
        })
        .collect()
}

/// The themes that something was said under, as the page of themes counts them, and how many points each has.
async fn themes(
    conn: &mut AsyncPgConnection,
    hearing: &Hearing,
    base: &str,
    points: &[Point],
) -> web::Result<Vec<ThemeFigure>> {
    let trees = frames_of(conn, hearing.id).await?;
    let looks = panel::looks(&trees);
    let counted = crate::desk::themes::count(conn, hearing.id).await?;
    let sections: Vec<Section> = points
        .iter()
        .map(|point| Section::of(&trees, &point.content))
        .collect();
    Ok(trees
        .iter()
        .flat_map(|tree| tree.leaves())
        .filter_map(|theme| {
            let look = looks.get(&theme.id)?;
            let own = Section::of_theme(&trees, theme.id)?;
            let points = sections.iter().filter(|section| **section == own).count();
            let (responses, passages) = counted.get(&theme.id).copied().unwrap_or_default();
            (responses + points > 0).then(|| ThemeFigure {
                label: look.label.clone(),
                title: look.title.clone(),
                track: look.track,
                href: format!("{base}/temaer/{}", theme.id),
                responses,
                passages,
                points,
            })
        })
        .collect())
}

impl Page for ShowSummary {
    const TEMPLATE: &'static str = "desk/memo/summary";

    fn sample() -> Self {
        super::sample::summary()
    }

    fn samples() -> Vec<(&'static str, Self)> {
        super::sample::summaries()
    }
}
