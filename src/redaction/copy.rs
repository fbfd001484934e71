//! The same text in another response: what was hidden or cleared there is so here.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

/// Copies the redactions, clearings and boxes of a text to another text that is the same, each with who decided and who approved it.
pub async fn copy(conn: &mut AsyncPgConnection, (from, to): (i64, i64)) -> QueryResult<()> {
    for copy in [
        "insert into redactions (text_id, starts, ends, exact, ground, author_id, approver_id, approved_at, created_at) \
         select $2, starts, ends, exact, ground, author_id, approver_id, approved_at, created_at \
           from redactions where text_id = $1 and removed_at is null",
        "insert into clearings (text_id, starts, ends, exact, reason, author_id, approver_id, approved_at, created_at) \
         select $2, starts, ends, exact, reason, author_id, approver_id, approved_at, created_at \
           from clearings where text_id = $1 on conflict do nothing",
        // Which hidden text a box covers is said anew: that text is another row there.
        "insert into page_boxes (part_id, page, edge_left, edge_top, edge_right, edge_bottom, ground, author_id, approver_id, approved_at, created_at) \
         select there.part_id, b.page, b.edge_left, b.edge_top, b.edge_right, b.edge_bottom, b.ground, b.author_id, b.approver_id, b.approved_at, b.created_at \
           from page_boxes b join text_versions here on here.part_id = b.part_id and here.id = $1 join text_versions there on there.id = $2 \
          where b.removed_at is null and here.part_id <> there.part_id",
    ] {
        diesel::sql_query(copy)
            .bind::<BigInt, _>(from)
            .bind::<BigInt, _>(to)
            .execute(conn)
            .await?;
    }
    Ok(())
}
