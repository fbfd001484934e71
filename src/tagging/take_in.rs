//! Codings and sign-offs that were made in another database, as `hoering export` has them: many in few statements. The caller writes the
//! row of the audit log.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Nullable, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::signoff::share;
use super::{CONTEXT, Origin, Passage, Stance, Step};
use crate::response::{Part, TextVersion, current_texts};
use crate::schema::{response_themes, signoffs};

/// Rows of one statement.
const PIECE: usize = 1_000;

/// A theme on a span of a text, by somebody.
#[derive(Debug, Clone)]
pub struct NewCoding {
    pub text_id: i64,
    pub starts: i32,
    pub ends: i32,
    pub theme_id: i64,
    pub staff_id: i64,
    pub stance: Option<Stance>,
    pub note: String,
    pub origin: Origin,
}

/// A sign-off of a response.
#[derive(Debug, Clone)]
pub struct NewSignOff {
    pub response_id: i64,
    pub staff_id: i64,
    pub step: Step,
    pub at: DateTime<Utc>,
}

/// A theme on a whole response, by somebody.
#[derive(Debug, Clone)]
pub struct NewWholeTheme {
    pub response_id: i64,
    pub theme_id: i64,
    pub staff_id: i64,
    pub stance: Option<Stance>,
}

/// Marks the spans, each once, and puts the themes on them. The same theme by the same person on the same span counts once.
pub async fn take_in(
    conn: &mut AsyncPgConnection,
    all: &[NewCoding],
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let context = i32::try_from(CONTEXT).unwrap_or(i32::MAX);
    for piece in all.chunks(PIECE) {
        let texts: Vec<i64> = piece.iter().map(|one| one.text_id).collect();
        let starts: Vec<i32> = piece.iter().map(|one| one.starts).collect();
        let ends: Vec<i32> = piece.iter().map(|one| one.ends).collect();
        let people: Vec<i64> = piece.iter().map(|one| one.staff_id).collect();
        diesel::sql_query(
            "insert into passages (text_id, starts, ends, exact, prefix, suffix, staff_id, created_at) \
             select distinct on (v.text_id, v.starts, v.ends) v.text_id, v.starts, v.ends, substr(t.text, v.starts + 1, v.ends - v.starts), \
                    substr(t.text, greatest(v.starts - $6, 0) + 1, least(v.starts, $6)), substr(t.text, v.ends + 1, $6), v.staff_id, $5 \
               from unnest($1, $2, $3, $4) with ordinality as v(text_id, starts, ends, staff_id, place) \
               join text_versions t on t.id = v.text_id order by v.text_id, v.starts, v.ends, v.place on conflict do nothing",
        )
        .bind::<Array<BigInt>, _>(&texts)
        .bind::<Array<Integer>, _>(&starts)
        .bind::<Array<Integer>, _>(&ends)
        .bind::<Array<BigInt>, _>(&people)
        .bind::<Timestamptz, _>(now)
        .bind::<Integer, _>(context)
        .execute(conn)
        .await?;
        let themes: Vec<i64> = piece.iter().map(|one| one.theme_id).collect();
        let stances: Vec<Option<Stance>> = piece.iter().map(|one| one.stance).collect();
        let notes: Vec<&str> = piece.iter().map(|one| one.note.as_str()).collect();
        let origins: Vec<Origin> = piece.iter().map(|one| one.origin).collect();
        diesel::sql_query(
            "insert into codings (passage_id, theme_id, staff_id, stance, note, origin, created_at) \
             select p.id, v.theme_id, v.staff_id, v.stance, v.note, v.origin, $9 \
               from unnest($1, $2, $3, $4, $5, $6, $7, $8) with ordinality \
                 as v(text_id, starts, ends, staff_id, theme_id, stance, note, origin, place) \
               join passages p on p.text_id = v.text_id and p.starts = v.starts and p.ends = v.ends \
              order by v.place on conflict do nothing",
        )
        .bind::<Array<BigInt>, _>(&texts)
        .bind::<Array<Integer>, _>(&starts)
        .bind::<Array<Integer>, _>(&ends)
        .bind::<Array<BigInt>, _>(&people)
        .bind::<Array<BigInt>, _>(themes)
        .bind::<Array<Nullable<Text>>, _>(stances)
        .bind::<Array<Text>, _>(notes)
        .bind::<Array<Text>, _>(origins)
        .bind::<Timestamptz, _>(now)
        .execute(conn)
        .await?;
    }
    Ok(())
}

/// Puts themes on whole responses.
pub async fn take_in_whole(
    conn: &mut AsyncPgConnection,
    all: &[NewWholeTheme],
    now: DateTime<Utc>,
) -> QueryResult<()> {
    for piece in all.chunks(PIECE) {
        let rows: Vec<_> = piece
            .iter()
            .map(|one| {
                (
                    response_themes::response_id.eq(one.response_id),
                    response_themes::theme_id.eq(one.theme_id),
                    response_themes::staff_id.eq(one.staff_id),
                    response_themes::stance.eq(one.stance),
                    response_themes::created_at.eq(now),
                )
            })
            .collect();
        diesel::insert_into(response_themes::table)
            .values(rows)
            .on_conflict_do_nothing()
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// Signs responses off as it was done there, with the share of the text that is unmarked here. After everything else: whatever changes
/// lets a sign-off lapse.
pub async fn take_in_signoffs(conn: &mut AsyncPgConnection, all: &[NewSignOff]) -> QueryResult<()> {
    let mut ids: Vec<i64> = all.iter().map(|one| one.response_id).collect();
    ids.dedup();
    let parts = Part::of_responses(conn, &ids).await?;
    let texts = current_texts(conn, &parts).await?;
    let text_ids: Vec<i64> = texts.iter().map(|text| text.id).collect();
    let of_part: HashMap<i64, i64> = parts.iter().map(|one| (one.id, one.response_id)).collect();
    let mut of_response: HashMap<i64, (Vec<TextVersion>, Vec<Passage>)> = HashMap::new();
    let mut of_text: HashMap<i64, i64> = HashMap::new();
    for text in texts {
        if let Some(response) = of_part.get(&text.part_id) {
            of_text.insert(text.id, *response);
            of_response.entry(*response).or_default().0.push(text);
        }
    }
    for passage in Passage::of_texts(conn, &text_ids).await? {
        if let Some(response) = of_text.get(&passage.text_id) {
            of_response.entry(*response).or_default().1.push(passage);
        }
    }
    let shares: HashMap<i64, f32> = of_response
        .into_iter()
        .map(|(id, (texts, passages))| (id, share(&texts, &passages)))
        .collect();
    for piece in all.chunks(PIECE) {
        let rows: Vec<_> = piece
            .iter()
            .map(|one| {
                (
                    signoffs::response_id.eq(one.response_id),
                    signoffs::staff_id.eq(one.staff_id),
                    signoffs::step.eq(one.step),
                    signoffs::unmarked_share
                        .eq(shares.get(&one.response_id).copied().unwrap_or(0.0)),
                    signoffs::created_at.eq(one.at),
                )
            })
            .collect();
        diesel::insert_into(signoffs::table)
            .values(rows)
            .execute(conn)
            .await?;
    }
    Ok(())
}
