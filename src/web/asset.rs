//! Stylesheets, scripts, fonts and pictures: kept forever under an address with a hash, asked for again under one without.

use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, ContentEncoding, ETAG, VARY,
};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};

use super::{Error, Result, not_modified};
use crate::templates::assets;

pub(super) async fn show(request: HttpRequest, path: Path<String>) -> Result {
    let asset = assets::at(&path).ok_or(Error::NotFound)?;
    let mut response = HttpResponse::Ok();
    let keep = if asset.immutable {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    response
        .content_type(asset.content_type)
        .insert_header((CACHE_CONTROL, keep))
        .insert_header((VARY, "accept-encoding"));
    if !asset.immutable {
        let tag = format!("W/\"{}\"", asset.hash);
        response.insert_header((ETAG, tag.as_str()));
        if not_modified(&request, &tag) {
            return Ok(response.status(StatusCode::NOT_MODIFIED).finish());
        }
    }
    let accepts = request
        .headers()
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok());
    Ok(match asset.gzip {
        Some(gzip) if accepts.is_some_and(|encodings| encodings.contains("gzip")) => response
            .insert_header((CONTENT_ENCODING, "gzip"))
            .body(gzip.into_owned()),
        // Pictures and fonts are compressed already.
        None => response
            .insert_header(ContentEncoding::Identity)
            .body(asset.bytes.into_owned()),
        Some(_) => response.body(asset.bytes.into_owned()),
    })
}
