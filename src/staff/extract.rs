//! Who asks, as extractors. A handler that takes [`Editor`] is run for editors of the hearing in its path and for nobody else.

use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::HeaderValue;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use chrono::{DateTime, Utc};

use super::{Person, Role, Session, role, session};
use crate::app::App;
use crate::templates::{Link, SiteStaff, Templates};
use crate::web::{Error, Result, Settings, cookie};

/// Somebody who is logged in.
#[derive(Debug, Clone)]
pub struct Staff {
    pub person: Person,
    pub session: Session,
}

/// Somebody with a role in the hearing of the path.
#[derive(Debug, Clone)]
pub struct Access {
    pub person: Person,
    pub role: Role,
    pub hearing_id: i64,
    /// The hearing's address.
    pub slug: String,
}

/// Who does something, where and when: what a domain function needs for its row in the audit log.
#[derive(Debug, Clone, Copy)]
pub struct Act {
    pub staff_id: i64,
    pub hearing_id: i64,
    pub now: DateTime<Utc>,
}

impl Access {
    #[must_use]
    pub fn act(&self, now: DateTime<Utc>) -> Act {
        Act {
            staff_id: self.person.id,
            hearing_id: self.hearing_id,
            now,
        }
    }

    /// Whether this person may also do what another role may.
    #[must_use]
    pub fn may(&self, role: Role) -> bool {
        self.role >= role
    }

    /// An address below the hearing's: `/sekretariat/{hearing}/` and what is given.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        format!("/sekretariat/{}/{path}", self.slug)
    }
}

impl FromRequest for Staff {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { who(&request).await })
    }
}

fn app(request: &HttpRequest) -> Result<Data<App>> {
    let app = request.app_data::<Data<App>>().cloned();
    app.ok_or_else(|| Error::Internal(anyhow::anyhow!("the server has no app")))
}

async fn who(request: &HttpRequest) -> Result<Staff> {
    let app = app(request)?;
    let settings = request.app_data::<Data<Settings>>().cloned();
    let settings =
        settings.ok_or_else(|| Error::Internal(anyhow::anyhow!("the server has no settings")))?;
    let token = cookie(request, &settings, session::COOKIE).ok_or(Error::Unauthenticated)?;
    let mut conn = app.conn().await?;
    let now = (app.clock.now(), asks_by_itself(request));
    let found = session::resume(&mut conn, &token, &app.config.staff, now).await?;
    let (session, person) = found.ok_or(Error::Unauthenticated)?;
    request.extensions_mut().insert(SiteStaff {
        initials: person.initials.clone(),
        name: person.name.clone(),
    });
    Ok(Staff { person, session })
}

/// Whether an open page asks, and not a person: a stream of events, or what such an event made it ask for.
fn asks_by_itself(request: &HttpRequest) -> bool {
    let says = |name: &str| request.headers().get(name).map(HeaderValue::as_bytes);
    says("accept") == Some(b"text/event-stream") || says("hoering-by-itself").is_some()
}

async fn access(request: &HttpRequest, wanted: Role) -> Result<Access> {
    let staff = who(request).await?;
    let app = app(request)?;
    let slug = request.match_info().get("hearing").unwrap_or_default();
    let mut conn = app.conn().await?;
    let person = staff.person;
    let found = role::in_hearing(&mut conn, (person.id, person.organisation_id), slug).await?;
    let (hearing_id, has) = found.ok_or(Error::NotFound)?;
    let role = has.filter(|has| *has >= wanted).ok_or(Error::Forbidden)?;
    let access = Access {
        person,
        role,
        hearing_id,
        slug: slug.to_owned(),
    };
    let words = Templates::shared()?.words();
    let links = [
        ("indbakke", "staff-nav-inbox", false),
        ("hoeringsparter", "staff-nav-consultees", false),
        ("temaer", "themes-nav", false),
        ("hoeringsnotat", "memo-nav", false),
        ("offentliggoerelse", "staff-nav-release", false),
        ("dagsorden", "agenda-nav", true),
        ("eksport", "export-nav", true),
        ("henvendelser", "staff-nav-enquiries", true),
        ("mails", "staff-nav-mails", true),
        ("noter", "staff-nav-notes", true),
        ("opsaetning", "setup-nav", true),
        ("log", "staff-nav-log", true),
    ];
    let nav: Vec<Link> = links
        .into_iter()
        .map(|(path, key, more)| {
            let href = access.at(path);
            let current = request.path().starts_with(&href);
            Link {
                text: words.text(key, &[]),
                href,
                current,
                more,
            }
        })
        .collect();
    request.extensions_mut().insert(nav);
    Ok(access)
}

macro_rules! role_extractors {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone)]
            pub struct $name(pub Access);

            impl Deref for $name {
                type Target = Access;

                fn deref(&self) -> &Access {
                    &self.0
                }
            }

            impl FromRequest for $name {
                type Error = Error;
                type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

                fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                    let request = request.clone();
                    Box::pin(async move { Ok(Self(access(&request, Role::$name).await?)) })
                }
            }
        )+
    };
}

role_extractors! {
    /// May read what came, unredacted.
    Reader,
    /// May mark, hide and sign off.
    Tagger,
    /// May decide what a response is.
    Editor,
    /// May build and approve releases.
    Releaser,
    /// May do everything.
    Administrator,
}
