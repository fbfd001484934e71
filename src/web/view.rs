//! Answering with a page. A handler takes a [`View`] and ends with `view.page(&ShowHearing { … })`.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, ContentType, ETAG, IF_NONE_MATCH, REFERRER_POLICY};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse};
use sha2::{Digest, Sha256};

use super::{Error, RequestId, Result, Settings, Token};
use crate::templates::{Audience, Link, Page, Site, SiteOrganisation, SiteStaff, Templates, Words};

/// One request's way of answering with pages.
pub struct View {
    request: HttpRequest,
    settings: Data<Settings>,
    templates: Data<Templates>,
    organisation: Option<SiteOrganisation>,
}

impl FromRequest for View {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::new(request.clone()))
    }
}

impl View {
    /// For middleware, which has no extractors.
    ///
    /// # Errors
    /// When the server was put together without [`super::configure`].
    pub fn new(request: HttpRequest) -> Result<Self> {
        let settings = Settings::of(&request)?;
        let templates = request.app_data::<Data<Templates>>().cloned();
        let templates = templates
            .ok_or_else(|| Error::Internal(anyhow::anyhow!("the server has no templates")))?;
        Ok(Self {
            request,
            settings,
            templates,
            organisation: None,
        })
    }

    /// The same view in the name of an organisation, instead of the service's own.
    #[must_use]
    pub fn of(mut self, organisation: SiteOrganisation) -> Self {
        self.organisation = Some(organisation);
        self
    }

    /// The words of the reader's language.
    #[must_use]
    pub fn words(&self) -> &Words {
        self.templates.words()
    }

    /// Answers with a page; a public one that the browser has already with 304.
    ///
    /// # Errors
    /// When the page cannot be rendered.
    pub fn page<P: Page>(&self, page: &P) -> Result {
        self.page_with_status(StatusCode::OK, page)
    }

    /// Answers with a page and a status of its own, such as a form sent back with its errors (422).
    ///
    /// # Errors
    /// When the page cannot be rendered.
    pub fn page_with_status<P: Page>(&self, status: StatusCode, page: &P) -> Result {
        if P::AUDIENCE == Audience::Public {
            return self.public(status, &self.rendered(page)?);
        }
        let mut response = HttpResponse::build(status);
        response.content_type(ContentType::html());
        let token = Token::of(&self.request, &self.settings).unwrap_or_else(|| {
            let token = Token::random();
            response.cookie(token.cookie(&self.settings));
            token
        });
        let html = self
            .templates
            .html(page, &self.site(token.masked(), false))?;
        let (cache, referrer) = match P::AUDIENCE {
            Audience::Form => ("private, no-cache", "same-origin"),
            _ => ("no-store", "no-referrer"),
        };
        response
            .insert_header((CACHE_CONTROL, cache))
            .insert_header((REFERRER_POLICY, referrer));
        if P::AUDIENCE == Audience::Personal {
            response.insert_header(("x-robots-tag", "noindex"));
        }
        Ok(response.body(html))
    }

    /// A public page as HTML: the same for everybody, so it may be kept.
    ///
    /// # Errors
    /// When the page cannot be rendered.
    pub fn rendered<P: Page>(&self, page: &P) -> Result<String> {
        Ok(self.templates.html(page, &self.site(String::new(), true))?)
    }

    /// Answers with a public page that was rendered; with 304 when the browser has it already.
    ///
    /// # Errors
    /// None; it is a `Result` so that a handler can end with it.
    pub fn public(&self, status: StatusCode, html: &str) -> Result {
        let tag = format!(
            "W/\"{}\"",
            hex::encode(&Sha256::digest(html.as_bytes())[..12])
        );
        let mut response = HttpResponse::build(status);
        response
            .content_type(ContentType::html())
            .insert_header((CACHE_CONTROL, "no-cache"))
            .insert_header((REFERRER_POLICY, "same-origin"))
            .insert_header((ETAG, tag.as_str()));
        if status == StatusCode::OK && not_modified(&self.request, &tag) {
            return Ok(response.status(StatusCode::NOT_MODIFIED).finish());
        }
        Ok(response.body(html.to_owned()))
    }

    /// A piece of a page as HTML, made by itself: a large text costs less so than within the page, whose data is copied for each of its
    /// partials. Its forms have the browser's token.
    ///
    /// # Errors
    /// When it cannot be rendered.
    pub fn fragment<P: Page>(&self, piece: &P) -> Result<String> {
        let token = Token::of(&self.request, &self.settings);
        let token = token.map(|token| token.masked()).unwrap_or_default();
        Ok(self.templates.html(piece, &self.site(token, false))?)
    }

    /// A page without form and without headers, for the error page.
    pub(super) fn html<P: Page>(&self, page: &P) -> Result<String> {
        Ok(self.templates.html(page, &self.site(String::new(), true))?)
    }

    fn site(&self, csrf: String, public: bool) -> Site {
        let extensions = self.request.extensions();
        let own = |value: &Data<Settings>| value.organisation.clone();
        Site {
            organisation: self
                .organisation
                .clone()
                .unwrap_or_else(|| own(&self.settings)),
            service_name: self.settings.service_name.clone(),
            language: self.words().language().to_owned(),
            csrf,
            demo: self.settings.demo,
            staff: extensions.get::<SiteStaff>().filter(|_| !public).cloned(),
            path: self.request.path().to_owned(),
            nav: extensions
                .get::<Vec<Link>>()
                .filter(|_| !public)
                .cloned()
                .unwrap_or_default(),
            base_url: self.settings.base_url.clone(),
            request_id: extensions
                .get::<RequestId>()
                .map(|id| id.0.clone())
                .unwrap_or_default(),
        }
    }
}

/// Whether the browser has what a tag names, so that 304 is answer enough.
#[must_use]
pub fn not_modified(request: &HttpRequest, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let known = request
        .headers()
        .get_all(IF_NONE_MATCH)
        .filter_map(|value| value.to_str().ok());
    known
        .flat_map(|value| value.split(','))
        .any(|known| known.trim() == "*" || opaque(known) == opaque(tag))
}
