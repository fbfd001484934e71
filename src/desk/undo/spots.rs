//! What an act can change on a response, each thing with a key that stays the same when it is taken away and put back.

use std::collections::BTreeMap;

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Jsonb, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::{Change, decision};

/// One row for each thing: its kind, its key, its value. Places are those of the text, not ids of rows, so that what is put back is the
/// same thing. Times are as PostgreSQL writes them.
const SPOTS: &str = "
with texts as (select t.id from parts p join text_versions t on t.part_id = p.id where p.response_id = $1)
select 'coding' as kind,
       jsonb_build_object('text', p.text_id, 'start', p.starts, 'end', p.ends, 'theme', c.theme_id, 'staff', c.staff_id) as key,
       jsonb_build_object('stance', c.stance, 'note', c.note, 'origin', c.origin) as value
  from texts join passages p on p.text_id = texts.id join codings c on c.passage_id = p.id
union all
select 'whole', jsonb_build_object('theme', theme_id, 'staff', staff_id), jsonb_build_object('stance', stance)
  from response_themes where response_id = $1
union all
select 'redaction', jsonb_build_object('id', r.id), jsonb_build_object('approver', r.approver_id, 'at', r.approved_at)
  from texts join redactions r on r.text_id = texts.id where r.removed_at is null
union all
select 'clearing', jsonb_build_object('text', c.text_id, 'start', c.starts, 'end', c.ends),
       jsonb_build_object('author', c.author_id, 'reason', c.reason, 'approver', c.approver_id, 'at', c.approved_at)
  from texts join clearings c on c.text_id = texts.id
union all
select 'signoff', jsonb_build_object('id', id), 'true'::jsonb from signoffs where response_id = $1 and lapsed_at is null
union all
select 'proposal', jsonb_build_object('id', id), jsonb_build_object('state', state, 'by', decided_by, 'at', decided_at)
  from proposals where response_id = $1
union all
select 'relation', jsonb_build_object('id', id), to_jsonb(state) from response_relations where response_id = $1 or other_id = $1
union all
select 'part', jsonb_build_object('id', id), to_jsonb(coalesce(withheld_ground, published_as))
  from parts where response_id = $1 and published_as <> 'usual'
union all
select 'signatures', jsonb_build_object('id', id), jsonb_build_object('by', signatures_covered_by, 'at', signatures_covered_at)
  from parts where response_id = $1 and signatures_covered_by is not null
union all
select 'box', jsonb_build_object('id', b.id), jsonb_build_object('approver', b.approver_id, 'at', b.approved_at)
  from parts p join page_boxes b on b.part_id = p.id where p.response_id = $1 and b.removed_at is null
union all
select 'respondent', jsonb_build_object('position', position),
       jsonb_build_object('name', name, 'organisation', organisation, 'on_behalf_of', on_behalf_of, 'kind', kind, 'email', email, 'consultee', consultee_id)
  from respondents where response_id = $1
union all
select 'field', jsonb_build_object('name', f.key), f.value
  from responses r cross join lateral jsonb_each(jsonb_build_object(
       'category', r.category_id, 'content', r.content, 'standing', jsonb_build_array(r.standing, r.confirmed_at),
       'work', r.work, 'checked', r.to_be_checked, 'assignee', r.assigned_to, 'timely', r.deemed_timely_reason,
       'reached', jsonb_build_array(r.reached_us_at, r.reached_us_evidence, r.reached_us_mail_id), 'signatures', r.signatures)) f
 where r.id = $1";

/// [`SPOTS`] of a response. Unlike [`diesel::sql_query`], it is parsed and planned once for each connection: to plan it takes longer than
/// to run it, and each act asks it twice.
struct Spots(i64);

impl QueryId for Spots {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for Spots {
    type SqlType = (Text, Jsonb, Jsonb);
}

impl QueryFragment<Pg> for Spots {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        for (at, piece) in SPOTS.split("$1").enumerate() {
            if at > 0 {
                out.push_bind_param::<BigInt, _>(&self.0)?;
            }
            out.push_sql(piece);
        }
        Ok(())
    }
}

/// Everything on a response that an act can change, as it is.
#[derive(Debug, Default)]
pub(in crate::desk) struct Snapshot(BTreeMap<(String, String), (Value, Value)>);

impl Snapshot {
    pub(super) async fn of(conn: &mut AsyncPgConnection, response_id: i64) -> QueryResult<Self> {
        let rows: Vec<(String, Value, Value)> = Spots(response_id).load(conn).await?;
        let spot = |(kind, key, value): (String, Value, Value)| {
            let name = (kind, key.to_string());
            (name, (key, value))
        };
        Ok(Self(rows.into_iter().map(spot).collect()))
    }

    /// What is at a spot; null when nothing is.
    pub(super) fn get(&self, kind: &str, key: &Value) -> &Value {
        let kind = if kind == decision::PROPOSAL {
            "proposal"
        } else {
            kind
        };
        let spot = (kind.to_owned(), key.to_string());
        self.0.get(&spot).map_or(&Value::Null, |(_, value)| value)
    }

    /// What differs from this one to a later one.
    pub(super) fn until(&self, later: &Self) -> Vec<Change> {
        let mut changes = Vec::new();
        let all = self
            .0
            .keys()
            .chain(later.0.keys().filter(|key| !self.0.contains_key(*key)));
        for spot in all {
            let (was, is) = (self.0.get(spot), later.0.get(spot));
            let value =
                |one: Option<&(Value, Value)>| one.map_or(Value::Null, |(_, value)| value.clone());
            let (before, after) = (value(was), value(is));
            let Some((key, _)) = was.or(is) else { continue };
            if before != after {
                let (kind, key) = (spot.0.clone(), key.clone());
                changes.push(Change {
                    kind,
                    key,
                    before,
                    after,
                });
            }
        }
        changes
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(spots: &[(&str, Value, Value)]) -> Snapshot {
        let spot = |(kind, key, value): &(&str, Value, Value)| {
            (
                ((*kind).to_owned(), key.to_string()),
                (key.clone(), value.clone()),
            )
        };
        Snapshot(spots.iter().map(spot).collect())
    }

    #[test]
    fn what_came_what_went_and_what_changed_are_told_apart() {
        let was = of(&[
            ("field", json!({ "name": "category" }), json!(1)),
            ("coding", json!({ "start": 1 }), json!({ "stance": null })),
            ("signoff", json!({ "id": 4 }), json!(true)),
        ]);
        let is = of(&[
            ("field", json!({ "name": "category" }), json!(2)),
            ("coding", json!({ "start": 1 }), json!({ "stance": null })),
            ("coding", json!({ "start": 9 }), json!({ "stance": "asks" })),
        ]);
        let changes = was.until(&is);
        let seen: Vec<(&str, &Value, &Value)> = changes
            .iter()
            .map(|one| (one.kind.as_str(), &one.before, &one.after))
            .collect();
        assert_eq!(
            seen,
            [
                ("field", &json!(1), &json!(2)),
                ("signoff", &json!(true), &Value::Null),
                ("coding", &Value::Null, &json!({ "stance": "asks" })),
            ]
        );
        assert!(was.until(&was).is_empty());
    }
}
