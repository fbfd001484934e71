//! The text of a part as a person typed it, where no program could read it or read it wrong. What the program read stays beside it.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{commit, receipt};
use crate::audit::Event;
use crate::response::{NewText, Part, PartState, add_version};
use crate::schema::parts;
use crate::staff::Act;
use crate::text;

/// Version of the text that staff type, as a deriver.
const TYPED_VERSION: i32 = 1;

/// Why a text was not taken.
#[derive(Debug, thiserror::Error)]
pub enum TypeError {
    /// Somebody else has changed it since it was opened.
    #[error("the text was changed meanwhile")]
    Changed,
    /// The file is infected or not scanned: nobody has seen what it says.
    #[error("the file is held back")]
    Held,
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

impl From<diesel::result::Error> for TypeError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Other(error.into())
    }
}

/// Adds a typed text as a version, with its audit row; `based_on` is the text that was changed. Returns the version's id. The caller puts
/// it in force, with what lies over the old text, in the same transaction (`desk::version::take`).
///
/// # Errors
/// [`TypeError::Changed`], [`TypeError::Held`].
pub async fn type_text(
    conn: &mut AsyncPgConnection,
    by: Act,
    (part_id, based_on): (i64, Option<i64>),
    typed: &str,
) -> Result<i64, TypeError> {
    let locked: Option<i64> = parts::table
        .find(part_id)
        .select(parts::text_id)
        .for_update()
        .first(conn)
        .await?;
    if locked != based_on {
        return Err(TypeError::Changed);
    }
    let part = Part::find(conn, part_id).await?;
    if matches!(part.state, PartState::Infected | PartState::WaitingForScan) {
        return Err(TypeError::Held);
    }
    let text = NewText {
        deriver: "staff".into(),
        deriver_version: TYPED_VERSION,
        text: text::normalize(typed).trim_end().to_owned(),
        ranges: Vec::new(),
        staff_id: Some(by.staff_id),
    };
    let id = add_version(conn, part.id, &text, by.now).await?;
    diesel::update(parts::table.find(part.id))
        .set(parts::state_reason.eq(None::<String>))
        .execute(conn)
        .await?;
    // Only of a part that had no text: what was promised of an earlier one stands.
    commit::attachment_text(conn, &part, &text.text, by.now).await?;
    receipt::hurry(conn, part.response_id, by.now).await?;
    Event::by_staff(by.staff_id, "text_typed", "response", part.response_id)
        .in_hearing(by.hearing_id)
        .with(serde_json::json!({ "part": part.id, "text": id, "before": based_on }))
        .record(conn, by.now)
        .await?;
    Ok(id)
}
