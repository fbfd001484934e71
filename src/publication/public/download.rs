//! The files of a release. Their bytes never change, so a browser that has them is told so.

use actix_web::body::SizedStream;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderName,
};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::TryStreamExt;

use crate::app::App;
use crate::publication::published;
use crate::web::{Result, not_modified};

/// Larger files are not taken into memory whole.
const LARGE: i64 = 4 << 20;

pub(super) async fn show(
    app: Data<App>,
    request: HttpRequest,
    path: Path<(String, i32, String)>,
) -> Result {
    let (slug, number, name) = path.into_inner();
    let mut conn = app.public_conn().await?;
    let file = published::file(&mut conn, &slug, number, &name).await?;
    let tag = format!("\"{}\"", hex::encode(&file.sha256));
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((ETAG, tag.as_str()))
        .insert_header((CACHE_CONTROL, "no-cache"))
        // The files hold the responses of private persons too.
        .insert_header((HeaderName::from_static("x-robots-tag"), "noindex"));
    if not_modified(&request, &tag) {
        return Ok(answer
            .status(actix_web::http::StatusCode::NOT_MODIFIED)
            .finish());
    }
    answer
        .insert_header((CONTENT_TYPE, file.media_type.as_str()))
        .insert_header((
            CONTENT_DISPOSITION,
            format!(
                "{}; filename=\"{slug}-udgave-{number}-{}\"",
                if file.media_type.starts_with("image/") {
                    "inline"
                } else {
                    "attachment"
                },
                file.name
            ),
        ))
        .insert_header((CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"));
    if file.bytes <= LARGE {
        return Ok(answer.body(app.storage.read(&file.sha256).await?));
    }
    let pieces = app.storage.stream(&file.sha256).await?;
    let pieces = pieces.map_err(|error| Box::new(error) as Box<dyn std::error::Error>);
    Ok(answer.body(SizedStream::new(file.bytes.unsigned_abs(), pieces)))
}
