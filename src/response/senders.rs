//! Who answers, as staff set it: one, several together, many who have signed.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::proposal::settle;
use super::{NamedRespondent, ProposalKind, ProposalState, Respondent};
use crate::audit::Event;
use crate::schema::{consultees, respondents, responses};
use crate::staff::Act;

/// Who answers, as staff set it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewName {
    pub name: String,
    pub organisation: Option<String>,
    pub kind: String,
}

/// Sets who answers: the first respondent, and with it which consultee that is.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] for a response of another hearing.
pub async fn rename(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    new: &NewName,
) -> QueryResult<()> {
    conn.transaction(async |conn| {
        let known: i64 = responses::table
            .filter(responses::id.eq(id))
            .filter(responses::hearing_id.eq(by.hearing_id))
            .select(responses::id)
            .first(conn)
            .await?;
        let listed: Option<i64> = consultees::table
            .filter(consultees::hearing_id.eq(by.hearing_id))
            .filter(consultees::name.eq(new.organisation.as_deref().unwrap_or_default().trim()))
            .select(consultees::id)
            .first(conn)
            .await
            .optional()?;
        let organisation = new
            .organisation
            .as_deref()
            .map(str::trim)
            .filter(|name| !name.is_empty());
        let values = (
            respondents::name.eq(new.name.trim()),
            respondents::organisation.eq(organisation),
            respondents::kind.eq(new.kind.trim()),
            respondents::consultee_id.eq(listed),
            respondents::consultee_by.eq(listed.map(|_| by.staff_id)),
        );
        diesel::insert_into(respondents::table)
            .values((
                respondents::response_id.eq(known),
                respondents::position.eq(0),
                values,
            ))
            .on_conflict((respondents::response_id, respondents::position))
            .do_update()
            .set(values)
            .execute(conn)
            .await?;
        Event::by_staff(by.staff_id, "respondent_changed", "response", id)
            .in_hearing(by.hearing_id)
            .record(conn, by.now)
            .await
    })
    .await
}

/// Sets who answers together with the first, and how many have signed: what the program did not see, or saw wrongly.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] for a response of another hearing.
pub async fn set_together(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    (others, signatures): (&[NamedRespondent], i32),
) -> QueryResult<()> {
    conn.transaction(async |conn| {
        let changed = diesel::update(
            responses::table
                .filter(responses::id.eq(id))
                .filter(responses::hearing_id.eq(by.hearing_id)),
        )
        .set(responses::signatures.eq(signatures))
        .execute(conn)
        .await?;
        if changed == 0 {
            return Err(diesel::result::Error::NotFound);
        }
        let there = Respondent::of_responses(conn, &[id]).await?;
        let gone: Vec<i64> = there
            .iter()
            .filter(|one| one.position > 0 && !others.iter().any(|new| is_same(one, new)))
            .map(|one| one.id)
            .collect();
        diesel::delete(respondents::table.filter(respondents::id.eq_any(&gone)))
            .execute(conn)
            .await?;
        add_respondents(conn, id, others).await?;
        let whose = (by.staff_id, by.now);
        let kind = ProposalKind::Respondents;
        settle(conn, id, kind, whose, ProposalState::Corrected).await?;
        if signatures > 0 {
            let kind = ProposalKind::Signatures;
            settle(conn, id, kind, whose, ProposalState::Corrected).await?;
        }
        Event::by_staff(by.staff_id, "respondent_changed", "response", id)
            .in_hearing(by.hearing_id)
            .with(json!({ "others": others.len(), "signatures": signatures }))
            .record(conn, by.now)
            .await
    })
    .await
}

fn is_same(there: &Respondent, new: &NamedRespondent) -> bool {
    there.display_name().to_lowercase() == new.name.to_lowercase()
        || new.consultee_id.is_some() && there.consultee_id == new.consultee_id
}

/// Adds those who are not there yet. The first, who sent it, stays the first.
pub async fn add_respondents(
    conn: &mut AsyncPgConnection,
    response_id: i64,
    names: &[NamedRespondent],
) -> QueryResult<()> {
    let there = Respondent::of_responses(conn, &[response_id]).await?;
    let mut position = there.iter().map(|one| one.position + 1).max().unwrap_or(0);
    for new in names {
        if there.iter().any(|one| is_same(one, new)) {
            continue;
        }
        diesel::insert_into(respondents::table)
            .values((
                respondents::response_id.eq(response_id),
                respondents::position.eq(position),
                respondents::organisation.eq(&new.name),
                respondents::consultee_id.eq(new.consultee_id),
            ))
            .execute(conn)
            .await?;
        position += 1;
    }
    Ok(())
}

/// Takes back those who were added. The first stays.
pub(super) async fn remove_respondents(
    conn: &mut AsyncPgConnection,
    response_id: i64,
    names: &[NamedRespondent],
) -> QueryResult<()> {
    let there = Respondent::of_responses(conn, &[response_id]).await?;
    let gone: Vec<i64> = there
        .iter()
        .filter(|one| one.position > 0 && names.iter().any(|name| is_same(one, name)))
        .map(|one| one.id)
        .collect();
    diesel::delete(respondents::table.filter(respondents::id.eq_any(gone)))
        .execute(conn)
        .await?;
    Ok(())
}
