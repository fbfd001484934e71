//! Proof that a form came from a page of ours: a random token in a cookie, and the same in the form, masked anew for each page
//! so that compression does not give it away. The check of `Origin` in `guard` stands beside it.

use actix_web::HttpRequest;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use subtle::ConstantTimeEq;

use super::{Error, Settings, cookie, set_cookie};

/// Name of the cookie (before `__Host-`).
const COOKIE: &str = "hoering-form";
/// Name of the form's field.
pub(super) const FIELD: &str = "csrf";

const LENGTH: usize = 32;

/// The token of one browser.
#[derive(Clone, Copy)]
pub struct Token([u8; LENGTH]);

impl Token {
    /// The token that the browser has.
    #[must_use]
    pub fn of(request: &HttpRequest, settings: &Settings) -> Option<Self> {
        let text = cookie(request, settings, COOKIE)?;
        Some(Self(BASE64.decode(text).ok()?.try_into().ok()?))
    }

    /// A new one, for a browser without.
    #[must_use]
    pub fn random() -> Self {
        Self(rand::random())
    }

    /// The cookie that holds it.
    #[must_use]
    pub fn cookie(&self, settings: &Settings) -> actix_web::cookie::Cookie<'static> {
        set_cookie(settings, COOKIE, BASE64.encode(self.0))
    }

    /// What a form sends back; different each time.
    #[must_use]
    pub fn masked(&self) -> String {
        let mask: [u8; LENGTH] = rand::random();
        let mut both = mask.to_vec();
        both.extend(self.0.iter().zip(mask).map(|(token, mask)| token ^ mask));
        BASE64.encode(both)
    }

    /// Whether a form's field is this token; takes the same time whatever it holds.
    #[must_use]
    pub fn matches(&self, field: &str) -> bool {
        let Ok(both) = BASE64.decode(field) else {
            return false;
        };
        if both.len() != 2 * LENGTH {
            return false;
        }
        let (mask, masked) = both.split_at(LENGTH);
        let sent: Vec<u8> = mask
            .iter()
            .zip(masked)
            .map(|(mask, masked)| mask ^ masked)
            .collect();
        sent.ct_eq(&self.0).into()
    }
}

/// Refuses a form whose field is not the browser's token.
pub(super) fn check(request: &HttpRequest, field: Option<&str>) -> Result<(), Error> {
    let settings = Settings::of(request)?;
    match (Token::of(request, &settings), field) {
        (Some(token), Some(field)) if token.matches(field) => Ok(()),
        _ => Err(Error::Forbidden),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_again_behind_any_mask() {
        let token = Token::random();
        let (one, other) = (token.masked(), token.masked());
        assert_ne!(one, other);
        assert!(token.matches(&one) && token.matches(&other));
        assert!(!Token::random().matches(&one));
        assert!(!token.matches("") && !token.matches("x".repeat(86).as_str()));
    }
}
