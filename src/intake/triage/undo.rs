//! Takes the latest decision about a mail back, while nothing depends on it.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{Decision, TriageError, What, locked};
use crate::app::App;
use crate::audit::Event;
use crate::enquiry::{self, Enquiry, Topic};
use crate::intake::mailbox::{Mail, Place};
use crate::intake::split;
use crate::response::{
    ProposalState, Relation, RelationState, Response, State, Work, decide_relation,
};
use crate::schema::{
    mail_decisions, mails, parts, passages, proposals, receipts, redactions, responses,
    text_versions,
};
use crate::staff::{Act, Role, in_hearing};

/// Takes the latest decision about a mail back: the mail stands where it stood before. Who was told by a receipt stays told, so that a
/// response with one stays a response.
///
/// # Errors
/// [`TriageError::NoDecision`], and why it cannot be taken back.
pub async fn undo(
    app: &App,
    by: Act,
    (person, organisation): (i64, i64),
    id: i64,
) -> Result<Decision, TriageError> {
    let mut conn = app.conn().await?;
    conn.transaction(async |conn| {
        let mail = locked(conn, by, id).await?;
        let last = Decision::in_force(conn, mail.id).await?;
        let last = last.ok_or(TriageError::NoDecision)?;
        check(conn, by, &mail, &last).await?;
        if let Some(from) = last.from_hearing_id.filter(|from| *from != by.hearing_id) {
            let slug = crate::hearing::Hearing::find(conn, from).await?.slug;
            let role = in_hearing(conn, (person, organisation), &slug).await?;
            let editor = role
                .and_then(|(_, role)| role)
                .is_some_and(|it| it >= Role::Editor);
            if !editor {
                return Err(TriageError::NoRole);
            }
        }
        take_back(app, conn, by, (&mail, &last)).await?;
        restore(conn, by, (&mail, &last)).await?;
        Ok(last)
    })
    .await
}

/// Whether the mail still stands where the decision put it.
async fn check(
    conn: &mut AsyncPgConnection,
    by: Act,
    mail: &Mail,
    last: &Decision,
) -> Result<(), TriageError> {
    if last.to_place != Place::Kept && mail.place != last.to_place {
        return Err(TriageError::NotHere);
    }
    if last.to_place == Place::Kept {
        // Read anew in this hearing: what came of it there may not be in use.
        match mail.place {
            Place::Response => unmake(conn, by, mail.id, true).await?,
            Place::Kept | Place::Machine | Place::Spam | Place::Unreadable | Place::Unmatched => {}
            Place::Enquiry => enquiry::mail_left(conn, by, mail.id, false).await?,
            _ => return Err(TriageError::Depended),
        }
    }
    Ok(())
}

/// Undoes what the decision did beside moving the mail.
async fn take_back(
    app: &App,
    conn: &mut AsyncPgConnection,
    by: Act,
    (mail, last): (&Mail, &Decision),
) -> Result<(), TriageError> {
    match last.what {
        What::Response | What::Correction => unmake(conn, by, mail.id, true).await,
        What::Supplement => unattach(app, conn, by, (mail, last)).await,
        What::Withdrawal => {
            let relation = relation(conn, last).await?;
            if relation
                .as_ref()
                .is_some_and(|it| it.state == RelationState::Confirmed)
            {
                return Err(TriageError::Depended);
            }
            if let Some(relation) = relation {
                decide_relation(conn, by, relation.id, false).await?;
            }
            Ok(())
        }
        What::Moved if last.to_place == Place::Enquiry => {
            Ok(enquiry::mail_left(conn, by, mail.id, false).await?)
        }
        What::Moved | What::Stays | What::Duplicate => Ok(()),
    }
}

async fn restore(
    conn: &mut AsyncPgConnection,
    by: Act,
    (mail, last): (&Mail, &Decision),
) -> Result<(), TriageError> {
    if last.what == What::Moved && last.from_place == Place::Response {
        remake(conn, mail.id).await?;
    }
    diesel::update(mail_decisions::table.find(last.id))
        .set((
            mail_decisions::undone_by.eq(by.staff_id),
            mail_decisions::undone_at.eq(by.now),
        ))
        .execute(conn)
        .await?;
    let before = Decision::in_force(conn, mail.id).await?;
    diesel::update(mails::table.find(mail.id))
        .set((
            mails::place.eq(last.from_place),
            mails::place_reason.eq(&last.from_reason),
            mails::hearing_id.eq(last.from_hearing_id),
            mails::duplicate_of.eq(last.from_duplicate_of),
            mails::decided_by.eq(before.map(|it| it.staff_id)),
        ))
        .execute(conn)
        .await?;
    if last.from_place == Place::Enquiry && last.what != What::Stays {
        // One that was answered stays answered.
        let there = Enquiry::of_mail(conn, mail.id).await?;
        if there.is_none_or(|it| it.state == enquiry::State::Closed) {
            let topic = (Topic::Question, None);
            enquiry::open_for_mail(conn, by, mail.id, topic).await?;
        }
    }
    Event::by_staff(by.staff_id, "mail_undone", "mail", mail.id)
        .in_hearing(by.hearing_id)
        .with(json!({ "what": last.what, "to": last.from_place, "response": last.response_id }))
        .record(conn, by.now)
        .await?;
    Ok(())
}

async fn relation(conn: &mut AsyncPgConnection, last: &Decision) -> QueryResult<Option<Relation>> {
    let Some(response) = last.response_id else {
        return Ok(None);
    };
    let all = Relation::of_responses(conn, &[response]).await?;
    Ok(all.into_iter().find(|it| Some(it.id) == last.relation_id))
}

/// Makes the response of a mail none: nobody has worked on it, nothing else depends on it and (`untold`) no receipt for it was sent. Its
/// number stays on the case.
pub(super) async fn unmake(
    conn: &mut AsyncPgConnection,
    by: Act,
    mail_id: i64,
    untold: bool,
) -> Result<(), TriageError> {
    let of_mail: Vec<i64> = responses::table
        .filter(responses::mail_id.eq(mail_id))
        .filter(responses::state.ne(State::NotAResponse))
        .order(responses::id)
        .select(responses::id)
        .for_update()
        .load(conn)
        .await?;
    let [id] = of_mail.as_slice() else {
        return Err(TriageError::Depended);
    };
    let response = Response::find(conn, *id).await?;
    if response.reference_number.is_some() {
        return Err(TriageError::Referenced);
    }
    if response.work != Work::New || response.hearing_id != by.hearing_id {
        return Err(TriageError::Worked);
    }
    if response.state != State::Current {
        return Err(TriageError::Depended);
    }
    if untold && sent(conn, *id).await? {
        return Err(TriageError::ReceiptSent);
    }
    let related = Relation::of_responses(conn, &[*id]).await?;
    let stands = |it: &&Relation| it.state == RelationState::Confirmed;
    if related.iter().any(|it| stands(&it)) {
        return Err(TriageError::Depended);
    }
    for open in related {
        if open.state == RelationState::Proposed {
            decide_relation(conn, by, open.id, false).await?;
        }
    }
    unsay(conn, *id).await?;
    diesel::update(responses::table.find(*id))
        .set(responses::state.eq(State::NotAResponse))
        .execute(conn)
        .await?;
    Ok(())
}

/// No receipt goes out for it any more, and nothing of it is proposed.
async fn unsay(conn: &mut AsyncPgConnection, response_id: i64) -> QueryResult<()> {
    diesel::update(receipts::table)
        .filter(receipts::response_id.eq(response_id))
        .filter(receipts::state.eq("waiting"))
        .set(receipts::recipient.eq(None::<String>))
        .execute(conn)
        .await?;
    diesel::update(proposals::table)
        .filter(proposals::response_id.eq(response_id))
        .filter(proposals::state.eq(ProposalState::Proposed))
        .set(proposals::state.eq(ProposalState::Lapsed))
        .execute(conn)
        .await?;
    Ok(())
}

async fn sent(conn: &mut AsyncPgConnection, response_id: i64) -> QueryResult<bool> {
    let sent: i64 = receipts::table
        .filter(receipts::response_id.eq(response_id))
        .filter(receipts::state.eq_any(["sent", "bounced"]))
        .count()
        .get_result(conn)
        .await?;
    Ok(sent > 0)
}

/// The response that was one before a person moved its mail is one again.
async fn remake(conn: &mut AsyncPgConnection, mail_id: i64) -> QueryResult<()> {
    let last: Option<i64> = responses::table
        .filter(responses::mail_id.eq(mail_id))
        .filter(responses::state.eq(State::NotAResponse))
        .order(responses::id.desc())
        .select(responses::id)
        .first(conn)
        .await
        .optional()?;
    diesel::update(responses::table)
        .filter(responses::id.eq_any(last))
        .set((
            responses::state.eq(State::Current),
            responses::recognised.eq(None::<i32>),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes what a mail added to a response out of it again: it becomes a response of its own, which is none.
async fn unattach(
    app: &App,
    conn: &mut AsyncPgConnection,
    by: Act,
    (mail, last): (&Mail, &Decision),
) -> Result<(), TriageError> {
    let relation = relation(conn, last).await?;
    let relation = relation.filter(|it| it.state == RelationState::Confirmed);
    let relation = relation.ok_or(TriageError::Depended)?;
    if is_marked(conn, mail.id).await? {
        return Err(TriageError::Worked);
    }
    let told: i64 = receipts::table
        .filter(receipts::mail_id.eq(mail.id))
        .filter(receipts::state.eq_any(["sent", "bounced"]))
        .count()
        .get_result(conn)
        .await?;
    if told > 0 {
        return Err(TriageError::ReceiptSent);
    }
    let detached = split::detach(app, conn, by, &relation).await;
    let detached = detached.map_err(|error| match error {
        split::SplitError::Database(error) => TriageError::Database(error),
        split::SplitError::Other(error) => TriageError::Other(error),
        _ => TriageError::Depended,
    })?;
    diesel::update(receipts::table)
        .filter(receipts::mail_id.eq(mail.id))
        .filter(receipts::state.eq("waiting"))
        .set(receipts::recipient.eq(None::<String>))
        .execute(conn)
        .await?;
    for made in detached.made {
        unsay(conn, made.id).await?;
        diesel::update(responses::table.find(made.id))
            .set(responses::state.eq(State::NotAResponse))
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// Whether somebody has marked or hidden anything in the texts that a mail brought.
async fn is_marked(conn: &mut AsyncPgConnection, mail_id: i64) -> QueryResult<bool> {
    let texts: Vec<i64> = text_versions::table
        .inner_join(parts::table.on(parts::id.eq(text_versions::part_id)))
        .filter(parts::mail_id.eq(mail_id))
        .select(text_versions::id)
        .load(conn)
        .await?;
    let marked: i64 = passages::table
        .filter(passages::text_id.eq_any(&texts))
        .count()
        .get_result(conn)
        .await?;
    let hidden: i64 = redactions::table
        .filter(redactions::text_id.eq_any(&texts))
        .count()
        .get_result(conn)
        .await?;
    Ok(marked + hidden > 0)
}
