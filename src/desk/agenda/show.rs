//! One meeting: the proposal to be edited, the appendices and how they stand, what was made, and what came since.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use chrono::{DateTime, NaiveDate, Utc};
use diesel_async::AsyncPgConnection;
use serde::{Deserialize, Serialize};

use super::At;
use super::dates::until;
use super::paper::APPENDICES;
use super::prefill;
use super::read::Case;
use crate::agenda::{Content, Kind, ProposalError, due_on, save_proposal};
use crate::app::App;
use crate::desk::answer::field;
use crate::desk::head::Head;
use crate::staff::{Access, Editor, Reader, names_of};
use crate::templates::{Link, Page, Words};
use crate::web::{self, Error, Form, View, redirect};

/// The page of a meeting.
#[derive(Clone, Debug, Serialize)]
pub struct ShowAgenda {
    pub head: Head,
    pub body: String,
    /// `/sekretariat/{hearing}/dagsorden/{meeting}`
    pub here: String,
    pub held_on: NaiveDate,
    pub due_on: NaiveDate,
    pub due_text: String,
    pub overdue: bool,
    pub error: Option<String>,
    /// What must be mended before anything can be made.
    pub findings: Vec<Finding>,
    pub case_number: String,
    pub summary: String,
    pub recommendation: String,
    pub presentation: String,
    /// The version that the texts were written on; 0 while nobody has saved any.
    pub version: i32,
    /// The texts are as they were filled in, not as anybody saved them.
    pub filled_in: bool,
    pub saved: Option<Saved>,
    pub figures: Vec<FigureList>,
    pub appendices: Vec<Appendix>,
    pub packages: Vec<Made>,
    pub since: Option<String>,
}

/// Something that must not be there.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    pub text: String,
    pub href: Option<String>,
}

/// Who saved the proposal last.
#[derive(Clone, Debug, Serialize)]
pub struct Saved {
    pub who: String,
    pub at: DateTime<Utc>,
}

/// What can be counted today.
#[derive(Clone, Debug, Serialize)]
pub struct FigureList {
    pub title: String,
    pub lines: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Appendix {
    pub number: usize,
    pub title: String,
    pub state: String,
    pub missing: bool,
}

/// A package or addendum.
#[derive(Clone, Debug, Serialize)]
pub struct Made {
    pub title: String,
    pub who: String,
    pub at: DateTime<Utc>,
    pub what: String,
    pub file: Link,
}

/// What could not be done.
#[derive(Default)]
pub(super) struct Tried {
    pub(super) error: Option<String>,
    pub(super) findings: Vec<Finding>,
    pub(super) typed: Option<(Content, i32)>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::desk) struct Asked {
    /// Fill the texts in anew.
    frisk: String,
}

pub(in crate::desk) async fn show(
    app: Data<App>,
    view: View,
    reader: Reader,
    at: Path<At>,
    asked: Query<Asked>,
) -> web::Result {
    let words = view.words();
    let mut conn = app.conn().await?;
    let case = Case::read(
        &mut conn,
        words,
        (reader.hearing_id, at.id),
        app.clock.now(),
    )
    .await?;
    let version = case.proposals.first().map_or(0, |one| one.number);
    let anew = !asked.frisk.is_empty();
    let typed = anew.then(|| (prefill::content(words, &case), version));
    let tried = Tried {
        typed,
        ..Tried::default()
    };
    let mut page = page(&mut conn, words, &reader, (&case, tried)).await?;
    page.filled_in |= anew;
    view.page(&page)
}

pub(super) async fn page(
    conn: &mut AsyncPgConnection,
    words: &Words,
    access: &Access,
    (case, tried): (&Case, Tried),
) -> web::Result<ShowAgenda> {
    let head = Head::of(conn, &case.hearing, access).await?;
    let staff = case.packages.iter().map(|one| one.staff_id);
    let staff: Vec<i64> = staff
        .chain(case.proposals.first().map(|one| one.staff_id))
        .collect();
    let people = names_of(conn, &staff).await?;
    let name = |id: i64| {
        people
            .get(&id)
            .map(|one| one.name.clone())
            .unwrap_or_default()
    };
    let saved = case.proposals.first();
    let version = saved.map_or(0, |one| one.number);
    let filled_in = saved.is_none() && tried.typed.is_none();
    let (content, version) = tried.typed.unwrap_or_else(|| {
        let content = saved.map(|one| one.content.clone());
        (
            content.unwrap_or_else(|| prefill::content(words, case)),
            version,
        )
    });
    let here = format!("{}/dagsorden/{}", head.base, case.meeting.id);
    let due = due_on(&case.meeting);
    let figures = prefill::figures(words, case).into_iter();
    Ok(ShowAgenda {
        body: case.meeting.body.clone(),
        held_on: case.meeting.held_on,
        due_on: due,
        due_text: until(words, case.today, due),
        overdue: due < case.today && case.packages.is_empty(),
        error: tried.error,
        findings: tried.findings,
        case_number: content.case_number,
        summary: content.summary,
        recommendation: content.recommendation,
        presentation: content.presentation,
        version,
        filled_in,
        saved: saved.map(|one| Saved {
            who: name(one.staff_id),
            at: one.created_at,
        }),
        figures: figures
            .map(|(title, lines)| FigureList { title, lines })
            .collect(),
        appendices: appendices(words, case),
        packages: made(words, case, &here, &name),
        since: since(words, case),
        here,
        head,
    })
}

fn appendices(words: &Words, case: &Case) -> Vec<Appendix> {
    let counted = |key: &str, n: usize| words.text(key, &[("n", n.into())]);
    let points = case.memo.versions.len();
    let release = case.handed.release;
    let states = [
        (counted("agenda-has-points", points), points == 0),
        (
            counted("agenda-has-responses", case.handed.shown.rows.len()),
            false,
        ),
        match release {
            Some(one) => {
                let day = words.datetime(one.released_at);
                let text = words.text(
                    "agenda-has-release",
                    &[("n", one.number.into()), ("at", day.into())],
                );
                (text, false)
            }
            None => (words.text("agenda-no-release", &[]), true),
        },
        (counted("agenda-has-changes", case.memo.changed), false),
    ];
    (1..)
        .zip(APPENDICES)
        .zip(states)
        .map(|((number, key), (state, missing))| Appendix {
            number,
            title: words.text(key, &[]),
            state,
            missing,
        })
        .collect()
}

fn made(words: &Words, case: &Case, here: &str, name: &impl Fn(i64) -> String) -> Vec<Made> {
    case.packages
        .iter()
        .map(|one| {
            let kind = match one.kind {
                Kind::Package => "agenda-package",
                Kind::Addendum => "agenda-addendum",
            };
            let release = case
                .handed
                .release
                .filter(|it| Some(it.id) == one.release_id);
            let mut what = vec![
                words.text("agenda-of-responses", &[("n", one.responses.len().into())]),
                words.text("agenda-of-points", &[("n", one.points.len().into())]),
            ];
            what.extend(
                one.proposal
                    .map(|n| words.text("agenda-of-proposal", &[("n", n.into())])),
            );
            what.push(match (one.release_id, release) {
                (Some(_), Some(it)) => words.text("agenda-of-release", &[("n", it.number.into())]),
                (Some(_), None) => words.text("agenda-of-older-release", &[]),
                (None, _) => words.text("agenda-of-no-release", &[]),
            });
            Made {
                title: words.text(kind, &[("n", one.number.into())]),
                who: name(one.staff_id),
                at: one.created_at,
                what: what.join(" · "),
                file: Link::new(
                    words.text("agenda-fetch", &[]),
                    format!("{here}/pakker/{}", one.number),
                ),
            }
        })
        .collect()
}

/// What came after the last that was made; nothing before anything was.
fn since(words: &Words, case: &Case) -> Option<String> {
    let last = case.packages.first()?;
    let points = &case.memo.versions;
    let changed = points
        .iter()
        .filter(|(number, version)| last.points.get(number) != Some(version));
    let gone = last
        .points
        .keys()
        .filter(|number| !points.contains_key(number));
    Some(words.text(
        "agenda-since",
        &[
            ("responses", case.came_since(last).len().into()),
            ("points", (changed.count() + gone.count()).into()),
        ],
    ))
}

pub(in crate::desk) async fn update(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
    form: Form<Vec<(String, String)>>,
) -> web::Result {
    let Form(fields) = form;
    let own = |name: &str| field(&fields, name).to_owned();
    let content = Content {
        case_number: own("case_number"),
        summary: own("summary"),
        recommendation: own("recommendation"),
        presentation: own("presentation"),
    };
    let seen = field(&fields, "version").parse().unwrap_or(0);
    let words = view.words();
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    let error = match save_proposal(&mut conn, by, (at.id, seen), &content).await {
        Ok(()) => return redirect(editor.at(&format!("dagsorden/{}", at.id))),
        Err(ProposalError::TooLong(limit)) => words.text("input-too-long", &[("n", limit.into())]),
        Err(ProposalError::Changed) => words.text("agenda-changed", &[]),
        Err(ProposalError::Database(diesel::result::Error::NotFound)) => {
            return Err(Error::NotFound);
        }
        Err(ProposalError::Database(error)) => return Err(error.into()),
    };
    let case = Case::read(&mut conn, words, (editor.hearing_id, at.id), by.now).await?;
    let last = case.proposals.first().map_or(0, |one| one.number);
    let tried = Tried {
        error: Some(error),
        // Whoever reads what the colleague wrote may save over it.
        typed: Some((content, last)),
        ..Tried::default()
    };
    let page = page(&mut conn, words, &editor, (&case, tried)).await?;
    view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

impl Page for ShowAgenda {
    const TEMPLATE: &'static str = "desk/agenda/show";

    fn sample() -> Self {
        super::sample::agenda()
    }

    fn samples() -> Vec<(&'static str, Self)> {
        super::sample::agendas()
    }
}
