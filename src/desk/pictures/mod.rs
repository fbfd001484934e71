//! The pages of a file as pictures, and what must not be seen on them: what the program covers because it is hidden in the text, and what
//! people cover. Drawing is a convenience of `assets/js/pictures.js`; the same form takes four numbers.

mod acts;
mod sample;
mod view;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use diesel_async::AsyncPgConnection;
use serde::{Deserialize, Serialize};

use super::answer::Refused;
use super::files::{AtPage, DRAWING, as_picture, held, not_drawn};
use super::head::Head;
use super::response;
use crate::app::App;
use crate::publication::form;
use crate::publication::pictures::Pages;
use crate::response::{Part, PartState, Respondent, Response, record_reading};
use crate::staff::{Access, Act, Reader};
use crate::templates::{Choice, Page, pages};
use crate::web::{self, Error, View};

pub(super) use acts::{approve, create, destroy, sign, unsign};

pages![ShowPictures];

/// The pages of a file.
#[derive(Clone, Debug, Serialize)]
pub struct ShowPictures {
    pub head: Head,
    pub back: String,
    /// `…/bilag/{part}`
    pub here: String,
    pub filename: String,
    pub message: Option<String>,
    /// The public sees it as pictures.
    pub shown: bool,
    /// Hidden text that a person has to cover.
    pub open: Vec<OpenView>,
    pub sheets: Vec<Sheet>,
    /// "Person hanne har set efter 3. oktober 2023 kl. 9.00."
    pub signatures: Option<String>,
    /// Where earlier and later pages are, of a file with many.
    pub first: Option<String>,
    pub more: Option<More>,
}

/// Hidden text whose place is not known.
#[derive(Clone, Debug, Serialize)]
pub struct OpenView {
    pub words: String,
    /// "måske på side 2"
    pub near: Option<String>,
}

/// A page.
#[derive(Clone, Debug, Serialize)]
pub struct Sheet {
    pub number: u32,
    pub src: String,
    pub painted: String,
    /// Pixels.
    pub width: u32,
    pub height: u32,
    /// What lies over it, in thousandths of the page.
    pub places: Vec<Place>,
    pub boxes: Vec<BoxView>,
    /// What was typed, when it comes back with a message.
    pub typed: Typed,
    pub grounds: Vec<Choice>,
    /// What a box may stand for; empty when the program has found everything.
    pub covers: Vec<Choice>,
}

/// A covered place, in thousandths of the page.
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
    pub by_hand: bool,
}

/// A box that somebody drew.
#[derive(Clone, Debug, Serialize)]
pub struct BoxView {
    pub id: i64,
    pub ground: String,
    pub who: String,
    pub waiting: bool,
    pub may_approve: bool,
}

/// The edges of a box as typed, in percent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Typed {
    pub page: u32,
    pub left: String,
    pub top: String,
    pub right: String,
    pub bottom: String,
    pub ground: String,
    pub covers: String,
}

/// The pages after those shown.
#[derive(Clone, Debug, Serialize)]
pub struct More {
    pub href: String,
    pub page: u32,
}

#[derive(Deserialize)]
pub(super) struct AtFile {
    number: String,
    part: i64,
}

/// From which page on.
#[derive(Deserialize, Default)]
pub(super) struct FromPage {
    fra: Option<u32>,
}

/// A part whose pages can be drawn, and its response.
async fn found(
    conn: &mut AsyncPgConnection,
    access: &Access,
    (number, part): (&str, i64),
) -> web::Result<(Response, Part)> {
    let of = response::find(conn, access, number).await?;
    let part = Part::find(conn, part).await?;
    let open = !matches!(part.state, PartState::Infected | PartState::WaitingForScan);
    if part.response_id == of.id && open && form::can_be_pictures(&part) {
        Ok((of, part))
    } else {
        Err(Error::NotFound)
    }
}

async fn senders(
    conn: &mut AsyncPgConnection,
    of: &Response,
    hearing: &crate::hearing::Hearing,
) -> web::Result<form::From> {
    let respondents: Vec<Respondent> = of.respondents(conn).await?;
    let all: Vec<&Respondent> = respondents.iter().collect();
    Ok(form::From::of(hearing.names, of, &all))
}

/// Refuses pictures of what cannot be drawn, or must not be.
pub(super) async fn may_be_shown(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, part): (&Response, i64),
) -> Result<(), Refused> {
    let hearing = crate::hearing::Hearing::find(conn, by.hearing_id).await?;
    let part = Part::find(conn, part).await?;
    if senders(conn, of, &hearing).await?.may_show(&part) {
        Ok(())
    } else {
        Err(Refused::Because("pictures-not-possible"))
    }
}

pub(super) async fn show(
    app: Data<App>,
    view: View,
    reader: Reader,
    at: Path<AtFile>,
    from: Query<FromPage>,
) -> web::Result {
    let who: (&App, &View, &Access) = (&app, &view, &reader);
    render(who, &at, from.fra.unwrap_or(1), (None, StatusCode::OK)).await
}

async fn render(
    (app, view, access): (&App, &View, &Access),
    at: &AtFile,
    from: u32,
    (again, status): (Option<(&'static str, Typed)>, StatusCode),
) -> web::Result {
    let mut conn = app.conn().await?;
    let (of, part) = found(&mut conn, access, (&at.number, at.part)).await?;
    let act = access.act(app.clock.now());
    record_reading(&mut conn, act, of.id, "file_read").await?;
    let pages = Pages::of(app, &mut conn, &part)
        .await?
        .ok_or(Error::NotFound)?;
    drop(conn);
    let cover = pages.cover().await;
    let mut conn = app.conn().await?;
    let made = view::Made {
        of: &of,
        part: &part,
        cover: &cover,
        count: pages.count(),
        from,
    };
    let mut page = view::page(&mut conn, (view.words(), access), &made).await?;
    if let Some((key, typed)) = again {
        page.message = Some(view.words().text(key, &[]));
        for sheet in page.sheets.iter_mut().filter(|it| it.number == typed.page) {
            view::choose(sheet, &typed);
        }
    }
    view.page_with_status(status, &page)
}

/// A page as the public would see it.
pub(super) async fn painted(
    app: Data<App>,
    view: View,
    reader: Reader,
    at: Path<AtPage>,
) -> web::Result<HttpResponse> {
    let mut conn = app.conn().await?;
    let (of, part) = found(&mut conn, &reader, (&at.number, at.part)).await?;
    let back = reader.at(&format!("svar/{}", of.number));
    let file = part.file_id.ok_or(Error::NotFound)?;
    if let Some(page) = held(&mut conn, (&view, &reader), file, ("", back)).await? {
        return Ok(page);
    }
    record_reading(&mut conn, reader.act(app.clock.now()), of.id, "file_read").await?;
    let pages = Pages::of(&app, &mut conn, &part)
        .await?
        .ok_or(Error::NotFound)?;
    drop(conn);
    if !(1..=pages.count()).contains(&at.page) {
        return Err(Error::NotFound);
    }
    let _turn = DRAWING.acquire().await.map_err(anyhow::Error::from)?;
    let cover = pages.cover().await;
    let painted = pages.painted(at.page, &cover).await.map_err(not_drawn)?;
    Ok(as_picture((painted.media_type, painted.bytes)))
}

impl Page for ShowPictures {
    const TEMPLATE: &'static str = "desk/pictures";

    fn sample() -> Self {
        sample::page()
    }

    fn samples() -> Vec<(&'static str, Self)> {
        vec![("", sample::page()), ("bare", sample::bare())]
    }
}
