//! The seal: a chained hash over committed rows, so that a changed or missing row shows. It keeps honest people honest; who owns the
//! host can rewrite everything, and then only a head that was printed or written elsewhere tells.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use sha2::{Digest, Sha256};

use super::Recorded;
use crate::schema::{audit_events, audit_sealed, audit_seals};

const BATCH: i64 = 5_000;
/// Ids are handed out before they are committed, so a row may appear behind the newest seal; this far back the sealer looks.
const LOOK_BACK: i64 = 100_000;

/// Seals what is committed and not sealed yet, in order of id. Returns how many rows.
pub async fn seal(conn: &mut AsyncPgConnection, now: DateTime<Utc>) -> anyhow::Result<usize> {
    conn.transaction(async |conn| {
        let newest: Option<i64> = audit_seals::table
            .select(diesel::dsl::max(audit_seals::last_event))
            .first(conn)
            .await?;
        let from = newest.unwrap_or(0) - LOOK_BACK;
        let rows: Vec<Recorded> = Recorded::query()
            .filter(audit_events::id.gt(from))
            .filter(diesel::dsl::not(diesel::dsl::exists(
                audit_sealed::table.filter(audit_sealed::event_id.eq(audit_events::id)),
            )))
            .order(audit_events::id)
            .limit(BATCH)
            .load(conn)
            .await?;
        let ([first, ..], [.., last]) = (rows.as_slice(), rows.as_slice()) else {
            return Ok(0);
        };
        let before: Option<Vec<u8>> = audit_seals::table
            .order(audit_seals::id.desc())
            .select(audit_seals::head)
            .first(conn)
            .await
            .optional()?;
        let head = chain(before.as_deref(), &rows)?;
        let seal: i64 = diesel::insert_into(audit_seals::table)
            .values((
                audit_seals::first_event.eq(first.id),
                audit_seals::last_event.eq(last.id),
                audit_seals::events.eq(i64::try_from(rows.len())?),
                audit_seals::head.eq(head),
                audit_seals::sealed_at.eq(now),
            ))
            .returning(audit_seals::id)
            .get_result(conn)
            .await?;
        let sealed: Vec<_> = rows
            .iter()
            .map(|row| {
                (
                    audit_sealed::event_id.eq(row.id),
                    audit_sealed::seal_id.eq(seal),
                )
            })
            .collect();
        for some in sealed.chunks(1_000) {
            diesel::insert_into(audit_sealed::table)
                .values(some)
                .execute(conn)
                .await?;
        }
        Ok(rows.len())
    })
    .await
}

/// What a check of the log found.
#[derive(Debug, PartialEq, Eq, serde::Serialize)]
pub struct Verdict {
    pub sealed: i64,
    pub unsealed: i64,
    /// The first seal that does not fit its rows, if any.
    pub broken_seal: Option<i64>,
    /// The newest head, in hexadecimal.
    pub head: Option<String>,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// Computes every seal again.
pub async fn verify(conn: &mut AsyncPgConnection) -> anyhow::Result<Verdict> {
    let seals: Vec<(i64, i64, Vec<u8>)> = audit_seals::table
        .order(audit_seals::id)
        .select((audit_seals::id, audit_seals::events, audit_seals::head))
        .load(conn)
        .await?;
    let mut head: Option<Vec<u8>> = None;
    let mut verdict = Verdict {
        sealed: 0,
        unsealed: 0,
        broken_seal: None,
        head: None,
    };
    for (id, events, written) in seals {
        let rows: Vec<Recorded> = Recorded::query()
            .filter(
                audit_events::id.eq_any(
                    audit_sealed::table
                        .filter(audit_sealed::seal_id.eq(id))
                        .select(audit_sealed::event_id),
                ),
            )
            .order(audit_events::id)
            .load(conn)
            .await?;
        if i64::try_from(rows.len())? != events || chain(head.as_deref(), &rows)? != written {
            verdict.broken_seal = Some(id);
            break;
        }
        verdict.sealed += events;
        head = Some(written);
    }
    let unsealed: Count = diesel::sql_query(
        "select count(*) as n from audit_events e where not exists (select 1 from audit_sealed s where s.event_id = e.id)",
    )
    .get_result(conn)
    .await?;
    verdict.unsealed = unsealed.n;
    verdict.head = head.map(hex::encode);
    Ok(verdict)
}

/// SHA-256 over the head before and every row as JSON with its length (8 bytes, big-endian) in front.
fn chain(before: Option<&[u8]>, rows: &[Recorded]) -> anyhow::Result<Vec<u8>> {
    let mut hasher = Sha256::new();
    hasher.update(before.unwrap_or(&[0; 32]));
    for row in rows {
        let bytes = serde_json::to_vec(row)?;
        hasher.update(u64::try_from(bytes.len())?.to_be_bytes());
        hasher.update(&bytes);
    }
    Ok(hasher.finalize().to_vec())
}
