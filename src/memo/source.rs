//! Who said what a point answers: passages, whole responses and notes; and what stands under no point yet.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Nullable, Text};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::act::{record, standing};
use super::{MemoError, Voices};
use crate::input::{self, Input};
use crate::response::{Response, State, TextVersion};
use crate::schema::{inputs, memo_points, memo_sources, parts, passages};
use crate::staff::Act;
use crate::tagging::Passage;
use crate::text::Span;

/// What is put under a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewSource {
    Passage(i64),
    Response(i64),
    Input(i64),
}

/// Something that stands under a point: a response, with or without a place in it, or a note.
#[derive(Debug, Clone, QueryableByName)]
pub struct Source {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = BigInt)]
    pub point_id: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub response_id: Option<i64>,
    /// The passage as it is marked now; none for a whole response, and where the mark was taken away.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub passage_id: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub text_id: Option<i64>,
    #[diesel(sql_type = Nullable<Integer>)]
    pub starts: Option<i32>,
    #[diesel(sql_type = Nullable<Integer>)]
    pub ends: Option<i32>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub input_id: Option<i64>,
}

impl Source {
    /// The text and the place in it; none for a whole response and for a note.
    #[must_use]
    pub fn place(&self) -> Option<(i64, Span)> {
        Some((self.text_id?, span(self.starts?, self.ends?)))
    }

    /// Whether the words are there, but nobody marks them any more.
    #[must_use]
    pub fn is_unmarked(&self) -> bool {
        self.text_id.is_some() && self.passage_id.is_none()
    }
}

/// A passage under no point.
#[derive(Debug, Clone, QueryableByName)]
pub struct Loose {
    #[diesel(sql_type = BigInt)]
    pub passage_id: i64,
    #[diesel(sql_type = BigInt)]
    pub response_id: i64,
    #[diesel(sql_type = BigInt)]
    pub text_id: i64,
    #[diesel(sql_type = Integer)]
    pub starts: i32,
    #[diesel(sql_type = Integer)]
    pub ends: i32,
    /// As they were put on it; one that was merged away since is the caller's to follow.
    #[diesel(sql_type = Array<BigInt>)]
    pub themes: Vec<i64>,
    /// Words of the stances, where there are any.
    #[diesel(sql_type = Array<Text>)]
    pub stances: Vec<String>,
}

impl Loose {
    #[must_use]
    pub fn span(&self) -> Span {
        span(self.starts, self.ends)
    }
}

/// A mark may have been taken away and made again at the same place: it is the same place.
const SOURCES: &str = "
select s.id, s.point_id, s.response_id, s.input_id, coalesce(p.id, q.id) as passage_id,
    coalesce(p.text_id, s.text_id) as text_id, coalesce(p.starts, s.starts) as starts, coalesce(p.ends, s.ends) as ends
from memo_sources s
left join passages p on p.id = s.passage_id
left join passages q on s.passage_id is null and q.text_id = s.text_id and q.starts = s.starts and q.ends = s.ends
where s.point_id = any($1)
order by s.id";

const LOOSE: &str = "
select s.id as passage_id, r.id as response_id, s.text_id, s.starts, s.ends,
    array_agg(distinct g.theme_id) as themes, array_remove(array_agg(distinct g.stance), null) as stances
from responses r
join parts p on p.response_id = r.id and p.moved_to is null
join passages s on s.text_id = p.text_id
join codings g on g.passage_id = s.id
left join categories c on c.id = r.category_id
where r.hearing_id = $1 and r.state = 'current'
  and (g.origin = 'consensus' or not exists (select 1 from codings a where a.passage_id = s.id and a.origin = 'consensus'))
  and not exists (
    select 1 from memo_sources m join memo_points o on o.id = m.point_id and o.removed_at is null where m.passage_id = s.id)
  and not exists (
    select 1 from memo_sources m join memo_points o on o.id = m.point_id and o.removed_at is null
     where m.passage_id is null and m.text_id = s.text_id and m.starts = s.starts and m.ends = s.ends)
group by r.id, s.id, p.position, c.letter
order by c.letter nulls last, r.reference_number nulls last, r.arrived_at, r.id, p.position, s.starts, s.ends";

/// The sources of many points, in the order in which they came.
pub async fn sources_of(conn: &mut AsyncPgConnection, ids: &[i64]) -> QueryResult<Vec<Source>> {
    diesel::sql_query(SOURCES)
        .bind::<Array<BigInt>, _>(ids)
        .load(conn)
        .await
}

/// The passages of responses that stand which are under no point, by reference and place.
pub async fn loose_of(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<Vec<Loose>> {
    diesel::sql_query(LOOSE)
        .bind::<BigInt, _>(hearing_id)
        .load(conn)
        .await
}

/// The notes from workshops that are under no point.
pub async fn loose_inputs(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
) -> QueryResult<Vec<Input>> {
    let used: Vec<Option<i64>> = memo_sources::table
        .inner_join(memo_points::table)
        .filter(memo_points::hearing_id.eq(hearing_id))
        .filter(memo_points::removed_at.is_null())
        .filter(memo_sources::input_id.is_not_null())
        .select(memo_sources::input_id)
        .load(conn)
        .await?;
    let mut all = input::inputs_of(conn, hearing_id).await?;
    all.retain(|input| !used.contains(&Some(input.id)));
    Ok(all)
}

/// The responses that somebody wrote by hand: *A3, B1* or receipt numbers, each in the version in force.
///
/// # Errors
/// [`MemoError::NoReference`] with the first that is none, [`MemoError::Withdrawn`].
pub async fn named(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    written: &str,
) -> Result<Vec<NewSource>, MemoError> {
    let voices = Voices::of_hearing(conn, hearing_id).await?;
    written
        .split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';' | '.'))
        .filter(|name| !name.is_empty() && !name.eq_ignore_ascii_case("og"))
        .map(|name| {
            let none = || MemoError::NoReference(name.chars().take(40).collect());
            let voice = voices.named(name).ok_or_else(none)?;
            match voice.state {
                State::Current => Ok(NewSource::Response(voice.response_id)),
                _ => Err(MemoError::Withdrawn(voice.label().to_owned())),
            }
        })
        .collect()
}

/// Puts something under a point. Twice is once.
///
/// # Errors
/// [`MemoError::NoSource`], [`MemoError::Withdrawn`].
pub async fn add_source(
    conn: &mut AsyncPgConnection,
    by: Act,
    number: i32,
    source: NewSource,
) -> Result<(), MemoError> {
    conn.transaction(async |conn| {
        let point = standing(conn, by, number).await?;
        if insert(conn, by, point.id, source).await? {
            let detail = match source {
                NewSource::Passage(id) => json!({ "passage": id }),
                NewSource::Response(id) => json!({ "response": id }),
                NewSource::Input(id) => json!({ "input": id }),
            };
            record(conn, by, "point_source_added", point.id, detail).await?;
        }
        Ok(())
    })
    .await
}

/// Takes something off a point.
///
/// # Errors
/// When the point has no such source, or the database fails.
pub async fn remove_source(
    conn: &mut AsyncPgConnection,
    by: Act,
    number: i32,
    id: i64,
) -> Result<(), MemoError> {
    conn.transaction(async |conn| {
        let point = standing(conn, by, number).await?;
        let own = memo_sources::table
            .filter(memo_sources::id.eq(id))
            .filter(memo_sources::point_id.eq(point.id));
        if diesel::delete(own).execute(conn).await? == 0 {
            return Err(diesel::result::Error::NotFound.into());
        }
        record(
            conn,
            by,
            "point_source_removed",
            point.id,
            json!({ "source": id }),
        )
        .await
    })
    .await
}

/// Whether it was not there yet.
pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    by: Act,
    point_id: i64,
    source: NewSource,
) -> Result<bool, MemoError> {
    let (response, passage, input) = match source {
        NewSource::Passage(id) => {
            let (response, passage) = passage_of(conn, id).await?;
            (Some(response), Some(passage), None)
        }
        NewSource::Response(id) => (Some(id), None, None),
        NewSource::Input(id) => (None, None, Some(id)),
    };
    if let Some(id) = response {
        let response = found(Response::find(conn, id).await)?;
        if response.hearing_id != by.hearing_id {
            return Err(MemoError::NoSource);
        }
        if response.state != State::Current {
            return Err(MemoError::Withdrawn(response.number));
        }
    }
    if let Some(id) = input {
        let _own: i64 = found(
            inputs::table
                .filter(inputs::id.eq(id))
                .filter(inputs::hearing_id.eq(by.hearing_id))
                .filter(inputs::removed_at.is_null())
                .select(inputs::id)
                .first(conn)
                .await,
        )?;
    }
    let place = passage.as_ref();
    let made = diesel::insert_into(memo_sources::table)
        .values((
            memo_sources::point_id.eq(point_id),
            memo_sources::response_id.eq(response),
            memo_sources::passage_id.eq(place.map(|it| it.id)),
            memo_sources::text_id.eq(place.map(|it| it.text_id)),
            memo_sources::starts.eq(place.map(|it| it.starts)),
            memo_sources::ends.eq(place.map(|it| it.ends)),
            memo_sources::input_id.eq(input),
            memo_sources::staff_id.eq(by.staff_id),
            memo_sources::created_at.eq(by.now),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(made > 0)
}

/// A passage, and the response that it stands in.
async fn passage_of(conn: &mut AsyncPgConnection, id: i64) -> Result<(i64, Passage), MemoError> {
    let passage = Passage::query()
        .filter(passages::id.eq(id))
        .first(conn)
        .await;
    let passage = found(passage)?;
    let text = TextVersion::find(conn, passage.text_id).await?;
    let response = parts::table
        .find(text.part_id)
        .select(parts::response_id)
        .first(conn)
        .await?;
    Ok((response, passage))
}

/// Nothing found is no source.
fn found<T>(result: QueryResult<T>) -> Result<T, MemoError> {
    result.map_err(|error| match error {
        diesel::result::Error::NotFound => MemoError::NoSource,
        error => error.into(),
    })
}

fn span(starts: i32, ends: i32) -> Span {
    Span::new(
        usize::try_from(starts).unwrap_or(0),
        usize::try_from(ends).unwrap_or(0),
    )
}
