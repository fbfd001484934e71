//! The same text in another response: what was marked there is marked here.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

/// Copies the passages of a text to another text that is the same, with their codings.
pub async fn copy(conn: &mut AsyncPgConnection, (from, to): (i64, i64)) -> QueryResult<()> {
    diesel::sql_query(
        "with copied as ( \
             insert into passages (text_id, starts, ends, exact, prefix, suffix, staff_id, created_at) \
             select $2, starts, ends, exact, prefix, suffix, staff_id, created_at from passages where text_id = $1 \
             on conflict do nothing returning id, starts, ends) \
         insert into codings (passage_id, theme_id, staff_id, stance, note, origin, created_at) \
         select copied.id, c.theme_id, c.staff_id, c.stance, c.note, c.origin, c.created_at \
           from copied join passages p on p.text_id = $1 and p.starts = copied.starts and p.ends = copied.ends \
           join codings c on c.passage_id = p.id",
    )
    .bind::<BigInt, _>(from)
    .bind::<BigInt, _>(to)
    .execute(conn)
    .await?;
    Ok(())
}
