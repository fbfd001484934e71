//! Notes from workshops and meetings: tagged and published as an appendix, never counted among the responses.
//!
//! A round is a workshop or meeting on a day, with the questions that were asked there (`round.rs`). A note answers one of them, or none, at a
//! table or in a group. A note that is taken out can be put back; none is deleted (`write.rs`).

mod round;
mod write;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::schema::{input_themes, inputs, workshops};

pub use round::{NewWorkshop, QUESTIONS, add_workshop, remove_workshop, save_workshop};
pub use write::{put_back, remove, save, tag, untag, write, write_all};

/// Characters of a note.
pub const TEXT_CHARACTERS: usize = 5_000;
/// Characters of a question.
pub const QUESTION_CHARACTERS: usize = 500;
/// Characters of a table's or group's name, of a format and of a place.
pub const NAME_CHARACTERS: usize = 120;
/// Notes in one form.
pub const AT_ONCE: usize = 500;

/// A meeting that gave notes.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = workshops)]
pub struct Workshop {
    pub id: i64,
    pub held_on: NaiveDate,
    pub format: String,
    pub questions: Vec<String>,
    /// Where it was held; empty when nobody has said.
    pub place: String,
}

/// A note.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = inputs)]
pub struct Input {
    pub id: i64,
    pub hearing_id: i64,
    pub workshop_id: Option<i64>,
    /// The question that it answers.
    pub question: String,
    /// Table or group.
    pub grouping: String,
    pub text: String,
    pub created_at: DateTime<Utc>,
    /// Counts how often it was saved.
    pub version: i32,
    pub removed_at: Option<DateTime<Utc>>,
}

/// A note to be written.
#[derive(Debug, Clone, Default)]
pub struct NewInput {
    pub workshop_id: Option<i64>,
    pub question: String,
    pub grouping: String,
    pub text: String,
    pub themes: Vec<i64>,
}

/// The form that notes are sent by: sent twice, it writes them once.
pub type Entry = Uuid;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    #[error("a note needs a text")]
    NoText,
    /// A field is longer than this many characters.
    #[error("a text has more than {0} characters")]
    TooLong(usize),
    /// More notes in one form than this.
    #[error("more than {0} at once")]
    TooMany(usize),
    /// A workshop of another hearing, or none at all.
    #[error("no such workshop in this hearing")]
    NoWorkshop,
    /// A theme of another hearing, one that was merged away, or none at all.
    #[error("no such theme in this hearing")]
    NoTheme,
    /// Somebody saved it since.
    #[error("changed since")]
    Changed,
    /// A workshop needs a format.
    #[error("a format is needed")]
    NoFormat,
    /// There is one of this format on that day.
    #[error("there is one already")]
    Exists,
    /// It has notes, also those that were taken out.
    #[error("it has {0} notes")]
    InUse(i64),
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// The workshops of a hearing, in order.
pub async fn workshops_of(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
) -> QueryResult<Vec<Workshop>> {
    Workshop::query()
        .filter(workshops::hearing_id.eq(hearing_id))
        .order((workshops::held_on, workshops::id))
        .load(conn)
        .await
}

/// The notes of a hearing that stand, by workshop and in the order in which they were written.
pub async fn inputs_of(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<Vec<Input>> {
    Input::query()
        .filter(inputs::hearing_id.eq(hearing_id))
        .filter(inputs::removed_at.is_null())
        .order((inputs::workshop_id, inputs::id))
        .load(conn)
        .await
}

/// Those that were taken out, the latest first.
pub async fn removed_of(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<Vec<Input>> {
    Input::query()
        .filter(inputs::hearing_id.eq(hearing_id))
        .filter(inputs::removed_at.is_not_null())
        .order((inputs::removed_at.desc(), inputs::id.desc()))
        .load(conn)
        .await
}

/// A note of a hearing, also one that was taken out.
pub async fn find(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    input_id: i64,
) -> QueryResult<Input> {
    Input::query()
        .filter(inputs::id.eq(input_id))
        .filter(inputs::hearing_id.eq(hearing_id))
        .first(conn)
        .await
}

/// The themes of many notes, as (note, theme).
pub async fn themes_of(conn: &mut AsyncPgConnection, ids: &[i64]) -> QueryResult<Vec<(i64, i64)>> {
    input_themes::table
        .filter(input_themes::input_id.eq_any(ids))
        .order((input_themes::input_id, input_themes::theme_id))
        .select((input_themes::input_id, input_themes::theme_id))
        .load(conn)
        .await
}
