//! The authority's memo (*høringsnotat*): every point answered, and every answer leads to who said it.
//!
//! A point is a remark, what the authority says to it, how it is disposed of, and what changes in the plan. It stands on sources: passages,
//! whole responses, notes from workshops; one source may stand under several points. A point has a number that no other ever gets, one
//! holder at a time, and every version that was ever saved. A point is taken out and can be put back; none is deleted.
//!
//! What is written here is the staff's own text and becomes public with a release. This room knows no redaction: whoever fills in a remark
//! from a passage does so from its public text.

mod act;
pub mod approved;
mod back;
mod comment;
mod export;
mod hold;
mod order;
mod place;
mod publish;
mod say;
mod source;
mod summary;
mod version;
mod voice;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};

use crate::schema::memo_points;
use crate::text_enum;

pub use act::{make, put_back, remove, restore, save};
pub use back::{Done, Import, Refused, Step, carry_out, keep_import};
pub use comment::{Comment, comments_of, counts_of, write_comment};
pub use export::{Exported, Line, Sheet, exports_of, keep_export, latest_exports};
pub use hold::{hold, let_go, take_over};
pub use order::{Direction, step};
pub use place::{Section, page_number, sections};
pub use publish::{Publication, keep_back, publication_of, publish};
pub use say::disposed;
pub use source::{
    Loose, NewSource, Source, add_source, loose_inputs, loose_of, named, remove_source, sources_of,
};
pub use summary::{SUMMARY_CHARACTERS, Summary, save_summary, summaries_of, summary_of};
pub use version::{Version, versions_of};
pub use voice::{Voice, Voices};

text_enum! {
    /// Where in the memo a point stands.
    pub enum Place {
        General = "general",
        Theme = "theme",
        Other = "other",
    }
}

text_enum! {
    /// What the authority does about it.
    pub enum Disposition {
        Accepted = "accepted",
        Partly = "partly",
        Declined = "declined",
        /// Gives no reason to change anything.
        Noted = "noted",
        /// Passed on to a named department.
        Forwarded = "forwarded",
    }
}

text_enum! {
    /// How far a point is.
    pub enum PointState {
        Draft = "draft",
        ForComment = "for_comment",
        Agreed = "agreed",
    }
}

/// Characters of a remark, and of what the authority says to it.
pub const TEXT_CHARACTERS: usize = 20_000;
/// Characters of the wording before and after, each.
pub const CHANGE_CHARACTERS: usize = 10_000;
/// Characters of a page, and of a department's name.
pub const LINE_CHARACTERS: usize = 200;
/// Characters of what colleagues say to each other.
pub const COMMENT_CHARACTERS: usize = 5_000;

/// What a point says: all that a version keeps.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    Queryable,
    Selectable,
    AsChangeset,
    Insertable,
    Serialize,
    Deserialize,
)]
#[diesel(table_name = memo_points, treat_none_as_null = true)]
pub struct Content {
    pub place: Place,
    /// With [`Place::Theme`] and no other.
    pub theme_id: Option<i64>,
    pub remark: String,
    pub comment: String,
    pub disposition: Option<Disposition>,
    /// Whom it is passed on to.
    pub department: String,
    /// Where in the plan something changes, as people name it: *side 14*.
    pub change_page: String,
    pub change_before: String,
    pub change_after: String,
    pub state: PointState,
    pub owner_id: Option<i64>,
    pub due_on: Option<NaiveDate>,
}

impl Content {
    /// A draft that has a remark and nothing else.
    #[must_use]
    pub fn draft(remark: &str, place: Place, theme_id: Option<i64>) -> Self {
        Self {
            place,
            theme_id,
            remark: remark.to_owned(),
            comment: String::new(),
            disposition: None,
            department: String::new(),
            change_page: String::new(),
            change_before: String::new(),
            change_after: String::new(),
            state: PointState::Draft,
            owner_id: None,
            due_on: None,
        }
    }

    /// Whether something in the plan changes.
    #[must_use]
    pub fn changes_plan(&self) -> bool {
        let parts = [&self.change_page, &self.change_before, &self.change_after];
        parts.iter().any(|part| !part.is_empty())
    }

    /// Every text of the staff in it, for whoever looks for what must not be there.
    #[must_use]
    pub fn texts(&self) -> [&str; 6] {
        [
            &self.remark,
            &self.comment,
            &self.department,
            &self.change_page,
            &self.change_before,
            &self.change_after,
        ]
    }
}

/// A point of the memo.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = memo_points)]
pub struct Point {
    pub id: i64,
    pub hearing_id: i64,
    /// Its name in the hearing, in files too; never used again.
    pub number: i32,
    pub position: i32,
    #[diesel(embed)]
    pub content: Content,
    /// The number of the version that stands.
    pub version: i32,
    pub holder_id: Option<i64>,
    pub held_until: Option<DateTime<Utc>>,
    pub removed_at: Option<DateTime<Utc>>,
    pub removed_by: Option<i64>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Point {
    /// The points that stand, in the order of their places.
    pub async fn of_hearing(
        conn: &mut AsyncPgConnection,
        hearing_id: i64,
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(memo_points::hearing_id.eq(hearing_id))
            .filter(memo_points::removed_at.is_null())
            .order((memo_points::position, memo_points::id))
            .load(conn)
            .await
    }

    /// Those that were taken out, the latest first.
    pub async fn removed_of(
        conn: &mut AsyncPgConnection,
        hearing_id: i64,
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(memo_points::hearing_id.eq(hearing_id))
            .filter(memo_points::removed_at.is_not_null())
            .order((memo_points::removed_at.desc(), memo_points::id.desc()))
            .load(conn)
            .await
    }

    /// The point of a number, also one that was taken out.
    pub async fn numbered(
        conn: &mut AsyncPgConnection,
        hearing_id: i64,
        number: i32,
    ) -> QueryResult<Self> {
        Self::query()
            .filter(memo_points::hearing_id.eq(hearing_id))
            .filter(memo_points::number.eq(number))
            .first(conn)
            .await
    }

    /// Who has it to themselves now.
    #[must_use]
    pub fn holder(&self, now: DateTime<Utc>) -> Option<i64> {
        self.holder_id
            .filter(|_| self.held_until.is_some_and(|until| until > now))
    }

    /// A point of the hearing that stands, held until the transaction ends.
    async fn locked(
        conn: &mut AsyncPgConnection,
        hearing_id: i64,
        number: i32,
    ) -> QueryResult<Self> {
        Self::query()
            .filter(memo_points::hearing_id.eq(hearing_id))
            .filter(memo_points::number.eq(number))
            .for_no_key_update()
            .first(conn)
            .await
    }
}

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum MemoError {
    #[error("a remark is needed")]
    NoRemark,
    /// A text is longer than this many characters.
    #[error("a text has more than {0} characters")]
    TooLong(usize),
    /// Of another hearing, or none at all.
    #[error("no such theme in this hearing")]
    NoTheme,
    #[error("a department is needed to pass it on to")]
    NoDepartment,
    /// Nobody who works on this hearing.
    #[error("no such person here")]
    NoPerson,
    /// A point without disposition or without an answer cannot be agreed.
    #[error("an answer and a disposition are needed first")]
    NotReady,
    /// Somebody has it to themselves.
    #[error("held by another")]
    Held(i64),
    /// It was saved by somebody since.
    #[error("changed since")]
    Changed,
    /// Nothing was said there: another hearing's response, passage or note, or none at all.
    #[error("no such source in this hearing")]
    NoSource,
    /// No response of the hearing has this reference or receipt number.
    #[error("no such reference")]
    NoReference(String),
    /// The response of this reference or receipt number was withdrawn, replaced, or is none.
    #[error("the response no longer stands")]
    Withdrawn(String),
    /// There is no point in it.
    #[error("the memo has no points")]
    Empty,
    /// So many points are not agreed yet.
    #[error("{0} points are not agreed")]
    Open(usize),
    /// There is no earlier version, or no such one.
    #[error("no such version")]
    NoVersion,
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}
