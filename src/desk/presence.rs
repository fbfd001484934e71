//! Who has the page of a response open.

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::{desk_presences, staff};
use crate::staff::Act;

/// Seconds until somebody who says nothing more counts as gone.
const GONE_AFTER_SECONDS: i64 = 60;

/// Says that somebody has the page open, and sweeps away those who are gone.
pub(super) async fn seen(
    conn: &mut AsyncPgConnection,
    by: Act,
    response_id: i64,
) -> QueryResult<()> {
    diesel::insert_into(desk_presences::table)
        .values((
            desk_presences::response_id.eq(response_id),
            desk_presences::staff_id.eq(by.staff_id),
            desk_presences::seen_at.eq(by.now),
        ))
        .on_conflict((desk_presences::response_id, desk_presences::staff_id))
        .do_update()
        .set(desk_presences::seen_at.eq(by.now))
        .execute(conn)
        .await?;
    let long_ago = by.now - TimeDelta::seconds(GONE_AFTER_SECONDS);
    diesel::delete(desk_presences::table.filter(desk_presences::seen_at.lt(long_ago)))
        .execute(conn)
        .await?;
    Ok(())
}

/// The names of the others who have it open.
pub(super) async fn others(
    conn: &mut AsyncPgConnection,
    by: Act,
    response_id: i64,
) -> QueryResult<Vec<String>> {
    let long_ago = by.now - TimeDelta::seconds(GONE_AFTER_SECONDS);
    desk_presences::table
        .inner_join(staff::table)
        .filter(desk_presences::response_id.eq(response_id))
        .filter(desk_presences::staff_id.ne(by.staff_id))
        .filter(desk_presences::seen_at.ge(long_ago))
        .order((staff::name, staff::id))
        .select(staff::name)
        .load(conn)
        .await
}

/// Says that somebody has closed the page.
pub(super) async fn gone(
    conn: &mut AsyncPgConnection,
    by: Act,
    response_id: i64,
) -> QueryResult<()> {
    diesel::delete(desk_presences::table.find((response_id, by.staff_id)))
        .execute(conn)
        .await?;
    Ok(())
}
