//! One mail, several responses: a page that says which part goes where, filled in as the program would, and its acts.

mod suggest;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use diesel_async::{AsyncConnection, AsyncPgConnection};
use serde::{Deserialize, Serialize};

use super::acts::{Fields, Of};
use super::answer::{Answer, Refused, field};
use super::head::Head;
use super::response;
use super::undo::{before, keep_decision};
use crate::app::App;
use crate::hearing::{Consultee, Hearing};
use crate::intake::NewRespondent;
use crate::intake::split::{Piece, SplitError, split, undo};
use crate::response::Response;
use crate::staff::{Access, Editor};
use crate::templates::{Choice, Page, pages};
use crate::web::{self, Error, View, redirect};
use crate::{redaction, tagging};

use suggest::Typed;

pages![ShowSplit];

/// New responses out of one mail, at most.
const MOST: usize = 8;

/// Which part goes to which response.
#[derive(Clone, Debug, Serialize)]
pub struct ShowSplit {
    pub head: Head,
    pub here: String,
    pub number: String,
    pub message: Option<String>,
    /// Who the first response is from.
    pub first: String,
    pub pieces: Vec<PieceForm>,
    pub parts: Vec<PartRow>,
    pub count: usize,
    /// Whether one more response may be added to the form.
    pub more: bool,
}

/// A response that will be made.
#[derive(Clone, Debug, Serialize)]
pub struct PieceForm {
    /// From 2: the first response is 1.
    pub n: usize,
    pub organisation: String,
    pub name: String,
    pub categories: Vec<Choice>,
    pub receipt_to: String,
}

/// A part, and the responses that it may go to.
#[derive(Clone, Debug, Serialize)]
pub struct PartRow {
    pub id: i64,
    pub label: String,
    pub meta: String,
    /// How it begins.
    pub excerpt: String,
    pub choices: Vec<Choice>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    /// How many new responses.
    antal: Option<usize>,
}

impl From<SplitError> for Refused {
    fn from(error: SplitError) -> Self {
        match error {
            SplitError::NothingMoves => Self::Because("split-nothing-moves"),
            SplitError::NothingStays => Self::Because("split-nothing-stays"),
            SplitError::Twice => Self::Because("split-twice"),
            SplitError::NotCurrent => Self::Because("split-not-current"),
            SplitError::Used => Self::Because("split-used"),
            SplitError::ReceiptSent => Self::Because("split-receipt-sent"),
            SplitError::Relate(error) => error.into(),
            SplitError::Database(error) => Self::Failed(error.into()),
            SplitError::Other(error) => Self::Failed(error.into()),
        }
    }
}

/// Carries what was marked and hidden over to the same texts in their new place.
pub(crate) async fn carry(
    conn: &mut AsyncPgConnection,
    texts: &[(i64, i64)],
) -> diesel::QueryResult<()> {
    for text in texts {
        tagging::copy(conn, *text).await?;
        redaction::copy(conn, *text).await?;
    }
    Ok(())
}

pub(super) async fn new(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<Of>,
    wanted: Query<Wanted>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let of = response::find(&mut conn, &editor, &at.number).await?;
    let act = editor.act(app.clock.now());
    crate::response::record_reading(&mut conn, act, of.id, "response_read").await?;
    let hearing = Hearing::find(&mut conn, editor.hearing_id).await?;
    let typed = Typed::suggested(&mut conn, &hearing, &of, wanted.antal).await?;
    let page = page(&mut conn, (&view, &editor), (&hearing, &of), typed).await?;
    view.page(&page)
}

async fn page(
    conn: &mut AsyncPgConnection,
    (view, access): (&View, &Access),
    (hearing, of): (&Hearing, &Response),
    typed: Typed,
) -> web::Result<ShowSplit> {
    let words = view.words();
    let head = Head::of(conn, hearing, access).await?;
    let here = format!("{}/svar/{}", head.base, of.number);
    let count = typed.pieces.len();
    Ok(ShowSplit {
        first: response::named(conn, words, of).await?,
        parts: suggest::rows(conn, words, of, &typed).await?,
        pieces: suggest::forms(conn, hearing, &typed).await?,
        number: of.number.clone(),
        message: None,
        more: count < MOST,
        count,
        here,
        head,
    })
}

pub(super) async fn create(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<Of>,
    form: Fields,
) -> web::Result {
    let fields = form.0;
    let mut conn = app.conn().await?;
    let of = response::find(&mut conn, &editor, &at.number).await?;
    let hearing = Hearing::find(&mut conn, editor.hearing_id).await?;
    let mut typed = Typed::sent(&mut conn, &of, &fields).await?;
    // A form with room for one more keeps what was typed.
    if !field(&fields, "flere").is_empty() {
        typed.one_more(MOST);
        let page = page(&mut conn, (&view, &editor), (&hearing, &of), typed).await?;
        return view.page(&page);
    }
    match do_split(&app, &mut conn, (&editor, &of), &typed).await {
        Ok(()) => redirect(editor.at(&format!("svar/{}", of.number))),
        Err(Refused::Because(key)) => {
            let mut page = page(&mut conn, (&view, &editor), (&hearing, &of), typed).await?;
            page.message = Some(view.words().text(key, &[]));
            view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(Refused::Failed(error)) => Err(error),
    }
}

async fn do_split(
    app: &App,
    conn: &mut AsyncPgConnection,
    (editor, of): (&Editor, &Response),
    typed: &Typed,
) -> Result<(), Refused> {
    let consultees = Consultee::of_hearing(conn, editor.hearing_id).await?;
    let categories = Hearing::find(conn, editor.hearing_id)
        .await?
        .categories(conn)
        .await?;
    let mut pieces = Vec::new();
    for (at, piece) in typed.pieces.iter().enumerate() {
        if piece.organisation.is_empty() && piece.name.is_empty() {
            return Err(Refused::Because("split-no-sender"));
        }
        if let Some(id) = piece.category
            && !categories.iter().any(|one| one.id == id)
        {
            return Err(Error::BadRequest.into());
        }
        let organisation = Some(piece.organisation.clone()).filter(|name| !name.is_empty());
        let listed = consultees
            .iter()
            .find(|one| one.name.to_lowercase() == piece.organisation.to_lowercase());
        pieces.push(Piece {
            respondent: NewRespondent {
                name: piece.name.clone(),
                organisation,
                kind: listed.map(|one| one.kind.clone()).unwrap_or_default(),
                email: Some(piece.receipt_to.clone()).filter(|to| !to.is_empty()),
                consultee_id: listed.map(|one| one.id),
                ..NewRespondent::default()
            },
            category_id: piece.category,
            parts: typed.only_to(at + 2),
            shared: typed.shared_with(at + 2),
            receipt_to: Some(piece.receipt_to.clone()).filter(|to| to.contains('@')),
        });
    }
    let by = editor.act(app.clock.now());
    conn.transaction(async |conn| {
        let was = before(conn, of.id).await?;
        let done = split(app, conn, by, of.id, &pieces).await?;
        carry(conn, &done.texts).await?;
        keep_decision(conn, by, of.id, &was).await?;
        Ok(())
    })
    .await
}

/// Puts a response that was split off together with the first again.
pub(super) async fn destroy(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<Of>,
    form: Fields,
) -> web::Result {
    let done = async {
        let mut conn = app.conn().await.map_err(Error::from)?;
        let of = response::find(&mut conn, &editor, &at.number).await?;
        undo(&mut conn, editor.act(app.clock.now()), of.id).await?;
        Ok(())
    }
    .await;
    let answer = Answer {
        app: &app,
        view: &view,
        access: &editor,
        number: &at.number,
        fields: &form.0,
    };
    answer.to(done).await
}

fn number(fields: &[(String, String)], name: &str) -> Option<usize> {
    field(fields, name).parse().ok()
}

impl Page for ShowSplit {
    const TEMPLATE: &'static str = "desk/split";

    fn sample() -> Self {
        let choices = |first, second| {
            vec![
                Choice::new("1", "Kærlundby Kommune", first),
                Choice::new("2", "2", second),
            ]
        };
        Self {
            head: Head::sample(),
            here: "/sekretariat/x/svar/y".into(),
            number: "K7M2Q-9XWE4".into(),
            message: None,
            first: "Kærlundby Kommune, 11. oktober 2023".into(),
            pieces: vec![PieceForm {
                n: 2,
                organisation: "Handicaprådet i Kærlundby Kommune".into(),
                name: "Erling Sommerbæk".into(),
                categories: vec![Choice::new("5", "E Råd", true)],
                receipt_to: "handicapraad@kaerlundby.example".into(),
            }],
            parts: vec![
                PartRow {
                    id: 1,
                    label: "Svarets tekst".into(),
                    meta: String::new(),
                    excerpt: "Hermed sendes to høringssvar".into(),
                    choices: choices(true, true),
                },
                PartRow {
                    id: 2,
                    label: "Handicaprådet.pdf".into(),
                    meta: "Brev".into(),
                    excerpt: String::new(),
                    choices: choices(false, true),
                },
            ],
            count: 1,
            more: true,
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let wrong = Self {
            message: Some("Skriv, hvem svaret er fra.".into()),
            more: false,
            ..Self::sample()
        };
        vec![("", Self::sample()), ("wrong", wrong)]
    }
}
