//! From the database to the projection, all of it as it stood at one moment.

use diesel_async::AsyncPgConnection;

use super::evidence::Evidence;
use super::project::{Phrases, project};
use super::projection::Projection;
use super::release::ReleaseKind;
use super::rows::Rows;
use crate::redaction::Ground;
use crate::templates::Words;

/// What the projection was made of, for the gate.
pub(super) struct Read {
    pub(super) hearing_id: i64,
    pub(super) projection: Projection,
    pub(super) evidence: Evidence,
}

/// Reads a hearing and makes its projection. The rows are read in one `repeatable read` transaction.
pub(super) async fn read(
    conn: &mut AsyncPgConnection,
    slug: &str,
    words: &Words,
    kind: ReleaseKind,
) -> anyhow::Result<Read> {
    let rows = conn
        .build_transaction()
        .read_only()
        .repeatable_read()
        .run(async |conn| Rows::read(conn, slug, kind).await)
        .await?;
    Ok(from_rows(&rows, words))
}

/// Inside a transaction of the caller's, which has locked what must not change.
pub(super) async fn read_within(
    conn: &mut AsyncPgConnection,
    slug: &str,
    words: &Words,
    kind: ReleaseKind,
) -> anyhow::Result<Read> {
    Ok(from_rows(&Rows::read(conn, slug, kind).await?, words))
}

fn from_rows(rows: &Rows, words: &Words) -> Read {
    let token = |ground: Ground| words.text(ground.token_key(), &[]);
    let phrases = Phrases {
        citizen: words.text("publication-citizen", &[]),
        token: &token,
    };
    let (projection, evidence) = project(rows, &phrases);
    Read {
        hearing_id: rows.hearing.id,
        projection,
        evidence,
    }
}
