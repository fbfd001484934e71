//! The page where staff type or mend the text of a part.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};

use super::head::Head;
use super::response::reason;
use super::{response, version};
use crate::app::App;
use crate::hearing::Hearing;
use crate::intake::typed_text::{TypeError, type_text};
use crate::response::{Part, PartState, Response, TextVersion, record_reading};
use crate::schema::text_versions;
use crate::staff::{Access, Editor, names_of};
use crate::templates::{Page, Words, pages};
use crate::text::char_len;
use crate::web::{self, Error, Limits, Multipart, View, redirect};

pages![EditPartText];

/// The form, with what was typed when it comes back.
#[derive(Clone, Debug, Serialize)]
pub struct EditPartText {
    pub head: Head,
    pub back: String,
    pub here: String,
    pub filename: String,
    pub download: Option<String>,
    pub error: Option<String>,
    /// Why the program has no text, or that it read a picture.
    pub note: Option<String>,
    pub picture: bool,
    pub text: String,
    pub description: String,
    /// The text that this one is made from; empty without one.
    pub based_on: String,
    /// Earlier texts, the latest first.
    pub versions: Vec<Version>,
}

/// A text as it was.
#[derive(Clone, Debug, Serialize)]
pub struct Version {
    pub how: String,
    pub at: DateTime<Utc>,
    pub text: String,
    pub in_force: bool,
}

#[derive(Deserialize)]
pub(super) struct AtText {
    number: String,
    part: i64,
}

#[derive(Default)]
struct Typed {
    text: String,
    description: String,
    based_on: Option<i64>,
}

async fn found(
    conn: &mut AsyncPgConnection,
    access: &Access,
    at: &AtText,
) -> web::Result<(Response, Part)> {
    let of = response::find(conn, access, &at.number).await?;
    let part = Part::find(conn, at.part).await?;
    let open = !matches!(part.state, PartState::Infected | PartState::WaitingForScan);
    if part.response_id == of.id && part.filename.is_some() && open {
        Ok((of, part))
    } else {
        Err(Error::NotFound)
    }
}

pub(super) async fn edit(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<AtText>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let (of, part) = found(&mut conn, &editor, &at).await?;
    record_reading(
        &mut conn,
        editor.act(app.clock.now()),
        of.id,
        "response_read",
    )
    .await?;
    let text = match part.text_id {
        Some(id) => TextVersion::find(&mut conn, id).await?.text,
        None => String::new(),
    };
    let typed = Typed {
        text,
        based_on: part.text_id,
        ..Typed::default()
    };
    let page = page(&mut conn, (&view, &editor), &part, typed).await?;
    view.page(&page)
}

pub(super) async fn update(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<AtText>,
    (request, payload): (HttpRequest, Payload),
) -> web::Result {
    let most = app.config.limits.text_characters;
    let limits = Limits {
        files: 0,
        field_bytes: most.saturating_mul(4),
        ..Limits::default()
    };
    let form = Multipart::read(&request, payload, limits).await?;
    let typed = Typed {
        text: form.field("text").replace("\r\n", "\n"),
        description: form.field("description").trim().to_owned(),
        based_on: form.field("based_on").parse().ok(),
    };
    let mut conn = app.conn().await?;
    let (of, part) = found(&mut conn, &editor, &at).await?;
    let words = view.words();
    let text = joined(words, &typed);
    let saved = if text.trim().is_empty() {
        Err(words.text("desk-typed-empty", &[]))
    } else if char_len(&text) > most {
        Err(words.text("desk-typed-long", &[]))
    } else {
        save(&app, &mut conn, &editor, (&part, typed.based_on), &text)
            .await?
            .map_err(|key| words.text(key, &[]))
    };
    match saved {
        Ok(()) => redirect(editor.at(&format!("svar/{}", of.number))),
        Err(error) => {
            let mut page = page(&mut conn, (&view, &editor), &part, typed).await?;
            page.error = Some(error);
            view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// The text with what a picture shows behind it.
fn joined(words: &Words, typed: &Typed) -> String {
    let text = typed.text.trim();
    if typed.description.is_empty() {
        return text.to_owned();
    }
    let said = words.text(
        "desk-typed-picture",
        &[("text", typed.description.as_str().into())],
    );
    format!("{text}\n\n{said}").trim().to_owned()
}

/// Saves, and moves what lies over the old text. The inner error is the key of a message.
async fn save(
    app: &App,
    conn: &mut AsyncPgConnection,
    editor: &Editor,
    of: (&Part, Option<i64>),
    text: &str,
) -> web::Result<Result<(), &'static str>> {
    let by = editor.act(app.clock.now());
    let saved = conn
        .transaction(async |conn| {
            let id = type_text(conn, by, (of.0.id, of.1), text).await?;
            version::take(conn, by, id).await?;
            Ok::<(), TypeError>(())
        })
        .await;
    match saved {
        Ok(()) => Ok(Ok(())),
        Err(TypeError::Changed) => Ok(Err("desk-typed-changed")),
        Err(TypeError::Held) => Err(Error::NotFound),
        Err(TypeError::Other(error)) => Err(Error::Internal(error)),
    }
}

async fn page(
    conn: &mut AsyncPgConnection,
    (view, access): (&View, &Access),
    part: &Part,
    typed: Typed,
) -> web::Result<EditPartText> {
    let hearing = Hearing::find(conn, access.hearing_id).await?;
    let of = Response::find(conn, part.response_id).await?;
    let back = access.at(&format!("svar/{}", of.number));
    Ok(EditPartText {
        head: Head::of(conn, &hearing, access).await?,
        here: format!("{back}/bilag/{}/tekst", part.id),
        download: part.file_id.map(|_| format!("{back}/bilag/{}", part.id)),
        back,
        filename: part.filename.clone().unwrap_or_default(),
        error: None,
        note: reason(view.words(), part, None),
        picture: part.media_type.starts_with("image/"),
        text: typed.text,
        description: typed.description,
        based_on: typed.based_on.map(|id| id.to_string()).unwrap_or_default(),
        versions: versions(conn, view.words(), part).await?,
    })
}

/// A version of a part's text: id, deriver, text, when, by whom of the staff.
type Made = (i64, String, String, DateTime<Utc>, Option<i64>);

async fn versions(
    conn: &mut AsyncPgConnection,
    words: &Words,
    part: &Part,
) -> web::Result<Vec<Version>> {
    let found: Vec<Made> = text_versions::table
        .filter(text_versions::part_id.eq(part.id))
        .order(text_versions::id.desc())
        .limit(10)
        .select((
            text_versions::id,
            text_versions::deriver,
            text_versions::text,
            text_versions::created_at,
            text_versions::staff_id,
        ))
        .load(conn)
        .await?;
    let staff: Vec<i64> = found.iter().filter_map(|version| version.4).collect();
    let people = names_of(conn, &staff).await?;
    Ok(found
        .into_iter()
        .map(|(id, deriver, text, at, staff)| {
            let who = staff.and_then(|id| people.get(&id));
            let how = match (deriver.as_str(), who) {
                (_, Some(person)) => {
                    words.text("desk-text-by", &[("who", person.name.as_str().into())])
                }
                ("ocr", None) => words.text("desk-text-ocr", &[]),
                _ => words.text("desk-text-read", &[]),
            };
            Version {
                how,
                at,
                text,
                in_force: part.text_id == Some(id),
            }
        })
        .collect())
}

impl Page for EditPartText {
    const TEMPLATE: &'static str = "desk/part_text";

    fn sample() -> Self {
        Self {
            head: Head::sample(),
            back: "/sekretariat/x/svar/y".into(),
            here: "/sekretariat/x/svar/y/bilag/1/tekst".into(),
            filename: "billede.jpg".into(),
            download: Some("/sekretariat/x/svar/y/bilag/1".into()),
            error: Some("Skriv en tekst.".into()),
            note: Some("Filen er et billede.".into()),
            picture: true,
            text: "Til Region Midtjylland".into(),
            description: "En kurve".into(),
            based_on: "7".into(),
            versions: vec![Version {
                how: "Læst maskinelt".into(),
                at: DateTime::UNIX_EPOCH,
                text: "Til Region".into(),
                in_force: true,
            }],
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let bare = Self {
            error: None,
            note: None,
            picture: false,
            download: None,
            text: String::new(),
            description: String::new(),
            based_on: String::new(),
            versions: vec![],
            ..Self::sample()
        };
        vec![("", Self::sample()), ("bare", bare)]
    }
}
