//! In which form the public sees a file: as somebody chose, or as is usual for its sender and kind.
//!
//! An original file is never published. Letters of organisations stand as pictures of their pages beside the text, since they expect
//! their letter to stand as they wrote it; of private persons the text alone is shown. Whoever's name is kept back has no pictures at
//! all: a letter shows it in more ways than can be covered. Only what can be drawn has pictures, so never a DOCX.

use super::sender::sender;
use crate::extract::is_drawable;
use crate::hearing::Names;
use crate::response::{Part, PublishedAs, Respondent, Response, Role};

/// What the public sees of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Its pages as pictures, beside the text.
    Pictures,
    Text,
    Withheld,
}

/// Whoever sent it, as far as it decides on pictures.
#[derive(Debug, Clone, Copy)]
pub struct From {
    private: bool,
    /// A name is kept back.
    hidden: bool,
    protected: bool,
}

impl From {
    /// The senders of a response, by the hearing's rule for names.
    #[must_use]
    pub fn of(names: Names, response: &Response, respondents: &[&Respondent]) -> Self {
        let sender = sender(names, response, respondents, "");
        Self {
            private: sender.private,
            hidden: sender.hidden,
            protected: response.protected,
        }
    }

    pub(super) fn names_hidden(self) -> bool {
        self.hidden
    }

    /// Whether pictures of a file may be chosen.
    #[must_use]
    pub fn may_show(self, part: &Part) -> bool {
        !self.hidden && !self.protected && can_be_pictures(part)
    }

    /// The form of a file.
    #[must_use]
    pub fn form(self, part: &Part) -> Form {
        let letter = matches!(part.role, Role::Letter | Role::Appendix);
        let usual = !self.private && letter && part.media_type == "application/pdf";
        match part.published_as {
            PublishedAs::Withheld => Form::Withheld,
            PublishedAs::Pictures if self.may_show(part) => Form::Pictures,
            PublishedAs::Usual if usual && self.may_show(part) => Form::Pictures,
            _ => Form::Text,
        }
    }
}

/// Whether the pages of a file can be drawn.
#[must_use]
pub fn can_be_pictures(part: &Part) -> bool {
    let shown = !matches!(part.role, Role::Body | Role::Signaturbevis | Role::Inline);
    let pages = part.pages.is_some() || part.media_type != "application/pdf";
    shown && pages && part.file_id.is_some() && is_drawable(&part.media_type)
}
