//! One line in the log for each request, with an id, and without personal data: the route's pattern and not the path, which may
//! hold a secret link; no address, no query, no user agent.

use std::time::Instant;

use actix_web::HttpMessage;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use tracing::Instrument;

/// The number of a request, on its log line and on the error page.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// Numbers requests and logs each when it is answered. HEAD is answered as GET, without the body.
///
/// # Errors
/// Those of the service within.
pub async fn log_requests(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let started = Instant::now();
    let method = request.method().clone();
    if method == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    let id = hex::encode(rand::random::<[u8; 4]>());
    request.extensions_mut().insert(RequestId(id.clone()));
    let span = tracing::info_span!("request", id);
    let answer = next.call(request).instrument(span.clone()).await;
    let _inside = span.enter();
    let duration_ms = started.elapsed().as_secs_f64() * 1e3;
    match answer {
        Ok(mut response) => {
            let route = response
                .request()
                .match_pattern()
                .unwrap_or_else(|| "-".to_owned());
            let status = response.status().as_u16();
            tracing::info!(%method, route, status, duration_ms, "answered");
            if let Ok(id) = HeaderValue::from_str(&id) {
                response
                    .headers_mut()
                    .insert(HeaderName::from_static("x-request-id"), id);
            }
            Ok(response)
        }
        Err(error) => {
            let status = error.as_response_error().status_code().as_u16();
            tracing::info!(%method, route = "-", status, duration_ms, "answered");
            Err(error)
        }
    }
}
