//! The short way: themes on a whole response, without passages.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{Stance, TagError, record, theme_of};
use crate::schema::response_themes;
use crate::staff::Act;

/// A theme on a whole response, by someone.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = response_themes)]
pub struct WholeTheme {
    pub response_id: i64,
    pub theme_id: i64,
    pub staff_id: i64,
    pub stance: Option<Stance>,
}

/// The themes on whole responses, of many responses.
pub async fn whole_themes_of(
    conn: &mut AsyncPgConnection,
    ids: &[i64],
) -> QueryResult<Vec<WholeTheme>> {
    WholeTheme::query()
        .filter(response_themes::response_id.eq_any(ids))
        .order((response_themes::response_id, response_themes::theme_id))
        .load(conn)
        .await
}

/// Puts a theme on a whole response; again changes its stance.
///
/// # Errors
/// [`TagError::NoTheme`].
pub async fn tag_response(
    conn: &mut AsyncPgConnection,
    by: Act,
    response_id: i64,
    theme_id: i64,
    stance: Option<Stance>,
) -> Result<(), TagError> {
    conn.transaction(async |conn| {
        theme_of(conn, by.hearing_id, theme_id).await?;
        let changed = diesel::insert_into(response_themes::table)
            .values((
                response_themes::response_id.eq(response_id),
                response_themes::theme_id.eq(theme_id),
                response_themes::staff_id.eq(by.staff_id),
                response_themes::stance.eq(stance),
                response_themes::created_at.eq(by.now),
            ))
            .on_conflict((
                response_themes::response_id,
                response_themes::theme_id,
                response_themes::staff_id,
            ))
            .do_update()
            .set(response_themes::stance.eq(stance))
            .execute(conn)
            .await?;
        if changed > 0 {
            let detail = json!({ "theme": theme_id, "stance": stance });
            record(conn, by, "response_tagged", response_id, detail).await?;
        }
        Ok(())
    })
    .await
}

/// Takes a theme off a whole response, whoever put it there.
///
/// # Errors
/// When the database fails.
pub async fn untag_response(
    conn: &mut AsyncPgConnection,
    by: Act,
    response_id: i64,
    theme_id: i64,
) -> Result<(), TagError> {
    conn.transaction(async |conn| {
        let removed = diesel::delete(
            response_themes::table
                .filter(response_themes::response_id.eq(response_id))
                .filter(response_themes::theme_id.eq(theme_id)),
        )
        .execute(conn)
        .await?;
        if removed > 0 {
            let detail = json!({ "theme": theme_id });
            record(conn, by, "response_untagged", response_id, detail).await?;
        }
        Ok(())
    })
    .await
}
