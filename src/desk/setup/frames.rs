//! Frames of themes: pasted, looked at, corrected, saved, put in order.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::At;
use super::form::{FieldList, Typed, value};
use super::frames_view::{
    EditFrame, fault, fields_of, level_names, levels, numbers, order, preview,
};
use crate::app::App;
use crate::desk::head::Head;
use crate::hearing::frames::{
    FrameError, FrameText, move_frame, move_theme, remove_frame, save_frame,
};
use crate::hearing::outline;
use crate::hearing::settings::MoveTo;
use crate::hearing::{Hearing, ThemeTree, frames_of};
use crate::staff::{Access, Administrator, Reader, Role};
use crate::templates::{FormError, Words};
use crate::web::{self, Error, Form, View, redirect};

/// A frame of this hearing.
fn tree(trees: Vec<ThemeTree>, id: i64) -> web::Result<ThemeTree> {
    let found = trees.into_iter().find(|tree| tree.frame.id == id);
    found.ok_or(Error::NotFound)
}

async fn page(
    app: &App,
    (words, access): (&Words, &Access),
    id: Option<i64>,
    (fields, errors): (Option<FieldList>, Vec<FormError>),
) -> web::Result<EditFrame> {
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, access.hearing_id).await?;
    let head = Head::of(&mut conn, &hearing, access).await?;
    let trees = frames_of(&mut conn, hearing.id).await?;
    let own = match id {
        Some(id) => Some(tree(trees, id)?),
        None => None,
    };
    let base = access.at("opsaetning");
    let action = match id {
        Some(id) => format!("{base}/temaer/{id}"),
        None => format!("{base}/temaer"),
    };
    let fields = match (fields, &own) {
        (Some(fields), _) => fields,
        (None, Some(own)) => fields_of(own),
        (None, None) => Vec::new(),
    };
    Ok(EditFrame {
        is_new: id.is_none(),
        frozen: id.is_some() && hearing.themes_are_frozen(app.clock.now()),
        opened: id.is_none() && hearing.themes_are_frozen(app.clock.now()),
        may: access.may(Role::Administrator),
        order: own.as_ref().map(order).unwrap_or_default(),
        ..EditFrame::of(words, (head, base, action), &fields, errors)
    })
}

pub(in crate::desk) async fn new_frame(
    app: Data<App>,
    view: View,
    reader: Administrator,
) -> web::Result {
    view.page(&page(&app, (view.words(), &reader), None, (None, Vec::new())).await?)
}

pub(in crate::desk) async fn edit_frame(
    app: Data<App>,
    view: View,
    reader: Reader,
    at: Path<At>,
) -> web::Result {
    let who = (view.words(), &*reader);
    view.page(&page(&app, who, Some(at.id), (None, Vec::new())).await?)
}

pub(in crate::desk) async fn create_frame(
    app: Data<App>,
    view: View,
    administrator: Administrator,
    form: Form<FieldList>,
) -> web::Result {
    write((&app, &view, &administrator), None, form.0).await
}

pub(in crate::desk) async fn update_frame(
    app: Data<App>,
    view: View,
    administrator: Administrator,
    at: Path<At>,
    form: Form<FieldList>,
) -> web::Result {
    write((&app, &view, &administrator), Some(at.id), form.0).await
}

/// Shows what is read from the text, or saves it. What was typed is never lost.
async fn write(
    (app, view, administrator): (&App, &View, &Administrator),
    id: Option<i64>,
    fields: FieldList,
) -> web::Result {
    let words = view.words();
    let mut typed = Typed::new(words, &fields);
    let title = typed.needed("frame_title", "setup-frame-no-title");
    let mut names = level_names(&typed.line("levels"));
    if names.is_empty() {
        names.push(words.text("setup-frame-level", &[]));
    }
    let (lines, faults) = outline::parse(typed.raw("text"), levels(&fields), numbers(&fields));
    let mut errors = typed.errors;
    errors.extend(faults.iter().map(|one| FormError {
        field: "text".to_owned(),
        text: fault(words, one),
    }));
    let shown = preview(&lines, &names);
    let looks = value(&fields, "do") != "save";
    let mut kept = Vec::new();
    if errors.is_empty() && !looks {
        let new = FrameText {
            title,
            levels: names,
            lines,
        };
        let mut conn = app.conn().await?;
        let by = administrator.act(app.clock.now());
        let there = id.map(|id| (id, value(&fields, "seen")));
        match save_frame(&mut conn, by, there, &new).await {
            Ok(id) => return redirect(administrator.at(&format!("opsaetning/temaer/{id}#orden"))),
            Err(error) => {
                let (text, used) = refused(words, error)?;
                kept = used;
                errors.push(FormError {
                    field: "text".to_owned(),
                    text,
                });
            }
        }
    }
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let who = (words, &**administrator);
    let mut page = page(app, who, id, (Some(fields), errors)).await?;
    page.preview = Some(shown);
    page.kept = kept;
    view.page_with_status(status, &page)
}

/// Why a frame was not saved, with the themes that cannot go.
fn refused(words: &Words, error: FrameError) -> web::Result<(String, Vec<String>)> {
    let only = |key: &str| Ok((words.text(key, &[]), Vec::new()));
    match error {
        FrameError::Changed => only("setup-frame-changed"),
        FrameError::Frozen => only("setup-frame-frozen"),
        FrameError::Stays => only("setup-frame-stays"),
        FrameError::NumberHeld(number) => {
            let given = [("number", number.as_str().into())];
            Ok((words.text("setup-frame-number-held", &given), Vec::new()))
        }
        FrameError::InUse(used) => {
            let told = used.iter().map(|(title, n)| {
                let given = [("title", title.as_str().into()), ("n", (*n).into())];
                words.text("setup-frame-used", &given)
            });
            let text = words.text("setup-frame-in-use", &[("n", used.len().into())]);
            Ok((text, told.collect()))
        }
        FrameError::Database(error) => Err(error.into()),
        FrameError::Other(error) => Err(error.into()),
    }
}

/// Moves a theme, or a whole frame, one place.
pub(in crate::desk) async fn move_one(
    app: Data<App>,
    view: View,
    administrator: Administrator,
    at: Path<At>,
    form: Form<FieldList>,
) -> web::Result {
    let Form(fields) = form;
    let to = MoveTo::parse(value(&fields, "til")).ok_or(Error::BadRequest)?;
    let mut conn = app.conn().await?;
    let by = administrator.act(app.clock.now());
    let (done, back) = match value(&fields, "theme") {
        "" => {
            let done = move_frame(&mut conn, by, (at.id, to)).await;
            (done, administrator.at("opsaetning#temaer"))
        }
        theme => {
            let id = theme.parse().map_err(|_| Error::BadRequest)?;
            let done = move_theme(&mut conn, by, (id, to)).await;
            let back = administrator.at(&format!("opsaetning/temaer/{}#t{id}", at.id));
            (done.map(|_| ()), back)
        }
    };
    drop(conn);
    settled((&app, &view, &administrator), at.id, (done, back)).await
}

pub(in crate::desk) async fn remove_one(
    app: Data<App>,
    view: View,
    administrator: Administrator,
    at: Path<At>,
    _form: Form<FieldList>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let by = administrator.act(app.clock.now());
    let done = remove_frame(&mut conn, by, at.id).await;
    drop(conn);
    let back = administrator.at("opsaetning#temaer");
    settled((&app, &view, &administrator), at.id, (done, back)).await
}

/// Back to where the act came from, or the frame with why it was not done.
async fn settled(
    (app, view, administrator): (&App, &View, &Administrator),
    id: i64,
    (done, back): (Result<(), FrameError>, String),
) -> web::Result {
    let Err(error) = done else {
        return redirect(back);
    };
    let (text, kept) = refused(view.words(), error)?;
    let errors = vec![FormError {
        field: "text".to_owned(),
        text,
    }];
    let who = (view.words(), &**administrator);
    let mut page = page(app, who, Some(id), (None, errors)).await?;
    page.kept = kept;
    view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
}
