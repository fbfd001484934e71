//! What is done on the page of pictures. Each act is kept, so that it can be taken back on the page of the response.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use diesel_async::{AsyncConnection, AsyncPgConnection};
use serde::Deserialize;

use super::{AtFile, Typed, found, render};
use crate::app::App;
use crate::desk::acts::Fields;
use crate::desk::answer::{Refused, field};
use crate::desk::undo;
use crate::extract::Frame;
use crate::redaction::{self, Ground, NewBox, RedactionError};
use crate::response::{Part, cover_signatures};
use crate::staff::{Access, Act, Tagger};
use crate::web::{self, Error, Form, View, redirect};

#[derive(Deserialize)]
pub(in crate::desk) struct AtBox {
    number: String,
    part: i64,
    id: i64,
}

impl AtBox {
    fn file(&self) -> AtFile {
        AtFile {
            number: self.number.clone(),
            part: self.part,
        }
    }
}

/// What is done on a part.
#[derive(Clone, Copy)]
enum Deed {
    Cover(NewBox),
    Approve(i64),
    Uncover(i64),
    Signatures(bool),
}

impl Deed {
    async fn on(
        self,
        conn: &mut AsyncPgConnection,
        by: Act,
        part: &Part,
    ) -> Result<(), RedactionError> {
        match self {
            Self::Cover(new) => redaction::cover(conn, by, part, new).await.map(drop),
            Self::Approve(id) => redaction::approve_box(conn, by, part, id).await,
            Self::Uncover(id) => redaction::uncover(conn, by, part, id).await,
            Self::Signatures(covered) => {
                let which = (part.response_id, part.id);
                Ok(cover_signatures(conn, by, which, covered).await?)
            }
        }
    }
}

/// Does something on a part, and keeps it. Why it was not done is the key of its words.
async fn done((app, access): (&App, &Access), at: &AtFile, deed: Deed) -> Result<(), Refused> {
    let mut conn = app.conn().await.map_err(Error::from)?;
    let (of, part) = found(&mut conn, access, (&at.number, at.part)).await?;
    let by = access.act(app.clock.now());
    conn.transaction(async |conn| {
        let before = undo::before(conn, of.id).await?;
        match deed.on(conn, by, &part).await {
            Ok(()) => {}
            Err(RedactionError::NoPlace) => return Err(Refused::Because("pictures-no-place")),
            Err(RedactionError::SamePerson) => {
                return Err(Refused::Because("pictures-same-person"));
            }
            Err(error) => return Err(error.into()),
        }
        undo::keep(conn, by, of.id, (&before, None)).await?;
        Ok(())
    })
    .await
}

/// The page again, at the same place; or with what could not be done.
async fn answer(
    who: (&App, &View, &Access),
    at: &AtFile,
    done: Result<(), Refused>,
    typed: Typed,
) -> web::Result {
    let page = typed.page;
    match done {
        Ok(()) => {
            let path = format!("svar/{}/bilag/{}/billeder", at.number, at.part);
            let path = who.2.at(&path);
            redirect(if page > 0 {
                format!("{path}?fra={}#side-{page}", batch(page))
            } else {
                path
            })
        }
        Err(Refused::Because(key)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            render(who, at, batch(page), (Some((key, typed)), status)).await
        }
        Err(Refused::Failed(error)) => Err(error),
    }
}

/// The first of the pages that are shown together with this one.
fn batch(page: u32) -> u32 {
    page.saturating_sub(1) / 40 * 40 + 1
}

pub(in crate::desk) async fn create(
    app: Data<App>,
    view: View,
    who: Tagger,
    at: Path<AtFile>,
    Form(fields): Fields,
) -> web::Result {
    let typed = Typed {
        page: field(&fields, "page").parse().unwrap_or_default(),
        left: field(&fields, "left").to_owned(),
        top: field(&fields, "top").to_owned(),
        right: field(&fields, "right").to_owned(),
        bottom: field(&fields, "bottom").to_owned(),
        ground: field(&fields, "ground").to_owned(),
        covers: field(&fields, "covers").to_owned(),
    };
    let done = match wanted(&typed)? {
        Some(new) => done((&app, &who), &at, Deed::Cover(new)).await,
        None => Err(Refused::Because("pictures-no-place")),
    };
    answer((&app, &view, &who), &at, done, typed).await
}

/// What was typed as a box; none when the numbers are none.
fn wanted(typed: &Typed) -> web::Result<Option<NewBox>> {
    let ground = Ground::parse(&typed.ground).ok_or(Error::BadRequest)?;
    let redaction_id = match typed.covers.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| Error::BadRequest)?),
    };
    let page = i32::try_from(typed.page).map_err(|_| Error::BadRequest)?;
    let edges = [&typed.left, &typed.top, &typed.right, &typed.bottom].map(|it| share(it));
    let [Some(left), Some(top), Some(right), Some(bottom)] = edges else {
        return Ok(None);
    };
    Ok(Some(NewBox {
        page,
        frame: Frame {
            left,
            top,
            right,
            bottom,
        },
        ground,
        redaction_id,
    }))
}

/// `12,5` percent as a share.
fn share(typed: &str) -> Option<f64> {
    let plain = typed
        .trim()
        .trim_end_matches('%')
        .trim_end()
        .replace(',', ".");
    let percent: f64 = plain.parse().ok()?;
    (0.0..=100.0).contains(&percent).then_some(percent / 100.0)
}

pub(in crate::desk) async fn approve(
    app: Data<App>,
    view: View,
    who: Tagger,
    at: Path<AtBox>,
    Form(fields): Fields,
) -> web::Result {
    let done = done((&app, &who), &at.file(), Deed::Approve(at.id)).await;
    answer((&app, &view, &who), &at.file(), done, on(&fields)).await
}

pub(in crate::desk) async fn destroy(
    app: Data<App>,
    view: View,
    who: Tagger,
    at: Path<AtBox>,
    Form(fields): Fields,
) -> web::Result {
    let done = done((&app, &who), &at.file(), Deed::Uncover(at.id)).await;
    answer((&app, &view, &who), &at.file(), done, on(&fields)).await
}

/// The page of a box that something was done with.
fn on(fields: &[(String, String)]) -> Typed {
    Typed {
        page: field(fields, "page").parse().unwrap_or_default(),
        ..Typed::default()
    }
}

pub(in crate::desk) async fn sign(
    app: Data<App>,
    view: View,
    who: Tagger,
    at: Path<AtFile>,
    _: Fields,
) -> web::Result {
    say(&app, &view, &who, (&at, true)).await
}

pub(in crate::desk) async fn unsign(
    app: Data<App>,
    view: View,
    who: Tagger,
    at: Path<AtFile>,
    _: Fields,
) -> web::Result {
    say(&app, &view, &who, (&at, false)).await
}

async fn say(app: &App, view: &View, who: &Access, (at, covered): (&AtFile, bool)) -> web::Result {
    let done = done((app, who), at, Deed::Signatures(covered)).await;
    answer((app, view, who), at, done, Typed::default()).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percents_are_typed_as_danes_write_them() {
        assert_eq!(share("12,5 %"), Some(0.125));
        assert_eq!(share(" 100"), Some(1.0));
        for wrong in ["", "x", "-1", "101", "NaN", "inf"] {
            assert_eq!(share(wrong), None, "{wrong}");
        }
        assert_eq!((batch(0), batch(40), batch(41)), (1, 1, 41));
    }
}
