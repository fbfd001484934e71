//! Makes a mail that the program took for something else a response, by the one way in.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::taken::{receipt, take};
use super::{To, TriageError, What, decide, locked};
use crate::app::App;
use crate::extract::Why;
use crate::hearing::Hearing;
use crate::intake::mailbox::{Kind, Place};
use crate::intake::{Accepted, Lists, NewPart, NewRespondent, accept};
use crate::response::{NewText, PartState, Role};
use crate::schema::parts;
use crate::staff::Act;
use crate::text;

/// Version of the text that staff type, as a deriver.
const TYPED_VERSION: i32 = 1;

/// What a person says of a mail that becomes a response.
#[derive(Debug, Clone, Default)]
pub struct Promotion {
    pub name: String,
    pub organisation: String,
    pub email: String,
    pub category_id: Option<i64>,
    /// Typed from a mail that no program could read; empty otherwise.
    pub text: String,
    /// Where a receipt is sent; none when nobody is to get one.
    pub receipt_to: Option<String>,
}

/// Whether a mail of this place can be made a response.
#[must_use]
pub fn is_promotable(place: Place) -> bool {
    matches!(
        place,
        Place::Machine | Place::Spam | Place::Unreadable | Place::Unmatched | Place::Enquiry
    )
}

/// Makes a mail a response.
///
/// # Errors
/// [`TriageError::NoSender`], [`TriageError::Address`], and [`TriageError::NotHere`] when it is one already.
pub async fn promote(
    app: &App,
    by: Act,
    id: i64,
    new: &Promotion,
) -> Result<Accepted, TriageError> {
    if new.name.trim().is_empty() && new.organisation.trim().is_empty() {
        return Err(TriageError::NoSender);
    }
    let taken = take(app, by, id, Kind::Response).await?;
    let mut submission = taken.submission;
    submission.receipt = receipt(new.receipt_to.as_deref(), &taken.read)?;
    let mut conn = app.conn().await?;
    let respondent = respondent(&mut conn, by, new).await?;
    submission.category_id = new.category_id.or(respondent.1);
    submission.respondents = vec![respondent.0];
    let typed = text::normalize(new.text.trim());
    if !typed.is_empty() {
        submission.parts.insert(0, body(by, typed));
    }
    conn.transaction(async |conn| {
        let mail = locked(conn, by, id).await?;
        if !is_promotable(mail.place) {
            return Err(TriageError::NotHere);
        }
        let accepted = accept(app, conn, &submission).await?;
        withhold(conn, accepted.id).await?;
        let to = To {
            response_id: Some(accepted.id),
            ..To::new(by, What::Response, Place::Response)
        };
        decide(conn, by, &mail, to).await?;
        Ok(accepted)
    })
    .await
}

/// Who answers, and the category which that gives.
async fn respondent(
    conn: &mut AsyncPgConnection,
    by: Act,
    new: &Promotion,
) -> anyhow::Result<(NewRespondent, Option<i64>)> {
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let mut who = NewRespondent {
        name: new.name.trim().to_owned(),
        organisation: given(&new.organisation),
        email: given(&new.email).map(|email| email.to_lowercase()),
        ..NewRespondent::default()
    };
    let hearing = Hearing::find(conn, by.hearing_id).await?;
    let found = Lists::of_hearing(conn, &hearing).await?.matched(&who);
    who.consultee_id = found.consultee_id;
    who.kind = found.kind;
    Ok((who, found.category_id))
}

fn body(by: Act, text: String) -> NewPart {
    NewPart {
        role: Role::Body,
        filename: None,
        media_type: "text/plain".into(),
        file: None,
        text: Some(NewText {
            deriver: "staff".into(),
            deriver_version: TYPED_VERSION,
            text,
            ranges: Vec::new(),
            staff_id: Some(by.staff_id),
        }),
        state: PartState::Text,
    }
}

/// Says of the parts that were withheld why.
pub(super) async fn withhold(conn: &mut AsyncPgConnection, response_id: i64) -> QueryResult<()> {
    diesel::update(parts::table)
        .filter(parts::response_id.eq(response_id))
        .filter(parts::state.eq(PartState::Infected))
        .set(parts::state_reason.eq(Why::Malware.code()))
        .execute(conn)
        .await?;
    Ok(())
}
