//! The documents of a hearing as files, for the public once the hearing is shown. Always a download, never sniffed, sandboxed.

use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    X_CONTENT_TYPE_OPTIONS,
};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::Hearing;
use crate::app::App;
use crate::schema::{documents, files};
use crate::web::{self, not_modified};

/// A document's bytes, and what the browser is told of them.
struct DocumentFile {
    sha256: Vec<u8>,
    media_type: String,
    filename: String,
}

/// The file of a document of this hearing; `NotFound` for one of another hearing, or one that is a link.
async fn document_file(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    id: i64,
) -> QueryResult<DocumentFile> {
    let (sha256, media_type, filename, title): (Vec<u8>, Option<String>, Option<String>, String) =
        documents::table
            .inner_join(files::table)
            .filter(documents::id.eq(id))
            .filter(documents::hearing_id.eq(hearing_id))
            .select((
                files::sha256,
                documents::media_type,
                documents::filename,
                documents::title,
            ))
            .first(conn)
            .await?;
    Ok(DocumentFile {
        sha256,
        media_type: media_type.unwrap_or_else(|| "application/octet-stream".into()),
        filename: filename.unwrap_or(title),
    })
}

pub(super) async fn show(
    app: Data<App>,
    request: HttpRequest,
    path: Path<(String, i64)>,
) -> web::Result {
    let (slug, id) = path.into_inner();
    let mut conn = app.conn().await?;
    let hearing = Hearing::public(&mut conn, &slug).await?;
    let file = document_file(&mut conn, hearing.id, id).await?;
    drop(conn);
    let tag = format!("\"{}\"", hex::encode(&file.sha256));
    if not_modified(&request, &tag) {
        return Ok(HttpResponse::build(StatusCode::NOT_MODIFIED)
            .insert_header((ETAG, tag))
            .insert_header((CACHE_CONTROL, "no-cache"))
            .finish());
    }
    let bytes = app.storage.read(&file.sha256).await?;
    Ok(HttpResponse::Ok()
        .insert_header((ETAG, tag))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .insert_header((CONTENT_TYPE, file.media_type.as_str()))
        .insert_header((CONTENT_DISPOSITION, disposition(&file.filename)))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .body(bytes))
}

/// A name that is safe in a header, and the real one for browsers that can read it (RFC 6266).
fn disposition(name: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
    let ascii: String = name
        .chars()
        .map(|letter| if plain(letter) { letter } else { '_' })
        .collect();
    let encoded: String = name
        .bytes()
        .map(|byte| {
            if plain(char::from(byte)) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect();
    let ascii = ascii.trim_start_matches('.');
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}
