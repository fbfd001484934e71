//! Staff exports: everything to take along, for the case system's people and for researchers. What is taken here is the original text unless it
//! says otherwise, so the page is for editors, the files say that they are internal, and each response that was taken along is a row of the log.

mod annotations;
mod page;
mod project;
mod read;
mod take;
mod texts;

pub use page::ShowExports;

pub(super) use page::show;
pub(super) use take::{annotations, project, texts};

use crate::templates::pages;

pages![ShowExports];
