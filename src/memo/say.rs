//! How a disposition is said, to the staff and in public.

use super::Disposition;
use crate::templates::Words;

impl Disposition {
    /// The key of its words.
    #[must_use]
    pub const fn word_key(self) -> &'static str {
        match self {
            Self::Accepted => "memo-accepted",
            Self::Partly => "memo-partly",
            Self::Declined => "memo-declined",
            Self::Noted => "memo-noted",
            Self::Forwarded => "memo-forwarded",
        }
    }
}

/// *Videresendt til Regionshuset*; that nothing is decided yet, for none.
#[must_use]
pub fn disposed(words: &Words, disposition: Option<Disposition>, to: &str) -> String {
    match disposition {
        None => words.text("memo-undecided", &[]),
        Some(Disposition::Forwarded) => words.text("memo-forwarded-to", &[("to", to.into())]),
        Some(other) => words.text(other.word_key(), &[]),
    }
}
