//! The inbox as rows: filters, search in all text, counts.

use std::collections::BTreeMap;

use actix_web::web::Query;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};

use super::answer::field;
use crate::hearing::Hearing;
use crate::response::texts_with;
use crate::templates::{Mark, Segment};

/// What the inbox is filtered by, as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Words to search for, as people type them in search machines.
    pub q: String,
    /// State of the work.
    pub arbejde: String,
    /// Category's letter.
    pub kategori: String,
    /// Theme's id.
    pub tema: String,
    /// Channel.
    pub kanal: String,
    /// `efter`: only late ones.
    pub frist: String,
    /// `ja`: only those with attachments.
    pub bilag: String,
    /// `nej`: only those without any theme.
    pub maerket: String,
    /// `ja`: only those with something that the program proposes.
    pub forslag: String,
    /// A person's id, or `ingen`: only those that this person, or nobody, works on.
    pub hos: String,
    /// A list of the mailbox: only the mails in it, which are no responses.
    pub liste: String,
}

impl Filter {
    fn pairs(&self) -> [(&'static str, &str); 11] {
        [
            ("q", &self.q),
            ("arbejde", &self.arbejde),
            ("kategori", &self.kategori),
            ("tema", &self.tema),
            ("kanal", &self.kanal),
            ("frist", &self.frist),
            ("bilag", &self.bilag),
            ("maerket", &self.maerket),
            ("forslag", &self.forslag),
            ("hos", &self.hos),
            ("liste", &self.liste),
        ]
    }

    /// As the end of an address, with its question mark; empty when nothing is filtered.
    #[must_use]
    pub fn query(&self) -> String {
        let set: Vec<String> = self
            .pairs()
            .into_iter()
            .filter(|(_, value)| !value.trim().is_empty())
            .map(|(name, value)| format!("{name}={}", encoded(value.trim())))
            .collect();
        if set.is_empty() {
            String::new()
        } else {
            format!("?{}", set.join("&"))
        }
    }

    /// The same with one more name and value.
    pub(super) fn query_with(&self, name: &str, value: impl std::fmt::Display) -> String {
        let query = self.query();
        let sign = if query.is_empty() { '?' } else { '&' };
        format!("{query}{sign}{name}={value}")
    }

    /// The filter that a form carries along, so that its act leads back to the same list; none for what is no filter.
    pub(super) fn carried(fields: &[(String, String)]) -> Option<Self> {
        let typed = field(fields, "filter").trim_start_matches('?');
        Some(Query::<Self>::from_query(typed).ok()?.into_inner())
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.query().is_empty()
    }
}

/// Percent-encodes all but letters and digits of ASCII.
pub(super) fn encoded(value: &str) -> String {
    use std::fmt::Write;
    let mut out = String::new();
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            out.push(char::from(byte));
        } else if write!(out, "%{byte:02X}").is_err() {
            return out;
        }
    }
    out
}

/// A response in the inbox.
#[derive(Clone, Debug, QueryableByName)]
pub(super) struct Row {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub number: String,
    #[diesel(sql_type = Text)]
    pub channel: String,
    #[diesel(sql_type = Text)]
    pub content: String,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = Text)]
    pub work: String,
    #[diesel(sql_type = Timestamptz)]
    pub arrived_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Text>)]
    pub letter: Option<String>,
    #[diesel(sql_type = Nullable<Integer>)]
    pub reference_number: Option<i32>,
    #[diesel(sql_type = Text)]
    pub who: String,
    #[diesel(sql_type = BigInt)]
    pub respondents: i64,
    /// When it counts as having come: what takes the place of an earlier one came with the first.
    #[diesel(sql_type = Timestamptz)]
    pub counts_from: DateTime<Utc>,
    #[diesel(sql_type = Bool)]
    pub late: bool,
    #[diesel(sql_type = BigInt)]
    pub attachments: i64,
    #[diesel(sql_type = Bool)]
    pub tagged: bool,
    /// What staff have not decided on.
    #[diesel(sql_type = BigInt)]
    pub proposals: i64,
    /// Who works on it.
    #[diesel(sql_type = Nullable<Text>)]
    pub assignee: Option<String>,
    /// The response that took its place, or that it is part of.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub under: Option<i64>,
}

impl Row {
    /// `A12` once references are fixed; the letter before that.
    pub(super) fn reference(&self) -> String {
        let letter = self.letter.clone().unwrap_or_default();
        match self.reference_number {
            Some(number) => format!("{letter}{number}"),
            None => letter,
        }
    }
}

/// Marks of a hit in a snippet: characters that no kept text holds.
pub(super) const HIT: (char, char) = ('\u{1}', '\u{2}');

const LIST: &str = "
select r.id, r.number, r.channel, r.content, r.state, r.work, r.arrived_at,
    coalesce(h.letter, c.letter) as letter, coalesce(r.reference_number, h.reference_number) as reference_number,
    coalesce((select coalesce(nullif(x.organisation, ''), x.name) from respondents x where x.response_id = r.id order by x.position limit 1), '') as who,
    (select count(*) from respondents x where x.response_id = r.id) as respondents,
    t.counts_from,
    f.late,
    f.attachments,
    f.tagged,
    f.proposals,
    (select a.name from staff a where a.id = r.assigned_to) as assignee,
    case r.state
        when 'superseded' then (
            with recursive later(id, depth) as (
                select x.other_id, 1 from response_relations x
                 where x.response_id = r.id and x.state = 'confirmed' and x.kind in ('corrects', 'finalises') and x.other_id is not null
                union
                select x.other_id, later.depth + 1 from later join response_relations x on x.response_id = later.id
                 where x.state = 'confirmed' and x.kind in ('corrects', 'finalises') and x.other_id is not null and later.depth < 50)
            select id from later order by depth desc limit 1)
        when 'current' then null
        when 'withdrawn' then null
        else (select x.response_id from response_relations x
               where x.other_id = r.id
                 and (x.state = 'confirmed' and x.kind in ('supplements', 'approves', 'duplicates') or x.kind = 'split_from')
               order by x.kind = 'split_from', x.id desc limit 1)
    end as under
from responses r
left join categories c on c.id = r.category_id
left join lateral (
    -- A reference stays with the version that it was given to; what takes its place has it too.
    with recursive earlier(id) as (
        select x.response_id from response_relations x
         where x.other_id = r.id and x.state = 'confirmed' and x.kind in ('corrects', 'finalises')
        union
        select x.response_id from earlier join response_relations x on x.other_id = earlier.id
         where x.state = 'confirmed' and x.kind in ('corrects', 'finalises'))
    select y.reference_number, d.letter from earlier join responses y on y.id = earlier.id left join categories d on d.id = y.category_id
     where y.reference_number is not null limit 1) h on r.reference_number is null
cross join lateral (select
    -- What takes the place of an earlier one came with the first.
    least(r.arrived_at, r.reached_us_at, (
        with recursive earlier(id) as (
            select x.response_id from response_relations x
             where x.other_id = r.id and x.state <> 'rejected' and x.kind in ('corrects', 'finalises')
            union
            select x.response_id from earlier join response_relations x on x.other_id = earlier.id
             where x.state <> 'rejected' and x.kind in ('corrects', 'finalises'))
        select min(least(y.arrived_at, y.reached_us_at)) from earlier join responses y on y.id = earlier.id)) as counts_from) t
cross join lateral (select
    t.counts_from >= greatest(
        (select max(k.closes_at) from respondents x join consultees k on k.id = x.consultee_id where x.response_id = r.id), $10) as late,
    (select count(*) from parts p where p.response_id = r.id and p.moved_to is null and p.role in ('letter', 'appendix', 'other')) as attachments,
    exists (select 1 from response_themes w where w.response_id = r.id)
        or exists (select 1 from parts p join passages s on s.text_id = p.text_id where p.response_id = r.id) as tagged,
    (select count(*) from proposals q where q.response_id = r.id and q.state = 'proposed')
        + (select count(*) from response_relations x where r.id = coalesce(x.other_id, x.response_id) and x.state = 'proposed') as proposals) f
where r.hearing_id = $1
  and ($2 = '' or r.number = upper($2)
       or exists (select 1 from respondents x where x.response_id = r.id
                  and concat_ws(' ', x.organisation, x.name, x.on_behalf_of) ilike '%' || replace(replace($2, '%', ''), '_', '') || '%')
       or exists (select 1 from parts p join hits on hits.id = p.text_id where p.response_id = r.id))
  and ($3 = '' or r.work = $3 and r.state = 'current')
  and ($4 = '' or c.letter = $4)
  and ($5 = 0 or exists (select 1 from response_themes w where w.response_id = r.id and w.theme_id in (select id from same_themes))
       or exists (select 1 from parts p join passages s on s.text_id = p.text_id join codings g on g.passage_id = s.id
                  where p.response_id = r.id and g.theme_id in (select id from same_themes)))
  and ($6 = '' or r.channel = $6)
  and ($7 <> 'efter' or f.late)
  and ($8 <> 'ja' or f.attachments > 0)
  and ($9 <> 'nej' or not f.tagged)
  and ($11 <> 'ja' or f.proposals > 0)
  and ($12 = '' or $12 = 'ingen' and r.assigned_to is null or $12 = r.assigned_to::text)
order by c.position nulls last, coalesce(r.reference_number, h.reference_number) nulls last, r.arrived_at, r.id";

/// A theme, and those that were merged into it.
const SAME_THEMES: &str =
    "select $5 union select t.id from same_themes s join themes t on t.merged_into = s.id";

/// The responses of a hearing that a filter lets through: by category, reference and arrival.
pub(super) async fn list(
    conn: &mut AsyncPgConnection,
    hearing: &Hearing,
    filter: &Filter,
) -> QueryResult<Vec<Row>> {
    diesel::sql_query(format!(
        "with recursive same_themes(id) as ({SAME_THEMES}), hits as ({}) {LIST}",
        texts_with("websearch_to_tsquery('danish', $2)")
    ))
    .bind::<BigInt, _>(hearing.id)
    .bind::<Text, _>(filter.q.trim())
    .bind::<Text, _>(&filter.arbejde)
    .bind::<Text, _>(&filter.kategori)
    .bind::<BigInt, _>(filter.tema.parse().unwrap_or(0_i64))
    .bind::<Text, _>(&filter.kanal)
    .bind::<Text, _>(&filter.frist)
    .bind::<Text, _>(&filter.bilag)
    .bind::<Text, _>(&filter.maerket)
    .bind::<Timestamptz, _>(hearing.closes_at)
    .bind::<Text, _>(&filter.forslag)
    .bind::<Text, _>(&filter.hos)
    .load(conn)
    .await
}

#[derive(QueryableByName)]
struct Snippet {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    snippet: String,
}

/// What stands around what is searched for, by response, with the hits marked: for those that are shown, since it takes long for many.
pub(super) async fn snippets(
    conn: &mut AsyncPgConnection,
    shown: &[i64],
    filter: &Filter,
) -> QueryResult<BTreeMap<i64, Vec<Segment>>> {
    if filter.q.trim().is_empty() {
        return Ok(BTreeMap::new());
    }
    let found: Vec<Snippet> = diesel::sql_query(format!(
        "with hits as ({}), first as (
             select distinct on (p.response_id) p.response_id as id, p.text_id from parts p
              where p.response_id = any($1) and p.text_id in (select id from hits)
              order by p.response_id, p.position)
         select first.id, ts_headline('danish', t.text, websearch_to_tsquery('danish', $2),
                'StartSel=' || chr(1) || ',StopSel=' || chr(2) || ',MaxFragments=1,MaxWords=24,MinWords=10') as snippet
           from first join text_versions t on t.id = first.text_id",
        texts_with("websearch_to_tsquery('danish', $2)")
    ))
    .bind::<Array<BigInt>, _>(shown)
    .bind::<Text, _>(filter.q.trim())
    .load(conn)
    .await?;
    let snippet = |one: Snippet| (one.id, segments(&one.snippet));
    Ok(found.into_iter().map(snippet).collect())
}

/// A snippet with the hits marked.
pub(super) fn segments(snippet: &str) -> Vec<Segment> {
    let mut found = Vec::new();
    for (index, piece) in snippet.split(HIT.0).enumerate() {
        let (hit, rest) = match piece.split_once(HIT.1) {
            Some((hit, rest)) if index > 0 => (hit, rest),
            _ => ("", piece),
        };
        if !hit.is_empty() {
            found.push(Segment::marked(hit, Mark::Hit));
        }
        if !rest.is_empty() {
            found.push(Segment::plain(rest));
        }
    }
    found
}

/// How many responses that stand are in each state of the work, whatever the filter.
pub(super) async fn by_work(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
) -> QueryResult<Vec<(String, i64)>> {
    use crate::schema::responses;
    responses::table
        .filter(responses::hearing_id.eq(hearing_id))
        .filter(responses::state.eq(crate::response::State::Current))
        .group_by(responses::work)
        .select((responses::work, diesel::dsl::count_star()))
        .load(conn)
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_carried_in_addresses_as_it_was_typed() {
        let filter = Filter {
            q: "\"mental trivsel\" & æ".into(),
            frist: "efter".into(),
            ..Filter::default()
        };
        assert_eq!(
            filter.query(),
            "?q=%22mental%20trivsel%22%20%26%20%C3%A6&frist=efter"
        );
        assert!(Filter::default().is_empty());
    }

    #[test]
    fn hits_in_a_snippet_are_marked_and_nothing_is_lost() {
        let found = segments("om \u{1}mental\u{2} \u{1}trivsel\u{2}.");
        let texts: Vec<&str> = found.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(texts, vec!["om ", "mental", " ", "trivsel", "."]);
        assert_eq!(found[1].mark, Mark::Hit);
        assert_eq!(segments("ingen").len(), 1);
    }
}
