//! What every page may say about the service and the visit, whatever the page is.

use serde::Serialize;

/// The frame around a page. Made by the web kit for each request.
#[derive(Clone, Debug, Serialize)]
pub struct Site {
    /// Whose hearing it is.
    pub organisation: SiteOrganisation,
    /// What the service is called beside the organisation's name.
    pub service_name: String,
    /// As in `<html lang>`.
    pub language: String,
    /// The token that a form sends back. Empty on pages that are the same for everybody.
    pub csrf: String,
    /// The demo's banner.
    pub demo: bool,
    /// Who is logged in, on pages that are not public.
    pub staff: Option<SiteStaff>,
    /// Path of the request.
    pub path: String,
    /// Links of the secretariat's bar.
    pub nav: Vec<Link>,
    /// Where the service is, without a slash at the end.
    pub base_url: String,
    /// The number to quote to those who run the service.
    pub request_id: String,
}

/// The organisation as header and footer show it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SiteOrganisation {
    pub name: String,
    /// The part of it that answers questions.
    pub unit: Option<String>,
    pub email: Option<String>,
    /// Its own accessibility statement; ours stands in when it has none.
    pub accessibility_url: Option<String>,
}

/// Whoever is logged in.
#[derive(Clone, Debug, Serialize)]
pub struct SiteStaff {
    pub initials: String,
    pub name: String,
}

/// A link of a menu or a list.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    pub text: String,
    pub href: String,
    pub current: bool,
    /// Stands under *Mere*.
    pub more: bool,
}

impl Link {
    #[must_use]
    pub fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            href: href.into(),
            current: false,
            more: false,
        }
    }
}

impl Site {
    /// A site with made-up data.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            organisation: SiteOrganisation {
                name: "Region Midtjylland".into(),
                unit: Some("Sekretariatet for Socialområdet".into()),
                email: Some("visionsogudviklingsplan@social.rm.dk".into()),
                accessibility_url: None,
            },
            service_name: "Høringer".into(),
            language: "da".into(),
            csrf: "dG9rZW4".into(),
            demo: false,
            staff: None,
            path: "/".into(),
            nav: Vec::new(),
            base_url: "https://hoering.example".into(),
            request_id: "8f3a2c1d".into(),
        }
    }
}
