//! Middleware and every feature's routes.

use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::Data;
use actix_web::{App as ActixApp, HttpServer};

use crate::app::App;
use crate::templates::{SiteOrganisation, Templates};
use crate::{desk, hearing, intake, organisation, publication, staff, web};

/// The server of every page, on a listener that is bound already.
pub fn server(app: Data<App>, listener: TcpListener) -> anyhow::Result<Server> {
    let config = &app.config;
    let mut settings = web::Settings::new(&config.base_url);
    settings
        .trusted_proxies
        .clone_from(&config.web.trusted_proxies);
    settings.service_name.clone_from(&config.service_name);
    settings.organisation = SiteOrganisation {
        name: config.organisation_name.clone(),
        ..SiteOrganisation::default()
    };
    settings.demo = app.demo;
    let settings = Data::new(settings);
    let templates = Data::from(Templates::shared()?.clone());
    let workers = config.web.workers;
    let server = HttpServer::new(move || {
        ActixApp::new()
            .app_data(app.clone())
            .configure(web::configure(settings.clone(), templates.clone()))
            .configure(routes)
            .wrap(from_fn(web::same_origin))
            .wrap(from_fn(web::error_pages))
            .wrap(from_fn(web::headers))
            .wrap(Compress::default())
            .wrap(from_fn(web::log_requests))
    })
    .listen(listener)?
    .workers(workers)
    .shutdown_timeout(20)
    .disable_signals()
    .run();
    Ok(server)
}

/// Every feature's routes.
fn routes(config: &mut actix_web::web::ServiceConfig) {
    organisation::pages::routes(config);
    hearing::public::routes(config);
    staff::routes(config);
    desk::routes(config);
    intake::public::routes(config);
    intake::web_form::public::routes(config);
    publication::routes(config);
}
