//! A memo that comes back from Word or Excel: the file is kept, and what somebody chose of its changes is carried out in one transaction,
//! each through the act that a page has for it, so that it is refused, logged and taken back like any other.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::act::{lock, make, remove, save};
use super::order::place_after;
use super::source::{add_source, remove_source};
use super::summary::save_summary;
use super::{Content, MemoError, NewSource, write_comment};
use crate::audit::Event;
use crate::schema::{files, memo_imports};
use crate::staff::Act;
use crate::storage::{Kept, file_row};

/// A file that came back.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = memo_imports)]
pub struct Import {
    pub id: i64,
    pub filename: String,
    pub paper: serde_json::Value,
    pub file_id: i64,
    pub created_at: DateTime<Utc>,
    pub done_at: Option<DateTime<Utc>>,
    pub done: Option<serde_json::Value>,
}

/// How many changes were taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    pub changed: usize,
    pub moved: usize,
    pub removed: usize,
    pub made: usize,
    pub comments: usize,
}

/// Something to be carried out.
#[derive(Debug, Clone)]
pub enum Step {
    /// What a point says, by somebody who saw this version.
    Save {
        number: i32,
        seen: i32,
        content: Box<Content>,
    },
    Sources {
        number: i32,
        add: Vec<NewSource>,
        remove: Vec<i64>,
    },
    /// Stands after another, or first in its section.
    Place {
        number: i32,
        after: Option<i32>,
    },
    Remove(i32),
    Make {
        content: Box<Content>,
        sources: Vec<NewSource>,
        after: Option<i32>,
    },
    Comment {
        number: i32,
        text: String,
    },
    Summary {
        seen: i32,
        text: String,
    },
}

impl Step {
    /// The point that it is about.
    #[must_use]
    pub fn number(&self) -> Option<i32> {
        match self {
            Self::Save { number, .. }
            | Self::Sources { number, .. }
            | Self::Place { number, .. }
            | Self::Comment { number, .. }
            | Self::Remove(number) => Some(*number),
            Self::Make { .. } | Self::Summary { .. } => None,
        }
    }
}

/// Why nothing was carried out, and at which point.
#[derive(Debug, thiserror::Error)]
#[error("point {number:?}: {error}")]
pub struct Refused {
    pub number: Option<i32>,
    pub error: MemoError,
}

impl From<diesel::result::Error> for Refused {
    fn from(error: diesel::result::Error) -> Self {
        Self {
            number: None,
            error: error.into(),
        }
    }
}

impl Import {
    /// An import of a hearing.
    ///
    /// # Errors
    /// [`diesel::result::Error::NotFound`] for one of another hearing.
    pub async fn find(
        conn: &mut AsyncPgConnection,
        (hearing_id, id): (i64, i64),
    ) -> QueryResult<Self> {
        Self::query()
            .filter(memo_imports::hearing_id.eq(hearing_id))
            .filter(memo_imports::id.eq(id))
            .first(conn)
            .await
    }

    /// When the same file was taken before.
    pub async fn done_before(
        &self,
        conn: &mut AsyncPgConnection,
        hearing_id: i64,
    ) -> QueryResult<Option<DateTime<Utc>>> {
        let found: Option<Option<DateTime<Utc>>> = memo_imports::table
            .filter(memo_imports::hearing_id.eq(hearing_id))
            .filter(memo_imports::file_id.eq(self.file_id))
            .filter(memo_imports::id.ne(self.id))
            .filter(memo_imports::done_at.is_not_null())
            .order(memo_imports::done_at.desc())
            .select(memo_imports::done_at)
            .first(conn)
            .await
            .optional()?;
        Ok(found.flatten())
    }
}

/// Keeps a file that came back with what was read in it; nothing else is changed.
///
/// # Errors
/// When the database fails.
pub async fn keep_import(
    conn: &mut AsyncPgConnection,
    by: Act,
    (kept, filename, paper): (&Kept, &str, serde_json::Value),
) -> anyhow::Result<i64> {
    let filename: String = filename.chars().take(200).collect();
    conn.transaction(async |conn| {
        let file = file_row(conn, kept).await?;
        let id: i64 = diesel::insert_into(memo_imports::table)
            .values((
                memo_imports::hearing_id.eq(by.hearing_id),
                memo_imports::file_id.eq(file),
                memo_imports::filename.eq(filename),
                memo_imports::paper.eq(paper),
                memo_imports::staff_id.eq(by.staff_id),
                memo_imports::created_at.eq(by.now),
            ))
            .returning(memo_imports::id)
            .get_result(conn)
            .await?;
        let sha256: Vec<u8> = files::table
            .find(file)
            .select(files::sha256)
            .first(conn)
            .await?;
        Event::by_staff(by.staff_id, "memo_came_back", "hearing", by.hearing_id)
            .in_hearing(by.hearing_id)
            .with(json!({ "import": id, "sha256": hex::encode(sha256) }))
            .record(conn, by.now)
            .await?;
        Ok(id)
    })
    .await
}

/// Carries out all of it or nothing. A second time it does nothing.
///
/// # Errors
/// [`Refused`] with what the act of a page would say, and the point.
pub async fn carry_out(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    steps: Vec<Step>,
) -> Result<Done, Refused> {
    conn.transaction(async |conn| {
        lock(conn, by.hearing_id).await?;
        let import = Import::find(conn, (by.hearing_id, id)).await?;
        if import.done_at.is_some() {
            return Ok(Done::default());
        }
        let mut done = Done::default();
        let mut behind: BTreeMap<Option<i32>, i32> = BTreeMap::new();
        for step in steps {
            let number = step.number();
            take(conn, by, step, (&mut done, &mut behind))
                .await
                .map_err(|error| Refused { number, error })?;
        }
        let detail = serde_json::to_value(done)
            .map_err(|error| diesel::result::Error::SerializationError(error.into()))?;
        diesel::update(memo_imports::table.find(id))
            .set((
                memo_imports::done_at.eq(by.now),
                memo_imports::done_by.eq(by.staff_id),
                memo_imports::done.eq(&detail),
            ))
            .execute(conn)
            .await?;
        Event::by_staff(by.staff_id, "memo_taken_back", "hearing", by.hearing_id)
            .in_hearing(by.hearing_id)
            .with(json!({ "import": id, "done": detail }))
            .record(conn, by.now)
            .await?;
        Ok(done)
    })
    .await
}

async fn take(
    conn: &mut AsyncPgConnection,
    by: Act,
    step: Step,
    (done, behind): (&mut Done, &mut BTreeMap<Option<i32>, i32>),
) -> Result<(), MemoError> {
    match step {
        Step::Save {
            number,
            seen,
            content,
        } => {
            save(conn, by, (number, seen), *content).await?;
            done.changed += 1;
        }
        Step::Sources {
            number,
            add,
            remove,
        } => {
            for source in add {
                add_source(conn, by, number, source).await?;
            }
            for source in remove {
                remove_source(conn, by, number, source).await?;
            }
            done.changed += 1;
        }
        Step::Place { number, after } => {
            place(conn, by, (number, after), behind).await?;
            done.moved += 1;
        }
        Step::Remove(number) => {
            remove(conn, by, number).await?;
            done.removed += 1;
        }
        Step::Make {
            content,
            sources,
            after,
        } => {
            let number = make(conn, by, *content, &sources).await?;
            if after.is_some() {
                place(conn, by, (number, after), behind).await?;
            }
            done.made += 1;
        }
        Step::Comment { number, text } => {
            write_comment(conn, by, number, &text).await?;
            done.comments += 1;
        }
        Step::Summary { seen, text } => {
            save_summary(conn, by, seen, &text).await?;
            done.changed += 1;
        }
    }
    Ok(())
}

/// Behind a point, and behind what this file has put there already.
async fn place(
    conn: &mut AsyncPgConnection,
    by: Act,
    (number, after): (i32, Option<i32>),
    behind: &mut BTreeMap<Option<i32>, i32>,
) -> Result<(), MemoError> {
    let last = behind.get(&after).copied().or(after);
    place_after(conn, by, number, last).await?;
    if after.is_some() {
        behind.insert(after, number);
    }
    Ok(())
}
