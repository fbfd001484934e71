//! What came, as it came: the original mail beside what was made of it, and files to download. Files of strangers are never shown by
//! the browser: always a download, never sniffed, sandboxed.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    X_CONTENT_TYPE_OPTIONS,
};
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};

use super::head::Head;
use super::response;
use crate::app::App;
use crate::hearing::Hearing;
use crate::intake::mailbox::{self, Warning};
use crate::intake::scan;
use crate::response::record_reading;
use crate::schema::{files, mails, parts};
use crate::staff::{Access, Reader};
use crate::templates::{Page, pages};
use crate::text::normalize;
use crate::web::{self, Error, View};

pages![ShowMail, HeldFile];

/// Lines of a mail's head that are shown; a head of more is in the raw file.
const HEAD_LINES: usize = 200;

/// A mail as it came.
#[derive(Clone, Debug, Serialize)]
pub struct ShowMail {
    pub head: Head,
    pub back: String,
    pub subject: String,
    pub from: String,
    pub arrived_at: DateTime<Utc>,
    pub claimed_at: Option<DateTime<Utc>>,
    /// The mail's own head, as it came.
    pub lines: String,
    /// What the mail says, as text.
    pub text: String,
    pub attachments: Vec<String>,
    /// Words and, in no language, what they are about.
    pub warnings: Vec<Told>,
    pub raw: String,
    pub bytes: i64,
}

/// One thing that was wrong with a mail, for the page.
#[derive(Clone, Debug, Serialize)]
pub struct Told {
    pub key: &'static str,
    pub detail: Option<String>,
}

impl From<Warning> for Told {
    fn from(warning: Warning) -> Self {
        Self {
            key: warning.code.words(),
            detail: warning.detail,
        }
    }
}

#[derive(Deserialize)]
pub(super) struct AtPart {
    number: String,
    part: i64,
}

/// What is shown of a mail's row.
#[derive(HasQuery)]
#[diesel(table_name = mails)]
struct Mail {
    id: i64,
    hearing_id: Option<i64>,
    file_id: i64,
    subject: String,
    from_name: String,
    from_address: Option<String>,
    arrived_at: DateTime<Utc>,
    claimed_at: Option<DateTime<Utc>>,
}

async fn stored(conn: &mut AsyncPgConnection, file_id: i64) -> QueryResult<(Vec<u8>, i64)> {
    files::table
        .find(file_id)
        .select((files::sha256, files::bytes))
        .first(conn)
        .await
}

/// The mail of an id, when it is one of the hearing's.
async fn mail(conn: &mut AsyncPgConnection, access: &Access, id: i64) -> web::Result<Mail> {
    let mail: Mail = Mail::query().filter(mails::id.eq(id)).first(conn).await?;
    if mail.hearing_id == Some(access.hearing_id) {
        Ok(mail)
    } else {
        Err(Error::NotFound)
    }
}

/// The page of a mail.
pub(super) async fn mail_page(
    (app, view, access): (&App, &View, &Access),
    id: i64,
    (back, raw): (String, String),
) -> web::Result {
    let mut conn = app.conn().await?;
    let mail = mail(&mut conn, access, id).await?;
    let (sha256, bytes) = stored(&mut conn, mail.file_id).await?;
    let eml = app.storage.read(&sha256).await?;
    let raw_mail = eml.clone();
    let read = tokio::task::spawn_blocking(move || mailbox::read(&raw_mail))
        .await
        .map_err(|error| Error::Internal(error.into()))?;
    let hearing = Hearing::find(&mut conn, access.hearing_id).await?;
    let attachments = read.attachments.iter();
    let page = ShowMail {
        head: Head::of(&mut conn, &hearing, access).await?,
        back,
        from: sender(&mail),
        subject: if mail.subject.is_empty() {
            view.words().text("desk-no-subject", &[])
        } else {
            mail.subject
        },
        arrived_at: mail.arrived_at,
        claimed_at: mail.claimed_at,
        lines: head_lines(&eml),
        text: read.text,
        attachments: attachments.filter_map(|one| one.filename.clone()).collect(),
        warnings: read.warnings.into_iter().map(Told::from).collect(),
        raw,
        bytes,
    };
    view.page(&page)
}

fn sender(mail: &Mail) -> String {
    let address = mail.from_address.as_deref().unwrap_or_default();
    match (mail.from_name.as_str(), address) {
        ("", address) => address.to_owned(),
        (name, "") => name.to_owned(),
        (name, address) => format!("{name} <{address}>"),
    }
}

/// The head of a raw mail, up to the first empty line.
fn head_lines(eml: &[u8]) -> String {
    let text = String::from_utf8_lossy(&eml[..eml.len().min(64 * 1024)]);
    let lines: Vec<&str> = text
        .lines()
        .skip_while(|line| line.trim().is_empty())
        .take_while(|line| !line.trim().is_empty())
        .take(HEAD_LINES)
        .collect();
    normalize(&lines.join("\n"))
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
async fn held(
    conn: &mut AsyncPgConnection,
    (view, access): (&View, &Access),
    file: i64,
    (name, back): (&str, String),
) -> web::Result<Option<HttpResponse>> {
    let Some(state) = scan::held(conn, file).await? else {
        return Ok(None);
    };
    let hearing = Hearing::find(conn, access.hearing_id).await?;
    let page = HeldFile {
        head: Head::of(conn, &hearing, access).await?,
        back,
        name: name.to_owned(),
        infected: state == scan::ScanState::Infected,
    };
    let answer = view.page_with_status(StatusCode::FORBIDDEN, &page)?;
    Ok(Some(answer))
}

/// The raw mail of an id.
pub(super) async fn raw(
    app: &App,
    (view, access): (&View, &Access),
    id: i64,
    back: String,
) -> web::Result {
    let mut conn = app.conn().await?;
    let mail = mail(&mut conn, access, id).await?;
    let name = format!("mail-{}.eml", mail.id);
    let who = (view, access);
    if let Some(page) = held(&mut conn, who, mail.file_id, (&name, back)).await? {
        return Ok(page);
    }
    let (sha256, _) = stored(&mut conn, mail.file_id).await?;
    let bytes = app.storage.read(&sha256).await?;
    Ok(download(bytes, &format!("mail-{}.eml", mail.id)))
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
    mail_page((&app, &view, &reader), id, (back, raw)).await
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
    raw(&app, (&view, &reader), id, back).await
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

impl Page for ShowMail {
    const TEMPLATE: &'static str = "desk/mail";

    fn sample() -> Self {
        Self {
            head: Head::sample(),
            back: "/sekretariat/x/svar/y".into(),
            subject: "Høringssvar".into(),
            from: "Ole Snebær <ole@snebaer.example>".into(),
            arrived_at: DateTime::UNIX_EPOCH,
            claimed_at: Some(DateTime::UNIX_EPOCH),
            lines: "From: Ole\nSubject: x".into(),
            text: "Se bilaget.".into(),
            attachments: vec!["svar.pdf".into()],
            warnings: vec![Told {
                key: mailbox::Code::CharsetRepaired.words(),
                detail: Some("utf-8 → windows-1252".into()),
            }],
            raw: "/sekretariat/x/svar/y/mail.eml".into(),
            bytes: 120_000,
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let bare = Self {
            claimed_at: None,
            attachments: vec![],
            warnings: vec![],
            text: String::new(),
            ..Self::sample()
        };
        vec![("", Self::sample()), ("bare", bare)]
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

    #[test]
    fn the_head_of_a_mail_ends_at_the_empty_line() {
        assert_eq!(head_lines(b"A: 1\r\nB: 2\r\n\r\nbody"), "A: 1\nB: 2");
        assert_eq!(head_lines(b""), "");
    }
}
