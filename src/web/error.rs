//! Every way a handler can fail, and the page that says so.

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use actix_web::middleware::Next;
use actix_web::{HttpResponse, ResponseError};
use diesel_async::pooled_connection::{PoolError, deadpool};
use serde::Serialize;

use super::{LOGIN, View};
use crate::templates::{Page, pages};

/// What a handler answers.
pub type Result<T = HttpResponse, E = Error> = std::result::Result<T, E>;

/// Every way a handler can fail. A form filled in wrongly is no error: it is shown again, with 422.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The request cannot be read: a field is missing, a body was cut off.
    #[error("bad request")]
    BadRequest,
    #[error("not found")]
    NotFound,
    /// Nobody is logged in.
    #[error("unauthenticated")]
    Unauthenticated,
    /// Logged in, but not for this; or a form without its token.
    #[error("forbidden")]
    Forbidden,
    /// Someone else was there first.
    #[error("conflict")]
    Conflict,
    #[error("too large")]
    TooLarge,
    #[error("too many requests")]
    TooMany,
    /// Logged in full, shown to nobody. A database that cannot be reached is 503, everything else 500.
    #[error("internal error")]
    Internal(#[source] anyhow::Error),
}

impl Error {
    fn database_is_away(error: &anyhow::Error) -> bool {
        error.chain().any(|cause| {
            cause.is::<diesel::ConnectionError>()
                || cause.is::<PoolError>()
                || cause.is::<deadpool::PoolError>()
                || cause.downcast_ref().is_some_and(Self::connection_ended)
        })
    }

    /// A query that was under way when the server stopped or died (SQLSTATE 57P01 to 57P03). Diesel hands on the text and not the state.
    fn connection_ended(error: &diesel::result::Error) -> bool {
        use diesel::result::{DatabaseErrorKind::ClosedConnection, Error::DatabaseError};
        const ENDS: [&str; 4] = [
            "terminating connection",
            "the database system is",
            "connection closed",
            "error communicating with the server",
        ];
        match error {
            DatabaseError(ClosedConnection, _) => true,
            DatabaseError(_, told) => ENDS.iter().any(|end| told.message().starts_with(end)),
            _ => false,
        }
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Conflict => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal(error) if Self::database_is_away(error) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Logs the cause, once, and answers without a body: [`error_pages`] gives it one.
    fn error_response(&self) -> HttpResponse {
        if let Self::Internal(error) = self {
            tracing::error!(error = format!("{error:#}"), "request failed");
        }
        HttpResponse::new(self.status_code())
    }
}

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        match error {
            diesel::result::Error::NotFound => Self::NotFound,
            error => Self::Internal(error.into()),
        }
    }
}

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

/// What went wrong, and what the reader can do.
#[derive(Serialize)]
struct ErrorPage {
    status: u16,
    /// Which words: the end of their keys.
    kind: &'static str,
    /// Something was being sent, and was not received.
    sending: bool,
    /// Where to log in, when that helps.
    login: Option<String>,
}

impl ErrorPage {
    fn new(status: StatusCode, sending: bool) -> Self {
        let kind = match status.as_u16() {
            401 => "login",
            403 => "forbidden",
            404 | 405 => "not-found",
            409 => "conflict",
            413 => "too-large",
            429 => "too-many",
            503 => "away",
            500.. => "internal",
            _ => "bad-request",
        };
        let login = (kind == "login").then(|| LOGIN.to_owned());
        Self {
            status: status.as_u16(),
            kind,
            sending,
            login,
        }
    }
}

impl Page for ErrorPage {
    const TEMPLATE: &'static str = "error";

    fn sample() -> Self {
        Self::new(StatusCode::NOT_FOUND, false)
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let all = [400, 401, 403, 404, 409, 413, 429, 500, 503];
        let names = [
            "400", "401", "403", "404", "409", "413", "429", "500", "503",
        ];
        let pages = all
            .iter()
            .filter_map(|status| StatusCode::from_u16(*status).ok());
        names
            .into_iter()
            .zip(pages.map(|status| Self::new(status, status.as_u16() != 404)))
            .collect()
    }
}

pages![ErrorPage];

/// Gives every failure that has no body of its own the error page.
///
/// # Errors
/// Those of the service within.
pub async fn error_pages(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> std::result::Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let response = next.call(request).await?.map_into_boxed_body();
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    let empty = matches!(
        response.response().body().size(),
        BodySize::None | BodySize::Sized(0)
    );
    if !failed || !empty {
        return Ok(response);
    }
    let request = response.request();
    let page = ErrorPage::new(status, !request.method().is_safe());
    let html = View::new(request.clone()).and_then(|view| view.html(&page));
    let mut response = response.map_body(|head, _| match html {
        Ok(html) => {
            head.headers_mut().insert(
                CONTENT_TYPE,
                HeaderValue::from_static("text/html; charset=utf-8"),
            );
            BoxBody::new(html)
        }
        Err(error) => {
            tracing::error!(error = ?error, "the error page failed");
            BoxBody::new(status.to_string())
        }
    });
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from_static("30"));
    }
    Ok(response)
}
