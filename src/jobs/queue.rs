//! The rows of the queue: claim, complete, postpone.

use std::future::Future;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::JobError;
use crate::app::App;
use crate::schema::jobs;

/// A claim on one job, for a limited time.
#[derive(Debug)]
pub struct Lease {
    pub(super) id: i64,
    pub(super) claimed_by: String,
    pub(super) attempts: i32,
}

impl Lease {
    /// Which try this is, from 1.
    #[must_use]
    pub fn attempts(&self) -> i32 {
        self.attempts
    }

    /// Removes the job in the transaction that holds its result. Fails, and so undoes that result, when the lease is no longer ours.
    pub async fn complete(&self, conn: &mut AsyncPgConnection) -> Result<(), JobError> {
        let removed = diesel::delete(
            jobs::table
                .filter(jobs::id.eq(self.id))
                .filter(jobs::claimed_by.eq(&self.claimed_by)),
        )
        .execute(conn)
        .await?;
        if removed == 1 {
            Ok(())
        } else {
            Err(JobError::LeaseLost)
        }
    }
}

impl Lease {
    /// Does work that may take longer than a lease, and makes the lease longer meanwhile: `seconds` are those of the job's kind.
    ///
    /// # Errors
    /// [`JobError::LeaseLost`] when somebody else has taken the job over; the work is then given up.
    pub async fn hold<T>(
        &self,
        app: &App,
        seconds: i64,
        work: impl Future<Output = T>,
    ) -> Result<T, JobError> {
        let mut work = std::pin::pin!(work);
        let third = Duration::from_secs(seconds.unsigned_abs() / 3);
        loop {
            tokio::select! {
                done = &mut work => return Ok(done),
                () = tokio::time::sleep(third) => {
                    let mut conn = app.conn().await?;
                    self.lengthen(&mut conn, app.clock.now() + TimeDelta::seconds(seconds)).await?;
                }
            }
        }
    }

    async fn lengthen(
        &self,
        conn: &mut AsyncPgConnection,
        until: DateTime<Utc>,
    ) -> Result<(), JobError> {
        let ours = diesel::update(
            jobs::table
                .filter(jobs::id.eq(self.id))
                .filter(jobs::claimed_by.eq(&self.claimed_by)),
        )
        .set(jobs::lease_until.eq(until))
        .execute(conn)
        .await?;
        if ours == 1 {
            Ok(())
        } else {
            Err(JobError::LeaseLost)
        }
    }

    /// Gives the job back to be run again then, with what else is written in this transaction. It is no failed try.
    pub async fn later(
        &self,
        conn: &mut AsyncPgConnection,
        at: DateTime<Utc>,
    ) -> Result<(), JobError> {
        let given = diesel::update(
            jobs::table
                .filter(jobs::id.eq(self.id))
                .filter(jobs::claimed_by.eq(&self.claimed_by)),
        )
        .set((
            jobs::run_at.eq(at),
            jobs::attempts.eq(0),
            jobs::lease_until.eq(None::<DateTime<Utc>>),
            jobs::claimed_by.eq(None::<String>),
        ))
        .execute(conn)
        .await?;
        if given == 1 {
            Ok(())
        } else {
            Err(JobError::LeaseLost)
        }
    }
}

#[derive(QueryableByName)]
pub(super) struct Claimed {
    #[diesel(sql_type = BigInt)]
    pub(super) id: i64,
    #[diesel(sql_type = Text)]
    pub(super) kind: String,
    #[diesel(sql_type = diesel::sql_types::Jsonb)]
    pub(super) payload: Value,
    #[diesel(sql_type = diesel::sql_types::Integer)]
    pub(super) attempts: i32,
}

/// Takes the next job of these kinds (each with its lease in seconds) that is due and not leased, and commits the claim.
pub(super) async fn claim(
    conn: &mut AsyncPgConnection,
    now: DateTime<Utc>,
    worker: &str,
    kinds: &[(&str, i64)],
) -> QueryResult<Option<Claimed>> {
    let claimed: Option<Claimed> = diesel::sql_query(
        "update jobs set attempts = attempts + 1, claimed_by = $2, lease_until = $1 + interval '1 hour' \
         where id = (select id from jobs where failed_at is null and kind = any($3) and run_at <= $1 and (lease_until is null or lease_until < $1) \
                     order by run_at, id limit 1 for update skip locked) \
         returning id, kind, payload, attempts",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Text, _>(worker)
    .bind::<Array<Text>, _>(kinds.iter().map(|(kind, _)| *kind).collect::<Vec<_>>())
    .get_result(conn)
    .await
    .optional()?;
    if let Some(job) = &claimed {
        let seconds = kinds
            .iter()
            .find(|(kind, _)| *kind == job.kind)
            .map_or(60, |(_, seconds)| *seconds);
        diesel::update(jobs::table.find(job.id))
            .set(jobs::lease_until.eq(now + TimeDelta::seconds(seconds)))
            .execute(conn)
            .await?;
    }
    Ok(claimed)
}

/// Gives a job back: later, or to a person when it has had its tries.
pub(super) async fn postpone(
    conn: &mut AsyncPgConnection,
    lease: &Lease,
    job: &Claimed,
    now: DateTime<Utc>,
    (error, last): (&str, bool),
) -> QueryResult<()> {
    let delay = TimeDelta::seconds(5 << job.attempts.clamp(0, 12));
    diesel::update(
        jobs::table
            .filter(jobs::id.eq(job.id))
            .filter(jobs::claimed_by.eq(&lease.claimed_by)),
    )
    .set((
        jobs::run_at.eq(now + delay),
        jobs::lease_until.eq(None::<DateTime<Utc>>),
        jobs::claimed_by.eq(None::<String>),
        jobs::last_error.eq(error),
        jobs::failed_at.eq(last.then_some(now)),
    ))
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives a job back untouched, to be run at a time: what it has had of tries is as before.
pub(super) async fn put_off(
    conn: &mut AsyncPgConnection,
    lease: &Lease,
    job: &Claimed,
    at: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(
        jobs::table
            .filter(jobs::id.eq(job.id))
            .filter(jobs::claimed_by.eq(&lease.claimed_by)),
    )
    .set((
        jobs::run_at.eq(at),
        jobs::attempts.eq(job.attempts - 1),
        jobs::lease_until.eq(None::<DateTime<Utc>>),
        jobs::claimed_by.eq(None::<String>),
    ))
    .execute(conn)
    .await?;
    Ok(())
}

/// A job that waits for a person.
#[derive(Debug, HasQuery)]
#[diesel(table_name = jobs)]
pub struct Failed {
    pub id: i64,
    pub kind: String,
    pub payload: Value,
    pub attempts: i32,
    pub last_error: Option<String>,
}

/// Every job that waits for a person, oldest first.
pub async fn failed(conn: &mut AsyncPgConnection) -> QueryResult<Vec<Failed>> {
    Failed::query()
        .filter(jobs::failed_at.is_not_null())
        .order(jobs::id)
        .load(conn)
        .await
}

/// Lets the job of this kind and key run at `at`, when it would otherwise wait longer.
pub async fn hurry(
    conn: &mut AsyncPgConnection,
    kind: &str,
    key: &str,
    at: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(
        jobs::table
            .filter(jobs::kind.eq(kind))
            .filter(jobs::unique_key.eq(key))
            .filter(jobs::run_at.gt(at)),
    )
    .set(jobs::run_at.eq(at))
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes the jobs of this kind with these keys, in the transaction that did their work. Who has leased one finds its lease lost.
pub async fn remove(conn: &mut AsyncPgConnection, kind: &str, keys: &[i64]) -> QueryResult<()> {
    let keys: Vec<String> = keys.iter().map(i64::to_string).collect();
    diesel::delete(
        jobs::table
            .filter(jobs::kind.eq(kind))
            .filter(jobs::unique_key.eq_any(keys)),
    )
    .execute(conn)
    .await?;
    Ok(())
}
