//! Puts a coding, a theme on a whole response or a sign-off as it was. Whoever takes an act back writes the row of the audit log.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde::Deserialize;

use super::{Origin, Stance, TagError, passage_at, theme_of};
use crate::response::TextVersion;
use crate::schema::{codings, passages, response_themes, signoffs};
use crate::staff::Act;
use crate::text::Span;

/// What a coding says.
#[derive(Debug, Clone, Deserialize)]
pub struct Reading {
    pub stance: Option<Stance>,
    pub note: String,
    pub origin: Origin,
}

/// Puts the coding of a place, theme and coder as it was; none takes it away, and the passage with its last one.
///
/// # Errors
/// [`TagError::NoPlace`], [`TagError::NoTheme`].
pub async fn put_back(
    conn: &mut AsyncPgConnection,
    by: Act,
    (text_id, at): (i64, Span),
    (theme, coder): (i64, i64),
    reading: Option<Reading>,
) -> Result<(), TagError> {
    conn.transaction(async |conn| {
        let text = TextVersion::find(conn, text_id).await?;
        let passage = passage_at(conn, by, &text, at).await?;
        match reading {
            Some(to) => {
                theme_of(conn, by.hearing_id, theme).await?;
                let values = (
                    codings::stance.eq(to.stance),
                    codings::note.eq(&to.note),
                    codings::origin.eq(to.origin),
                );
                diesel::insert_into(codings::table)
                    .values((
                        codings::passage_id.eq(passage),
                        codings::theme_id.eq(theme),
                        codings::staff_id.eq(coder),
                        codings::created_at.eq(by.now),
                        values,
                    ))
                    .on_conflict((codings::passage_id, codings::theme_id, codings::staff_id))
                    .do_update()
                    .set(values)
                    .execute(conn)
                    .await?;
            }
            None => {
                diesel::delete(
                    codings::table
                        .filter(codings::passage_id.eq(passage))
                        .filter(codings::theme_id.eq(theme))
                        .filter(codings::staff_id.eq(coder)),
                )
                .execute(conn)
                .await?;
            }
        }
        let used = codings::table.filter(codings::passage_id.eq(passage));
        if !diesel::select(diesel::dsl::exists(used))
            .get_result::<bool>(conn)
            .await?
        {
            diesel::delete(passages::table.find(passage))
                .execute(conn)
                .await?;
        }
        Ok(())
    })
    .await
}

/// Puts a theme on a whole response as it was, by whoever put it there; none takes it away.
///
/// # Errors
/// [`TagError::NoTheme`].
pub async fn put_back_whole(
    conn: &mut AsyncPgConnection,
    by: Act,
    response_id: i64,
    (theme, coder): (i64, i64),
    stance: Option<Option<Stance>>,
) -> Result<(), TagError> {
    let row = response_themes::table.find((response_id, theme, coder));
    let Some(stance) = stance else {
        diesel::delete(row).execute(conn).await?;
        return Ok(());
    };
    theme_of(conn, by.hearing_id, theme).await?;
    diesel::insert_into(response_themes::table)
        .values((
            response_themes::response_id.eq(response_id),
            response_themes::theme_id.eq(theme),
            response_themes::staff_id.eq(coder),
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
    Ok(())
}

/// Puts a sign-off in force again, or lets it lapse because it was taken back.
///
/// # Errors
/// When the database fails.
pub async fn put_back_signoff(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    in_force: bool,
) -> QueryResult<()> {
    let lapsed = (!in_force).then_some((by.now, "undone"));
    diesel::update(signoffs::table.find(id))
        .set((
            signoffs::lapsed_at.eq(lapsed.map(|(at, _)| at)),
            signoffs::lapsed_by.eq(lapsed.map(|(_, why)| why)),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
