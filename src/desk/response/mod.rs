//! The page of one response: text, marks, hidden text, themes, sign-off, relations, history.

mod decided;
mod fit;
mod load;
mod pieces;
mod proposals;
mod sample;
mod state;
mod texts;
mod told;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::head::Head;
use super::history::Done;
use super::inbox::List;
use super::live;
use super::loose::Loose;
use super::panel::{Key, PanelFrame};
use super::presence;
use super::question::Questions;
use super::reading::{Block, Mark};
use super::rows::Filter;
use crate::app::App;
use crate::response::record_reading;
use crate::staff::{Access, Reader};
use crate::templates::{Choice, Page, pages};
use crate::web::{self, View};

pub(super) use load::find;
pub(super) use pieces::Known;
pub use pieces::Pieces;
pub use proposals::evidence;
pub(super) use proposals::named;
pub use proposals::{EditView, OtherView, ProposalView};
pub(super) use texts::{reason, role_text, state_text};
pub(super) use told::{CHOOSABLE, ENDORSES_ONLY};
pub use told::{DecidedView, MovedPart, Told, Version};

pages![ShowResponse, Pieces, Reading];

/// The page of a response.
#[derive(Clone, Debug, Serialize)]
pub struct ShowResponse {
    pub head: Head,
    pub list: List,
    /// Address of this response, without the filter.
    pub here: String,
    /// The filter of the inbox, as the end of an address, so that acts and *next* keep to it.
    pub query: String,
    /// What could not be done.
    pub message: Option<String>,
    pub number: String,
    pub reference: String,
    pub who: Vec<Sender>,
    pub channel: String,
    pub arrived_at: DateTime<Utc>,
    pub late: bool,
    /// Deadlines of their own that the senders were given.
    pub own_deadlines: Vec<String>,
    pub work: String,
    pub mark: &'static str,
    pub note: Option<String>,
    pub provisional: Option<String>,
    pub to_be_checked: bool,
    pub protected: bool,
    pub no_remarks: bool,
    /// Its content is something else than remarks.
    pub no_own_remarks: bool,
    /// The first sender's person, organisation and kind, to be corrected.
    pub sender_name: String,
    pub sender_organisation: String,
    pub sender_kind: String,
    pub is_provisional: bool,
    pub has_mail: bool,
    pub categories: Vec<Choice>,
    pub parts: Vec<PartView>,
    /// The place that acts are for, as `text-start`; empty without one.
    pub at: String,
    pub at_text: String,
    pub at_start: String,
    pub at_end: String,
    pub frames: Vec<PanelFrame>,
    pub stances: Vec<Key>,
    pub grounds: Vec<Key>,
    pub whole: Vec<Mark>,
    pub theme_choices: Vec<Choice>,
    /// Whom it can be given to; who works on it is checked.
    pub people: Vec<Choice>,
    pub assignee: Option<String>,
    pub sign: Sign,
    pub relations: Vec<RelationView>,
    /// What the program proposes, and what staff decided on the response.
    pub told: Told,
    /// What must be placed anew, after another text was taken.
    pub loose: Vec<Loose>,
    /// What became of the receipt by mail; none where there is none.
    pub receipt: Option<ReceiptLine>,
    pub objections: Vec<ObjectionLine>,
    pub history: Vec<Done>,
    /// What the reader's last act did, that can be taken back; what can be done again.
    pub undo: Option<String>,
    pub redo: Option<String>,
    pub next: Option<String>,
    /// What the sender was asked, and the form to ask.
    pub questions: Questions,
    /// Who else has it open; empty when nobody has.
    pub here_too: String,
}

/// Somebody who answers.
#[derive(Clone, Debug, Serialize)]
pub struct Sender {
    pub name: String,
    /// The person behind an organisation, on whose behalf, address.
    pub details: String,
    pub consultee: bool,
}

/// The page where places of a file are covered.
#[derive(Clone, Debug, Serialize)]
pub struct CoverLink {
    pub href: String,
    /// Nobody has said that signatures are covered.
    pub open: bool,
}

/// A part of the response.
#[derive(Clone, Debug, Serialize)]
pub struct PartView {
    pub cover: Option<CoverLink>,
    pub id: i64,
    pub ordinal: usize,
    /// None for the body.
    pub filename: Option<String>,
    /// What looks private in the name itself.
    pub name_found: Vec<String>,
    pub icon: &'static str,
    pub role: String,
    pub state: Option<String>,
    pub bytes: i64,
    pub pages: Option<i32>,
    pub download: Option<String>,
    /// Where its text is typed or mended, by those who may.
    pub edit: Option<String>,
    pub has_text: bool,
    /// The addresses of its pages as pictures; none where it has no pages.
    pub pictures: Vec<String>,
    /// Why it is not shown in public, to choose from; none for what never is, and for the text itself.
    pub grounds: Vec<Choice>,
    /// Where that is chosen.
    pub publish: String,
    /// Its text: taken out and drawn by itself, as `drawn`.
    #[serde(skip)]
    pub blocks: Vec<Block>,
    pub drawn: String,
}

/// How far the response is.
#[derive(Clone, Debug, Serialize)]
pub struct Sign {
    /// Whole percent of the text that nobody has marked.
    pub unmarked: i64,
    pub marked: i64,
    /// Redactions and clearings that a second person must look at.
    pub waiting: usize,
    pub first: Option<Signed>,
    pub second: Option<Signed>,
    /// One that lapsed, when none is in force.
    pub lapsed: bool,
    /// The words of the button; none when there is nothing for this person to sign.
    pub button: Option<String>,
}

/// A sign-off in force.
#[derive(Clone, Debug, Serialize)]
pub struct Signed {
    pub who: String,
    pub at: DateTime<Utc>,
}

/// The receipt by mail, in one line.
#[derive(Clone, Debug, Serialize)]
pub struct ReceiptLine {
    pub text: String,
    /// Somebody must act.
    pub open: bool,
}

/// What the sender has against publication.
#[derive(Clone, Debug, Serialize)]
pub struct ObjectionLine {
    pub at: DateTime<Utc>,
    pub text: String,
    /// "Medhold, 3. november 2023"; none while it is open.
    pub settled: Option<String>,
    pub href: String,
}

/// Something that a later response or mail does to an earlier one.
#[derive(Clone, Debug, Serialize)]
pub struct RelationView {
    pub id: i64,
    pub text: String,
    /// The other response.
    pub href: Option<String>,
    pub other: String,
    pub state: &'static str,
    /// May be taken back with one button.
    pub undo: bool,
    /// Was rejected and may be confirmed after all: what no form of the page can say.
    pub redo: bool,
}

/// What the address says beside the filter.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Place {
    /// `text-start` of the paragraph that acts are for.
    pub ved: String,
    /// Subject and text of a question that could not be sent.
    #[serde(skip)]
    pub typed: Option<(String, String)>,
}

/// The path of everything below a response.
#[derive(Deserialize)]
pub(super) struct At {
    pub number: String,
}

pub(super) async fn show(
    app: Data<App>,
    view: View,
    reader: Reader,
    at: Path<At>,
    (filter, place): (Query<Filter>, Query<Place>),
) -> web::Result {
    render(
        (&app, &view, &reader),
        &at.number,
        (&filter, &place),
        (StatusCode::OK, None),
    )
    .await
}

/// The page, with what could not be done when it answers an act.
pub(super) async fn render(
    (app, view, access): (&App, &View, &Access),
    number: &str,
    (filter, place): (&Filter, &Place),
    (status, message): (StatusCode, Option<String>),
) -> web::Result {
    let mut conn = app.conn().await?;
    let loaded = load::load(&mut conn, access, number).await?;
    let act = access.act(app.clock.now());
    record_reading(&mut conn, act, loaded.response.id, "response_read").await?;
    presence::seen(&mut conn, act, loaded.response.id).await?;
    let here_too = presence::others(&mut conn, act, loaded.response.id).await?;
    let at = (filter, place, Shown::Page);
    let mut page = load::page(&mut conn, view.words(), access, loaded, at).await?;
    page.message = message;
    draw(view, &mut page)?;
    if let Some((subject, text)) = &place.typed {
        page.questions.subject.clone_from(subject);
        page.questions.text.clone_from(text);
    }
    page.here_too = live::here(&here_too)?;
    view.page_with_status(status, &page)
}

/// How much of the page is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Page,
    /// Its pieces, for a browser that has the page open.
    Pieces,
}

/// The text of a part.
#[derive(Clone, Debug, Serialize)]
pub struct Reading {
    pub blocks: Vec<Block>,
    pub here: String,
    pub query: String,
    pub may_tag: bool,
}

/// Draws the text of each part.
pub(super) fn draw(view: &View, page: &mut ShowResponse) -> web::Result<()> {
    for part in &mut page.parts {
        let reading = Reading {
            blocks: std::mem::take(&mut part.blocks),
            here: page.here.clone(),
            query: page.query.clone(),
            may_tag: page.head.may_tag,
        };
        part.drawn = view.fragment(&reading)?;
    }
    Ok(())
}

impl Page for Reading {
    const TEMPLATE: &'static str = "desk/reading";

    fn sample() -> Self {
        sample::reading()
    }
}

impl Page for ShowResponse {
    const TEMPLATE: &'static str = "desk/response";

    fn sample() -> Self {
        sample::response()
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let bare = sample::bare();
        vec![("", Self::sample()), ("bare", bare)]
    }
}
