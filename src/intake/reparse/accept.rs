//! A person takes a change, or does not.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::{Value, json};

use super::{Change, ChangeState, Field};
use crate::app::App;
use crate::audit::Event;
use crate::hearing::Hearing;
use crate::intake::mailbox::{File, Mail, arrival, prepare, read, read_with};
use crate::intake::{Lists, NewPart, ReceiptPlan, add_parts};
use crate::response::Response;
use crate::schema::{mails, parts, reading_changes, respondents, responses};
use crate::staff::Act;

/// What a person decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Accept,
    Dismiss,
}

/// Decides about a change, in the caller's transaction. Answers with the text that is to be put in force, which the caller does with what
/// is marked on it. A change that was decided before is left alone.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] for a change of another hearing, or one that no longer waits.
pub async fn decide(
    app: &App,
    conn: &mut AsyncPgConnection,
    by: Act,
    (id, decision): (i64, Decision),
) -> anyhow::Result<Option<i64>> {
    let change: Change = Change::query()
        .filter(reading_changes::id.eq(id))
        .filter(reading_changes::hearing_id.eq(by.hearing_id))
        .filter(reading_changes::state.eq(ChangeState::Open))
        .for_update()
        .first(conn)
        .await?;
    let (state, action) = match decision {
        Decision::Accept => (ChangeState::Accepted, "reading_accepted"),
        Decision::Dismiss => (ChangeState::Dismissed, "reading_dismissed"),
    };
    diesel::update(reading_changes::table.find(id))
        .set((
            reading_changes::state.eq(state),
            reading_changes::decided_by.eq(by.staff_id),
            reading_changes::decided_at.eq(by.now),
        ))
        .execute(conn)
        .await?;
    if decision == Decision::Accept {
        take(app, conn, by, &change).await?;
    }
    let (kind, subject) = match (change.mail_id, change.part_id) {
        (Some(mail), _) => ("mail", mail),
        (None, part) => ("part", part.unwrap_or_default()),
    };
    Event::by_staff(by.staff_id, action, kind, subject)
        .in_hearing(by.hearing_id)
        .with(json!({ "change": id, "field": change.field, "part": change.part_id, "version": change.reader_version }))
        .record(conn, by.now)
        .await?;
    Ok(change.text_id.filter(|_| decision == Decision::Accept))
}

async fn take(
    app: &App,
    conn: &mut AsyncPgConnection,
    by: Act,
    change: &Change,
) -> anyhow::Result<()> {
    match (change.field, change.mail_id, change.part_id) {
        (Field::Kind, Some(mail), _) => {
            diesel::update(mails::table.find(mail))
                .set(mails::kind.eq(change.new.as_str().unwrap_or_default()))
                .execute(conn)
                .await?;
        }
        (Field::Sender, Some(mail), _) => sender(conn, mail, (&change.old, &change.new)).await?,
        (Field::Subject, Some(mail), _) => subject(conn, mail, (&change.old, &change.new)).await?,
        (Field::Arrival, Some(mail), _) => arrived(conn, mail, (&change.old, &change.new)).await?,
        (Field::Files, Some(mail), _) => files(app, conn, by, mail).await?,
        (Field::State, _, Some(part)) => {
            diesel::update(parts::table.find(part))
                .filter(parts::text_id.is_null())
                .set(parts::state.eq(change.new.as_str().unwrap_or("failed")))
                .execute(conn)
                .await?;
        }
        // A text is put in force by the caller; of a mail that is no response it is only known.
        _ => {}
    }
    Ok(())
}

fn word<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// The ledger's row, and who answers where nobody has changed that since.
async fn sender(
    conn: &mut AsyncPgConnection,
    mail: i64,
    (old, new): (&Value, &Value),
) -> QueryResult<()> {
    diesel::update(mails::table.find(mail))
        .set((
            mails::from_name.eq(word(new, "name")),
            mails::from_address.eq(new["address"].as_str()),
        ))
        .execute(conn)
        .await?;
    let of_mail = responses::table
        .filter(responses::mail_id.eq(mail))
        .select(responses::id);
    let of_mail: Vec<i64> = of_mail.load(conn).await?;
    diesel::update(respondents::table)
        .filter(respondents::response_id.eq_any(of_mail))
        .filter(respondents::position.eq(0))
        .filter(respondents::name.eq(word(old, "name")))
        .filter(respondents::email.is_not_distinct_from(old["address"].as_str()))
        .set((
            respondents::name.eq(word(new, "name")),
            respondents::email.eq(new["address"].as_str()),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

async fn subject(
    conn: &mut AsyncPgConnection,
    mail: i64,
    (old, new): (&Value, &Value),
) -> QueryResult<()> {
    let (old, new) = (
        old.as_str().unwrap_or_default(),
        new.as_str().unwrap_or_default(),
    );
    diesel::update(mails::table.find(mail))
        .set(mails::subject.eq(new))
        .execute(conn)
        .await?;
    diesel::update(responses::table)
        .filter(responses::mail_id.eq(mail))
        .filter(responses::subject.eq(old))
        .set(responses::subject.eq(new))
        .execute(conn)
        .await?;
    Ok(())
}

async fn arrived(
    conn: &mut AsyncPgConnection,
    mail: i64,
    (old, new): (&Value, &Value),
) -> anyhow::Result<()> {
    let at = |value: &Value| word(value, "at").parse::<chrono::DateTime<chrono::Utc>>();
    let (was, is, rule) = (at(old)?, at(new)?, word(new, "rule"));
    diesel::update(mails::table.find(mail))
        .set((mails::arrived_at.eq(is), mails::arrival_rule.eq(rule)))
        .execute(conn)
        .await?;
    diesel::update(responses::table)
        .filter(responses::mail_id.eq(mail))
        .filter(responses::arrived_at.eq(was))
        .set((
            responses::arrived_at.eq(is),
            responses::arrival_rule.eq(rule),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Adds the files that were not found before to the response of the mail. What is found no more stays: nothing is taken away.
async fn files(app: &App, conn: &mut AsyncPgConnection, by: Act, id: i64) -> anyhow::Result<()> {
    let of_mail_ids: Vec<i64> = responses::table
        .filter(responses::mail_id.eq(id))
        .order(responses::id)
        .select(responses::id)
        .load(conn)
        .await?;
    // A mail of several responses was split by a person, who decides to which of them a file belongs.
    let [response] = of_mail_ids.as_slice() else {
        return Ok(());
    };
    let response = Response::find(conn, *response).await?;
    let mail = Mail::find(conn, id).await?;
    let hearing = Hearing::find(conn, by.hearing_id).await?;
    let lists = Lists::of_hearing(conn, &hearing).await?;
    let mut read = read_with(app, &mail, read).await?;
    let arrival = arrival(app, &mail, &read);
    let of = (&hearing, &lists);
    let Some(mut submission) = prepare(app, of, &mail, &mut read, arrival).await? else {
        return Ok(());
    };
    let there: Vec<Vec<u8>> = parts::table
        .filter(parts::mail_id.eq(id))
        .select(parts::sha256)
        .load(conn)
        .await?;
    let is_new = |part: &NewPart| part.text.is_none() && !there.contains(&part.fingerprint().0);
    submission.parts.retain(is_new);
    submission.receipt = ReceiptPlan::None;
    if submission.parts.is_empty() {
        return Ok(());
    }
    add_parts(app, conn, &response, id, &submission).await
}

/// The files of a reading as a change holds them.
#[must_use]
pub fn listed(value: &Value) -> Vec<File> {
    serde_json::from_value(value.clone()).unwrap_or_default()
}
