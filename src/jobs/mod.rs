//! A queue in PostgreSQL. Work is enqueued in the transaction that causes it, so it is there exactly when its cause is.
//!
//! A claim commits `attempts + 1`, `claimed_by` and `lease_until` first; the work then runs with no transaction open. Its result and
//! its removal commit together ([`Lease::complete`] in the job's own transaction), and only while the lease is still ours. An expired
//! lease is claimed again. After [`Job::ATTEMPTS`] tries a job stays with its error until a person decides.

mod queue;
mod runner;

use std::future::Future;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::schema::jobs;

pub use queue::{Failed, Lease, failed, hurry, remove};
pub use runner::{Registry, run_all_due, run_all_due_at_once, run_next};

/// Why a job did not do its work.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// Try again later, with growing delay.
    #[error(transparent)]
    Retry(#[from] anyhow::Error),
    /// It is too early: run it at this time. That is no failure and counts as no try.
    #[error("not before {0}")]
    NotYet(DateTime<Utc>),
    /// Trying again will not help: it waits for a person at once.
    #[error("given up: {0}")]
    GiveUp(anyhow::Error),
    /// Somebody else has taken the job over; nothing of ours was committed.
    #[error("the lease was lost")]
    LeaseLost,
}

impl From<diesel::result::Error> for JobError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Retry(error.into())
    }
}

/// A piece of work that can wait, and can fail and be tried again.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + Sized + 'static {
    const KIND: &'static str;
    /// Tries before it goes to a person.
    const ATTEMPTS: i32 = 8;
    /// How long a claim lasts before somebody else may take the job over.
    const LEASE_SECONDS: i64 = 120;

    /// Does the work. It ends with [`Lease::complete`] in the transaction that holds its result; a job that has nothing to commit may
    /// return without it, and is then removed.
    fn run(&self, app: &App, lease: &Lease) -> impl Future<Output = Result<(), JobError>> + Send;

    /// At most one job of this kind waits per key.
    fn unique_key(&self) -> Option<String> {
        None
    }

    /// Enqueues in the caller's transaction.
    fn enqueue(
        &self,
        conn: &mut AsyncPgConnection,
        run_at: DateTime<Utc>,
    ) -> impl Future<Output = anyhow::Result<()>> + Send {
        Self::enqueue_all(std::slice::from_ref(self), conn, run_at)
    }

    /// Enqueues several in the caller's transaction.
    fn enqueue_all(
        jobs: &[Self],
        conn: &mut AsyncPgConnection,
        run_at: DateTime<Utc>,
    ) -> impl Future<Output = anyhow::Result<()>> + Send {
        async move {
            let mut rows = Vec::with_capacity(jobs.len());
            for job in jobs {
                rows.push((
                    jobs::kind.eq(Self::KIND),
                    jobs::payload.eq(serde_json::to_value(job)?),
                    jobs::unique_key.eq(job.unique_key()),
                    jobs::run_at.eq(run_at),
                ));
            }
            diesel::insert_into(jobs::table)
                .values(rows)
                .on_conflict((jobs::kind, jobs::unique_key))
                .do_nothing()
                .execute(conn)
                .await?;
            Ok(())
        }
    }
}
