//! Commitments made as a response is accepted (docs/proof.md).
use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;

use super::Submission;
use crate::response::Part;

pub(super) async fn response(
    _conn: &mut AsyncPgConnection,
    _id: i64,
    _it: &Submission,
    _now: DateTime<Utc>,
) -> anyhow::Result<()> {
    Ok(())
}

pub(super) async fn attachment_text(
    _conn: &mut AsyncPgConnection,
    _part: &Part,
    _text: &str,
    _now: DateTime<Utc>,
) -> anyhow::Result<()> {
    Ok(())
}
