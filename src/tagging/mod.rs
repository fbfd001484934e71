//! What a response says about which theme: passages with codings, themes on the whole response, sign-off.
//!
//! A passage is a span of an immutable text; the database checks that its exact text is what stands there. Several people may code the
//! same passage. Who signs off says: read, tagged, hidden text checked; it lapses in the database when any of these changes.

mod by_theme;
mod copy;
mod reanchor;
mod restore;
mod signoff;
mod take_in;
mod whole;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use crate::audit::Event;
use crate::response::{Part, TextVersion, begin_work};
use crate::schema::{codings, frames, passages, themes};
use crate::staff::Act;
use crate::text::{CharIndex, Span};
use crate::text_enum;

pub use by_theme::{Quote, ThemeMark, Wanted, marks_of, read_quotes};
pub use copy::copy;
pub use reanchor::{loose_of, move_to, reanchor};
pub use restore::{Reading, put_back, put_back_signoff, put_back_whole};
pub use signoff::{SignOff, Step, share, sign_off, signoffs_of, unmarked_share};
pub use take_in::{NewCoding, NewSignOff, NewWholeTheme, take_in, take_in_signoffs, take_in_whole};
pub use whole::{WholeTheme, tag_response, untag_response, whole_themes_of};

text_enum! {
    /// What is said about the theme. A working aid of the staff.
    pub enum Stance {
        Supports = "supports",
        Proposes = "proposes",
        Critical = "critical",
        Asks = "asks",
    }
}

text_enum! {
    /// Whose reading it is.
    pub enum Origin {
        Person = "person",
        /// Proposed by the program, accepted by a person.
        Suggestion = "suggestion",
        /// Agreed by several.
        Consensus = "consensus",
    }
}

/// How long a note may be.
pub const NOTE_CHARACTERS: usize = 2_000;

/// How much of the text around a passage is kept, to find it again in a later text version.
const CONTEXT: usize = 32;

/// A span of a text.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = passages)]
pub struct Passage {
    pub id: i64,
    pub text_id: i64,
    pub starts: i32,
    pub ends: i32,
    pub exact: String,
    pub prefix: String,
    pub suffix: String,
}

impl Passage {
    /// The passages of many texts, in order.
    pub async fn of_texts(conn: &mut AsyncPgConnection, ids: &[i64]) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(passages::text_id.eq_any(ids))
            .order((passages::text_id, passages::starts, passages::ends))
            .load(conn)
            .await
    }

    #[must_use]
    pub fn span(&self) -> Span {
        Span::new(
            usize::try_from(self.starts).unwrap_or(0),
            usize::try_from(self.ends).unwrap_or(0),
        )
    }
}

/// A theme on a passage, by someone.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = codings)]
pub struct Coding {
    pub id: i64,
    pub passage_id: i64,
    pub theme_id: i64,
    pub staff_id: i64,
    pub stance: Option<Stance>,
    pub note: String,
    pub origin: Origin,
    pub created_at: DateTime<Utc>,
}

impl Coding {
    /// The codings of many passages, in the order in which they were made.
    pub async fn of_passages(conn: &mut AsyncPgConnection, ids: &[i64]) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(codings::passage_id.eq_any(ids))
            .order(codings::id)
            .load(conn)
            .await
    }
}

/// Why something could not be marked.
#[derive(Debug, thiserror::Error)]
pub enum TagError {
    /// The span is empty or outside the text.
    #[error("no such place in the text")]
    NoPlace,
    /// A theme of another hearing, or one that was merged away.
    #[error("no such theme in this hearing")]
    NoTheme,
    /// The one who signed off first cannot do it for the second time.
    #[error("a second person is needed")]
    SamePerson,
    /// More than [`NOTE_CHARACTERS`].
    #[error("the note is too long")]
    LongNote,
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Puts a theme on a span. The same span and theme by the same person again changes the stance, when one is given.
///
/// # Errors
/// [`TagError::NoPlace`], [`TagError::NoTheme`].
pub async fn mark(
    conn: &mut AsyncPgConnection,
    by: Act,
    (text_id, at): (i64, Span),
    theme_id: i64,
    stance: Option<Stance>,
) -> Result<i64, TagError> {
    conn.transaction(async |conn| {
        theme_of(conn, by.hearing_id, theme_id).await?;
        let text = TextVersion::find(conn, text_id).await?;
        let part = Part::find(conn, text.part_id).await?;
        let passage = passage_at(conn, by, &text, at).await?;
        let set = codings::table.filter(codings::passage_id.eq(passage)).filter(codings::theme_id.eq(theme_id)).filter(codings::staff_id.eq(by.staff_id));
        let there: Option<(i64, Option<Stance>)> =
            set.select((codings::id, codings::stance)).first(conn).await.optional()?;
        let id = match there {
            Some((id, had)) => {
                if stance.is_none() || stance == had {
                    return Ok(id);
                }
                diesel::update(codings::table.find(id))
                    .set(codings::stance.eq(stance))
                    .execute(conn)
                    .await?;
                id
            }
            None => {
                diesel::insert_into(codings::table)
                    .values((
                        codings::passage_id.eq(passage),
                        codings::theme_id.eq(theme_id),
                        codings::staff_id.eq(by.staff_id),
                        codings::stance.eq(stance),
                        codings::created_at.eq(by.now),
                    ))
                    .returning(codings::id)
                    .get_result(conn)
                    .await?
            }
        };
        let detail = json!({ "coding": id, "part": part.position, "start": at.start, "end": at.end, "theme": theme_id, "stance": stance });
        record(conn, by, "passage_marked", part.response_id, detail).await?;
        Ok(id)
    })
    .await
}

/// Sets or takes away the stance of a coding.
///
/// # Errors
/// When there is no such coding, or the database fails.
pub async fn set_stance(
    conn: &mut AsyncPgConnection,
    by: Act,
    coding_id: i64,
    stance: Option<Stance>,
) -> Result<(), TagError> {
    conn.transaction(async |conn| {
        let response_id = response_of(conn, coding_id).await?;
        diesel::update(codings::table.find(coding_id))
            .set(codings::stance.eq(stance))
            .execute(conn)
            .await?;
        let detail = json!({ "coding": coding_id, "stance": stance });
        record(conn, by, "stance_set", response_id, detail).await?;
        Ok(())
    })
    .await
}

/// Writes a note on a coding, for those who work here; an empty one takes it away.
///
/// # Errors
/// [`TagError::LongNote`].
pub async fn set_note(
    conn: &mut AsyncPgConnection,
    by: Act,
    coding_id: i64,
    note: &str,
) -> Result<(), TagError> {
    let note = note.trim().replace("\r\n", "\n");
    if note.chars().count() > NOTE_CHARACTERS {
        return Err(TagError::LongNote);
    }
    conn.transaction(async |conn| {
        let response_id = response_of(conn, coding_id).await?;
        diesel::update(codings::table.find(coding_id))
            .set(codings::note.eq(note.replace('\0', "")))
            .execute(conn)
            .await?;
        let detail = json!({ "coding": coding_id });
        record(conn, by, "coding_noted", response_id, detail).await?;
        Ok(())
    })
    .await
}

/// Takes a theme off a passage, and the passage with its last one.
///
/// # Errors
/// When there is no such coding, or the database fails.
pub async fn unmark(conn: &mut AsyncPgConnection, by: Act, coding_id: i64) -> Result<(), TagError> {
    conn.transaction(async |conn| {
        let response_id = response_of(conn, coding_id).await?;
        let (passage, theme): (i64, i64) = diesel::delete(codings::table.find(coding_id))
            .returning((codings::passage_id, codings::theme_id))
            .get_result(conn)
            .await?;
        let still: i64 = codings::table
            .filter(codings::passage_id.eq(passage))
            .count()
            .get_result(conn)
            .await?;
        if still == 0 {
            diesel::delete(passages::table.find(passage))
                .execute(conn)
                .await?;
        }
        let detail = json!({ "coding": coding_id, "theme": theme });
        record(conn, by, "passage_unmarked", response_id, detail).await?;
        Ok(())
    })
    .await
}

/// The response that a coding belongs to.
pub async fn response_of(conn: &mut AsyncPgConnection, coding_id: i64) -> QueryResult<i64> {
    let text_id: i64 = codings::table
        .inner_join(passages::table)
        .filter(codings::id.eq(coding_id))
        .select(passages::text_id)
        .first(conn)
        .await?;
    let text = TextVersion::find(conn, text_id).await?;
    Ok(Part::find(conn, text.part_id).await?.response_id)
}

/// Fails unless a theme is one of this hearing's that can be tagged with.
async fn theme_of(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    theme_id: i64,
) -> Result<(), TagError> {
    let there: i64 = themes::table
        .inner_join(frames::table.on(frames::id.eq(themes::frame_id)))
        .filter(themes::id.eq(theme_id))
        .filter(themes::merged_into.is_null())
        .filter(frames::hearing_id.eq(hearing_id))
        .count()
        .get_result(conn)
        .await?;
    if there == 1 {
        Ok(())
    } else {
        Err(TagError::NoTheme)
    }
}

async fn passage_at(
    conn: &mut AsyncPgConnection,
    by: Act,
    text: &TextVersion,
    at: Span,
) -> Result<i64, TagError> {
    let index = CharIndex::new(&text.text);
    let length = index.char(text.text.len());
    let piece = |start: usize, end: usize| {
        index
            .byte(start)
            .zip(index.byte(end))
            .and_then(|(start, end)| text.text.get(start..end))
    };
    let (Ok(starts), Ok(ends)) = (i32::try_from(at.start), i32::try_from(at.end)) else {
        return Err(TagError::NoPlace);
    };
    let exact = piece(at.start, at.end).ok_or(TagError::NoPlace)?;
    if exact.trim().is_empty() {
        return Err(TagError::NoPlace);
    }
    let prefix = piece(at.start.saturating_sub(CONTEXT), at.start).unwrap_or_default();
    let suffix = piece(at.end, (at.end + CONTEXT).min(length)).unwrap_or_default();
    diesel::insert_into(passages::table)
        .values((
            passages::text_id.eq(text.id),
            passages::starts.eq(starts),
            passages::ends.eq(ends),
            passages::exact.eq(exact),
            passages::prefix.eq(prefix),
            passages::suffix.eq(suffix),
            passages::staff_id.eq(by.staff_id),
            passages::created_at.eq(by.now),
        ))
        .on_conflict((passages::text_id, passages::starts, passages::ends))
        .do_nothing()
        .execute(conn)
        .await?;
    Ok(passages::table
        .filter(passages::text_id.eq(text.id))
        .filter(passages::starts.eq(starts))
        .filter(passages::ends.eq(ends))
        .select(passages::id)
        .first(conn)
        .await?)
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
