//! Health and metrics on a listener of their own, for those who run the service.

use std::net::TcpListener;

use actix_web::dev::ServerHandle;
use actix_web::web::{Data, get};
use actix_web::{App as ActixApp, HttpResponse, HttpServer};
use anyhow::Context;
use diesel_async::RunQueryDsl;

use crate::app::App;
use crate::intake::mailbox::Watch;

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
    let now = app.clock.now();
    let mailboxes: Vec<_> = mailboxes(&app)
        .await
        .unwrap_or_default()
        .iter()
        .map(|mailbox| {
            let seen = mailbox.seen.as_ref();
            serde_json::json!({
                "address": mailbox.address, "folder": mailbox.folder, "junk": mailbox.junk, "state": mailbox.state(now).as_str(),
                "fetched_at": seen.and_then(|seen| seen.fetched_at), "last_error": seen.and_then(|seen| seen.last_error.clone()),
                "reconciled_at": seen.and_then(|seen| seen.reconciled_at), "on_server": seen.and_then(|seen| seen.on_server),
                "missing_uids": seen.map(|seen| seen.missing_uids.clone()), "missing_since": seen.and_then(|seen| seen.missing_since),
                "gone": mailbox.gone, "move_problem": seen.and_then(|seen| seen.move_problem.clone()),
            })
        })
        .collect();
    let body = serde_json::json!({
        "database": word(database.is_ok()), "storage": word(storage.is_ok()), "mailboxes": mailboxes,
    });
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

async fn mailboxes(app: &App) -> anyhow::Result<Vec<Watch>> {
    Ok(Watch::all(&mut *app.conn().await?, &app.config.mailboxes).await?)
}

async fn metrics(app: Data<App>) -> HttpResponse {
    let (Ok(figures), Ok(mailboxes)) = (figures(&app).await, mailboxes(&app).await) else {
        return HttpResponse::ServiceUnavailable().finish();
    };
    let mut text: String = figures
        .iter()
        .map(|figure| format!("{} {}\n", figure.name, figure.value))
        .collect();
    let now = app.clock.now();
    for mailbox in mailboxes {
        let label = |text: &str| text.replace(['\\', '"', '\n'], "_");
        let labels = format!(
            "{{address=\"{}\",folder=\"{}\"}}",
            label(&mailbox.address),
            label(&mailbox.folder)
        );
        if let Some(seen) = &mailbox.seen {
            let seconds = (now - seen.since()).num_seconds().max(0);
            let missing = seen.missing();
            text.push_str(&format!(
                "hoering_mailbox_seconds_since_fetch{labels} {seconds}\nhoering_mailbox_missing{labels} {missing}\n"
            ));
        }
        text.push_str(&format!("hoering_mailbox_gone{labels} {}\n", mailbox.gone));
    }
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4")
        .body(text)
}
