//! One act on many responses at once, and taking it back. What somebody has changed since stays as it is, and is counted.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::acts::Fields;
use super::answer::{Refused, field};
use super::inbox;
use super::rows::Filter;
use super::undo::{self, DeskAct, Way};
use crate::app::App;
use crate::hearing::Category;
use crate::response::{Change, Content, change};
use crate::schema::{desk_acts, responses};
use crate::staff::{Access, Act, Role, Tagger};
use crate::tagging;
use crate::templates::{Choice, Words};
use crate::web::{self, Error, Form, View, redirect};

/// The most responses that one act is for.
const MOST: usize = 500;

/// What can be done to the ticked ones.
#[derive(Clone, Debug, Serialize)]
pub struct Bulk {
    pub may: bool,
    pub groups: Vec<BulkGroup>,
}

/// Choices under a heading.
#[derive(Clone, Debug, Serialize)]
pub struct BulkGroup {
    pub label: String,
    pub choices: Vec<Choice>,
}

/// What was done, and where it is taken back.
#[derive(Clone, Debug, Serialize)]
pub struct BulkDone {
    pub text: String,
    pub undo: Option<String>,
}

impl Bulk {
    pub(super) fn of(
        words: &Words,
        access: &Access,
        (people, categories, themes): (&[Choice], &[Category], &[Choice]),
    ) -> Self {
        let group = |key: &str, choices: Vec<Choice>| BulkGroup {
            label: words.text(key, &[]),
            choices,
        };
        let prefixed = |prefix: &str, all: &[Choice]| -> Vec<Choice> {
            let one =
                |it: &Choice| Choice::new(&format!("{prefix}:{}", it.value), &it.label, false);
            all.iter().map(one).collect()
        };
        let mut groups = vec![
            group("desk-assignee", prefixed("hos", people)),
            group("desk-whole", prefixed("tema", themes)),
        ];
        if access.may(Role::Editor) {
            let letter = |one: &Category| {
                let label = format!("{} {}", one.letter, one.name);
                Choice::new(&format!("kategori:{}", one.id), &label, false)
            };
            groups.push(group(
                "desk-category",
                categories.iter().map(letter).collect(),
            ));
            let content = |content: Content, key: &str| {
                Choice::new(&format!("art:{content}"), &words.text(key, &[]), false)
            };
            let contents = vec![
                content(Content::NoRemarks, "desk-content-no-remarks"),
                content(Content::Remarks, "desk-has-remarks"),
            ];
            groups.push(group("desk-content", contents));
        }
        groups.retain(|group| !group.choices.is_empty());
        Self {
            may: access.may(Role::Tagger),
            groups,
        }
    }

    pub(super) fn sample() -> Self {
        Self {
            may: true,
            groups: vec![BulkGroup {
                label: "Hos".into(),
                choices: vec![Choice::new("hos:1", "Mig", false)],
            }],
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Change(Change),
    Theme(i64),
}

fn what(value: &str) -> Option<(What, Role)> {
    let (kind, value) = value.split_once(':')?;
    Some(match kind {
        "hos" if value == "ingen" => (What::Change(Change::Assignee(None)), Role::Tagger),
        "hos" => (
            What::Change(Change::Assignee(Some(value.parse().ok()?))),
            Role::Tagger,
        ),
        "tema" => (What::Theme(value.parse().ok()?), Role::Tagger),
        "kategori" => (
            What::Change(Change::Category(value.parse().ok()?)),
            Role::Editor,
        ),
        "art" => (
            What::Change(Change::Content(Content::parse(value)?)),
            Role::Editor,
        ),
        _ => return None,
    })
}

pub(super) async fn create(app: Data<App>, view: View, who: Tagger, form: Fields) -> web::Result {
    let Form(fields) = form;
    let filter = Filter::carried(&fields).unwrap_or_default();
    let done = async {
        let (what, role) = what(field(&fields, "what")).ok_or(Refused::Because("bulk-no-act"))?;
        if !who.may(role) {
            return Err(Error::Forbidden.into());
        }
        let mut numbers: Vec<&str> = fields
            .iter()
            .filter(|(name, _)| name == "svar")
            .map(|(_, value)| value.as_str())
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        if numbers.is_empty() {
            return Err(Refused::Because("bulk-none-ticked"));
        }
        if numbers.len() > MOST {
            return Err(Refused::Because("bulk-too-many"));
        }
        let mut conn = app.conn().await.map_err(Error::from)?;
        act(&mut conn, who.act(app.clock.now()), &numbers, what).await
    }
    .await;
    match done {
        Ok(batch) => {
            let query = filter.query_with("gjort", batch);
            redirect(who.at(&format!("indbakke{query}")))
        }
        Err(Refused::Because(key)) => {
            let message = Some(view.words().text(key, &[]));
            let at = (filter, inbox::Place::default());
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            inbox::render((&app, &view, &who), at, (status, message)).await
        }
        Err(Refused::Failed(error)) => Err(error),
    }
}

/// Does it to all of them or to none.
async fn act(
    conn: &mut AsyncPgConnection,
    by: Act,
    numbers: &[&str],
    what: What,
) -> Result<Uuid, Refused> {
    let batch = Uuid::new_v4();
    conn.transaction(async |conn| {
        let ids: Vec<i64> = responses::table
            .filter(responses::hearing_id.eq(by.hearing_id))
            .filter(responses::number.eq_any(numbers))
            .order(responses::id)
            .select(responses::id)
            .load(conn)
            .await?;
        if ids.len() != numbers.len() {
            return Err(Error::NotFound.into());
        }
        for id in ids {
            let before = undo::before(conn, id).await?;
            match what {
                What::Change(to) => change(conn, by, id, to).await?,
                What::Theme(theme) => tagging::tag_response(conn, by, id, theme, None).await?,
            }
            undo::keep(conn, by, id, (&before, Some(batch))).await?;
        }
        Ok(batch)
    })
    .await
}

/// What an act of this person did to many, as the inbox says it.
pub(super) async fn done(
    conn: &mut AsyncPgConnection,
    words: &Words,
    access: &Access,
    batch: Option<Uuid>,
) -> QueryResult<Option<BulkDone>> {
    let Some(batch) = batch else { return Ok(None) };
    let all = of_batch(conn, access, batch).await?;
    let stands = all.iter().filter(|one| one.undone_at.is_none()).count();
    let back = all.len() - stands;
    let (key, undo) = match (stands, back) {
        (0, 0) => ("bulk-nothing", false),
        (_, 0) => ("bulk-done", true),
        (0, _) => ("bulk-undone", false),
        _ => ("bulk-partly-undone", false),
    };
    let numbers = [("n", stands.into()), ("back", back.into())];
    Ok(Some(BulkDone {
        text: words.text(key, &numbers),
        undo: undo.then(|| access.at(&format!("indbakke/samlet/{batch}/fortrydelse"))),
    }))
}

async fn of_batch(
    conn: &mut AsyncPgConnection,
    access: &Access,
    batch: Uuid,
) -> QueryResult<Vec<DeskAct>> {
    DeskAct::query()
        .filter(desk_acts::batch.eq(batch))
        .filter(desk_acts::hearing_id.eq(access.hearing_id))
        .filter(desk_acts::staff_id.eq(access.person.id))
        .order(desk_acts::response_id)
        .load(conn)
        .await
}

#[derive(Deserialize)]
pub(super) struct OfBatch {
    batch: Uuid,
}

/// Takes an act on many back: each response for itself.
pub(super) async fn destroy(
    app: Data<App>,
    who: Tagger,
    path: Path<OfBatch>,
    form: Fields,
) -> web::Result {
    let Form(fields) = form;
    let by = who.act(app.clock.now());
    let mut conn = app.conn().await?;
    for act in of_batch(&mut conn, &who, path.batch).await? {
        if act.undone_at.is_some() {
            continue;
        }
        let turned = conn
            .transaction(async |conn| undo::turn(conn, by, &act, Way::Back).await)
            .await;
        if let Err(Refused::Failed(error)) = turned {
            return Err(error);
        }
    }
    let filter = Filter::carried(&fields).unwrap_or_default();
    let query = filter.query_with("gjort", path.batch);
    redirect(who.at(&format!("indbakke{query}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_is_read_from_its_value_and_nothing_else_is_one() {
        assert_eq!(what("tema:7"), Some((What::Theme(7), Role::Tagger)));
        assert_eq!(
            what("hos:ingen"),
            Some((What::Change(Change::Assignee(None)), Role::Tagger))
        );
        assert_eq!(
            what("art:no_remarks"),
            Some((
                What::Change(Change::Content(Content::NoRemarks)),
                Role::Editor
            ))
        );
        for none in ["", "hos:", "tema:x", "art:x", "sletning:1", "kategori:-"] {
            assert_eq!(what(none), None, "{none}");
        }
    }
}
