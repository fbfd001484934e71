//! Public answers for programs: whoever has one already is told so, and other sites' pages may read them.

use actix_web::guard::{Any, Get, Head};
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderName,
};
use actix_web::{HttpRequest, HttpResponse, Route, web::route};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::web::{Result, not_modified};

/// A route that is only read: GET, and HEAD for its headers.
pub(super) fn read() -> Route {
    route().guard(Any(Get()).or(Head()))
}

/// A value as JSON.
pub(super) fn json(request: &HttpRequest, value: &impl Serialize) -> Result {
    let bytes = serde_json::to_vec(value).map_err(anyhow::Error::from)?;
    bytes_of(request, "application/json", bytes)
}

/// Bytes that follow from the snapshot alone.
pub(super) fn bytes_of(request: &HttpRequest, media_type: &str, bytes: Vec<u8>) -> Result {
    let tag = format!("W/\"{}\"", hex::encode(&Sha256::digest(&bytes)[..12]));
    let mut answer = open(StatusCode::OK);
    answer
        .insert_header((ETAG, tag.as_str()))
        .insert_header((CACHE_CONTROL, "no-cache"));
    if not_modified(request, &tag) {
        return Ok(answer.status(StatusCode::NOT_MODIFIED).finish());
    }
    Ok(answer.insert_header((CONTENT_TYPE, media_type)).body(bytes))
}

/// What went wrong, as RFC 9457 has it.
#[derive(Serialize)]
struct Problem<'a> {
    status: u16,
    title: &'a str,
}

/// An answer to a question that cannot be answered.
pub(super) fn problem(status: StatusCode, title: &str) -> Result {
    let said = Problem {
        status: status.as_u16(),
        title,
    };
    Ok(open(status)
        .insert_header((CONTENT_TYPE, "application/problem+json"))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(serde_json::to_vec(&said).map_err(anyhow::Error::from)?))
}

/// Private persons' responses are among it: nothing for search machines.
fn open(status: StatusCode) -> actix_web::HttpResponseBuilder {
    let mut answer = HttpResponse::build(status);
    answer
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header((
            HeaderName::from_static("cross-origin-resource-policy"),
            "cross-origin",
        ))
        .insert_header((HeaderName::from_static("x-robots-tag"), "noindex"));
    answer
}
