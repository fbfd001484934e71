//! Renaming, merging, undoing.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::show::{Typed, again};
use super::{At, Filter, list};
use crate::app::App;
use crate::desk::answer::field;
use crate::hearing::frames::{EventError, merge_themes, rename_theme, undo_event};
use crate::staff::Editor;
use crate::text::{collapse, normalize};
use crate::web::{self, Error, Form, View, redirect};

type Fields = Form<Vec<(String, String)>>;

/// Letters of a name.
const LONGEST: usize = crate::hearing::outline::LONGEST;

pub(in crate::desk) async fn rename(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
    form: Fields,
) -> web::Result {
    let name = collapse(&normalize(field(&form.0, "name")));
    let done = if name.chars().count() > LONGEST {
        Err("themes-name-too-long")
    } else {
        let mut conn = app.conn().await?;
        let by = editor.act(app.clock.now());
        refused(rename_theme(&mut conn, by, (at.id, &name)).await)?
    };
    match done {
        Ok(()) => redirect(editor.at(&format!("temaer/{}", at.id))),
        Err(key) => {
            let typed = Typed {
                name: Some(name),
                name_error: Some(view.words().text(key, &[("n", LONGEST.into())])),
                ..Typed::default()
            };
            again((&app, &view, &editor), at.id, typed).await
        }
    }
}

pub(in crate::desk) async fn merge(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
    form: Fields,
) -> web::Result {
    let chosen = field(&form.0, "into");
    let done = match chosen.parse::<i64>() {
        Err(_) => Err("themes-merge-none"),
        Ok(into) => {
            let mut conn = app.conn().await?;
            let by = editor.act(app.clock.now());
            refused(merge_themes(&mut conn, by, (at.id, into)).await)?.map(|()| into)
        }
    };
    let key = match done {
        Ok(_) => {
            let into = chosen.trim();
            return redirect(editor.at(&format!("temaer/{into}")));
        }
        Err(key) => key,
    };
    let typed = Typed {
        into: chosen.to_owned(),
        merge_error: Some(view.words().text(key, &[])),
        ..Typed::default()
    };
    again((&app, &view, &editor), at.id, typed).await
}

pub(in crate::desk) async fn undo(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
    _form: Fields,
) -> web::Result {
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    match refused(undo_event(&mut conn, by, at.id).await)? {
        Ok(()) => redirect(editor.at("temaer")),
        Err(key) => {
            let who = (view.words(), &*editor);
            let mut page = list::page(&mut conn, who, Filter::default()).await?;
            page.error = Some(view.words().text(key, &[]));
            view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// Why it was not done, as the key of its words.
fn refused(done: Result<(), EventError>) -> web::Result<Result<(), &'static str>> {
    Ok(Err(match done {
        Ok(()) => return Ok(Ok(())),
        Err(EventError::NoTitle) => "themes-no-name",
        Err(EventError::TitleTaken) => "themes-name-taken",
        Err(EventError::NotMergeable) => "themes-not-mergeable",
        Err(EventError::TooLate) => "themes-too-late",
        Err(EventError::Database(error)) => return Err(Error::from(error)),
    }))
}
