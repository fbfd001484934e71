//! What came, as it came: the original mail beside what was made of it, and files to download. Files of strangers are never shown by
//! the browser: always a download, never sniffed, sandboxed.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    X_CONTENT_TYPE_OPTIONS,
};
use actix_web::web::{Data, Path};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};

use super::head::Head;
use super::{mails, response};
use tokio::sync::Semaphore;

use crate::app::App;
use crate::extract::{Extractor, Why};
use crate::hearing::Hearing;
use crate::intake::mailbox::Mail;
use crate::intake::scan;
use crate::response::record_reading;
use crate::schema::{files, parts};
use crate::staff::{Access, Reader};
use crate::templates::{Page, pages};
use crate::web::{self, Error, View};

pages![HeldFile];

#[derive(Deserialize)]
pub(super) struct AtPart {
    number: String,
    part: i64,
}

async fn stored(conn: &mut AsyncPgConnection, file_id: i64) -> QueryResult<(Vec<u8>, i64)> {
    files::table
        .find(file_id)
        .select((files::sha256, files::bytes))
        .first(conn)
        .await
}

/// Bytes of a stranger, as a download.
pub(super) fn download(bytes: bytes::Bytes, name: &str) -> HttpResponse {
    let ascii: String = name
        .chars()
        .map(|it| {
            if it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_') {
                it
            } else {
                '_'
            }
        })
        .collect();
    let ascii = ascii.trim_start_matches('.');
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/octet-stream"))
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}"),
        ))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(bytes)
}

/// Says why a file is not handed out.
#[derive(Clone, Debug, Serialize)]
pub struct HeldFile {
    pub head: Head,
    pub back: String,
    pub name: String,
    pub infected: bool,
}

/// The page in place of a file that holds malware or waits for the scanner; none when the file may be handed out.
pub(super) async fn held(
    conn: &mut AsyncPgConnection,
    (view, access): (&View, &Access),
    file: i64,
    (name, back): (&str, String),
) -> web::Result<Option<HttpResponse>> {
    match scan::held(conn, file).await? {
        Some(state) => Ok(Some(
            held_page(conn, (view, access), state, (name, back)).await?,
        )),
        None => Ok(None),
    }
}

/// The page in place of a file that is not handed out.
pub(super) async fn held_page(
    conn: &mut AsyncPgConnection,
    (view, access): (&View, &Access),
    state: scan::ScanState,
    (name, back): (&str, String),
) -> web::Result {
    let hearing = Hearing::find(conn, access.hearing_id).await?;
    let page = HeldFile {
        head: Head::of(conn, &hearing, access).await?,
        back,
        name: name.to_owned(),
        infected: state == scan::ScanState::Infected,
    };
    view.page_with_status(StatusCode::FORBIDDEN, &page)
}

/// A raw mail.
pub(super) async fn raw(
    app: &App,
    (view, access): (&View, &Access),
    mail: &Mail,
    back: String,
) -> web::Result {
    let mut conn = app.conn().await?;
    let name = format!("mail-{}.eml", mail.id);
    let who = (view, access);
    if let Some(page) = held(&mut conn, who, mail.file_id, (&name, back)).await? {
        return Ok(page);
    }
    let (sha256, _) = stored(&mut conn, mail.file_id).await?;
    let bytes = app.storage.read(&sha256).await?;
    Ok(download(bytes, &name))
}

pub(super) async fn show_mail(
    app: Data<App>,
    view: View,
    reader: Reader,
    at: Path<response::At>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let of = response::find(&mut conn, &reader, &at.number).await?;
    let id = of.mail_id.ok_or(Error::NotFound)?;
    record_reading(&mut conn, reader.act(app.clock.now()), of.id, "mail_read").await?;
    let back = reader.at(&format!("svar/{}", of.number));
    let raw = format!("{back}/mail.eml");
    drop(conn);
    mails::mail_page((&app, &view, &reader), id, (back, raw)).await
}

pub(super) async fn raw_mail(
    app: Data<App>,
    view: View,
    reader: Reader,
    at: Path<response::At>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let of = response::find(&mut conn, &reader, &at.number).await?;
    let id = of.mail_id.ok_or(Error::NotFound)?;
    record_reading(&mut conn, reader.act(app.clock.now()), of.id, "mail_read").await?;
    let back = reader.at(&format!("svar/{}", of.number));
    let mail = Mail::find(&mut conn, id).await?;
    drop(conn);
    raw(&app, (&view, &reader), &mail, back).await
}

/// A file of a response. An infected one is never handed out.
pub(super) async fn part(
    app: Data<App>,
    view: View,
    reader: Reader,
    at: Path<AtPart>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let of = response::find(&mut conn, &reader, &at.number).await?;
    let found: (Option<i64>, Option<String>) = parts::table
        .filter(parts::id.eq(at.part))
        .filter(parts::response_id.eq(of.id))
        .select((parts::file_id, parts::filename))
        .first(&mut conn)
        .await?;
    let (Some(file), name) = found else {
        return Err(Error::NotFound);
    };
    let name = name.unwrap_or_else(|| format!("{}.txt", of.number));
    let back = reader.at(&format!("svar/{}", of.number));
    if let Some(page) = held(&mut conn, (&view, &reader), file, (&name, back)).await? {
        return Ok(page);
    }
    record_reading(&mut conn, reader.act(app.clock.now()), of.id, "file_read").await?;
    let (sha256, _) = stored(&mut conn, file).await?;
    let bytes = app.storage.read(&sha256).await?;
    Ok(download(bytes, &name))
}

/// The path of a page of a file.
#[derive(serde::Deserialize)]
pub(super) struct AtPage {
    pub(super) number: String,
    pub(super) part: i64,
    pub(super) page: u32,
}

/// How many pages are drawn at once: a file of many pages shall not take the machine from those who work.
pub(super) static DRAWING: Semaphore = Semaphore::const_new(2);

/// A page of a file as a picture, drawn by a child without network or files. What the file itself holds (scripts, links) is not in it.
pub(super) async fn page_picture(
    app: Data<App>,
    view: View,
    reader: Reader,
    at: Path<AtPage>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let of = response::find(&mut conn, &reader, &at.number).await?;
    let (file, pages, media_type): (Option<i64>, Option<i32>, String) = parts::table
        .filter(parts::id.eq(at.part))
        .filter(parts::response_id.eq(of.id))
        .select((parts::file_id, parts::pages, parts::media_type))
        .first(&mut conn)
        .await?;
    let is_picture = media_type.starts_with("image/");
    let pages = pages
        .and_then(|pages| u32::try_from(pages).ok())
        .unwrap_or(u32::from(is_picture));
    let file = file
        .filter(|_| (1..=pages).contains(&at.page))
        .ok_or(Error::NotFound)?;
    let back = reader.at(&format!("svar/{}", of.number));
    if let Some(page) = held(&mut conn, (&view, &reader), file, ("", back)).await? {
        return Ok(page);
    }
    record_reading(&mut conn, reader.act(app.clock.now()), of.id, "file_read").await?;
    let (sha256, _) = stored(&mut conn, file).await?;
    drop(conn);
    let bytes = app.storage.read(&sha256).await?;
    let _turn = DRAWING.acquire().await.map_err(anyhow::Error::from)?;
    let reader = Extractor::new(app.program.clone());
    let drawn = if is_picture {
        let painted = reader.painted(&bytes, (&media_type, at.page), &[]).await;
        painted.map(|it| (it.media_type, it.bytes))
    } else {
        let picture = reader.picture(&bytes, at.page).await;
        picture.map(|it| ("image/png", it))
    };
    drawn.map(as_picture).map_err(not_drawn)
}

pub(super) fn not_drawn(why: Why) -> Error {
    tracing::warn!(?why, "a page could not be drawn");
    Error::NotFound
}

/// A picture for the eyes of staff.
pub(super) fn as_picture((media_type, bytes): (&'static str, Vec<u8>)) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, media_type))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(bytes)
}

impl Page for HeldFile {
    const TEMPLATE: &'static str = "desk/held_file";

    fn sample() -> Self {
        Self {
            head: Head::sample(),
            back: "/sekretariat/x/svar/y".into(),
            name: "faktura.doc".into(),
            infected: true,
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let waiting = Self {
            infected: false,
            ..Self::sample()
        };
        vec![("", Self::sample()), ("waiting", waiting)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_download_cannot_put_headers_or_quotes_into_its_name() {
        let response = download(bytes::Bytes::from_static(b"x"), "../æ\"\r\nX: y.html");
        let said = response.headers().get(CONTENT_DISPOSITION).unwrap();
        let said = said.to_str().unwrap();
        assert!(
            said.starts_with("attachment; filename=\"_____X__y.html\"")
                || said.starts_with("attachment; filename=\""),
            "{said}"
        );
        assert!(
            !said.contains('\n') && said.contains("%C3%A6%22%0D%0A"),
            "{said}"
        );
    }
}
