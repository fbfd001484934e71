//! What a file would change, one thing at a time, each to be taken or left.

use crate::extract::Revision;

/// What is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A text of a point, by the key of its column.
    Field(&'static str),
    /// Who said it: responses that come under the point, and those that leave it.
    From {
        add: Vec<String>,
        remove: Vec<String>,
    },
    /// Another section, or another place in its own.
    Move {
        section: String,
        after: After,
    },
    /// The row is not in the file any more.
    Gone,
    New(Box<NewRow>),
    /// A remark in the margin, for the point's comments.
    Note(String),
    Summary,
}

/// Where in its section a point stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    First,
    Point(i32),
    Last,
}

/// A row that is no point yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct NewRow {
    pub(super) section: String,
    pub(super) after: Option<After>,
    pub(super) remark: String,
    pub(super) comment: String,
    pub(super) disposition: String,
    pub(super) change_page: String,
    pub(super) change_before: String,
    pub(super) change_after: String,
    pub(super) state: String,
    pub(super) owner: String,
    pub(super) labels: Vec<String>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// Its name in the form.
    pub(super) key: String,
    pub(super) number: Option<i32>,
    pub(super) what: What,
    /// When the file was made, as the file has it, and as it is here.
    pub(super) old: String,
    pub(super) file: String,
    pub(super) now: String,
    /// As the file has it when no tracked change is accepted, where that is a change too.
    pub(super) untracked: Option<String>,
    pub(super) revisions: Vec<Revision>,
    /// Why it cannot be taken.
    pub(super) problem: Option<String>,
    /// The row was not sure to be this point.
    pub(super) guess: bool,
    /// It was changed here too since the file was made.
    pub(super) conflict: bool,
    /// Whether it is taken where nobody says otherwise.
    pub(super) preset: bool,
}

impl Item {
    pub(super) fn new(number: Option<i32>, key: &str, what: What) -> Self {
        let of = number.map_or_else(String::new, |number| format!("{number}."));
        Self {
            key: format!("{of}{key}"),
            number,
            what,
            old: String::new(),
            file: String::new(),
            now: String::new(),
            untracked: None,
            revisions: Vec::new(),
            problem: None,
            guess: false,
            conflict: false,
            preset: true,
        }
    }

    pub(super) fn texts(mut self, old: &str, file: &str, now: &str) -> Self {
        (self.old, self.file, self.now) = (old.to_owned(), file.to_owned(), now.to_owned());
        self
    }

    /// It was changed on both sides: what stands here stays, unless somebody chooses the file.
    pub(super) fn conflicts(mut self) -> Self {
        (self.conflict, self.preset) = (true, false);
        self
    }

    pub(super) fn refused(mut self, why: String) -> Self {
        (self.problem, self.preset) = (Some(why), false);
        self
    }
}

/// All that a file would change.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    /// By point, in the order of the file.
    pub(super) items: Vec<Item>,
    /// What is to be known of the file as a whole.
    pub(super) remarks: Vec<String>,
    pub(super) same: usize,
}
