//! What is done on the page of a response. Each act is a form; the answer is the same page again, at the same place, or the page with
//! what could not be done.

use actix_web::web::{Data, Path};
use diesel_async::{AsyncConnection, AsyncPgConnection};
use serde::Deserialize;

use super::answer::{Answer, Refused, field, places};
use super::assigned::do_assign;
use super::loose::{do_move_hidden, do_move_passage};
use super::pictures;
use super::proposals::{count, listed};
use super::undo::{self, do_redo, do_undo};
use super::{letter, response};
use crate::app::App;
use crate::hearing::Hearing;
use crate::redaction::{self, Ground};
use crate::response::{
    Change, Choice, Content, NewName, ReachedUs, Response, Standing, deem_timely, rename,
    set_reached_us, set_together,
};
use crate::staff::{Act, Editor, Tagger};
use crate::tagging::{self, Stance};
use crate::web::{self, Error, Form, View};

/// The fields of an act, as sent.
pub(super) type Fields = Form<Vec<(String, String)>>;

/// A response and something on it.
#[derive(Deserialize)]
pub(super) struct On {
    pub(super) number: String,
    pub(super) id: i64,
}

/// A response.
#[derive(Deserialize)]
pub(super) struct Of {
    pub(super) number: String,
}

/// A handler for an act. With `undoable` it is kept, so that it can be taken back, with `decision` by the way back of its own.
macro_rules! act {
    ($(#[$doc:meta])* $name:ident($role:ident, $path:ident) = undoable $domain:ident) => {
        act!($(#[$doc])* $name($role, $path) = |conn, by, of, at, fields| {
            let before = undo::before(conn, of.id).await?;
            $domain(conn, by, (of, at), fields).await?;
            undo::keep(conn, by, of.id, (&before, None)).await?;
        });
    };
    ($(#[$doc:meta])* $name:ident($role:ident, $path:ident) = decision $domain:ident) => {
        act!($(#[$doc])* $name($role, $path) = |conn, by, of, at, fields| {
            let before = $crate::desk::undo::before(conn, of.id).await?;
            $domain(conn, by, (of, at), fields).await?;
            $crate::desk::undo::keep_decision(conn, by, of.id, &before).await?;
        });
    };
    ($(#[$doc:meta])* $name:ident($role:ident, $path:ident) = $domain:ident) => {
        act!($(#[$doc])* $name($role, $path) = |conn, by, of, at, fields| {
            $domain(conn, by, (of, at), fields).await?;
        });
    };
    ($(#[$doc:meta])* $name:ident($role:ident, $path:ident) = |$conn:ident, $by:ident, $of:ident, $at:ident, $fields:ident| $act:block) => {
        $(#[$doc])*
        pub(super) async fn $name(
            app: Data<App>,
            view: View,
            who: $role,
            path: Path<$path>,
            form: Fields,
        ) -> web::Result {
            let Form(fields) = form;
            let done: Done = async {
                let mut conn = app.conn().await.map_err(Error::from)?;
                let of = response::find(&mut conn, &who, &path.number).await?;
                let $by = who.act(app.clock.now());
                let ($of, $at, $fields) = (&of, &*path, &*fields);
                conn.transaction(async |$conn| {
                    $act
                    Ok(())
                })
                .await
            }
            .await;
            let answer = Answer { app: &app, view: &view, access: &who, number: &path.number, fields: &fields };
            answer.to(done).await
        }
    };
}

pub(super) use act;

pub(super) type Done = Result<(), Refused>;
pub(super) type FieldList = [(String, String)];

/// Fails unless something is on this response.
fn own(of: &Response, response_id: i64) -> Done {
    if response_id == of.id {
        Ok(())
    } else {
        Err(Error::NotFound.into())
    }
}

async fn do_mark(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, _): (&Response, &Of),
    fields: &FieldList,
) -> Done {
    let theme = field(fields, "theme")
        .parse()
        .map_err(|_| Refused::Because("tagging-no-theme"))?;
    let stance = Stance::parse(field(fields, "stance"));
    for at in places(conn, of, fields).await? {
        tagging::mark(conn, by, at, theme, stance).await?;
    }
    Ok(())
}

async fn do_set_stance(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, at): (&Response, &On),
    fields: &FieldList,
) -> Done {
    own(of, tagging::response_of(conn, at.id).await?)?;
    Ok(tagging::set_stance(conn, by, at.id, Stance::parse(field(fields, "stance"))).await?)
}

async fn do_set_note(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, at): (&Response, &On),
    fields: &FieldList,
) -> Done {
    own(of, tagging::response_of(conn, at.id).await?)?;
    Ok(tagging::set_note(conn, by, at.id, field(fields, "note")).await?)
}

async fn do_unmark(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, at): (&Response, &On),
    _: &FieldList,
) -> Done {
    own(of, tagging::response_of(conn, at.id).await?)?;
    Ok(tagging::unmark(conn, by, at.id).await?)
}

async fn do_tag(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, _): (&Response, &Of),
    fields: &FieldList,
) -> Done {
    let theme = field(fields, "theme")
        .parse()
        .map_err(|_| Refused::Because("tagging-no-theme"))?;
    let stance = Stance::parse(field(fields, "stance"));
    Ok(tagging::tag_response(conn, by, of.id, theme, stance).await?)
}

async fn do_untag(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, at): (&Response, &On),
    _: &FieldList,
) -> Done {
    Ok(tagging::untag_response(conn, by, of.id, at.id).await?)
}

async fn do_hide(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, _): (&Response, &Of),
    fields: &FieldList,
) -> Done {
    let ground = Ground::parse(field(fields, "ground")).ok_or(Error::BadRequest)?;
    for (text, span) in places(conn, of, fields).await? {
        redaction::hide(conn, by, text, span, ground).await?;
    }
    Ok(())
}

async fn do_approve(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, at): (&Response, &On),
    _: &FieldList,
) -> Done {
    own(of, redaction::response_of(conn, at.id).await?)?;
    Ok(redaction::approve(conn, by, at.id).await?)
}

async fn do_lift(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, at): (&Response, &On),
    _: &FieldList,
) -> Done {
    own(of, redaction::response_of(conn, at.id).await?)?;
    Ok(redaction::lift(conn, by, at.id).await?)
}

async fn do_clear(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, _): (&Response, &Of),
    fields: &FieldList,
) -> Done {
    for (text, span) in places(conn, of, fields).await? {
        redaction::clear(conn, by, text, span, field(fields, "reason")).await?;
    }
    Ok(())
}

async fn do_approve_clearing(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, at): (&Response, &On),
    _: &FieldList,
) -> Done {
    own(of, redaction::response_of_clearing(conn, at.id).await?)?;
    Ok(redaction::approve_clearing(conn, by, at.id).await?)
}

async fn do_withdraw_clearing(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, at): (&Response, &On),
    _: &FieldList,
) -> Done {
    own(of, redaction::response_of_clearing(conn, at.id).await?)?;
    Ok(redaction::withdraw_clearing(conn, by, at.id).await?)
}

async fn do_publish_part(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, at): (&Response, &On),
    fields: &FieldList,
) -> Done {
    let choice = Choice::of(Some(field(fields, "ground")));
    match choice {
        Choice::Withheld(ground) if Ground::parse(ground).is_none() => {
            return Err(Error::BadRequest.into());
        }
        Choice::Pictures => pictures::may_be_shown(conn, by, (of, at.id)).await?,
        _ => {}
    }
    Ok(crate::response::publish_part(conn, by, (of.id, at.id), choice).await?)
}

async fn do_sign_off(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, _): (&Response, &Of),
    _: &FieldList,
) -> Done {
    let signed = tagging::signoffs_of(conn, &[of.id]).await?;
    let is_second = signed
        .iter()
        .any(|one| one.lapsed_at.is_none() && one.staff_id != by.staff_id);
    if is_second && redaction::waiting_of_response(conn, of.id).await? > 0 {
        return Err(Refused::Because("tagging-hidden-waits"));
    }
    tagging::sign_off(conn, by, of.id).await?;
    Ok(())
}

async fn do_change(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, _): (&Response, &Of),
    fields: &FieldList,
) -> Done {
    if !field(fields, "sender").is_empty() {
        let new = NewName {
            name: field(fields, "name").to_owned(),
            organisation: Some(field(fields, "organisation").to_owned()),
            kind: field(fields, "kind").to_owned(),
        };
        if new.name.trim().is_empty() && field(fields, "organisation").trim().is_empty() {
            return Err(Refused::Because("desk-letter-no-sender"));
        }
        return Ok(rename(conn, by, of.id, &new).await?);
    }
    if !field(fields, "together").is_empty() {
        let others = listed(conn, by, field(fields, "others")).await?;
        let signatures = match field(fields, "signatures").trim() {
            "" => 0,
            typed => count(typed)?,
        };
        return Ok(set_together(conn, by, of.id, (&others, signatures)).await?);
    }
    match field(fields, "reached") {
        "" => {}
        "fjern" => return Ok(set_reached_us(conn, by, of.id, None).await?),
        _ => return reached(conn, by, of, fields).await,
    }
    match field(fields, "timely") {
        "" => {}
        "fjern" => return Ok(deem_timely(conn, by, of.id, None).await?),
        _ => {
            let reason = field(fields, "reason").trim();
            if reason.is_empty() {
                return Err(Refused::Because("timely-no-reason"));
            }
            return Ok(deem_timely(conn, by, of.id, Some(reason)).await?);
        }
    }
    if !field(fields, "approved").is_empty() {
        return Ok(crate::response::change(conn, by, of.id, Change::Approved).await?);
    }
    if let Some(standing) = Standing::parse(field(fields, "standing")) {
        return Ok(crate::response::change(conn, by, of.id, Change::Standing(standing)).await?);
    }
    let change = match (
        field(fields, "category"),
        field(fields, "content"),
        field(fields, "checked"),
    ) {
        (category, "", "") => Change::Category(category.parse().map_err(|_| Error::BadRequest)?),
        ("", content, "") => Change::Content(Content::parse(content).ok_or(Error::BadRequest)?),
        ("", "", "ja") => Change::Checked,
        _ => return Err(Error::BadRequest.into()),
    };
    Ok(crate::response::change(conn, by, of.id, change).await?)
}

/// When it came to another address of ours, and how that is known.
async fn reached(conn: &mut AsyncPgConnection, by: Act, of: &Response, fields: &FieldList) -> Done {
    let hearing = Hearing::find(conn, by.hearing_id).await?;
    let (day, time) = (field(fields, "date"), field(fields, "time"));
    let at = letter::moment(&hearing, day, time, by.now);
    let evidence = field(fields, "evidence").trim();
    if evidence.is_empty() {
        return Err(Refused::Because("reached-no-evidence"));
    }
    let at = at.ok_or(Refused::Because("reached-no-time"))?;
    if at >= of.arrived_at {
        return Err(Refused::Because("reached-not-before"));
    }
    let reached = ReachedUs {
        at,
        evidence: evidence.to_owned(),
        mail_id: of.mail_id.filter(|_| !field(fields, "mail").is_empty()),
    };
    Ok(set_reached_us(conn, by, of.id, Some(&reached)).await?)
}

act! {
    /// Puts a theme on what is selected.
    mark(Tagger, Of) = undoable do_mark
}
act!(set_stance(Tagger, On) = undoable do_set_stance);
act!(set_note(Tagger, On) = undoable do_set_note);
act!(unmark(Tagger, On) = undoable do_unmark);
act!(move_passage(Tagger, On) = undoable do_move_passage);
act!(move_hidden(Tagger, On) = undoable do_move_hidden);
act! {
    /// Puts a theme on the whole response.
    tag(Tagger, Of) = undoable do_tag
}
act!(untag(Tagger, On) = undoable do_untag);
act! {
    /// Hides what is selected.
    hide(Tagger, Of) = undoable do_hide
}
act!(approve(Tagger, On) = undoable do_approve);
act!(lift(Tagger, On) = undoable do_lift);
act! {
    /// Says that a number is no CPR number.
    clear(Tagger, Of) = undoable do_clear
}
act!(approve_clearing(Tagger, On) = undoable do_approve_clearing);
act!(withdraw_clearing(Tagger, On) = undoable do_withdraw_clearing);
act!(sign_off(Tagger, Of) = undoable do_sign_off);
act! {
    /// Says who works on the response.
    assign(Tagger, Of) = undoable do_assign
}
act! {
    /// Changes the category, or what the response is.
    change(Editor, Of) = undoable do_change
}
act! {
    /// Shows a file in public, or does not.
    publish_part(Editor, On) = undoable do_publish_part
}
act!(undo(Tagger, Of) = do_undo);
act!(redo(Tagger, Of) = do_redo);
