//! What must not be shown, found and decided by people, and applied on reading.
//!
//! A redaction is a span of an immutable text with a ground, an author and an approver, who is another person. Until it is approved it
//! hides all the same: what is doubtful stays hidden. [`apply()`] is the only way from a text to what the public may read. A number that
//! looks like a CPR number and is none is cleared, for that very span, by two people ([`Clearing`]). What is no text is covered on the
//! page as a picture ([`PageBox`]).

mod apply;
mod clearing;
mod copy;
mod page_box;
mod reanchor;
mod restore;
mod take_in;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use crate::audit::Event;
use crate::response::{Part, TextVersion, begin_work};
use crate::schema::redactions;
use crate::staff::Act;
use crate::text::{Span, slice};
use crate::text_enum;

pub use apply::{Hidden, PublicText, Run, apply};
pub use clearing::{
    Clearing, approve_clearing, clear, clearings_of_texts, response_of_clearing, withdraw_clearing,
};

pub use copy::copy;
pub use page_box::{NewBox, PageBox, approve_box, cover, put_back_box, uncover};
pub use reanchor::{loose_of, reanchor};
pub use restore::{Approval, Cleared, put_back, put_back_clearing};
pub use take_in::{NewClearing, NewRedaction, take_in, take_in_clearings};

text_enum! {
    /// Why a span must not be shown. Each has a public token, which does not tell the length.
    pub enum Ground {
        Cpr = "cpr",
        /// Private telephone number, e-mail address or home address.
        Contact = "contact",
        Health = "health",
        ThirdPerson = "third_person",
        /// Covered by a duty of secrecy.
        Confidential = "confidential",
        Business = "business",
        Copyright = "copyright",
        Threat = "threat",
        /// Not a part of the response: a quoted thread, a signature, a disclaimer.
        NotPart = "not_part",
    }
}

impl Ground {
    /// Key of the words that stand in public where the text was.
    #[must_use]
    pub const fn token_key(self) -> &'static str {
        match self {
            Self::Cpr => "redaction-token-cpr",
            Self::Contact => "redaction-token-contact",
            Self::Health => "redaction-token-health",
            Self::ThirdPerson => "redaction-token-third-person",
            Self::Confidential => "redaction-token-confidential",
            Self::Business => "redaction-token-business",
            Self::Copyright => "redaction-token-copyright",
            Self::Threat => "redaction-token-threat",
            Self::NotPart => "redaction-token-not-part",
        }
    }

    /// Key of the ground's own short name.
    #[must_use]
    pub const fn name_key(self) -> &'static str {
        match self {
            Self::Cpr => "redaction-ground-cpr",
            Self::Contact => "redaction-ground-contact",
            Self::Health => "redaction-ground-health",
            Self::ThirdPerson => "redaction-ground-third-person",
            Self::Confidential => "redaction-ground-confidential",
            Self::Business => "redaction-ground-business",
            Self::Copyright => "redaction-ground-copyright",
            Self::Threat => "redaction-ground-threat",
            Self::NotPart => "redaction-ground-not-part",
        }
    }
}

/// A span that must not be shown.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = redactions)]
pub struct Redaction {
    pub id: i64,
    pub text_id: i64,
    pub starts: i32,
    pub ends: i32,
    pub ground: Ground,
    pub author_id: i64,
    pub approver_id: Option<i64>,
    pub approved_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

impl Redaction {
    /// Those in force, of many texts, in order.
    pub async fn of_texts(conn: &mut AsyncPgConnection, ids: &[i64]) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(redactions::text_id.eq_any(ids))
            .filter(redactions::removed_at.is_null())
            .order((redactions::text_id, redactions::starts, redactions::id))
            .load(conn)
            .await
    }

    async fn in_force(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<Self> {
        Self::query()
            .filter(redactions::id.eq(id))
            .filter(redactions::removed_at.is_null())
            .for_update()
            .first(conn)
            .await
    }

    #[must_use]
    pub fn span(&self) -> Span {
        span(self.starts, self.ends)
    }

    #[must_use]
    pub fn hidden(&self) -> Hidden {
        Hidden {
            span: self.span(),
            ground: self.ground,
        }
    }
}

/// Why a decision could not be made.
#[derive(Debug, thiserror::Error)]
pub enum RedactionError {
    /// The span is empty or outside the text.
    #[error("no such place in the text")]
    NoPlace,
    /// Whoever decided cannot approve.
    #[error("a second person is needed")]
    SamePerson,
    /// A clearing without a reason.
    #[error("a reason is needed")]
    NoReason,
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Hides a span. Hiding the same span again changes its ground, and so needs approval anew.
///
/// # Errors
/// [`RedactionError::NoPlace`].
pub async fn hide(
    conn: &mut AsyncPgConnection,
    by: Act,
    text_id: i64,
    at: Span,
    ground: Ground,
) -> Result<i64, RedactionError> {
    conn.transaction(async |conn| {
        let (exact, starts, ends, part) = place(conn, text_id, at).await?;
        diesel::update(
            redactions::table
                .filter(redactions::text_id.eq(text_id))
                .filter(redactions::starts.eq(starts))
                .filter(redactions::ends.eq(ends))
                .filter(redactions::removed_at.is_null()),
        )
        .set((
            redactions::removed_at.eq(by.now),
            redactions::removed_by.eq(by.staff_id),
        ))
        .execute(conn)
        .await?;
        let id: i64 = diesel::insert_into(redactions::table)
            .values((
                redactions::text_id.eq(text_id),
                redactions::starts.eq(starts),
                redactions::ends.eq(ends),
                redactions::exact.eq(exact),
                redactions::ground.eq(ground),
                redactions::author_id.eq(by.staff_id),
                redactions::created_at.eq(by.now),
            ))
            .returning(redactions::id)
            .get_result(conn)
            .await?;
        record(conn, by, "text_hidden", part.response_id, json!({ "redaction": id, "part": part.position, "start": starts, "end": ends, "ground": ground })).await?;
        Ok(id)
    })
    .await
}

/// Approves what another person hid.
///
/// # Errors
/// [`RedactionError::SamePerson`].
pub async fn approve(conn: &mut AsyncPgConnection, by: Act, id: i64) -> Result<(), RedactionError> {
    conn.transaction(async |conn| {
        let it = Redaction::in_force(conn, id).await?;
        if it.author_id == by.staff_id {
            return Err(RedactionError::SamePerson);
        }
        diesel::update(redactions::table.find(id))
            .set((
                redactions::approver_id.eq(by.staff_id),
                redactions::approved_at.eq(by.now),
            ))
            .execute(conn)
            .await?;
        let part = part_of(conn, it.text_id).await?;
        record(
            conn,
            by,
            "hiding_approved",
            part.response_id,
            json!({ "redaction": id }),
        )
        .await?;
        Ok(())
    })
    .await
}

/// Shows a hidden span again. The row stays, with who did it.
///
/// # Errors
/// When there is none in force, or the database fails.
pub async fn lift(conn: &mut AsyncPgConnection, by: Act, id: i64) -> Result<(), RedactionError> {
    conn.transaction(async |conn| {
        let it = Redaction::in_force(conn, id).await?;
        diesel::update(redactions::table.find(id))
            .set((
                redactions::removed_at.eq(by.now),
                redactions::removed_by.eq(by.staff_id),
            ))
            .execute(conn)
            .await?;
        let part = part_of(conn, it.text_id).await?;
        record(
            conn,
            by,
            "hiding_lifted",
            part.response_id,
            json!({ "redaction": id }),
        )
        .await?;
        Ok(())
    })
    .await
}

/// The response that a redaction belongs to.
pub async fn response_of(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<i64> {
    let it = Redaction::query()
        .filter(redactions::id.eq(id))
        .first(conn)
        .await?;
    Ok(part_of(conn, it.text_id).await?.response_id)
}

/// How many redactions, boxes and clearings of a response wait for a second person.
pub async fn waiting_of_response(
    conn: &mut AsyncPgConnection,
    response_id: i64,
) -> QueryResult<usize> {
    let parts = Part::of_responses(conn, &[response_id]).await?;
    let texts: Vec<i64> = parts.iter().filter_map(|part| part.text_id).collect();
    let hidden = Redaction::of_texts(conn, &texts).await?;
    let cleared = clearings_of_texts(conn, &texts).await?;
    let ids: Vec<i64> = parts.iter().map(|part| part.id).collect();
    let boxes = PageBox::of_parts(conn, &ids).await?;
    let covered = boxes.iter().filter(|it| it.approver_id.is_none()).count();
    let hidden = hidden.iter().filter(|it| it.approver_id.is_none()).count();
    Ok(hidden + covered + cleared.iter().filter(|it| !it.is_in_force()).count())
}

fn span(starts: i32, ends: i32) -> Span {
    Span::new(
        usize::try_from(starts).unwrap_or(0),
        usize::try_from(ends).unwrap_or(0),
    )
}

async fn part_of(conn: &mut AsyncPgConnection, text_id: i64) -> QueryResult<Part> {
    let text = TextVersion::find(conn, text_id).await?;
    Part::find(conn, text.part_id).await
}

/// The exact text of a place, and the place as the database counts it.
async fn place(
    conn: &mut AsyncPgConnection,
    text_id: i64,
    at: Span,
) -> Result<(String, i32, i32, Part), RedactionError> {
    let text = TextVersion::find(conn, text_id).await?;
    let exact = slice(&text.text, at).filter(|exact| !exact.is_empty());
    let (Some(exact), Ok(starts), Ok(ends)) =
        (exact, i32::try_from(at.start), i32::try_from(at.end))
    else {
        return Err(RedactionError::NoPlace);
    };
    let part = Part::find(conn, text.part_id).await?;
    Ok((exact.to_owned(), starts, ends, part))
}

async fn record(
    conn: &mut AsyncPgConnection,
    by: Act,
    action: &str,
    response_id: i64,
    detail: serde_json::Value,
) -> QueryResult<()> {
    begin_work(conn, response_id).await?;
    Event::by_staff(by.staff_id, action, "response", response_id)
        .in_hearing(by.hearing_id)
        .with(detail)
        .record(conn, by.now)
        .await
}
