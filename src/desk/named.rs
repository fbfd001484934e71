//! What a mail is called on the pages: its subject and its sender.

use super::inbox;
use crate::templates::Words;

/// The subject, or that it has none.
pub(super) fn subject(words: &Words, subject: &str) -> String {
    if subject.trim().is_empty() {
        words.text("desk-no-subject", &[])
    } else {
        subject.to_owned()
    }
}

/// *Navn \<adresse\>*, as much of it as there is.
pub(super) fn sender(words: &Words, name: &str, address: Option<&str>) -> String {
    match (name.trim(), address.unwrap_or_default()) {
        ("", address) => inbox::who(words, address),
        (name, "") => name.to_owned(),
        (name, address) => format!("{name} <{address}>"),
    }
}
