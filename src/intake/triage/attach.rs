//! Attaches a mail to a response that is there. What it corrects or withdraws is a proposal, confirmed on the response's own page.

use diesel_async::{AsyncConnection, AsyncPgConnection};

use super::promote::{is_promotable, withhold};
use super::taken::{Taken, receipt, take};
use super::{To, TriageError, What, decide, locked};
use crate::app::App;
use crate::intake::mailbox::{Kind, Mail, Place};
use crate::intake::{NewRespondent, accept, add_parts, split};
use crate::response::{
    Reason, Relation, RelationKind, Respondent, Response, Standing, State, decide_relation,
};
use crate::staff::Act;
use crate::text_enum;

text_enum! {
    /// What a mail is to a response.
    pub enum Way {
        /// Adds to it.
        Supplement = "supplement",
        /// Is to take its place.
        Correction = "correction",
        Withdrawal = "withdrawal",
        /// Says the same.
        Duplicate = "duplicate",
    }
}

/// What a person says of a mail that belongs to a response.
#[derive(Debug, Clone)]
pub struct Attachment {
    pub response_id: i64,
    pub way: Way,
    /// Where a receipt is sent; none when nobody is to get one.
    pub receipt_to: Option<String>,
}

const STAFF: (Reason, &str) = (Reason::Staff, "");

/// Attaches a mail to a response.
///
/// # Errors
/// [`TriageError::NotHere`], [`TriageError::NotCurrent`], [`TriageError::Itself`], [`TriageError::Address`].
pub async fn attach(app: &App, by: Act, id: i64, new: &Attachment) -> Result<(), TriageError> {
    let kind = match new.way {
        Way::Supplement => Kind::Supplement,
        _ => Kind::Correction,
    };
    let mut taken = take(app, by, id, kind).await?;
    if matches!(new.way, Way::Supplement | Way::Correction) {
        taken.submission.receipt = receipt(new.receipt_to.as_deref(), &taken.read)?;
    }
    let mut conn = app.conn().await?;
    conn.transaction(async |conn| {
        let mail = locked(conn, by, id).await?;
        if !is_promotable(mail.place) {
            return Err(TriageError::NotHere);
        }
        let response = Response::find(conn, new.response_id).await?;
        if response.hearing_id != by.hearing_id {
            return Err(diesel::result::Error::NotFound.into());
        }
        if response.state != State::Current {
            return Err(TriageError::NotCurrent);
        }
        if response.mail_id == Some(mail.id) {
            return Err(TriageError::Itself);
        }
        let to = match new.way {
            Way::Supplement => supplement(app, conn, by, (&mail, &response, &taken)).await?,
            Way::Correction => correction(app, conn, by, (&response, taken)).await?,
            Way::Withdrawal => {
                let between = (response.id, (None, Some(mail.id)));
                let kind = RelationKind::Withdraws;
                let relation =
                    Relation::propose_because(conn, between, kind, STAFF, by.now).await?;
                To {
                    response_id: Some(response.id),
                    relation_id: Some(relation),
                    ..To::new(by, What::Withdrawal, Place::Withdrawal)
                }
            }
            Way::Duplicate => To {
                response_id: Some(response.id),
                duplicate_of: response.mail_id,
                ..To::new(by, What::Duplicate, Place::Duplicate)
            },
        };
        decide(conn, by, &mail, to).await?;
        Ok(())
    })
    .await
}

async fn supplement(
    app: &App,
    conn: &mut AsyncPgConnection,
    by: Act,
    (mail, response, taken): (&Mail, &Response, &Taken),
) -> Result<To<'static>, TriageError> {
    add_parts(app, conn, response, mail.id, &taken.submission).await?;
    withhold(conn, response.id).await?;
    split::changed(conn, response.id).await?;
    let between = (response.id, (None, Some(mail.id)));
    let kind = RelationKind::Supplements;
    let relation = Relation::propose_because(conn, between, kind, STAFF, by.now).await?;
    decide_relation(conn, by, relation, true).await?;
    Ok(To {
        response_id: Some(response.id),
        relation_id: Some(relation),
        ..To::new(by, What::Supplement, Place::Supplement)
    })
}

async fn correction(
    app: &App,
    conn: &mut AsyncPgConnection,
    by: Act,
    (response, taken): (&Response, Taken),
) -> Result<To<'static>, TriageError> {
    let kind = match response.standing {
        Standing::Provisional => RelationKind::Finalises,
        Standing::Final => RelationKind::Corrects,
    };
    let mut submission = taken.submission;
    submission.relation = Some((response.id, kind));
    // Who answers is who answered: the mail may come from a colleague, or from a system.
    let before = response.respondents(conn).await?;
    submission.category_id = response.category_id;
    submission.respondents = before.into_iter().map(again).collect();
    let made = accept(app, conn, &submission).await?;
    withhold(conn, made.id).await?;
    let all = Relation::of_responses(conn, &[made.id]).await?;
    let relation = all.iter().find(|one| one.other_id == Some(made.id));
    if let Some(relation) = relation {
        Relation::explain(conn, relation.id, kind, STAFF).await?;
    }
    Ok(To {
        response_id: Some(made.id),
        relation_id: relation.map(|one| one.id),
        ..To::new(by, What::Correction, Place::Correction)
    })
}

/// The same respondent in a later version.
fn again(one: Respondent) -> NewRespondent {
    NewRespondent {
        name: one.name,
        organisation: one.organisation,
        on_behalf_of: one.on_behalf_of,
        kind: one.kind,
        email: one.email,
        consultee_id: one.consultee_id,
    }
}
