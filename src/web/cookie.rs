//! Cookies of our own: `__Host-` on https, so that no other host of the domain can set them; plain on loopback http.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite};

use super::Settings;

/// A cookie for this browser session, that scripts cannot read.
#[must_use]
pub fn set_cookie(settings: &Settings, name: &str, value: String) -> Cookie<'static> {
    Cookie::build(full_name(settings, name), value)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(settings.secure)
        .finish()
}

/// What a cookie of ours says.
#[must_use]
pub fn cookie(request: &HttpRequest, settings: &Settings, name: &str) -> Option<String> {
    request
        .cookie(&full_name(settings, name))
        .map(|cookie| cookie.value().to_owned())
}

/// The cookie that makes the browser forget one.
#[must_use]
pub fn forget(settings: &Settings, name: &str) -> Cookie<'static> {
    let mut cookie = set_cookie(settings, name, String::new());
    cookie.make_removal();
    cookie
}

fn full_name(settings: &Settings, name: &str) -> String {
    if settings.secure {
        format!("__Host-{name}")
    } else {
        name.to_owned()
    }
}
