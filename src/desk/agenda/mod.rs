//! Agenda packages: for each meeting the proposal with the hearing's figures filled in, the four appendices, everything as one file, and what
//! came later as an addendum. All of it is for the public: private persons stand by their reference alone, and every text is looked through
//! before a package is made.

mod dates;
mod files;
mod list;
mod make;
mod paper;
mod prefill;
mod read;
mod sample;
mod show;

pub use dates::Due;
pub use list::ListAgendas;
pub use show::ShowAgenda;

pub(super) use dates::of_hearing as due;
pub(super) use files::{download, proposal};
pub(super) use list::index;
pub(super) use make::{addendum, package};
pub(super) use show::{show, update};

use serde::Deserialize;

use crate::templates::pages;

pages![ListAgendas, ShowAgenda];

/// The path of a meeting.
#[derive(Deserialize)]
pub(super) struct At {
    id: i64,
}

/// The path of something that was made for a meeting.
#[derive(Deserialize)]
pub(super) struct AtPackage {
    id: i64,
    package: i32,
}
