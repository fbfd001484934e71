//! Loads the page of a mail, and hands out what it holds: always as a download, never what is infected.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use diesel_async::AsyncPgConnection;

use super::load::{self, Source};
use super::{At, AtFile};
use crate::app::App;
use crate::audit::{self, Event};
use crate::desk::files;
use crate::intake::mailbox::{Attachment, Mail, ReadMail, reread};
use crate::intake::{scan, triage};
use crate::staff::{Access, Reader};
use crate::web::{self, Error, View};

/// The forms of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Promote,
    Attach,
    Sender,
    Moves,
}

/// What was sent, and what is wrong with it: in the form that it is about, or at the top.
#[derive(Default)]
pub(super) struct Typed<'a> {
    pub(super) form: Option<Form>,
    pub(super) fields: &'a [(String, String)],
    pub(super) message: Option<String>,
}

pub(in crate::desk) async fn show(
    app: Data<App>,
    view: View,
    reader: Reader,
    at: Path<At>,
) -> web::Result {
    let typed = Typed::default();
    render((&app, &view, &reader), at.id, StatusCode::OK, typed).await
}

/// The page of a mail in the ledger.
pub(super) async fn render(
    (app, view, access): (&App, &View, &Access),
    id: i64,
    status: StatusCode,
    typed: Typed<'_>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let mail = triage::visible(&mut conn, access.hearing_id, id).await?;
    record(&mut conn, (app, access), "mail_read", id).await?;
    drop(conn);
    let (read, raw) = reread(app, &mail).await?;
    let back = access.at("mails");
    let source = Source {
        mail: &mail,
        read: &read,
        raw: &raw,
        at: (back, access.at(&format!("mails/{id}/raa"))),
    };
    let page = load::page(app, (view.words(), access), &source, typed).await?;
    view.page_with_status(status, &page)
}

/// The same page beside a response: who comes from there goes back there.
pub(in crate::desk) async fn mail_page(
    (app, view, access): (&App, &View, &Access),
    id: i64,
    (back, raw_at): (String, String),
) -> web::Result {
    let mut conn = app.conn().await?;
    let mail = triage::visible(&mut conn, access.hearing_id, id).await?;
    drop(conn);
    let (read, raw) = reread(app, &mail).await?;
    let source = Source {
        mail: &mail,
        read: &read,
        raw: &raw,
        at: (back, raw_at),
    };
    let words = (view.words(), access);
    let page = load::page(app, words, &source, Typed::default()).await?;
    view.page(&page)
}

/// Says in the log that somebody read a mail or a file of it. Opening the same page again within the hour is the same reading.
async fn record(
    conn: &mut AsyncPgConnection,
    (app, access): (&App, &Access),
    what: &str,
    id: i64,
) -> web::Result<()> {
    let by = access.act(app.clock.now());
    let hour = by.now - chrono::TimeDelta::hours(1);
    if audit::was_done(conn, by.staff_id, (what, "mail", id), hour).await? {
        return Ok(());
    }
    Event::by_staff(by.staff_id, what, "mail", id)
        .in_hearing(by.hearing_id)
        .record(conn, by.now)
        .await?;
    Ok(())
}

pub(in crate::desk) async fn raw(
    app: Data<App>,
    view: View,
    reader: Reader,
    at: Path<At>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let mail = triage::visible(&mut conn, reader.hearing_id, at.id).await?;
    record(&mut conn, (&app, &reader), "mail_read", mail.id).await?;
    drop(conn);
    let back = reader.at(&format!("mails/{}", at.id));
    files::raw(&app, (&view, &reader), &mail, back).await
}

/// The files of a mail and of the mails in it, in the order of the page.
pub(super) fn files_of(read: &ReadMail) -> Vec<&Attachment> {
    let mut all = Vec::new();
    for (at, file) in read.attachments.iter().enumerate() {
        all.push(file);
        let within = read.inner.iter().filter(|(holder, _)| *holder == at);
        all.extend(within.flat_map(|(_, inner)| &inner.attachments));
    }
    all
}

/// A file of a mail. What holds a program, what the scanner found malware in and what waits for it is not handed out.
pub(in crate::desk) async fn file(
    app: Data<App>,
    view: View,
    reader: Reader,
    at: Path<AtFile>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let mail = triage::visible(&mut conn, reader.hearing_id, at.id).await?;
    drop(conn);
    let (read, _) = reread(&app, &mail).await?;
    let all = files_of(&read);
    let index = at.part.checked_sub(1).ok_or(Error::NotFound)?;
    let file = *all.get(index).ok_or(Error::NotFound)?;
    let name = file.filename.clone();
    let name = name.unwrap_or_else(|| format!("fil-{}", at.part));
    let mut conn = app.conn().await?;
    if let Some(state) = held(&mut conn, &mail, file).await? {
        let back = reader.at(&format!("mails/{}", mail.id));
        return files::held_page(&mut conn, (&view, &reader), state, (&name, back)).await;
    }
    record(&mut conn, (&app, &reader), "file_read", mail.id).await?;
    Ok(files::download(file.bytes.clone(), &name))
}

/// Why a file of a mail is not handed out.
pub(super) async fn held(
    conn: &mut AsyncPgConnection,
    mail: &Mail,
    file: &Attachment,
) -> diesel::QueryResult<Option<scan::ScanState>> {
    if triage::is_withheld(file) {
        return Ok(Some(scan::ScanState::Infected));
    }
    if let Some(state) = scan::held(conn, mail.file_id).await? {
        return Ok(Some(state));
    }
    let Ok(sha256) = hex::decode(&file.sha256) else {
        return Ok(None);
    };
    scan::held_bytes(conn, &sha256).await
}
