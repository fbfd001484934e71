//! *Kunne ikke kvitteres*: receipts that did not reach their sender, and what staff did about each.

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::plan::{Notice, notify};
use super::{Handled, Receipt, ReceiptState};
use crate::app::App;
use crate::audit::Event;
use crate::hearing::Hearing;
use crate::mail;
use crate::response::State;
use crate::schema::{receipts, responses};
use crate::staff::Act;

/// Why an act on the list was not done.
#[derive(Debug, thiserror::Error)]
pub enum UntoldError {
    #[error("not an address that mail can go to")]
    Address,
    /// Somebody else was there first.
    #[error("already done")]
    Done,
    #[error(transparent)]
    Failed(#[from] anyhow::Error),
}

impl From<diesel::result::Error> for UntoldError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// A receipt and the number of its response.
pub type Listed = (Receipt, String);

const FAILED: [ReceiptState; 2] = [ReceiptState::Bounced, ReceiptState::NotPossible];

/// How many senders of a hearing have not been told.
pub async fn count(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<i64> {
    receipts::table
        .inner_join(responses::table)
        .filter(responses::hearing_id.eq(hearing_id))
        .filter(responses::state.ne(State::NotAResponse))
        .filter(receipts::state.eq_any(FAILED))
        .filter(receipts::handled_at.is_null())
        .count()
        .get_result(conn)
        .await
}

/// How many receipts of a hearing wait to be sent.
pub async fn waiting(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<i64> {
    receipts::table
        .inner_join(responses::table)
        .filter(responses::hearing_id.eq(hearing_id))
        .filter(receipts::state.eq(ReceiptState::Waiting))
        .count()
        .get_result(conn)
        .await
}

/// Those that did not arrive: open ones oldest first, or those that somebody took care of, latest first.
pub async fn list(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    handled: bool,
    most: i64,
) -> QueryResult<Vec<Listed>> {
    let found = receipts::table
        .inner_join(responses::table)
        .filter(responses::hearing_id.eq(hearing_id))
        .filter(responses::state.ne(State::NotAResponse))
        .filter(receipts::state.eq_any(FAILED))
        .select((receipts::id, responses::number))
        .limit(most)
        .into_boxed();
    let found: Vec<(i64, String)> = if handled {
        found
            .filter(receipts::handled_at.is_not_null())
            .order((receipts::handled_at.desc(), receipts::id.desc()))
            .load(conn)
            .await?
    } else {
        found
            .filter(receipts::handled_at.is_null())
            .order(receipts::id)
            .load(conn)
            .await?
    };
    let ids: Vec<i64> = found.iter().map(|(id, _)| *id).collect();
    let rows: Vec<Receipt> = Receipt::query()
        .filter(receipts::id.eq_any(&ids))
        .load(conn)
        .await?;
    Ok(found
        .into_iter()
        .filter_map(|(id, number)| {
            let row = rows.iter().find(|row| row.id == id)?;
            Some((row.clone(), number))
        })
        .collect())
}

/// A receipt of the hearing.
pub async fn find(conn: &mut AsyncPgConnection, hearing_id: i64, id: i64) -> QueryResult<Receipt> {
    let known: i64 = receipts::table
        .inner_join(responses::table)
        .filter(responses::hearing_id.eq(hearing_id))
        .filter(receipts::id.eq(id))
        .select(receipts::id)
        .first(conn)
        .await?;
    Receipt::find(conn, known).await
}

/// Sends the receipt again, to an address that staff have seen to.
///
/// # Errors
/// [`UntoldError::Address`] when nothing can go there, [`UntoldError::Done`] when somebody has taken care of it.
pub async fn resend(
    app: &App,
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    to: &str,
) -> Result<(), UntoldError> {
    let to = to.trim();
    let mailbox = Hearing::find(conn, by.hearing_id).await?.mailbox;
    let ours = app.config.own_addresses();
    if !mail::is_address(to)
        || ours.contains(&to.to_lowercase())
        || mailbox.eq_ignore_ascii_case(to)
    {
        return Err(UntoldError::Address);
    }
    conn.transaction(async |conn| {
        let receipt = find(conn, by.hearing_id, id).await?;
        mark(conn, by, &receipt, (Handled::Resent, "")).await?;
        let same = receipt.recipient.as_deref() == Some(to);
        let notice = Notice {
            kind: receipt.kind,
            mail_id: receipt.mail_id,
            to: Some(to.to_owned()),
            in_reply_to: receipt.in_reply_to.filter(|_| same),
            refused: None,
            wait: TimeDelta::zero(),
        };
        notify(app, conn, receipt.response_id, notice, by.now).await?;
        Ok(())
    })
    .await
}

/// Says that the sender was told in another way.
///
/// # Errors
/// [`UntoldError::Done`] when somebody has taken care of it.
pub async fn told(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    (how, note): (Handled, &str),
) -> Result<(), UntoldError> {
    conn.transaction(async |conn| {
        let receipt = find(conn, by.hearing_id, id).await?;
        mark(conn, by, &receipt, (how, note)).await
    })
    .await
}

async fn mark(
    conn: &mut AsyncPgConnection,
    by: Act,
    receipt: &Receipt,
    (how, note): (Handled, &str),
) -> Result<(), UntoldError> {
    let changed = diesel::update(receipts::table.find(receipt.id))
        .filter(receipts::handled_at.is_null())
        .filter(receipts::state.eq_any(FAILED))
        .set((
            receipts::handled.eq(how),
            receipts::handled_note.eq(note.trim()),
            receipts::handled_at.eq(by.now),
            receipts::handled_by.eq(by.staff_id),
        ))
        .execute(conn)
        .await?;
    if changed == 0 {
        return Err(UntoldError::Done);
    }
    let action = match how {
        Handled::Resent => "receipt_resent",
        Handled::Letter => "receipt_by_letter",
        Handled::Phone => "receipt_by_phone",
    };
    Event::by_staff(by.staff_id, action, "response", receipt.response_id)
        .in_hearing(by.hearing_id)
        .with(json!({ "receipt": receipt.id }))
        .record(conn, by.now)
        .await?;
    Ok(())
}

/// What the page of a response says of its receipts: one that did not arrive, else the last.
pub async fn standing(
    conn: &mut AsyncPgConnection,
    response_id: i64,
) -> QueryResult<Option<Receipt>> {
    let all = Receipt::of_response(conn, response_id).await?;
    let open = all.iter().find(|one| one.is_untold()).cloned();
    Ok(open.or_else(|| all.last().cloned()))
}
