//! A form sent as `application/x-www-form-urlencoded`, with its token checked.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::web::Query;
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Error, Result, csrf};

/// 100,000 characters of text, each up to nine bytes when encoded, and the rest of the form.
const LIMIT_BYTES: usize = 1_500_000;

/// The fields of a form: strings as typed. Fields that repeat need `Form<Vec<(String, String)>>`.
pub struct Form<T>(pub T);

#[derive(Deserialize)]
struct Guarded {
    csrf: Option<String>,
}

impl<T: DeserializeOwned> FromRequest for Form<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let mut payload = payload.take();
        Box::pin(async move {
            let mut body = Vec::new();
            while let Some(piece) = payload.next().await {
                body.extend_from_slice(&piece.map_err(|_| Error::BadRequest)?);
                if body.len() > LIMIT_BYTES {
                    return Err(Error::TooLarge);
                }
            }
            let body = std::str::from_utf8(&body).map_err(|_| Error::BadRequest)?;
            let guarded = Query::<Guarded>::from_query(body).map_err(|_| Error::BadRequest)?;
            csrf::check(&request, guarded.csrf.as_deref())?;
            let fields = Query::<T>::from_query(body).map_err(|_| Error::BadRequest)?;
            Ok(Self(fields.into_inner()))
        })
    }
}
