//! Putting another text version of a part in force: a text that staff typed or mended, or one that was read anew. A person does it; what
//! was marked and hidden is carried over, and what cannot be placed for certain is shown as loose.

use diesel_async::{AsyncConnection, AsyncPgConnection};
use serde_json::json;

use crate::audit::Event;
use crate::redaction;
use crate::response::{Part, Response, TextVersion, put_in_force};
use crate::staff::Act;
use crate::tagging;
use crate::text::anchor::Ground;

/// What became of the marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Passages and redactions that stand in the new text too.
    pub moved: usize,
    /// Those that a person has to place.
    pub loose: usize,
}

/// Puts a text version in force. Joins the caller's transaction when there is one; a version that is in force already is left alone.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] for a text of another hearing.
pub async fn take(
    conn: &mut AsyncPgConnection,
    by: Act,
    text_id: i64,
) -> diesel::QueryResult<Taken> {
    conn.transaction(async |conn| {
        let text = TextVersion::find(conn, text_id).await?;
        let part = Part::find(conn, text.part_id).await?;
        let response = Response::find(conn, part.response_id).await?;
        if response.hearing_id != by.hearing_id {
            return Err(diesel::result::Error::NotFound);
        }
        if part.text_id == Some(text_id) {
            return Ok(Taken::default());
        }
        put_in_force(conn, part.id, text_id).await?;
        let ground = Ground::new(&text.text);
        let passages = tagging::reanchor(conn, &text, &ground).await?;
        let hidden = redaction::reanchor(conn, &text, &ground).await?;
        let taken = Taken {
            moved: passages.0 + hidden.0,
            loose: passages.1 + hidden.1,
        };
        Event::by_staff(by.staff_id, "text_taken", "response", response.id)
            .in_hearing(by.hearing_id)
            .with(json!({
                "part": part.id, "text": text_id, "before": part.text_id,
                "moved": taken.moved, "loose": taken.loose,
            }))
            .record(conn, by.now)
            .await?;
        Ok(taken)
    })
    .await
}
