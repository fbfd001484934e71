//! The list of those whom the hearing is sent to: who was asked and how, who has answered, who is missing, whose letter came back.

mod import;
mod letter_view;
mod letters;
mod list;
mod load;
mod matches;
mod preview;
mod sheet;
mod show;
mod view;

pub use import::NewImport;
pub use letter_view::WriteLetters;
pub use list::ListConsultees;
pub use matches::ListMatches;
pub use preview::ShowImport;
pub use view::ShowConsultee;

pub(super) use import::{carry_out, columns, create as upload, new as new_import};
pub(super) use letters::{forget, hand, send, show as show_letters, take_back, word};
pub(super) use list::index;
pub(super) use matches::{confirm, index as index_matches, set};
pub(super) use preview::show as show_import;
pub(super) use sheet::export;
pub(super) use show::{create, destroy, give_deadline, new, show, update};

use serde::Deserialize;

use crate::hearing::Way;
use crate::templates::{Choice, Words, pages};

pages![
    ListConsultees,
    ShowConsultee,
    ListMatches,
    NewImport,
    ShowImport,
    WriteLetters
];

/// The path of a consultee, an import or a letter.
#[derive(Deserialize)]
pub(in crate::desk) struct At {
    id: i64,
}

fn way_text(words: &Words, way: Way) -> String {
    let key = match way {
        Way::Mail => "parties-way-mail",
        Way::DigitalPost => "parties-way-digital-post",
        Way::Letter => "parties-way-letter",
    };
    words.text(key, &[])
}

fn way_choices(words: &Words, chosen: Way) -> Vec<Choice> {
    Way::ALL
        .iter()
        .map(|way| Choice::new(way.as_str(), &way_text(words, *way), *way == chosen))
        .collect()
}
