//! What is done with a mail. Each act is a form; the answer is the mail's page again, or the page with what is to be mended.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use diesel_async::AsyncPgConnection;

use super::At;
use super::forms::{PromoteForm, receipt_to};
use super::show::{Form as OnPage, Typed, render};
use crate::app::App;
use crate::desk::acts::Fields;
use crate::desk::answer::{Refused, field};
use crate::desk::relations::numbered;
use crate::hearing::Hearing;
use crate::intake::triage::{self, Target, TriageError, Way};
use crate::staff::{Act, Editor, Role, in_hearing};
use crate::web::{self, Error, View, redirect};

impl From<TriageError> for Refused {
    fn from(error: TriageError) -> Self {
        Self::Because(match error {
            TriageError::NotHere => "mail-act-not-here",
            TriageError::Address => "mail-act-address",
            TriageError::NoSender => "mail-act-no-sender",
            TriageError::Nothing => "mail-act-nothing",
            TriageError::NotCurrent => "mail-act-not-current",
            TriageError::Itself => "mail-act-itself",
            TriageError::NoDecision => "mail-act-no-decision",
            TriageError::Worked => "mail-act-worked",
            TriageError::Referenced => "mail-act-referenced",
            TriageError::ReceiptSent => "mail-act-receipt-sent",
            TriageError::Depended => "mail-act-depended",
            TriageError::NoRole => "mail-act-no-role",
            TriageError::Database(error) => return Self::Failed(error.into()),
            TriageError::Other(error) => return Self::Failed(error.into()),
        })
    }
}

/// The page again at the same mail, or with what could not be done in the form that it is about.
async fn answer(
    (app, view, editor): (&App, &View, &Editor),
    id: i64,
    (on, fields): (Option<OnPage>, &[(String, String)]),
    done: Result<(), Refused>,
) -> web::Result {
    match done {
        Ok(()) => redirect(editor.at(&format!("mails/{id}"))),
        Err(Refused::Because(key)) => {
            let message = view.words().text(key, &[]);
            let typed = Typed {
                form: on,
                fields,
                message: Some(message),
            };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            render((app, view, editor), id, status, typed).await
        }
        Err(Refused::Failed(error)) => Err(error),
    }
}

/// Does what needs nothing but the database.
async fn done(
    app: &App,
    editor: &Editor,
    act: impl AsyncFnOnce(&mut AsyncPgConnection, Act) -> Result<(), TriageError>,
) -> Result<(), Refused> {
    let mut conn = app.conn().await.map_err(Error::from)?;
    Ok(act(&mut conn, editor.act(app.clock.now())).await?)
}

/// Makes a mail a response.
pub(in crate::desk) async fn promote(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
    form: Fields,
) -> web::Result {
    let fields = form.0;
    let done = async {
        let new = PromoteForm::promotion(&fields);
        if new.text.chars().count() > app.config.limits.text_characters {
            return Err(Refused::Because("desk-typed-long"));
        }
        if let Some(id) = new.category_id {
            let mut conn = app.conn().await.map_err(Error::from)?;
            let hearing = Hearing::find(&mut conn, editor.hearing_id).await?;
            let known = hearing.categories(&mut conn).await?;
            if !known.iter().any(|it| it.id == id) {
                return Err(Error::BadRequest.into());
            }
        }
        let by = editor.act(app.clock.now());
        triage::promote(&app, by, at.id, &new).await?;
        Ok(())
    }
    .await;
    let about = (Some(OnPage::Promote), fields.as_slice());
    answer((&app, &view, &editor), at.id, about, done).await
}

/// Attaches a mail to a response.
pub(in crate::desk) async fn attach(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
    form: Fields,
) -> web::Result {
    let fields = form.0;
    let done = async {
        let by = editor.act(app.clock.now());
        let way = Way::parse(field(&fields, "way"));
        let way = way.ok_or(Refused::Because("mail-act-no-way"))?;
        let mut conn = app.conn().await.map_err(Error::from)?;
        let response = numbered(&mut conn, by, field(&fields, "number")).await?;
        drop(conn);
        let new = triage::Attachment {
            response_id: response.id,
            way,
            receipt_to: receipt_to(&fields),
        };
        triage::attach(&app, by, at.id, &new).await?;
        Ok(())
    }
    .await;
    let about = (Some(OnPage::Attach), fields.as_slice());
    answer((&app, &view, &editor), at.id, about, done).await
}

/// Says who a mail is from.
pub(in crate::desk) async fn set_sender(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
    form: Fields,
) -> web::Result {
    let fields = form.0;
    let value = |name: &str| field(&fields, name);
    let who = (value("name"), value("organisation"), value("email"));
    let act = async |conn: &mut AsyncPgConnection, by: Act| {
        triage::set_sender(conn, by, at.id, who).await
    };
    let done = done(&app, &editor, act).await;
    let about = (Some(OnPage::Sender), fields.as_slice());
    answer((&app, &view, &editor), at.id, about, done).await
}

/// Takes back what a person said of the sender.
pub(in crate::desk) async fn clear_sender(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
    _form: Fields,
) -> web::Result {
    let act =
        async |conn: &mut AsyncPgConnection, by: Act| triage::clear_sender(conn, by, at.id).await;
    let done = done(&app, &editor, act).await;
    answer((&app, &view, &editor), at.id, (None, &[]), done).await
}

/// Gives a mail another place or another hearing.
pub(in crate::desk) async fn relocate(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
    form: Fields,
) -> web::Result {
    let fields = form.0;
    let done = async {
        let target = target(&app, &editor, field(&fields, "target")).await?;
        let by = editor.act(app.clock.now());
        triage::relocate(&app, by, at.id, target).await?;
        Ok(target)
    }
    .await;
    // In another hearing it is no longer seen from here.
    if let Ok(Target::Hearing(hearing)) = &done
        && *hearing != editor.hearing_id
    {
        return redirect(editor.at("mails"));
    }
    let about = (Some(OnPage::Moves), fields.as_slice());
    let done = done.map(|_| ());
    answer((&app, &view, &editor), at.id, about, done).await
}

/// Where a mail is to go: a place, or a hearing that this person may edit.
async fn target(app: &App, editor: &Editor, value: &str) -> Result<Target, Refused> {
    match value {
        "enquiry" => return Ok(Target::Enquiry),
        "machine" => return Ok(Target::Machine),
        "spam" => return Ok(Target::Spam),
        "" => return Err(Refused::Because("mail-act-no-target")),
        _ => {}
    }
    let slug = value.strip_prefix("hearing:").ok_or(Error::BadRequest)?;
    let mut conn = app.conn().await.map_err(Error::from)?;
    let who = (editor.person.id, editor.person.organisation_id);
    let (hearing, role) = in_hearing(&mut conn, who, slug)
        .await?
        .ok_or(Error::NotFound)?;
    match role {
        Some(role) if role >= Role::Editor => Ok(Target::Hearing(hearing)),
        _ => Err(Error::Forbidden.into()),
    }
}

/// Says that a mail is right where it is.
pub(in crate::desk) async fn stays(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
    _form: Fields,
) -> web::Result {
    let act = async |conn: &mut AsyncPgConnection, by: Act| triage::stays(conn, by, at.id).await;
    let done = done(&app, &editor, act).await;
    answer((&app, &view, &editor), at.id, (None, &[]), done).await
}

/// Takes the latest decision back.
pub(in crate::desk) async fn undo(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
    _form: Fields,
) -> web::Result {
    let by = editor.act(app.clock.now());
    let who = (editor.person.id, editor.person.organisation_id);
    let done = triage::undo(&app, by, who, at.id).await;
    if let Ok(last) = &done
        && last
            .from_hearing_id
            .is_some_and(|from| from != by.hearing_id)
    {
        return redirect(editor.at("mails"));
    }
    let done = done.map(|_| ()).map_err(Refused::from);
    answer((&app, &view, &editor), at.id, (None, &[]), done).await
}
