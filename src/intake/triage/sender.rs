//! Who a mail is from, where a person knows better than its head (rule 10). What the head says stays.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{TriageError, locked};
use crate::audit::Event;
use crate::hearing::Hearing;
use crate::intake::{Lists, NewRespondent};
use crate::mail;
use crate::response::{NewName, rename};
use crate::schema::{mail_senders, respondents, responses};
use crate::staff::Act;

/// Who a mail is from, as a person says.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery)]
#[diesel(table_name = mail_senders)]
pub struct Sender {
    pub name: String,
    pub address: Option<String>,
    pub organisation: Option<String>,
    pub staff_id: i64,
    pub set_at: DateTime<Utc>,
}

/// Who a mail is from, where a person has said so.
pub async fn sender_of(conn: &mut AsyncPgConnection, mail_id: i64) -> QueryResult<Option<Sender>> {
    Sender::query()
        .filter(mail_senders::mail_id.eq(mail_id))
        .first(conn)
        .await
        .optional()
}

/// Says who a mail is from: for the mail, and for the response that was made of it, if there is one.
///
/// # Errors
/// [`TriageError::NoSender`] when all is empty, [`TriageError::Address`] for what is no address.
pub async fn set_sender(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    (name, organisation, address): (&str, &str, &str),
) -> Result<(), TriageError> {
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let (name, organisation) = (name.trim(), given(organisation));
    let address = given(address).map(|address| address.to_lowercase());
    if name.is_empty() && organisation.is_none() && address.is_none() {
        return Err(TriageError::NoSender);
    }
    if address.as_deref().is_some_and(|it| !mail::is_address(it)) {
        return Err(TriageError::Address);
    }
    conn.transaction(async |conn| {
        let mail = locked(conn, by, id).await?;
        let values = (
            mail_senders::name.eq(name),
            mail_senders::address.eq(&address),
            mail_senders::organisation.eq(&organisation),
            mail_senders::staff_id.eq(by.staff_id),
            mail_senders::set_at.eq(by.now),
        );
        diesel::insert_into(mail_senders::table)
            .values((mail_senders::mail_id.eq(mail.id), values))
            .on_conflict(mail_senders::mail_id)
            .do_update()
            .set(values)
            .execute(conn)
            .await?;
        let made = pass_on(conn, by, mail.id, (name, &organisation, &address)).await?;
        Event::by_staff(by.staff_id, "mail_sender_set", "mail", mail.id)
            .in_hearing(by.hearing_id)
            .with(json!({ "response": made }))
            .record(conn, by.now)
            .await?;
        Ok(())
    })
    .await
}

/// Takes back what a person said: the head of the mail counts again.
///
/// # Errors
/// [`TriageError::NoDecision`] when nobody said anything.
pub async fn clear_sender(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
) -> Result<(), TriageError> {
    conn.transaction(async |conn| {
        let mail = locked(conn, by, id).await?;
        let gone = diesel::delete(mail_senders::table.find(mail.id))
            .execute(conn)
            .await?;
        if gone == 0 {
            return Err(TriageError::NoDecision);
        }
        let who = NewRespondent {
            name: mail.from_name.clone(),
            email: mail.from_address.clone(),
            ..NewRespondent::default()
        };
        let hearing = Hearing::find(conn, by.hearing_id).await?;
        let found = Lists::of_hearing(conn, &hearing).await?.matched(&who);
        let who = (mail.from_name.as_str(), &found.organisation, &who.email);
        let made = pass_on(conn, by, mail.id, who).await?;
        Event::by_staff(by.staff_id, "mail_sender_cleared", "mail", mail.id)
            .in_hearing(by.hearing_id)
            .with(json!({ "response": made }))
            .record(conn, by.now)
            .await?;
        Ok(())
    })
    .await
}

/// Names the first respondent of the response that was made of a mail. A mail that was split has several: there each is named on its own
/// page.
async fn pass_on(
    conn: &mut AsyncPgConnection,
    by: Act,
    mail_id: i64,
    (name, organisation, address): (&str, &Option<String>, &Option<String>),
) -> QueryResult<Option<i64>> {
    let made: Vec<i64> = responses::table
        .filter(responses::mail_id.eq(mail_id))
        .filter(responses::hearing_id.eq(by.hearing_id))
        .select(responses::id)
        .load(conn)
        .await?;
    let [only] = made.as_slice() else {
        return Ok(None);
    };
    let first = respondents::table
        .filter(respondents::response_id.eq(*only))
        .filter(respondents::position.eq(0));
    let kind: Option<String> = first
        .select(respondents::kind)
        .first(conn)
        .await
        .optional()?;
    let new = NewName {
        name: name.to_owned(),
        organisation: organisation.clone(),
        kind: kind.unwrap_or_default(),
    };
    rename(conn, by, *only, &new).await?;
    diesel::update(first)
        .set(respondents::email.eq(address))
        .execute(conn)
        .await?;
    Ok(Some(*only))
}
