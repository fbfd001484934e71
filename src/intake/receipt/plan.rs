//! Writes down that a receipt is due, in the transaction that gives cause for it.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::{Reason, ReceiptKind, ReceiptState, SendReceipt};
use crate::app::App;
use crate::ids;
use crate::intake::{ReceiptPlan, Submission};
use crate::jobs::{self, Job};
use crate::response::{PartState, RelationKind, RelationState, State};
use crate::schema::{mails, parts, receipts, respondents, response_relations, responses};

/// Something that a sender is told by mail, or should have been.
#[derive(Debug, Clone)]
pub(in crate::intake) struct Notice {
    pub(in crate::intake) kind: ReceiptKind,
    pub(in crate::intake) mail_id: Option<i64>,
    /// Where it goes; with a reason, the address that staff are offered.
    pub(in crate::intake) to: Option<String>,
    pub(in crate::intake) in_reply_to: Option<String>,
    /// Why it does not go.
    pub(in crate::intake) refused: Option<Reason>,
    pub(in crate::intake) wait: TimeDelta,
}

impl Notice {
    /// The receipt of a submission, if one is due. It waits for the attachments to be read, but not long.
    pub(in crate::intake) fn of(
        app: &App,
        submission: &Submission,
        kind: ReceiptKind,
    ) -> Option<Self> {
        let reading = submission
            .parts
            .iter()
            .any(|part| part.state == PartState::Reading);
        let (to, in_reply_to, refused) = match &submission.receipt {
            ReceiptPlan::None => return None,
            ReceiptPlan::NotPossible {
                why,
                to,
                in_reply_to,
            } => (to.clone(), in_reply_to.clone(), Some(*why)),
            ReceiptPlan::Mail { to, in_reply_to } => (Some(to.clone()), in_reply_to.clone(), None),
        };
        Some(Self {
            kind,
            mail_id: submission.mail_id,
            to,
            in_reply_to,
            refused,
            wait: if reading {
                TimeDelta::minutes(app.config.mail.receipt_wait_minutes)
            } else {
                TimeDelta::zero()
            },
        })
    }
}

/// What a submission's receipt is called, by what the submission does to an earlier response.
pub(in crate::intake) fn kind_of(submission: &Submission) -> ReceiptKind {
    match submission.relation {
        Some((_, RelationKind::Corrects)) => ReceiptKind::Corrected,
        Some((_, RelationKind::Finalises)) => ReceiptKind::Finalised,
        Some((_, RelationKind::Supplements)) => ReceiptKind::Supplemented,
        _ => ReceiptKind::Received,
    }
}

/// Writes the row and, when it can go, the job that sends it.
pub(in crate::intake) async fn notify(
    app: &App,
    conn: &mut AsyncPgConnection,
    response_id: i64,
    notice: Notice,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    notify_all(app, conn, vec![(response_id, notice)], now).await
}

/// The same for many responses, in few statements.
pub(in crate::intake) async fn notify_all(
    app: &App,
    conn: &mut AsyncPgConnection,
    due: Vec<(i64, Notice)>,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    if due.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = due
        .iter()
        .map(|(response_id, notice)| {
            let token = &ids::random_token()[..22];
            let state = match notice.refused {
                Some(_) => ReceiptState::NotPossible,
                None => ReceiptState::Waiting,
            };
            (
                receipts::response_id.eq(*response_id),
                receipts::mail_id.eq(notice.mail_id),
                receipts::kind.eq(notice.kind),
                receipts::recipient.eq(&notice.to),
                receipts::bounce_token.eq(token.to_lowercase()),
                receipts::message_id.eq(format!("{token}@{}", app.mailer.domain())),
                receipts::in_reply_to.eq(&notice.in_reply_to),
                receipts::state.eq(state),
                receipts::state_reason.eq(notice.refused),
                receipts::due_at.eq(now + notice.wait),
                receipts::created_at.eq(now),
            )
        })
        .collect();
    let written: Vec<(i64, DateTime<Utc>, ReceiptState)> = diesel::insert_into(receipts::table)
        .values(rows)
        .returning((receipts::id, receipts::due_at, receipts::state))
        .get_results(conn)
        .await?;
    let mut jobs: BTreeMap<DateTime<Utc>, Vec<SendReceipt>> = BTreeMap::new();
    for (receipt, due_at, state) in written {
        if state == ReceiptState::Waiting {
            jobs.entry(due_at)
                .or_default()
                .push(SendReceipt { receipt });
        }
    }
    for (due_at, jobs) in jobs {
        SendReceipt::enqueue_all(&jobs, conn, due_at).await?;
    }
    Ok(())
}

/// Confirms to whoever sent a response that it is withdrawn, once. It goes to the address of the response and not to that of the mail
/// that asked for it: who asked may be somebody else.
pub async fn withdrawn(
    app: &App,
    conn: &mut AsyncPgConnection,
    response_id: i64,
    mail_id: Option<i64>,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let already: i64 = receipts::table
        .filter(receipts::response_id.eq(response_id))
        .filter(receipts::kind.eq(ReceiptKind::Withdrawn))
        .count()
        .get_result(conn)
        .await?;
    if already > 0 {
        return Ok(());
    }
    let Some(to) = address_of(conn, response_id).await? else {
        return Ok(());
    };
    let asked: Option<(Option<String>, Option<String>)> = match mail_id {
        Some(id) => mails::table
            .find(id)
            .select((mails::from_address, mails::message_id))
            .first(conn)
            .await
            .optional()?,
        None => None,
    };
    let in_reply_to = asked
        .filter(|(from, _)| from.as_deref() == Some(to.as_str()))
        .and_then(|(_, id)| id);
    let notice = Notice {
        kind: ReceiptKind::Withdrawn,
        mail_id,
        to: Some(to),
        in_reply_to,
        refused: None,
        wait: TimeDelta::zero(),
    };
    notify(app, conn, response_id, notice, now).await
}

/// Confirms every withdrawal by mail that staff have confirmed since: whoever did, and however. Answers with how many.
pub async fn confirm_withdrawals(app: &App) -> anyhow::Result<usize> {
    let mut conn = app.conn().await?;
    let told = receipts::table
        .filter(receipts::response_id.eq(response_relations::response_id))
        .filter(receipts::kind.eq(ReceiptKind::Withdrawn));
    let has_address = respondents::table
        .filter(respondents::response_id.eq(response_relations::response_id))
        .filter(respondents::email.is_not_null());
    let due: Vec<(i64, Option<i64>)> = response_relations::table
        .inner_join(responses::table.on(responses::id.eq(response_relations::response_id)))
        .filter(response_relations::kind.eq(RelationKind::Withdraws))
        .filter(response_relations::state.eq(RelationState::Confirmed))
        .filter(responses::state.eq(State::Withdrawn))
        .filter(not(exists(told)))
        .filter(exists(has_address))
        .select((response_relations::response_id, response_relations::mail_id))
        .load(&mut conn)
        .await?;
    for (response, mail) in &due {
        conn.transaction(async |conn| {
            responses::table
                .find(response)
                .select(responses::id)
                .for_update()
                .first::<i64>(conn)
                .await?;
            withdrawn(app, conn, *response, *mail, app.clock.now()).await
        })
        .await?;
    }
    Ok(due.len())
}

/// The address of the first respondent that has one.
pub(in crate::intake) async fn address_of(
    conn: &mut AsyncPgConnection,
    response_id: i64,
) -> QueryResult<Option<String>> {
    respondents::table
        .filter(respondents::response_id.eq(response_id))
        .filter(respondents::email.is_not_null())
        .order(respondents::position)
        .select(respondents::email.assume_not_null())
        .first(conn)
        .await
        .optional()
}

/// Sends what waits for this response at once, when nothing of it is left to read.
pub(in crate::intake) async fn hurry(
    conn: &mut AsyncPgConnection,
    response_id: i64,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let unread: i64 = parts::table
        .filter(parts::response_id.eq(response_id))
        .filter(parts::state.eq(PartState::Reading))
        .count()
        .get_result(conn)
        .await?;
    if unread > 0 {
        return Ok(());
    }
    let waiting: Vec<i64> = receipts::table
        .filter(receipts::response_id.eq(response_id))
        .filter(receipts::state.eq(ReceiptState::Waiting))
        .select(receipts::id)
        .load(conn)
        .await?;
    for id in waiting {
        jobs::hurry(conn, SendReceipt::KIND, &id.to_string(), now).await?;
    }
    Ok(())
}
