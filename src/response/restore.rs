//! Puts a field, a respondent or a proposal of a response as it was. Whoever takes an act back writes the row of the audit log.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Content, ProposalState, Standing, Work};
use crate::schema::{proposals, respondents, responses};

/// A field of a response with the value that it had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    Category(Option<i64>),
    Content(Content),
    /// With the moment when what was provisional was approved.
    Standing(Standing, Option<DateTime<Utc>>),
    Work(Work),
    /// *To be checked* is still to be looked at.
    Checked(bool),
    Assignee(Option<i64>),
    /// Why it counts as timely.
    Timely(Option<String>),
    /// When it reached another address of ours, how that is known, and the mail that shows it.
    Reached(Option<DateTime<Utc>>, Option<String>, Option<i64>),
    Signatures(i32),
}

impl Held {
    /// Reads a field by its name; none for one that is not known, or a value that is none of its.
    #[must_use]
    pub fn read(name: &str, value: &Value) -> Option<Self> {
        fn of<T: DeserializeOwned>(value: &Value) -> Option<T> {
            serde_json::from_value(value.clone()).ok()
        }
        match name {
            "category" => of(value).map(Self::Category),
            "content" => of(value).map(Self::Content),
            "standing" => of(value).map(|(standing, at)| Self::Standing(standing, at)),
            "work" => of(value).map(Self::Work),
            "checked" => of(value).map(Self::Checked),
            "assignee" => of(value).map(Self::Assignee),
            "timely" => of(value).map(Self::Timely),
            "reached" => of(value).map(|(at, evidence, mail)| Self::Reached(at, evidence, mail)),
            "signatures" => of(value).map(Self::Signatures),
            _ => None,
        }
    }
}

/// Puts a field as it was.
///
/// # Errors
/// When the database fails.
pub async fn put_back_field(conn: &mut AsyncPgConnection, id: i64, held: Held) -> QueryResult<()> {
    use responses as r;
    let row = diesel::update(responses::table.find(id));
    match held {
        Held::Category(to) => row.set(r::category_id.eq(to)).execute(conn).await?,
        Held::Content(to) => row.set(r::content.eq(to)).execute(conn).await?,
        Held::Standing(to, at) => {
            row.set((r::standing.eq(to), r::confirmed_at.eq(at)))
                .execute(conn)
                .await?
        }
        Held::Work(to) => row.set(r::work.eq(to)).execute(conn).await?,
        Held::Checked(to) => row.set(r::to_be_checked.eq(to)).execute(conn).await?,
        Held::Assignee(to) => row.set(r::assigned_to.eq(to)).execute(conn).await?,
        Held::Timely(to) => {
            row.set(r::deemed_timely_reason.eq(to))
                .execute(conn)
                .await?
        }
        Held::Reached(at, evidence, mail) => {
            let values = (
                r::reached_us_at.eq(at),
                r::reached_us_evidence.eq(evidence),
                r::reached_us_mail_id.eq(mail),
            );
            row.set(values).execute(conn).await?
        }
        Held::Signatures(to) => row.set(r::signatures.eq(to)).execute(conn).await?,
    };
    Ok(())
}

/// A respondent as it was.
#[derive(Debug, Clone, Deserialize)]
pub struct HeldRespondent {
    pub name: String,
    pub organisation: Option<String>,
    pub on_behalf_of: Option<String>,
    pub kind: String,
    pub email: Option<String>,
    pub consultee: Option<i64>,
}

/// Puts the respondent of a place in the row as it was; none takes it away.
///
/// # Errors
/// When the database fails.
pub async fn put_back_respondent(
    conn: &mut AsyncPgConnection,
    (response_id, position): (i64, i32),
    to: Option<HeldRespondent>,
) -> QueryResult<()> {
    let Some(to) = to else {
        diesel::delete(
            respondents::table
                .filter(respondents::response_id.eq(response_id))
                .filter(respondents::position.eq(position)),
        )
        .execute(conn)
        .await?;
        return Ok(());
    };
    let values = (
        respondents::name.eq(to.name),
        respondents::organisation.eq(to.organisation),
        respondents::on_behalf_of.eq(to.on_behalf_of),
        respondents::kind.eq(to.kind),
        respondents::email.eq(to.email),
        respondents::consultee_id.eq(to.consultee),
    );
    diesel::insert_into(respondents::table)
        .values((
            respondents::response_id.eq(response_id),
            respondents::position.eq(position),
            values.clone(),
        ))
        .on_conflict((respondents::response_id, respondents::position))
        .do_update()
        .set(values)
        .execute(conn)
        .await?;
    Ok(())
}

/// How a proposal stood.
#[derive(Debug, Clone, Deserialize)]
pub struct HeldProposal {
    pub state: ProposalState,
    pub by: Option<i64>,
    pub at: Option<DateTime<Utc>>,
}

/// Puts a proposal as it stood.
///
/// # Errors
/// When the database fails.
pub async fn put_back_proposal(
    conn: &mut AsyncPgConnection,
    id: i64,
    to: &HeldProposal,
) -> QueryResult<()> {
    diesel::update(proposals::table.find(id))
        .set((
            proposals::state.eq(to.state),
            proposals::decided_by.eq(to.by),
            proposals::decided_at.eq(to.at),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
