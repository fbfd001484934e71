//! `hoering serve`: web and worker, until it is told to stop.

use std::net::TcpListener;
use std::process::ExitCode;
use std::sync::Arc;

use actix_web::web::Data;
use anyhow::Context;
use clap::Args;
use tokio::signal::unix::{SignalKind, signal};

use super::open::{Common, Place, is_demo};
use crate::clock::Clock;
use crate::db::private::{Part, ServeLease};
use crate::demo::{self, Stage};
use crate::templates::Templates;
use crate::{ops, server, worker};

#[derive(Args, Debug)]
pub struct Serve {
    /// Where pages are served.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDR:PORT")]
    listen: String,
    /// Where health and metrics are served; nowhere when not given.
    #[arg(long, value_name = "ADDR:PORT")]
    ops_listen: Option<String>,
    /// Only pages, no jobs.
    #[arg(long, conflicts_with = "worker_only")]
    web_only: bool,
    /// Only jobs, no pages.
    #[arg(long)]
    worker_only: bool,
    /// Plays the samples in through the real channels; refuses a database that holds anything else.
    #[arg(long, value_name = "STAGE", num_args = 0..=1, require_equals = true, default_missing_value = "desk")]
    demo: Option<Stage>,
}

pub async fn run(common: &Common, serve: &Serve) -> anyhow::Result<ExitCode> {
    std::fs::create_dir_all(&common.data).context("cannot make the data directory")?;
    let part = match (serve.web_only, serve.worker_only) {
        (true, _) => Part::Web,
        (_, true) => Part::Worker,
        _ => Part::All,
    };
    let _lease = ServeLease::take(&common.data, part)?;
    let listener = TcpListener::bind(&serve.listen)
        .with_context(|| format!("cannot listen on {}", serve.listen))?;
    let address = listener.local_addr()?;
    Templates::begin();
    let mut place = Place::open(common).await?;
    if std::env::var_os("HOERING__BASE_URL").is_none()
        && place.config.base_url == "http://127.0.0.1:8080"
    {
        place.config.base_url = format!("http://{address}");
    }
    if serve.demo.is_some() {
        place.config = demo::settings(place.config.clone(), &place.data);
    }
    place.ready().await?;
    let _watch = place
        .cluster
        .as_ref()
        .map(crate::db::private::Cluster::watch);
    let demo = serve.demo.is_some() || is_demo(&place.urls.app).await?;
    let app = Data::new(place.app(Clock::machine(), demo)?);
    let links = match serve.demo {
        Some(stage) => demo::play(&app, stage).await.context("the demo")?,
        None => Vec::new(),
    };
    let shared: Arc<_> = app.clone().into_inner();
    let workers = (!serve.web_only).then(|| worker::start(shared));
    let ops = serve
        .ops_listen
        .as_deref()
        .map(|at| ops::start(app.clone(), at))
        .transpose()?;
    let pages = server::server(app.clone(), listener)?;
    let handle = pages.handle();
    let pages = tokio::spawn(async move {
        if serve_pages(part) {
            pages.await
        } else {
            Ok(())
        }
    });
    eprintln!("listening on http://{address}");
    for link in links {
        eprintln!("{link}");
    }
    wait_for_signal().await?;
    tracing::info!("stopping");
    app.stopping.send_replace(true);
    handle.stop(true).await;
    if let Some(ops) = ops {
        ops.stop(false).await;
    }
    if let Some(workers) = workers {
        workers.stop().await;
    }
    if serve_pages(part) {
        pages.await??;
    }
    Ok(ExitCode::SUCCESS)
}

fn serve_pages(part: Part) -> bool {
    part != Part::Worker
}

async fn wait_for_signal() -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}
