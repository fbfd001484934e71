//! The same text in another response: what was hidden or cleared there is so here.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

/// Copies the redactions and clearings of a text to another text that is the same, each with who decided and who approved it.
pub async fn copy(conn: &mut AsyncPgConnection, (from, to): (i64, i64)) -> QueryResult<()> {
    for copy in [
        "insert into redactions (text_id, starts, ends, exact, ground, author_id, approver_id, approved_at, created_at) \
         select $2, starts, ends, exact, ground, author_id, approver_id, approved_at, created_at \
           from redactions where text_id = $1 and removed_at is null",
        "insert into clearings (text_id, starts, ends, exact, reason, author_id, approver_id, approved_at, created_at) \
         select $2, starts, ends, exact, reason, author_id, approver_id, approved_at, created_at \
           from clearings where text_id = $1 on conflict do nothing",
    ] {
        diesel::sql_query(copy)
            .bind::<BigInt, _>(from)
            .bind::<BigInt, _>(to)
            .execute(conn)
            .await?;
    }
    Ok(())
}
