//! Every feature's jobs and the schedule.
//!
//! | what | when |
//! |---|---|
//! | jobs of the queue | looked for each second; the table notifies, but no worker listens yet |
//! | letters of scans recognised | one at a time, beside the other jobs and below them in priority |
//! | files that came before a scanner was set | scanned when the worker starts |
//! | fetch mail from each folder of the configured mailboxes | when the server says so (IDLE) and every `poll_seconds`, by one worker at a time |
//! | take MeMo files from each folder of `[[digital_post]]` | every `poll_seconds`, by one worker at a time |
//! | compare each folder with the ledger | each hour, after a fetch |
//! | confirm withdrawals to their senders | each second, after staff confirmed them |
//! | look at responses that are read: what they say of themselves | each second |
//! | seal the audit log, append commitments to the Merkle log | each second, by one leader |

use std::sync::Arc;
use std::time::Duration;

use diesel_async::{AsyncPgConnection, RunQueryDsl};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::app::App;
use crate::intake::commit::SEALER_LOCK;
use crate::jobs::{Registry, run_next};
use crate::{audit, config, enquiry, hearing, intake, invitation, publication, response};

/// Jobs that run at the same time in one process.
const RUNNERS: usize = 2;
const TICK: Duration = Duration::from_secs(1);

/// The jobs that read what has come in: they go nowhere outside.
#[must_use]
pub fn reading() -> Registry {
    Registry::default()
        .with::<intake::ReadPart>()
        .with::<intake::scan::ScanFile>()
        .with::<intake::mailbox::PlaceMail>()
        .with::<intake::web_form::AcceptForm>()
}

/// The recognition of letters in scans: a queue of its own, because it takes seconds a page and nothing shall wait for it.
#[must_use]
pub fn recognising() -> Registry {
    Registry::default().with::<intake::RecognisePart>()
}

/// Every kind of job but those of [`recognising`].
#[must_use]
pub fn registry() -> Registry {
    reading()
        .with::<intake::receipt::SendReceipt>()
        .with::<enquiry::SendAnswer>()
        .with::<intake::question::SendQuestion>()
        .with::<intake::objection::SendObjectionLetter>()
        .with::<invitation::SendLetter>()
        .with::<publication::release::BuildRelease>()
}

/// The running worker.
pub struct Workers {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

/// Starts runners, fetchers, sealer and schedule.
#[must_use]
pub fn start(app: Arc<App>) -> Workers {
    let (stop, stopped) = watch::channel(false);
    let mut tasks = Vec::new();
    for number in 0..RUNNERS {
        tasks.push(tokio::spawn(run_jobs(
            app.clone(),
            format!("{}/{number}", std::process::id()),
            registry(),
            stopped.clone(),
        )));
    }
    tasks.push(tokio::spawn(run_jobs(
        app.clone(),
        format!("{}/letters", std::process::id()),
        recognising(),
        stopped.clone(),
    )));
    tasks.push(tokio::spawn(scan_what_is_here(app.clone())));
    let folders = app
        .config
        .mailboxes
        .iter()
        .flat_map(config::Mailbox::folders);
    for settings in folders.collect::<Vec<_>>() {
        tasks.push(tokio::spawn(keep_fetching(
            app.clone(),
            settings,
            stopped.clone(),
        )));
    }
    for settings in app.config.digital_post.clone() {
        let (app, stopped) = (app.clone(), stopped.clone());
        let folder = intake::mailbox::PostFolder::new(settings);
        tasks.push(tokio::spawn(async move { folder.run(&app, stopped).await }));
    }
    tasks.push(tokio::spawn(keep_recognising(app.clone(), stopped.clone())));
    tasks.push(tokio::spawn(keep_sealing(app, stopped)));
    Workers { stop, tasks }
}

impl Workers {
    /// Lets what is running end, and starts nothing more.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        for task in self.tasks {
            let _ = tokio::time::timeout(Duration::from_secs(20), task).await;
        }
    }
}

/// Lets the files be scanned that came before there was a scanner.
async fn scan_what_is_here(app: Arc<App>) {
    match intake::scan::catch_up(&app).await {
        Ok(0) => {}
        Ok(files) => tracing::info!(files, "files that came before the scanner are scanned now"),
        Err(error) => tracing::error!(
            error = format!("{error:#}"),
            "cannot look for unscanned files"
        ),
    }
}

async fn run_jobs(
    app: Arc<App>,
    name: String,
    registry: Registry,
    mut stopped: watch::Receiver<bool>,
) {
    while !*stopped.borrow() {
        match run_next(&app, &registry, &name).await {
            Ok(true) => {}
            Ok(false) => pause(&mut stopped).await,
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "cannot run jobs");
                pause(&mut stopped).await;
            }
        }
    }
}

async fn keep_fetching(app: Arc<App>, settings: config::Mailbox, stopped: watch::Receiver<bool>) {
    intake::mailbox::Fetcher::new(settings, stopped)
        .run(&app)
        .await;
}

async fn keep_recognising(app: Arc<App>, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        if let Err(error) = intake::recognise::due(&app).await {
            tracing::error!(error = format!("{error:#}"), "cannot look at responses");
        }
        if let Err(error) = make_searchable(&app).await {
            tracing::error!(
                error = format!("{error:#}"),
                "cannot make texts ready for the search"
            );
        }
        pause(&mut stopped).await;
    }
}

async fn make_searchable(app: &App) -> anyhow::Result<()> {
    let mut conn = app.conn().await?;
    while response::make_searchable(&mut conn).await? {}
    Ok(())
}

async fn keep_sealing(app: Arc<App>, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        if let Err(error) = seal(&app).await {
            tracing::error!(error = format!("{error:#}"), "cannot seal");
        }
        if let Err(error) = freeze(&app).await {
            tracing::error!(error = format!("{error:#}"), "cannot freeze themes");
        }
        if let Err(error) = intake::receipt::confirm_withdrawals(&app).await {
            tracing::error!(error = format!("{error:#}"), "cannot confirm withdrawals");
        }
        pause(&mut stopped).await;
    }
}

/// Freezes the themes of hearings that have opened.
async fn freeze(app: &App) -> anyhow::Result<()> {
    let mut conn = app.conn().await?;
    hearing::frames::freeze_due(&mut conn, app.clock.now()).await?;
    Ok(())
}

async fn pause(stopped: &mut watch::Receiver<bool>) {
    let _ = tokio::time::timeout(TICK, stopped.changed()).await;
}

#[derive(diesel::QueryableByName)]
struct Locked {
    #[diesel(sql_type = diesel::sql_types::Bool)]
    locked: bool,
}

/// One round of sealing, unless another process is at it.
pub async fn seal(app: &App) -> anyhow::Result<()> {
    let mut conn = app.conn().await?;
    let leader: Locked = diesel::sql_query(format!(
        "select pg_try_advisory_lock({SEALER_LOCK}) as locked"
    ))
    .get_result(&mut conn)
    .await?;
    if !leader.locked {
        return Ok(());
    }
    let sealed = seal_all(app, &mut conn).await;
    diesel::sql_query(format!("select pg_advisory_unlock({SEALER_LOCK})"))
        .execute(&mut conn)
        .await?;
    sealed
}

async fn seal_all(app: &App, conn: &mut AsyncPgConnection) -> anyhow::Result<()> {
    let now = app.clock.now();
    while audit::seal(conn, now).await? > 0 {}
    while intake::commit::append(conn, &app.signing_key, now).await? > 0 {}
    Ok(())
}
