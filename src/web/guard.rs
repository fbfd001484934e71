//! What every answer says to the browser, and whose requests are heard.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpResponse, http::header};

use super::Settings;

const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Says on every answer what browsers may do with it. What a handler has said already stands: an answer that says nothing is
/// stored nowhere and tells nobody where it was.
///
/// # Errors
/// Those of the service within.
pub async fn headers(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let secure = Settings::of(request.request())?.secure;
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    default(
        headers,
        header::CONTENT_SECURITY_POLICY,
        CONTENT_SECURITY_POLICY,
    );
    default(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    default(headers, header::X_FRAME_OPTIONS, "DENY");
    default(headers, header::CACHE_CONTROL, "no-store");
    default(headers, header::REFERRER_POLICY, "no-referrer");
    default(
        headers,
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    default(
        headers,
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    default(
        headers,
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=()",
    );
    if secure {
        default(
            headers,
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=63072000",
        );
    }
    Ok(response)
}

fn default(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    if !headers.contains_key(&name) {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// Refuses a request that changes something and that the browser says comes from another site. Browsers that say nothing are
/// left to the form's token (which is checked in any case), and so is `Origin: null`, which they send from pages with
/// `no-referrer`.
///
/// # Errors
/// Those of the service within.
pub async fn same_origin<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    let settings = Settings::of(request.request())?;
    if request.method().is_safe() || comes_from_us(request.headers(), settings.origin()) {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    let response = HttpResponse::Forbidden().finish().map_into_right_body();
    Ok(request.into_response(response))
}

fn comes_from_us(headers: &HeaderMap, origin: &str) -> bool {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (said("sec-fetch-site"), said("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(from)) => from == origin || from == "null",
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_site_is_refused_whichever_header_says_so() {
        let heard = |pairs: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                );
            }
            comes_from_us(&headers, "https://a.example")
        };
        assert!(heard(&[]));
        assert!(heard(&[("origin", "https://a.example")]));
        assert!(heard(&[
            ("origin", "null"),
            ("sec-fetch-site", "same-origin")
        ]));
        assert!(!heard(&[("origin", "https://b.example")]));
        assert!(!heard(&[("origin", "http://a.example")]));
        assert!(!heard(&[("sec-fetch-site", "same-site")]));
        assert!(!heard(&[
            ("origin", "https://a.example"),
            ("sec-fetch-site", "cross-site")
        ]));
    }
}
