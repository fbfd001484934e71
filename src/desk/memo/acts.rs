//! What is done to a point: edited by one person at a time, moved, commented, taken back, taken out; and who said it.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use diesel_async::AsyncPgConnection;

use super::form::Typed;
use super::list::Shown;
use super::show::{self, Tried};
use super::words::refusal;
use super::{At, AtSource};
use crate::app::App;
use crate::desk::answer::field;
use crate::memo::{self, Direction, MemoError};
use crate::staff::{Access, Editor, Tagger, names_of};
use crate::web::{self, Error, Form, View, redirect};

type Fields = Form<Vec<(String, String)>>;

/// What was tried, for the page that says why it was not done.
struct Attempt<'a> {
    app: &'a App,
    view: &'a View,
    access: &'a Access,
    number: i32,
}

impl<'a> Attempt<'a> {
    const fn on((app, view, access): (&'a App, &'a View, &'a Access), number: i32) -> Self {
        Self {
            app,
            view,
            access,
            number,
        }
    }

    fn here(&self) -> String {
        let number = self.number;
        self.access.at(&format!("hoeringsnotat/punkter/{number}"))
    }

    /// The point's page, or that page with why not and what was typed.
    async fn ends(
        self,
        conn: &mut AsyncPgConnection,
        done: Result<(), MemoError>,
        tried: Tried,
    ) -> web::Result {
        let error = match done {
            Ok(()) => return redirect(self.here()),
            Err(error) => error,
        };
        let mut who = String::new();
        if let MemoError::Held(holder) = &error {
            let people = names_of(conn, &[*holder]).await?;
            who = people
                .get(holder)
                .map(|one| one.name.clone())
                .unwrap_or_default();
        }
        match (refusal(self.view.words(), &error, &who), error) {
            (Some(message), error) => {
                let tried = Tried {
                    message: Some(message),
                    meanwhile: matches!(error, MemoError::Changed | MemoError::Held(_)),
                    seen: tried.seen.filter(|_| !matches!(error, MemoError::Changed)),
                    ..tried
                };
                show::again((self.app, self.view, self.access), self.number, tried).await
            }
            (None, MemoError::Database(error)) => Err(error.into()),
            (None, _) => Err(Error::Conflict),
        }
    }
}

pub(in crate::desk) async fn update(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
    form: Fields,
) -> web::Result {
    let Form(fields) = form;
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    let typed = Typed::of(&fields);
    let seen = field(&fields, "version").parse().unwrap_or(0);
    let done = if let Some(key) = typed.wrong {
        let tried = Tried {
            message: Some(view.words().text(key, &[])),
            typed: Some(typed),
            seen: Some(seen),
            ..Tried::default()
        };
        return show::again((&app, &view, &editor), at.id, tried).await;
    } else {
        if !field(&fields, "overtag").is_empty() {
            let taken = memo::take_over(&mut conn, by, at.id).await;
            taken.map_err(database)?;
        }
        memo::save(&mut conn, by, (at.id, seen), typed.content.clone()).await
    };
    let attempt = Attempt::on((&app, &view, &editor), at.id);
    let tried = Tried {
        typed: Some(typed),
        seen: Some(seen),
        ..Tried::default()
    };
    attempt.ends(&mut conn, done, tried).await
}

/// Takes the point to edit it, also from whoever has it when the form says so.
pub(in crate::desk) async fn edit(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
    form: Fields,
) -> web::Result {
    let Form(fields) = form;
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    let done = if field(&fields, "overtag").is_empty() {
        memo::hold(&mut conn, by, at.id).await
    } else {
        memo::take_over(&mut conn, by, at.id).await
    };
    let attempt = Attempt::on((&app, &view, &editor), at.id);
    attempt.ends(&mut conn, done, Tried::default()).await
}

/// The page is still open: its holder keeps the point. Says so, or that somebody else has it.
pub(in crate::desk) async fn renew(
    app: Data<App>,
    editor: Editor,
    at: Path<At>,
    _form: Fields,
) -> web::Result {
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    match memo::hold(&mut conn, by, at.id).await {
        Ok(()) => Ok(HttpResponse::NoContent().finish()),
        Err(MemoError::Database(error)) => Err(error.into()),
        Err(_) => Err(Error::Conflict),
    }
}

pub(in crate::desk) async fn leave(
    app: Data<App>,
    editor: Editor,
    at: Path<At>,
    _form: Fields,
) -> web::Result {
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    memo::let_go(&mut conn, by, at.id).await.map_err(database)?;
    redirect(editor.at(&format!("hoeringsnotat/punkter/{}", at.id)))
}

/// Moves a point up or down in its section.
pub(in crate::desk) async fn reorder(
    app: Data<App>,
    editor: Editor,
    at: Path<At>,
    form: Fields,
) -> web::Result {
    let Form(fields) = form;
    let to = match field(&fields, "to") {
        "up" => Direction::Up,
        "down" => Direction::Down,
        _ => return Err(Error::BadRequest),
    };
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    memo::step(&mut conn, by, at.id, to)
        .await
        .map_err(database)?;
    redirect(editor.at(&format!("hoeringsnotat#punkt-{}", at.id)))
}

/// Puts responses that are written by hand under a point.
pub(in crate::desk) async fn add(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
    form: Fields,
) -> web::Result {
    let Form(fields) = form;
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    let references = field(&fields, "references").to_owned();
    let mut done = Ok(());
    match memo::named(&mut conn, by.hearing_id, &references).await {
        Ok(sources) => {
            for source in sources {
                done = memo::add_source(&mut conn, by, at.id, source).await;
                if done.is_err() {
                    break;
                }
            }
        }
        Err(error) => done = Err(error),
    }
    let attempt = Attempt::on((&app, &view, &editor), at.id);
    let tried = Tried {
        references,
        ..Tried::default()
    };
    attempt.ends(&mut conn, done, tried).await
}

pub(in crate::desk) async fn detach(
    app: Data<App>,
    editor: Editor,
    at: Path<AtSource>,
    _form: Fields,
) -> web::Result {
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    let done = memo::remove_source(&mut conn, by, at.id, at.source).await;
    done.map_err(database)?;
    redirect(editor.at(&format!("hoeringsnotat/punkter/{}", at.id)))
}

pub(in crate::desk) async fn comment(
    app: Data<App>,
    view: View,
    tagger: Tagger,
    at: Path<At>,
    form: Fields,
) -> web::Result {
    let Form(fields) = form;
    let mut conn = app.conn().await?;
    let by = tagger.act(app.clock.now());
    let text = field(&fields, "text").to_owned();
    let done = memo::write_comment(&mut conn, by, at.id, &text).await;
    let attempt = Attempt::on((&app, &view, &tagger), at.id);
    let tried = Tried {
        said: text,
        ..Tried::default()
    };
    attempt.ends(&mut conn, done, tried).await
}

/// Puts an earlier version in force: the last change is taken back with the one before it.
pub(in crate::desk) async fn undo(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
    form: Fields,
) -> web::Result {
    let Form(fields) = form;
    let number = |name: &str| field(&fields, name).parse::<i32>();
    let (Ok(seen), Ok(to)) = (number("version"), number("to")) else {
        return Err(Error::BadRequest);
    };
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    let done = memo::restore(&mut conn, by, (at.id, seen), to).await;
    let attempt = Attempt::on((&app, &view, &editor), at.id);
    attempt.ends(&mut conn, done, Tried::default()).await
}

/// Takes a point out.
pub(in crate::desk) async fn destroy(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
    form: Fields,
) -> web::Result {
    let Form(fields) = form;
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    let done = memo::remove(&mut conn, by, at.id).await;
    if done.is_ok() {
        let shown = Shown::carried(field(&fields, "vis"), field(&fields, "tema"));
        return redirect(editor.at(&format!("hoeringsnotat{}", shown.query(None))));
    }
    let attempt = Attempt::on((&app, &view, &editor), at.id);
    attempt.ends(&mut conn, done, Tried::default()).await
}

/// Puts a point back that was taken out.
pub(in crate::desk) async fn restore(
    app: Data<App>,
    editor: Editor,
    at: Path<At>,
    _form: Fields,
) -> web::Result {
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    memo::put_back(&mut conn, by, at.id)
        .await
        .map_err(database)?;
    redirect(editor.at(&format!("hoeringsnotat/punkter/{}", at.id)))
}

/// What can only fail with the database, or where somebody was quicker.
fn database(error: MemoError) -> Error {
    match error {
        MemoError::Database(error) => error.into(),
        _ => Error::Conflict,
    }
}
