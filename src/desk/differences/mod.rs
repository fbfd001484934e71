//! *Læst igen – forskelle*: what a later version of the reader makes differently, for a person to take or leave. Nothing else changes
//! what is in force.

mod list;
mod view;

pub use view::ListDifferences;

use actix_web::web::{Data, Path};
use diesel_async::AsyncConnection;
use serde::Deserialize;

use super::version;
use crate::app::App;
use crate::audit::Event;
use crate::hearing::Hearing;
use crate::intake::reparse::{Decision, decide};
use crate::staff::{Editor, Reader};
use crate::templates::pages;
use crate::web::{self, Form, View, redirect};

pages![ListDifferences];

/// A form that says no more than its address.
type Fields = Form<Vec<(String, String)>>;

#[derive(Deserialize)]
pub(super) struct At {
    id: i64,
}

pub(super) async fn index(app: Data<App>, view: View, reader: Reader) -> web::Result {
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, reader.hearing_id).await?;
    Event::by_staff(reader.person.id, "differences_read", "hearing", hearing.id)
        .in_hearing(hearing.id)
        .record(&mut conn, app.clock.now())
        .await?;
    let page = list::page(&mut conn, (view.words(), &reader), &hearing).await?;
    view.page(&page)
}

pub(super) async fn accept(
    app: Data<App>,
    editor: Editor,
    at: Path<At>,
    _form: Fields,
) -> web::Result {
    act(&app, &editor, (at.id, Decision::Accept)).await
}

pub(super) async fn dismiss(
    app: Data<App>,
    editor: Editor,
    at: Path<At>,
    _form: Fields,
) -> web::Result {
    act(&app, &editor, (at.id, Decision::Dismiss)).await
}

async fn act(app: &App, editor: &Editor, change: (i64, Decision)) -> web::Result {
    let by = editor.act(app.clock.now());
    let mut conn = app.conn().await?;
    let done: anyhow::Result<()> = conn
        .transaction(async |conn| {
            if let Some(text) = decide(app, conn, by, change).await? {
                version::take(conn, by, text).await?;
            }
            Ok(())
        })
        .await;
    match done {
        Err(error) if !is_decided(&error) => Err(web::Error::Internal(error)),
        // Somebody else has decided it meanwhile: the list says who and how.
        Ok(()) | Err(_) => redirect(editor.at("laest-igen")),
    }
}

fn is_decided(error: &anyhow::Error) -> bool {
    matches!(
        error.downcast_ref::<diesel::result::Error>(),
        Some(diesel::result::Error::NotFound)
    )
}
