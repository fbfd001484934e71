//! Hidden spans and cleared numbers when another text version of their part is put in force. What cannot be found again for certain stays
//! on its own text: it hides nothing there, so it stops the release until a person has hidden the place anew or lifted it.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Redaction, span};
use crate::response::{Part, TextVersion};
use crate::schema::{clearings, redactions, text_versions};
use crate::text::Span;
use crate::text::anchor::{Ground, Quote};

/// A span as it stands in its row.
type Row = (i64, i32, i32, String);

/// Carries what was hidden and cleared on every other version of a part over to this one, in the caller's transaction. The same words stay
/// approved. How many redactions were carried over, and how many are loose; a clearing that is not found again is not counted: the number
/// is simply not cleared.
///
/// # Errors
/// When the database fails.
pub async fn reanchor(
    conn: &mut AsyncPgConnection,
    to: &TextVersion,
    ground: &Ground,
) -> QueryResult<(usize, usize)> {
    let hidden: Vec<Row> = redactions::table
        .inner_join(text_versions::table)
        .filter(text_versions::part_id.eq(to.part_id))
        .filter(redactions::text_id.ne(to.id))
        .filter(redactions::removed_at.is_null())
        .order(redactions::id)
        .select((
            redactions::id,
            redactions::starts,
            redactions::ends,
            redactions::exact,
        ))
        .load(conn)
        .await?;
    let (mut moved, mut loose) = (0, 0);
    for row in hidden {
        let Some((at, exact)) = found(&row, ground) else {
            loose += 1;
            continue;
        };
        diesel::update(redactions::table.find(row.0))
            .set((
                redactions::text_id.eq(to.id),
                redactions::starts.eq(number(at.start)),
                redactions::ends.eq(number(at.end)),
                redactions::exact.eq(exact),
            ))
            .execute(conn)
            .await?;
        moved += 1;
    }
    move_clearings(conn, to, ground).await?;
    Ok((moved, loose))
}

async fn move_clearings(
    conn: &mut AsyncPgConnection,
    to: &TextVersion,
    ground: &Ground,
) -> QueryResult<()> {
    let cleared: Vec<Row> = clearings::table
        .inner_join(text_versions::table)
        .filter(text_versions::part_id.eq(to.part_id))
        .filter(clearings::text_id.ne(to.id))
        .order(clearings::id)
        .select((
            clearings::id,
            clearings::starts,
            clearings::ends,
            clearings::exact,
        ))
        .load(conn)
        .await?;
    for row in cleared {
        let Some((at, exact)) = found(&row, ground) else {
            continue;
        };
        let (starts, ends) = (number(at.start), number(at.end));
        let there: i64 = clearings::table
            .filter(clearings::text_id.eq(to.id))
            .filter(clearings::starts.eq(starts))
            .filter(clearings::ends.eq(ends))
            .count()
            .get_result(conn)
            .await?;
        if there > 0 {
            continue;
        }
        diesel::update(clearings::table.find(row.0))
            .set((
                clearings::text_id.eq(to.id),
                clearings::starts.eq(starts),
                clearings::ends.eq(ends),
                clearings::exact.eq(exact),
            ))
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// The redactions in force of these parts that stand on a text which is not in force, with their words.
///
/// # Errors
/// When the database fails.
pub async fn loose_of(
    conn: &mut AsyncPgConnection,
    parts: &[Part],
) -> QueryResult<Vec<(Redaction, String)>> {
    let ids: Vec<i64> = parts.iter().map(|part| part.id).collect();
    let current: Vec<i64> = parts.iter().filter_map(|part| part.text_id).collect();
    redactions::table
        .inner_join(text_versions::table)
        .filter(text_versions::part_id.eq_any(ids))
        .filter(redactions::text_id.ne_all(current))
        .filter(redactions::removed_at.is_null())
        .order(redactions::id)
        .select((Redaction::as_select(), redactions::exact))
        .load(conn)
        .await
}

fn found<'a>((_, starts, ends, exact): &Row, ground: &'a Ground) -> Option<(Span, &'a str)> {
    let quote = Quote {
        at: span(*starts, *ends),
        exact,
        prefix: "",
        suffix: "",
    };
    let at = ground.find(quote)?;
    Some((at, ground.slice(at)?))
}

fn number(at: usize) -> i32 {
    i32::try_from(at).unwrap_or(i32::MAX)
}
