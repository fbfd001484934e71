//! Passages when another text version of their part is put in force: carried over where their words certainly stand, left on their own
//! text where not. Such a loose passage is shown to staff and stops the release until a person has placed or removed it.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{CONTEXT, Passage, TagError, record};
use crate::response::{Part, TextVersion};
use crate::schema::{codings, passages, text_versions};
use crate::staff::Act;
use crate::text::Span;
use crate::text::anchor::{Ground, Quote};

/// Carries the passages of every other version of a part over to this one, in the caller's transaction. How many were, and how many are
/// loose.
///
/// # Errors
/// When the database fails.
pub async fn reanchor(
    conn: &mut AsyncPgConnection,
    to: &TextVersion,
    ground: &Ground,
) -> QueryResult<(usize, usize)> {
    let elsewhere: Vec<Passage> = Passage::query()
        .inner_join(text_versions::table)
        .filter(text_versions::part_id.eq(to.part_id))
        .filter(passages::text_id.ne(to.id))
        .order(passages::id)
        .load(conn)
        .await?;
    let (mut moved, mut loose) = (0, 0);
    for passage in elsewhere {
        let quote = Quote {
            at: passage.span(),
            exact: &passage.exact,
            prefix: &passage.prefix,
            suffix: &passage.suffix,
        };
        match ground.find(quote) {
            Some(at) => {
                place(conn, passage.id, (to.id, at), ground).await?;
                moved += 1;
            }
            None => loose += 1,
        }
    }
    Ok((moved, loose))
}

/// Puts a passage at a place. Where that place is marked already, the codings join what is there.
async fn place(
    conn: &mut AsyncPgConnection,
    passage: i64,
    (text_id, at): (i64, Span),
    ground: &Ground,
) -> QueryResult<()> {
    let exact = ground.slice(at).unwrap_or_default();
    let (prefix, suffix) = ground.around(at, CONTEXT);
    let number = |at: usize| i32::try_from(at).unwrap_or(i32::MAX);
    let (starts, ends) = (number(at.start), number(at.end));
    let there: Option<i64> = passages::table
        .filter(passages::text_id.eq(text_id))
        .filter(passages::starts.eq(starts))
        .filter(passages::ends.eq(ends))
        .filter(passages::id.ne(passage))
        .select(passages::id)
        .first(conn)
        .await
        .optional()?;
    let Some(there) = there else {
        diesel::update(passages::table.find(passage))
            .set((
                passages::text_id.eq(text_id),
                passages::starts.eq(starts),
                passages::ends.eq(ends),
                passages::exact.eq(exact),
                passages::prefix.eq(prefix),
                passages::suffix.eq(suffix),
            ))
            .execute(conn)
            .await?;
        return Ok(());
    };
    let known: Vec<(i64, i64)> = codings::table
        .filter(codings::passage_id.eq(there))
        .select((codings::theme_id, codings::staff_id))
        .load(conn)
        .await?;
    let coming: Vec<(i64, i64, i64)> = codings::table
        .filter(codings::passage_id.eq(passage))
        .select((codings::id, codings::theme_id, codings::staff_id))
        .load(conn)
        .await?;
    for (coding, theme, staff) in coming {
        if !known.contains(&(theme, staff)) {
            diesel::update(codings::table.find(coding))
                .set(codings::passage_id.eq(there))
                .execute(conn)
                .await?;
        }
    }
    diesel::delete(passages::table.find(passage))
        .execute(conn)
        .await?;
    Ok(())
}

/// The passages of these parts that stand on a text which is not in force.
///
/// # Errors
/// When the database fails.
pub async fn loose_of(conn: &mut AsyncPgConnection, parts: &[Part]) -> QueryResult<Vec<Passage>> {
    let ids: Vec<i64> = parts.iter().map(|part| part.id).collect();
    let current: Vec<i64> = parts.iter().filter_map(|part| part.text_id).collect();
    Passage::query()
        .inner_join(text_versions::table)
        .filter(text_versions::part_id.eq_any(ids))
        .filter(passages::text_id.ne_all(current))
        .order(passages::id)
        .load(conn)
        .await
}

/// A person says where a loose passage belongs; whose coding it is stays.
///
/// # Errors
/// [`TagError::NoPlace`] for an empty place, or one in another response.
pub async fn move_to(
    conn: &mut AsyncPgConnection,
    by: Act,
    passage_id: i64,
    (text_id, at): (i64, Span),
) -> Result<(), TagError> {
    conn.transaction(async |conn| {
        let passage = Passage::query()
            .filter(passages::id.eq(passage_id))
            .for_update()
            .first(conn)
            .await?;
        let old = TextVersion::find(conn, passage.text_id).await?;
        let new = TextVersion::find(conn, text_id).await?;
        let response = Part::find(conn, old.part_id).await?.response_id;
        let part = Part::find(conn, new.part_id).await?;
        let ground = Ground::new(&new.text);
        let empty = ground
            .slice(at)
            .is_none_or(|exact| exact.trim().is_empty());
        if empty || part.response_id != response || part.text_id != Some(text_id) {
            return Err(TagError::NoPlace);
        }
        place(conn, passage_id, (text_id, at), &ground).await?;
        let detail = json!({ "passage": passage_id, "part": part.position, "start": at.start, "end": at.end });
        record(conn, by, "passage_moved", response, detail).await?;
        Ok(())
    })
    .await
}
