//! The themes of a hearing with what was said under each: counts by category and stance, the passages behind every number, and the acts
//! that rename and merge themes and make that undone.

mod acts;
mod counts;
mod list;
mod sample;
mod show;

pub use list::ListThemes;
pub use show::ShowTheme;

pub(super) use acts::{merge, rename, undo};
pub(super) use counts::{count, count_by};
pub(super) use list::index;
pub(super) use show::show;

use serde::Deserialize;

use crate::desk::panel::stance_text;
use crate::tagging::Stance;
use crate::templates::{Choice, Words, pages};

pages![ListThemes, ShowTheme];

/// The path of a theme, or of something that happened to one.
#[derive(Deserialize)]
pub(in crate::desk) struct At {
    id: i64,
}

/// What is counted and listed, as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(in crate::desk) struct Filter {
    /// Category's letter.
    kategori: String,
    /// Stance, or `none`.
    holdning: String,
    /// Page of the list, from 1.
    side: i64,
}

/// No stance at all.
const NONE: &str = "none";

impl Filter {
    /// Only what can be filtered by; anything else lets everything through.
    fn known(mut self, letters: &[String]) -> Self {
        if !letters.contains(&self.kategori) {
            self.kategori.clear();
        }
        if self.holdning != NONE && Stance::parse(&self.holdning).is_none() {
            self.holdning.clear();
        }
        self.side = self.side.max(1);
        self
    }

    /// As the end of an address.
    fn query(letter: &str, stance: &str, page: i64) -> String {
        let page = if page > 1 {
            page.to_string()
        } else {
            String::new()
        };
        let pairs = [("kategori", letter), ("holdning", stance), ("side", &page)];
        let given: Vec<String> = pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        if given.is_empty() {
            String::new()
        } else {
            format!("?{}", given.join("&"))
        }
    }
}

/// Letters may be Æ, Ø and Å.
fn encoded(value: &str) -> String {
    value
        .bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// The stances, and having none.
fn stances(words: &Words, chosen: &str) -> Vec<Choice> {
    Stance::ALL
        .iter()
        .map(|stance| {
            let word = stance.as_str();
            Choice::new(word, &stance_text(words, *stance), word == chosen)
        })
        .chain([Choice::new(
            NONE,
            &words.text("themes-no-stance", &[]),
            chosen == NONE,
        )])
        .collect()
}
