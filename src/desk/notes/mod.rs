//! Meetings and workshops: which there were, and the notes from them. Notes are written one after the other without taking the hands off the
//! keys (a line, Enter, the next), or pasted as a list; tagged, corrected, taken out and put back. They are shown as an appendix and never
//! counted among the responses.

mod edit;
mod entry;
mod list;
mod room;
mod rounds;
mod typed;

pub use edit::EditNote;
pub use entry::NewNotes;
pub use list::ListNotes;
pub use room::{Note, NoteTheme};
pub use rounds::EditRound;

pub(super) use edit::{destroy, restore, show as edit, tag, untag, update};
pub(super) use entry::{create, new};
pub(super) use list::index;
pub(super) use rounds::{
    create as create_round, destroy as destroy_round, edit as edit_round, new as new_round,
    update as update_round,
};

use serde::Deserialize;

use crate::templates::pages;

pages![ListNotes, NewNotes, EditNote, EditRound];

/// The path of a note or of a round.
#[derive(Deserialize)]
pub(super) struct On {
    id: i64,
}

/// The path of a theme on a note.
#[derive(Deserialize)]
pub(super) struct OnTheme {
    id: i64,
    theme: i64,
}
