//! What was tagged with a theme, across responses. A theme that was merged away counts as the one it was merged into; of a passage that
//! several people read and then agreed on, what they agreed on counts.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Nullable, Text, Timestamptz};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use crate::audit::{Event, was_done};
use crate::staff::Act;

/// A theme in force on a passage, or on a whole response.
#[derive(Debug, Clone, QueryableByName)]
pub struct ThemeMark {
    #[diesel(sql_type = BigInt)]
    pub response_id: i64,
    #[diesel(sql_type = Nullable<Text>)]
    pub letter: Option<String>,
    #[diesel(sql_type = BigInt)]
    pub theme_id: i64,
    /// None for the whole response.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub passage_id: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    pub stance: Option<String>,
}

/// What stands in a response under a theme.
#[derive(Debug, Clone, QueryableByName)]
pub struct Quote {
    #[diesel(sql_type = Text)]
    pub number: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub letter: Option<String>,
    #[diesel(sql_type = Nullable<Integer>)]
    pub reference_number: Option<i32>,
    #[diesel(sql_type = Text)]
    pub who: String,
    #[diesel(sql_type = BigInt)]
    pub theme_id: i64,
    /// The text and the words; none for the whole response.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub text_id: Option<i64>,
    #[diesel(sql_type = Nullable<Integer>)]
    pub starts: Option<i32>,
    #[diesel(sql_type = Nullable<Text>)]
    pub exact: Option<String>,
    /// Words of the stances, where there are any.
    #[diesel(sql_type = Array<Text>)]
    pub stances: Vec<String>,
    /// Initials of those who tagged it.
    #[diesel(sql_type = Array<Text>)]
    pub coders: Vec<String>,
    #[diesel(sql_type = Timestamptz)]
    pub arrived_at: DateTime<Utc>,
}

/// What to look for. Empty words let everything through; `none` is no stance at all.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    pub themes: &'a [i64],
    pub letter: &'a str,
    pub stance: &'a str,
}

/// Responses that stand, with every theme in force that is on one of their passages or on the whole.
const MARKS: &str = "
with recursive in_force(id, target) as (
    select t.id, t.id from themes t join frames f on f.id = t.frame_id where f.hearing_id = $1 and t.merged_into is null
    union all
    select t.id, i.target from themes t join in_force i on t.merged_into = i.id),
marks as (
    select r.id as response_id, c.letter, i.target as theme_id, s.id as passage_id, g.stance, g.staff_id
      from responses r
      join parts p on p.response_id = r.id
      join passages s on s.text_id = p.text_id
      join codings g on g.passage_id = s.id
      join in_force i on i.id = g.theme_id
      left join categories c on c.id = r.category_id
     where r.hearing_id = $1 and r.state = 'current'
       and (g.origin = 'consensus' or not exists (select 1 from codings a where a.passage_id = s.id and a.origin = 'consensus'))
    union all
    select r.id, c.letter, i.target, null, w.stance, w.staff_id
      from responses r
      join response_themes w on w.response_id = r.id
      join in_force i on i.id = w.theme_id
      left join categories c on c.id = r.category_id
     where r.hearing_id = $1 and r.state = 'current')";

/// Every mark of a hearing, in no order.
pub async fn marks_of(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
) -> QueryResult<Vec<ThemeMark>> {
    let select = "select response_id, letter, theme_id, passage_id, stance from marks";
    diesel::sql_query(format!("{MARKS} {select}"))
        .bind::<BigInt, _>(hearing_id)
        .load(conn)
        .await
}

const QUOTES: &str = "
select r.number, m.letter, r.reference_number, r.arrived_at, m.theme_id,
    coalesce((select coalesce(nullif(x.organisation, ''), x.name) from respondents x where x.response_id = r.id order by x.position limit 1), '') as who,
    s.text_id, s.starts, s.exact,
    array_remove(array_agg(distinct m.stance), null) as stances,
    array_agg(distinct a.initials) as coders
from marks m
join responses r on r.id = m.response_id
join staff a on a.id = m.staff_id
left join passages s on s.id = m.passage_id
where m.theme_id = any($2)
  and ($3 = '' or m.letter = $3)
  and ($4 = '' or $4 = 'none' and m.stance is null or m.stance = $4)
group by r.id, m.letter, m.theme_id, s.id
order by m.letter nulls last, r.reference_number nulls last, r.arrived_at, r.id, s.text_id nulls first, s.starts, s.ends
limit $5 offset $6";

/// What stands under a theme, a page at a time: by category, reference and place. What is read is unredacted, so reading it is a row of
/// the audit log, at most once an hour for each person and theme.
pub async fn read_quotes(
    conn: &mut AsyncPgConnection,
    by: Act,
    (theme_id, wanted): (i64, Wanted<'_>),
    (rows, before): (i64, i64),
) -> QueryResult<Vec<Quote>> {
    conn.transaction(async |conn| {
        let hour = by.now - chrono::TimeDelta::hours(1);
        let row = ("theme_read", "theme", theme_id);
        if !was_done(conn, by.staff_id, row, hour).await? {
            Event::by_staff(by.staff_id, "theme_read", "theme", theme_id)
                .in_hearing(by.hearing_id)
                .record(conn, by.now)
                .await?;
        }
        diesel::sql_query(format!("{MARKS} {QUOTES}"))
            .bind::<BigInt, _>(by.hearing_id)
            .bind::<Array<BigInt>, _>(wanted.themes)
            .bind::<Text, _>(wanted.letter)
            .bind::<Text, _>(wanted.stance)
            .bind::<BigInt, _>(rows)
            .bind::<BigInt, _>(before)
            .load(conn)
            .await
    })
    .await
}
