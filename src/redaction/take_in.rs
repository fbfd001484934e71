//! Redactions and clearings that were decided in another database, as `hoering export` has them: many in few statements. The caller writes
//! the row of the audit log.

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel::sql_types::{Array, BigInt, Integer, Nullable, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::Ground;

/// Rows of one statement.
const PIECE: usize = 1_000;

/// A span that must not be shown, with who decided and who approved.
#[derive(Debug, Clone)]
pub struct NewRedaction {
    pub text_id: i64,
    pub starts: i32,
    pub ends: i32,
    pub ground: Ground,
    pub author_id: i64,
    pub approver_id: Option<i64>,
}

/// A span that is no CPR number, with who said so and who approved.
#[derive(Debug, Clone)]
pub struct NewClearing {
    pub text_id: i64,
    pub starts: i32,
    pub ends: i32,
    pub reason: String,
    pub author_id: i64,
    pub approver_id: Option<i64>,
}

/// Hides the spans.
pub async fn take_in(
    conn: &mut AsyncPgConnection,
    all: &[NewRedaction],
    now: DateTime<Utc>,
) -> QueryResult<()> {
    for piece in all.chunks(PIECE) {
        let grounds: Vec<Ground> = piece.iter().map(|one| one.ground).collect();
        diesel::sql_query(
            "insert into redactions (text_id, starts, ends, exact, ground, author_id, approver_id, approved_at, created_at) \
             select v.text_id, v.starts, v.ends, substr(t.text, v.starts + 1, v.ends - v.starts), v.ground, v.author_id, v.approver_id, \
                    case when v.approver_id is not null then $7 end, $7 \
               from unnest($1, $2, $3, $4, $5, $6) with ordinality as v(text_id, starts, ends, ground, author_id, approver_id, place) \
               join text_versions t on t.id = v.text_id order by v.place",
        )
        .bind::<Array<BigInt>, _>(piece.iter().map(|one| one.text_id).collect::<Vec<_>>())
        .bind::<Array<Integer>, _>(piece.iter().map(|one| one.starts).collect::<Vec<_>>())
        .bind::<Array<Integer>, _>(piece.iter().map(|one| one.ends).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(grounds)
        .bind::<Array<BigInt>, _>(piece.iter().map(|one| one.author_id).collect::<Vec<_>>())
        .bind::<Array<Nullable<BigInt>>, _>(piece.iter().map(|one| one.approver_id).collect::<Vec<_>>())
        .bind::<Timestamptz, _>(now)
        .execute(conn)
        .await?;
    }
    Ok(())
}

/// Clears the spans.
pub async fn take_in_clearings(
    conn: &mut AsyncPgConnection,
    all: &[NewClearing],
    now: DateTime<Utc>,
) -> QueryResult<()> {
    for piece in all.chunks(PIECE) {
        let reasons: Vec<&str> = piece.iter().map(|one| one.reason.as_str()).collect();
        diesel::sql_query(
            "insert into clearings (text_id, starts, ends, exact, reason, author_id, approver_id, approved_at, created_at) \
             select v.text_id, v.starts, v.ends, substr(t.text, v.starts + 1, v.ends - v.starts), v.reason, v.author_id, v.approver_id, \
                    case when v.approver_id is not null then $7 end, $7 \
               from unnest($1, $2, $3, $4, $5, $6) with ordinality as v(text_id, starts, ends, reason, author_id, approver_id, place) \
               join text_versions t on t.id = v.text_id order by v.place on conflict do nothing",
        )
        .bind::<Array<BigInt>, _>(piece.iter().map(|one| one.text_id).collect::<Vec<_>>())
        .bind::<Array<Integer>, _>(piece.iter().map(|one| one.starts).collect::<Vec<_>>())
        .bind::<Array<Integer>, _>(piece.iter().map(|one| one.ends).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(reasons)
        .bind::<Array<BigInt>, _>(piece.iter().map(|one| one.author_id).collect::<Vec<_>>())
        .bind::<Array<Nullable<BigInt>>, _>(piece.iter().map(|one| one.approver_id).collect::<Vec<_>>())
        .bind::<Timestamptz, _>(now)
        .execute(conn)
        .await?;
    }
    Ok(())
}
