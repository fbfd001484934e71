//! Who on the list has answered, and how. The program finds it by address, domain and name; staff confirm it, change it or say that it is
//! none, and can hand it back to the program.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{Content, Response, Standing, State};
use crate::audit::Event;
use crate::schema::{consultees, respondents, responses};
use crate::staff::Act;

/// Somebody who answers in a response that stands.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = respondents, check_for_backend(diesel::pg::Pg))]
struct Row {
    id: i64,
    response_id: i64,
    name: String,
    organisation: Option<String>,
    email: Option<String>,
    consultee_id: Option<i64>,
    consultee_by: Option<i64>,
}

/// Somebody who answers in a response that stands.
#[derive(Debug, Clone)]
pub struct Answering {
    pub respondent_id: i64,
    pub response_id: i64,
    /// The receipt number.
    pub number: String,
    pub name: String,
    pub organisation: Option<String>,
    pub email: Option<String>,
    pub consultee_id: Option<i64>,
    /// A person has said so.
    pub confirmed: bool,
    pub how: AnsweredHow,
    pub no_remarks: bool,
    pub provisional: bool,
}

/// How somebody answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnsweredHow {
    Alone,
    /// Together with others.
    Jointly,
    /// By joining in what another has said.
    Endorsing,
}

impl Answering {
    /// The organisation, or else the person. Empty when nobody is known.
    #[must_use]
    pub fn display_name(&self) -> &str {
        self.organisation
            .as_deref()
            .filter(|name| !name.is_empty())
            .unwrap_or(&self.name)
    }
}

/// Everybody who answers in a hearing, in order of arrival.
///
/// # Errors
/// When the database fails.
pub async fn answering(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
) -> QueryResult<Vec<Answering>> {
    let rows: Vec<(Row, String, Content, Standing)> = respondents::table
        .inner_join(responses::table)
        .filter(responses::hearing_id.eq(hearing_id))
        .filter(responses::state.eq(State::Current))
        .order((
            responses::arrived_at,
            responses::id,
            respondents::position,
            respondents::id,
        ))
        .select((
            Row::as_select(),
            responses::number,
            responses::content,
            responses::standing,
        ))
        .load(conn)
        .await?;
    let together = |response: i64| {
        let mut others = rows.iter().filter(|(row, ..)| row.response_id == response);
        others.nth(1).is_some()
    };
    Ok(rows
        .iter()
        .map(|(row, number, content, standing)| Answering {
            respondent_id: row.id,
            response_id: row.response_id,
            number: number.clone(),
            name: row.name.clone(),
            organisation: row.organisation.clone(),
            email: row.email.clone(),
            consultee_id: row.consultee_id,
            confirmed: row.consultee_by.is_some(),
            how: match content {
                Content::Endorses => AnsweredHow::Endorsing,
                _ if together(row.response_id) => AnsweredHow::Jointly,
                _ => AnsweredHow::Alone,
            },
            no_remarks: *content == Content::NoRemarks,
            provisional: *standing == Standing::Provisional,
        })
        .collect())
}

/// Says which consultee somebody who answers is, or that it is none; with `by_staff` false it is handed back to the program, which finds
/// what is given.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] for a respondent or a consultee of another hearing.
pub async fn set_consultee(
    conn: &mut AsyncPgConnection,
    by: Act,
    respondent_id: i64,
    (consultee_id, by_staff): (Option<i64>, bool),
) -> QueryResult<()> {
    conn.transaction(async |conn| {
        let (response, was): (i64, Option<i64>) = respondents::table
            .inner_join(responses::table)
            .filter(respondents::id.eq(respondent_id))
            .filter(responses::hearing_id.eq(by.hearing_id))
            .select((responses::id, respondents::consultee_id))
            .for_update()
            .first(conn)
            .await?;
        if let Some(id) = consultee_id {
            let _known: i64 = consultees::table
                .filter(consultees::id.eq(id))
                .filter(consultees::hearing_id.eq(by.hearing_id))
                .select(consultees::id)
                .first(conn)
                .await?;
        }
        diesel::update(respondents::table.find(respondent_id))
            .set((
                respondents::consultee_id.eq(consultee_id),
                respondents::consultee_by.eq(by_staff.then_some(by.staff_id)),
            ))
            .execute(conn)
            .await?;
        let action = if by_staff {
            "consultee_matched"
        } else {
            "consultee_match_undone"
        };
        Event::by_staff(by.staff_id, action, "response", response)
            .in_hearing(by.hearing_id)
            .with(json!({ "respondent": respondent_id, "consultee": consultee_id, "before": was }))
            .record(conn, by.now)
            .await
    })
    .await
}

/// Confirms several matches that the program found, as they were shown: each only while it is still the same.
///
/// # Errors
/// When the database fails.
pub async fn confirm_matches(
    conn: &mut AsyncPgConnection,
    by: Act,
    matches: &[(i64, i64)],
) -> QueryResult<usize> {
    conn.transaction(async |conn| {
        let mut confirmed = 0;
        for (respondent, consultee) in matches {
            let open: Option<Response> = Response::query()
                .inner_join(respondents::table)
                .filter(respondents::id.eq(respondent))
                .filter(respondents::consultee_id.eq(consultee))
                .filter(respondents::consultee_by.is_null())
                .filter(responses::hearing_id.eq(by.hearing_id))
                .first(conn)
                .await
                .optional()?;
            if open.is_some() {
                set_consultee(conn, by, *respondent, (Some(*consultee), true)).await?;
                confirmed += 1;
            }
        }
        Ok(confirmed)
    })
    .await
}
