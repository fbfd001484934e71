//! What a person does with an enquiry, other than answering it by mail. Each act is a row of the audit log in the same transaction.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::{Value, json};

use super::{AnsweredHow, ClosedWhy, Enquiry, NewEnquiry, State, Topic, open, set_open};
use crate::audit::Event;
use crate::schema::{enquiries, enquiry_follow_ups};
use crate::staff::Act;

/// Says what an enquiry is about.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] for an enquiry of another hearing.
pub async fn set_topic(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    topic: Topic,
) -> QueryResult<()> {
    conn.transaction(async |conn| {
        let it = Enquiry::locked(conn, by, id).await?;
        diesel::update(enquiries::table.find(it.id))
            .set((
                enquiries::topic.eq(topic),
                enquiries::topic_by.eq(by.staff_id),
            ))
            .execute(conn)
            .await?;
        record(
            conn,
            by,
            "enquiry_sorted",
            id,
            json!({ "from": it.topic, "to": topic }),
        )
        .await
    })
    .await
}

/// Says that an enquiry was answered in another way than by a mail from here.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] for an enquiry of another hearing.
pub async fn answered_otherwise(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    note: &str,
) -> QueryResult<()> {
    conn.transaction(async |conn| {
        let it = Enquiry::locked(conn, by, id).await?;
        set_answered(conn, by, it.id, AnsweredHow::Otherwise).await?;
        diesel::update(enquiries::table.find(it.id))
            .set(enquiries::note.eq(note.trim()))
            .execute(conn)
            .await?;
        record(
            conn,
            by,
            "enquiry_answered",
            id,
            json!({ "how": AnsweredHow::Otherwise }),
        )
        .await
    })
    .await
}

pub(super) async fn set_answered(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    how: AnsweredHow,
) -> QueryResult<()> {
    diesel::update(enquiries::table.find(id))
        .set((
            enquiries::state.eq(State::Answered),
            enquiries::answered_by.eq(by.staff_id),
            enquiries::answered_at.eq(by.now),
            enquiries::answered_how.eq(how),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Closes an enquiry without an answer.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] for an enquiry of another hearing.
pub async fn close(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    (why, note): (ClosedWhy, &str),
) -> QueryResult<()> {
    conn.transaction(async |conn| {
        let it = Enquiry::locked(conn, by, id).await?;
        diesel::update(enquiries::table.find(it.id))
            .set((
                enquiries::state.eq(State::Closed),
                enquiries::closed_by.eq(by.staff_id),
                enquiries::closed_at.eq(by.now),
                enquiries::closed_why.eq(why),
                enquiries::note.eq(note.trim()),
            ))
            .execute(conn)
            .await?;
        record(conn, by, "enquiry_closed", id, json!({ "why": why })).await
    })
    .await
}

/// A person opens an enquiry again.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] for an enquiry of another hearing.
pub async fn reopen(conn: &mut AsyncPgConnection, by: Act, id: i64) -> QueryResult<()> {
    conn.transaction(async |conn| {
        let it = Enquiry::locked(conn, by, id).await?;
        set_open(conn, it.id, by.now).await?;
        record(conn, by, "enquiry_reopened", id, json!({})).await
    })
    .await
}

/// A person says that a mail is an enquiry: opens one, in the caller's transaction. Where the mail stands in the ledger is the caller's.
///
/// # Errors
/// When the database fails.
pub async fn open_for_mail(
    conn: &mut AsyncPgConnection,
    by: Act,
    mail_id: i64,
    (topic, asked_for): (Topic, Option<NaiveDate>),
) -> QueryResult<i64> {
    let new = NewEnquiry {
        hearing_id: by.hearing_id,
        mail_id,
        topic,
        asked_for,
    };
    let id = open(conn, &new, by.now).await?;
    record(conn, by, "enquiry_opened", id, json!({ "mail": mail_id })).await?;
    Ok(id)
}

/// A mail that belongs to an enquiry was given another place by a person: an open enquiry that began with it, and has no other mail, is
/// closed, in the caller's transaction. One that was answered stays answered, on its case.
///
/// # Errors
/// When the database fails.
pub async fn mail_left(
    conn: &mut AsyncPgConnection,
    by: Act,
    mail_id: i64,
    became_response: bool,
) -> QueryResult<()> {
    let Some(it) = Enquiry::of_mail(conn, mail_id).await? else {
        return Ok(());
    };
    if it.mail_id != mail_id {
        diesel::delete(enquiry_follow_ups::table.find(mail_id))
            .execute(conn)
            .await?;
        return record(conn, by, "enquiry_left", it.id, json!({ "mail": mail_id })).await;
    }
    if it.state != State::Open || it.mail_ids(conn).await?.len() > 1 {
        return Ok(());
    }
    let why = if became_response {
        ClosedWhy::BecameResponse
    } else {
        ClosedWhy::Other
    };
    close(conn, by, it.id, (why, "")).await
}

/// Says in the log that somebody read an enquiry. Opening the same page again within the hour is the same reading.
///
/// # Errors
/// When the database fails.
pub async fn record_reading(conn: &mut AsyncPgConnection, by: Act, id: i64) -> QueryResult<()> {
    use crate::schema::audit_events;
    let read: i64 = audit_events::table
        .filter(audit_events::subject_kind.eq("enquiry"))
        .filter(audit_events::subject_id.eq(id))
        .filter(audit_events::staff_id.eq(by.staff_id))
        .filter(audit_events::action.eq("enquiry_read"))
        .filter(audit_events::at.gt(by.now - chrono::TimeDelta::hours(1)))
        .count()
        .get_result(conn)
        .await?;
    if read > 0 {
        return Ok(());
    }
    record(conn, by, "enquiry_read", id, json!({})).await
}

pub(super) async fn record(
    conn: &mut AsyncPgConnection,
    by: Act,
    action: &str,
    id: i64,
    detail: Value,
) -> QueryResult<()> {
    Event::by_staff(by.staff_id, action, "enquiry", id)
        .in_hearing(by.hearing_id)
        .with(detail)
        .record(conn, by.now)
        .await
}
