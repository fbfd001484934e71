//! Runs what the queue holds.

use std::collections::BTreeMap;
use std::pin::Pin;

use futures_util::future::try_join_all;
use serde_json::Value;

use super::queue::{self, Claimed, Lease};
use super::{Job, JobError};
use crate::app::App;

type Outcome<'a> = Pin<Box<dyn Future<Output = Result<(), JobError>> + Send + 'a>>;
type Run = for<'a> fn(Value, &'a App, &'a Lease) -> Outcome<'a>;

#[derive(Clone, Copy)]
struct Kind {
    run: Run,
    attempts: i32,
    lease_seconds: i64,
}

/// The kinds of job that this process can run.
#[derive(Clone, Default)]
pub struct Registry(BTreeMap<&'static str, Kind>);

impl Registry {
    #[must_use]
    pub fn with<J: Job>(mut self) -> Self {
        let run: Run = |payload, app, lease| {
            Box::pin(async move {
                let job: J = serde_json::from_value(payload)
                    .map_err(|error| JobError::GiveUp(error.into()))?;
                job.run(app, lease).await
            })
        };
        self.0.insert(
            J::KIND,
            Kind {
                run,
                attempts: J::ATTEMPTS,
                lease_seconds: J::LEASE_SECONDS,
            },
        );
        self
    }
}

/// Runs the next job that is due. Returns whether there was one.
pub async fn run_next(app: &App, registry: &Registry, worker: &str) -> anyhow::Result<bool> {
    let worker = format!("{worker}/{}", crate::ids::random_token());
    let kinds: Vec<(&str, i64)> = registry
        .0
        .iter()
        .map(|(name, kind)| (*name, kind.lease_seconds))
        .collect();
    let claimed = {
        let mut conn = app.conn().await?;
        queue::claim(&mut conn, app.clock.now(), &worker, &kinds).await?
    };
    let Some(job) = claimed else {
        return Ok(false);
    };
    let lease = Lease {
        id: job.id,
        claimed_by: worker,
        attempts: job.attempts,
    };
    let kind = registry.0.get(job.kind.as_str());
    let outcome = match kind {
        Some(kind) => (kind.run)(job.payload.clone(), app, &lease).await,
        None => Err(JobError::GiveUp(anyhow::anyhow!(
            "this program knows no such kind of job"
        ))),
    };
    settle(
        app,
        &lease,
        &job,
        outcome,
        kind.map_or(1, |kind| kind.attempts),
    )
    .await?;
    Ok(true)
}

async fn settle(
    app: &App,
    lease: &Lease,
    job: &Claimed,
    outcome: Result<(), JobError>,
    attempts: i32,
) -> anyhow::Result<()> {
    let mut conn = app.conn().await?;
    match outcome {
        Ok(()) => match lease.complete(&mut conn).await {
            Ok(()) | Err(JobError::LeaseLost) => {}
            Err(JobError::Retry(error) | JobError::GiveUp(error)) => return Err(error),
            Err(JobError::NotYet(at)) => queue::put_off(&mut conn, lease, job, at).await?,
        },
        Err(JobError::NotYet(at)) => queue::put_off(&mut conn, lease, job, at).await?,
        Err(JobError::LeaseLost) => tracing::warn!(
            job = job.id,
            kind = job.kind,
            "a job was taken over by another worker"
        ),
        Err(error) => {
            let last = matches!(error, JobError::GiveUp(_)) || job.attempts >= attempts;
            let text = match &error {
                JobError::Retry(cause) | JobError::GiveUp(cause) => format!("{cause:#}"),
                JobError::NotYet(_) | JobError::LeaseLost => String::new(),
            };
            if last {
                tracing::error!(
                    job = job.id,
                    kind = job.kind,
                    attempts = job.attempts,
                    error = text,
                    "a job waits for a person"
                );
            } else {
                tracing::warn!(
                    job = job.id,
                    kind = job.kind,
                    attempts = job.attempts,
                    error = text,
                    "a job is tried again later"
                );
            }
            queue::postpone(&mut conn, lease, job, app.clock.now(), (&text, last)).await?;
        }
    }
    Ok(())
}

/// Runs everything that is due, one after the other. Returns how many there were.
pub async fn run_all_due(app: &App, registry: &Registry, worker: &str) -> anyhow::Result<usize> {
    let mut ran = 0;
    while run_next(app, registry, worker).await? {
        ran += 1;
    }
    Ok(ran)
}

/// Runs everything that is due, several at the same time and so in no order. Returns how many there were.
pub async fn run_all_due_at_once(
    app: &App,
    registry: &Registry,
    worker: &str,
    at_once: usize,
) -> anyhow::Result<usize> {
    let runners = (0..at_once.max(1)).map(|_| run_all_due(app, registry, worker));
    Ok(try_join_all(runners).await?.into_iter().sum())
}
