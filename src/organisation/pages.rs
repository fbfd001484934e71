//! The pages that every foot of a page leads to. The accessibility statement is a fallback: an organisation with one of its own links to that.

use actix_web::web::{ServiceConfig, get};
use serde::Serialize;

use crate::templates::{Audience, Page, pages};
use crate::web::{self, View};

pages![ShowAccessibility, ShowPrivacy];

/// *Tilgængelighedserklæring* (webtilgængelighedsloven § 3).
#[derive(Clone, Debug, Serialize)]
pub struct ShowAccessibility {}

impl Page for ShowAccessibility {
    const TEMPLATE: &'static str = "organisation/accessibility";
    const AUDIENCE: Audience = Audience::Public;

    fn sample() -> Self {
        Self {}
    }
}

/// What happens to personal data (databeskyttelsesforordningen, articles 13 and 14).
#[derive(Clone, Debug, Serialize)]
pub struct ShowPrivacy {}

impl Page for ShowPrivacy {
    const TEMPLATE: &'static str = "organisation/privacy";
    const AUDIENCE: Audience = Audience::Public;

    fn sample() -> Self {
        Self {}
    }
}

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/was", get().to(accessibility))
        .route("/persondata", get().to(privacy));
}

async fn accessibility(view: View) -> web::Result {
    view.page(&ShowAccessibility {})
}

async fn privacy(view: View) -> web::Result {
    view.page(&ShowPrivacy {})
}
