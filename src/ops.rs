//! Health and metrics on a listener of their own, for those who run the service.

use std::net::TcpListener;

use actix_web::dev::ServerHandle;
use actix_web::web::{Data, get};
use actix_web::{App as ActixApp, HttpResponse, HttpServer};
use anyhow::Context;
use diesel_async::RunQueryDsl;

use crate::app::App;

/// Serves `/sundhed` and `/metrics`.
pub fn start(app: Data<App>, at: &str) -> anyhow::Result<ServerHandle> {
    let listener = TcpListener::bind(at).with_context(|| format!("cannot listen on {at}"))?;
    let server = HttpServer::new(move || {
        ActixApp::new()
            .app_data(app.clone())
            .route("/sundhed", get().to(health))
            .route("/metrics", get().to(metrics))
    })
    .listen(listener)?
    .workers(1)
    .disable_signals()
    .run();
    let handle = server.handle();
    tokio::spawn(server);
    Ok(handle)
}

async fn health(app: Data<App>) -> HttpResponse {
    let database = figures(&app).await;
    let storage = app.storage.check().await;
    let word = |ok: bool| if ok { "ok" } else { "down" };
    let body =
        serde_json::json!({ "database": word(database.is_ok()), "storage": word(storage.is_ok()) });
    if database.is_ok() && storage.is_ok() {
        HttpResponse::Ok().json(body)
    } else {
        HttpResponse::ServiceUnavailable().json(body)
    }
}

#[derive(diesel::QueryableByName)]
struct Figure {
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    value: i64,
}

async fn figures(app: &App) -> anyhow::Result<Vec<Figure>> {
    let mut conn = app.conn().await?;
    Ok(diesel::sql_query(
        "select 'hoering_responses' as name, count(*) as value from responses \
         union all select 'hoering_mails', count(*) from mails \
         union all select 'hoering_jobs_waiting', count(*) from jobs where failed_at is null \
         union all select 'hoering_jobs_failed', count(*) from jobs where failed_at is not null \
         union all select 'hoering_commitments_unsealed', count(*) from commitments c \
             where not exists (select 1 from log_leaves l where l.commitment_id = c.id)",
    )
    .load(&mut conn)
    .await?)
}

async fn metrics(app: Data<App>) -> HttpResponse {
    match figures(&app).await {
        Ok(figures) => {
            let lines: String = figures
                .iter()
                .map(|figure| format!("{} {}\n", figure.name, figure.value))
                .collect();
            HttpResponse::Ok()
                .content_type("text/plain; version=0.0.4")
                .body(lines)
        }
        Err(_) => HttpResponse::ServiceUnavailable().finish(),
    }
}
