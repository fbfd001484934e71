//! Whether a part is shown in public, and why not.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use crate::audit::Event;
use crate::schema::{parts, responses};
use crate::staff::Act;

/// Shows a part as text, or (with the ground) not at all.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] for a part of another response or hearing.
pub async fn publish_part(
    conn: &mut AsyncPgConnection,
    by: Act,
    (response_id, part_id): (i64, i64),
    withheld: Option<&str>,
) -> QueryResult<()> {
    conn.transaction(async |conn| {
        let known: i64 = parts::table
            .inner_join(responses::table.on(responses::id.eq(parts::response_id)))
            .filter(parts::id.eq(part_id))
            .filter(responses::id.eq(response_id))
            .filter(responses::hearing_id.eq(by.hearing_id))
            .select(parts::id)
            .first(conn)
            .await?;
        put_back_part(conn, known, withheld).await?;
        let as_what = shown_as(withheld);
        Event::by_staff(by.staff_id, "part_published_as", "response", response_id)
            .in_hearing(by.hearing_id)
            .with(json!({ "part": part_id, "as": as_what, "ground": withheld }))
            .record(conn, by.now)
            .await
    })
    .await
}

/// Puts how a part is shown as it was. Whoever takes an act back writes the row of the audit log.
///
/// # Errors
/// When the database fails.
pub async fn put_back_part(
    conn: &mut AsyncPgConnection,
    part_id: i64,
    withheld: Option<&str>,
) -> QueryResult<()> {
    diesel::update(parts::table.find(part_id))
        .set((
            parts::published_as.eq(shown_as(withheld)),
            parts::withheld_ground.eq(withheld),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

const fn shown_as(withheld: Option<&str>) -> &'static str {
    if withheld.is_some() {
        "withheld"
    } else {
        "text"
    }
}
