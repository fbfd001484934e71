//! Setting up a hearing, alone and without a file: one page of sections that are saved by themselves, the themes as pasted text, and the
//! deadline when it must move.

mod acts;
mod checks;
mod deadline;
mod documents;
mod documents_view;
mod form;
mod frames;
mod frames_view;
mod lists;
mod new;
mod postbox;
mod sample;
mod sections;
mod show;
mod source;
mod view;

pub use frames_view::EditFrame;
pub use new::NewHearing;
pub use view::ShowSetup;

pub(super) use acts::{
    publish, save_basics, save_categories, save_dates, save_mailbox, save_meetings,
    save_publication, unpublish,
};
pub(super) use deadline::{give_one, move_all};
pub(super) use documents::{add, remove, rename, reorder};
pub(super) use frames::{create_frame, edit_frame, move_one, new_frame, remove_one, update_frame};
pub(super) use new::{create, new};
pub(super) use show::show;

use serde::Deserialize;

use crate::templates::pages;

pages![NewHearing, ShowSetup, EditFrame];

/// The path of a document, a frame or a theme.
#[derive(Deserialize)]
pub(in crate::desk) struct At {
    id: i64,
}
