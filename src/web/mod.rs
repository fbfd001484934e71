//! The HTTP kit: errors, pages, forms, guards. It knows no feature.
//!
//! A server is put together so (in actix the last `wrap` is the outermost):
//! ```ignore
//! actix_web::App::new()
//!     .configure(web::configure(settings, templates))
//!     .wrap(from_fn(web::same_origin))
//!     .wrap(from_fn(web::error_pages))
//!     .wrap(from_fn(web::headers))
//!     .wrap(Compress::default())
//!     .wrap(from_fn(web::log_requests))
//! ```

mod asset;
mod cookie;
mod csrf;
mod error;
mod events;
mod form;
mod guard;
mod kept;
mod log;
mod multipart;
mod settings;
mod view;

use actix_web::HttpResponse;
use actix_web::http::header::LOCATION;
use actix_web::web::{Data, ServiceConfig, get};

use crate::templates::Templates;

pub use cookie::{cookie, forget, set_cookie};
pub use csrf::Token;
pub use error::{Error, Result, error_pages, samples};
pub use events::{EventSender, event_stream};
pub use form::Form;
pub use guard::{headers, same_origin};
pub use kept::Kept;
pub use log::{RequestId, log_requests};
pub use multipart::{Limits, Multipart, Refusal, Upload};
pub use settings::{Settings, client_address};
pub use view::{View, not_modified};

/// Where staff log in: a page that needs it sends its reader there.
pub const LOGIN: &str = "/log-ind";

/// Gives a server what the kit needs, and the assets.
pub fn configure(
    settings: Data<Settings>,
    templates: Data<Templates>,
) -> impl FnOnce(&mut ServiceConfig) {
    |config| {
        config
            .app_data(settings)
            .app_data(templates)
            .app_data(Data::new(Kept::default()))
            .route("/assets/{name:.*}", get().to(asset::show));
    }
}

/// Sends the browser on after something was done: 303, so that it asks with GET.
///
/// # Errors
/// None; it is a `Result` so that a handler can end with it.
pub fn redirect(to: impl AsRef<str>) -> Result {
    Ok(HttpResponse::SeeOther()
        .insert_header((LOCATION, to.as_ref()))
        .finish())
}
