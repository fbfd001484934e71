//! The page of the settings, read from the hearing or with what was typed.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use chrono::TimeDelta;
use diesel_async::AsyncPgConnection;
use serde::Deserialize;

use super::form::FieldList;
use super::sections::Fields;
use super::source::Source;
use super::view::{Conflict, FrameLine, ShowSetup, Shown, anchor};
use super::{checks, deadline, documents_view, postbox};
use crate::app::App;
use crate::desk::head::Head;
use crate::hearing::settings::{
    Address, Basics, Categories, Dates, Meetings, Publication, SaveError, Section, Settings,
};
use crate::hearing::{Hearing, Phase, frames_of};
use crate::staff::{Access, Reader, Role};
use crate::templates::FormError;
use crate::web::{self, Error, View};

/// The frame that every hearing has.
const OUTSIDE: &str = "oevrigt";

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::desk) struct Wanted {
    /// The section that was saved just now.
    gemt: String,
}

/// What was typed in a section, and why it was not saved.
#[derive(Default)]
pub(super) struct Wrong {
    pub(super) section: Option<Section>,
    pub(super) fields: FieldList,
    pub(super) errors: Vec<FormError>,
    pub(super) conflict: Option<Conflict>,
    /// A document whose own form it was.
    pub(super) document: Option<i64>,
}

pub(in crate::desk) async fn show(
    app: Data<App>,
    view: View,
    reader: Reader,
    wanted: Query<Wanted>,
) -> web::Result {
    let mut page = page(&app, &view, &reader, &Wrong::default()).await?;
    page.saved.clone_from(&wanted.gemt);
    view.page(&page)
}

pub(super) async fn again(app: &App, view: &View, access: &Access, wrong: Wrong) -> web::Result {
    let page = page(app, view, access, &wrong).await?;
    view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// A section as it stands: its fields, and the print that its form sends back.
pub(super) async fn standing<S: Settings + Fields>(
    conn: &mut AsyncPgConnection,
    hearing: &Hearing,
) -> web::Result<(FieldList, String)> {
    let read = S::read(conn, hearing).await.map_err(failed)?;
    Ok((read.fields(), read.print()))
}

pub(super) fn failed(error: SaveError) -> Error {
    match error {
        SaveError::Database(error) => error.into(),
        SaveError::Other(error) => error.into(),
        other => Error::Internal(other.into()),
    }
}

async fn page(app: &App, view: &View, access: &Access, wrong: &Wrong) -> web::Result<ShowSetup> {
    let (words, now) = (view.words(), app.clock.now());
    let mut conn = app.conn().await?;
    let conn = &mut *conn;
    let hearing = Hearing::find(conn, access.hearing_id).await?;
    let head = Head::of(conn, &hearing, access).await?;
    let here = access.at("opsaetning");
    let source = |section: Section, (fields, seen): (FieldList, String)| {
        let typed = wrong.section == Some(section) && !wrong.fields.is_empty();
        let own = if typed {
            (wrong.fields.clone(), wrong.errors.clone())
        } else {
            (fields, Vec::new())
        };
        Source {
            words,
            fields: own.0,
            errors: own.1,
            seen,
        }
    };
    let basics = standing::<Basics>(conn, &hearing).await?;
    let dates = standing::<Dates>(conn, &hearing).await?;
    let address = standing::<Address>(conn, &hearing).await?;
    let categories = standing::<Categories>(conn, &hearing).await?;
    let meetings = standing::<Meetings>(conn, &hearing).await?;
    let publication = standing::<Publication>(conn, &hearing).await?;
    let checks = checks::checks(conn, words, (&hearing, &head.base), now).await?;
    let holds = (hearing.has_opened(now), hearing.published_at.is_some());
    let notes = postbox::notes(app, conn, (words, &access.person), &hearing).await?;
    Ok(ShowSetup {
        may: access.may(Role::Administrator),
        state: shown(&hearing, now),
        needed: checks.iter().filter(|one| one.needed && !one.done).count(),
        checks,
        saved: String::new(),
        wrong: place(wrong).to_owned(),
        errors: wrong.errors.clone(),
        conflict: wrong.conflict.clone(),
        basics: source(Section::Basics, basics).basics(&hearing.slug),
        dates: source(Section::Dates, dates).dates(holds),
        deadline: deadline::forms(conn, (words, access), &hearing, wrong).await?,
        mailbox: source(Section::Mailbox, address).mailbox(notes),
        documents: documents_view::form(app, conn, (words, &hearing), wrong).await?,
        categories: source(Section::Categories, categories).categories(),
        frames: frame_lines(conn, &hearing, &here).await?,
        frozen: hearing.themes_are_frozen(now),
        meetings: source(Section::Meetings, meetings).meetings(),
        publication: source(Section::Publication, publication).publication(),
        head,
        here,
    })
}

/// The part of the page that something is wrong in: a section, or the deadline, which stands by itself.
fn place(wrong: &Wrong) -> &'static str {
    match wrong.section {
        Some(section) => anchor(section),
        None if wrong.errors.is_empty() => "",
        None => "frist",
    }
}

fn shown(hearing: &Hearing, now: chrono::DateTime<chrono::Utc>) -> Shown {
    Shown {
        phase: match (hearing.published_at, hearing.phase(now)) {
            (None, _) => "draft",
            (Some(_), Phase::Coming) => "coming",
            (Some(_), Phase::Open) => "open",
            (Some(_), Phase::Closed) => "closed",
        },
        opens_at: hearing.opens_at,
        closes_at: hearing.closes_at - TimeDelta::minutes(1),
        public_href: crate::hearing::public::href(&hearing.slug),
    }
}

async fn frame_lines(
    conn: &mut AsyncPgConnection,
    hearing: &Hearing,
    here: &str,
) -> web::Result<Vec<FrameLine>> {
    let trees = frames_of(conn, hearing.id).await?;
    let own = trees
        .iter()
        .filter(|tree| tree.frame.key != OUTSIDE)
        .count();
    Ok(trees
        .iter()
        .enumerate()
        .map(|(at, tree)| FrameLine {
            id: tree.frame.id,
            title: tree.frame.title.clone(),
            themes: tree.themes.len(),
            href: format!("{here}/temaer/{}", tree.frame.id),
            outside: tree.frame.key == OUTSIDE,
            first: at == 0,
            last: at + 1 == own,
        })
        .collect())
}
