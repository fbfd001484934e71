//! Frames as staff set them up, and what happens to their themes afterwards.
//!
//! Until the hearing opens a frame is text: read, shown, corrected, saved. From then on it is frozen, and its themes change only by events
//! ([`rename_theme`], [`merge_themes`]) that each make a new version and can be undone. A frame more can still be added, and is frozen at once. A merge moves nothing: what the theme is on stays,
//! and counts for the other. No theme goes that something is tagged with.

mod events;
mod freeze;
mod order;
mod write;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::outline::Line;
use crate::schema::{codings, frames, input_themes, response_themes, themes};

pub use events::{
    EventError, EventKind, ThemeEvent, events_of, merge_themes, rename_theme, undo_event,
};
pub use freeze::freeze_due;
pub use order::{move_frame, move_theme, remove_frame};
pub use write::{frame_print, save_frame};

pub(in crate::hearing) use events::renamed_by_file;

/// A frame as staff typed it.
#[derive(Debug, Clone)]
pub struct FrameText {
    pub title: String,
    /// What each level is called, outermost first; one at least.
    pub levels: Vec<String>,
    pub lines: Vec<Line>,
}

/// Why a frame could not be changed.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// Somebody else saved it after the form was shown.
    #[error("the frame was changed in the meantime")]
    Changed,
    /// The hearing has opened.
    #[error("the themes are frozen")]
    Frozen,
    /// Something is tagged with themes that would go: each with its title and how often it is used.
    #[error("{} themes are in use", .0.len())]
    InUse(Vec<(String, i64)>),
    /// A number that a theme has which was merged away.
    #[error("a merged theme has the number {0}")]
    NumberHeld(String),
    /// Every hearing has this frame.
    #[error("the frame stays")]
    Stays,
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// How often a theme is on a passage, a whole response or a note.
pub(in crate::hearing) async fn uses(
    conn: &mut AsyncPgConnection,
    theme_id: i64,
) -> QueryResult<i64> {
    let coded: i64 = codings::table
        .filter(codings::theme_id.eq(theme_id))
        .count()
        .get_result(conn)
        .await?;
    let whole: i64 = response_themes::table
        .filter(response_themes::theme_id.eq(theme_id))
        .count()
        .get_result(conn)
        .await?;
    let noted: i64 = input_themes::table
        .filter(input_themes::theme_id.eq(theme_id))
        .count()
        .get_result(conn)
        .await?;
    Ok(coded + whole + noted)
}

/// A theme of this hearing that is in force, with its frame.
async fn own(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    theme_id: i64,
) -> QueryResult<(super::Frame, super::Theme)> {
    let theme: super::Theme = super::Theme::query()
        .filter(themes::id.eq(theme_id))
        .filter(themes::merged_into.is_null())
        .first(conn)
        .await?;
    let frame = super::Frame::query()
        .filter(frames::id.eq(theme.frame_id))
        .filter(frames::hearing_id.eq(hearing_id))
        .first(conn)
        .await?;
    Ok((frame, theme))
}
