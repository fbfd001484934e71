//! The files. Whoever takes original texts along leaves a row of the log at each response.

use actix_web::web::{Data, Query};
use diesel_async::AsyncPgConnection;
use serde_json::json;

use super::read::Material;
use super::{annotations as web_annotations, project as refi, texts as documents};
use crate::app::App;
use crate::audit::Event;
use crate::desk::overview::named;
use crate::publication::handed::read_handed;
use crate::staff::{Act, Editor};
use crate::web::{self, Error, View};

/// Rows of the log that are written in one statement.
const ROWS: usize = 1_000;

async fn taken(
    conn: &mut AsyncPgConnection,
    by: Act,
    format: &str,
    ids: &[i64],
) -> diesel::QueryResult<()> {
    let detail = json!({ "format": format, "responses": ids.len() });
    Event::by_staff(by.staff_id, "responses_taken", "hearing", by.hearing_id)
        .in_hearing(by.hearing_id)
        .with(detail)
        .record(conn, by.now)
        .await?;
    for ids in ids.chunks(ROWS) {
        let each = ids.iter().map(|id| {
            Event::by_staff(by.staff_id, "response_taken", "response", *id)
                .in_hearing(by.hearing_id)
                .with(json!({ "format": format }))
        });
        Event::record_all(each.collect(), conn, by.now).await?;
    }
    Ok(())
}

/// The values of a field that may be there several times.
fn values<'a>(fields: &'a [(String, String)], name: &'a str) -> impl Iterator<Item = &'a str> {
    let own = fields.iter().filter(move |(known, _)| known == name);
    own.map(|(_, value)| value.as_str())
}

/// The responses as a document: of the chosen categories (`-` for those without one; all when none is chosen), as they came or as the public
/// sees them.
pub(in crate::desk) async fn texts(
    app: Data<App>,
    view: View,
    editor: Editor,
    chosen: Query<Vec<(String, String)>>,
) -> web::Result {
    let words = view.words();
    let by = editor.act(app.clock.now());
    let letters: Vec<&str> = values(&chosen, "kategori").collect();
    let wanted = |letter: &str| {
        let letter = if letter.is_empty() { "-" } else { letter };
        letters.is_empty() || letters.contains(&letter)
    };
    let mut conn = app.conn().await?;
    let mut material = Material::read(&mut conn, by.hearing_id).await?;
    let public = match values(&chosen, "tekst").next() {
        Some("offentlig") => true,
        Some("intern") | None => false,
        Some(_) => return Err(Error::BadRequest),
    };
    let (bytes, key) = if public {
        let handed = read_handed(&mut conn, &material.hearing.slug, words).await?;
        let mut shown = handed.texts(words);
        shown.retain(|one| wanted(&one.letter));
        let bytes = documents::public(words, &material, &shown, by.now)?;
        Event::by_staff(by.staff_id, "public_texts_taken", "hearing", by.hearing_id)
            .in_hearing(by.hearing_id)
            .with(json!({ "responses": shown.len() }))
            .record(&mut conn, by.now)
            .await?;
        (bytes, "export-file-public")
    } else {
        material.said.retain(|one| wanted(&one.letter));
        taken(&mut conn, by, "docx", &material.ids()).await?;
        (
            documents::internal(words, &material, by.now)?,
            "export-file-internal",
        )
    };
    Ok(named(bytes, &editor.slug, &words.text(key, &[]), "docx"))
}

/// The codings as W3C Web Annotations.
pub(in crate::desk) async fn annotations(
    app: Data<App>,
    view: View,
    editor: Editor,
) -> web::Result {
    let by = editor.act(app.clock.now());
    let mut conn = app.conn().await?;
    let material = Material::read(&mut conn, by.hearing_id).await?;
    taken(&mut conn, by, "jsonld", &material.ids()).await?;
    let base = app.config.base_url.trim_end_matches('/');
    let collection = web_annotations::collection(view.words(), &material, base);
    let bytes = serde_json::to_vec_pretty(&collection).map_err(anyhow::Error::from)?;
    let what = view.words().text("export-file-annotations", &[]);
    Ok(named(bytes, &editor.slug, &what, "jsonld"))
}

/// Texts, themes and codings as a project of REFI-QDA.
pub(in crate::desk) async fn project(app: Data<App>, view: View, editor: Editor) -> web::Result {
    let by = editor.act(app.clock.now());
    let mut conn = app.conn().await?;
    let material = Material::read(&mut conn, by.hearing_id).await?;
    taken(&mut conn, by, "qdpx", &material.ids()).await?;
    let bytes = refi::archive(view.words(), &material, &editor.person, by.now)?;
    let what = view.words().text("export-file-project", &[]);
    Ok(named(bytes, &editor.slug, &what, "qdpx"))
}
