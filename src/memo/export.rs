//! What stood in a memo when it was taken along as a file. A file that comes back is compared with this, so that what was changed in it is
//! told from what was changed here meanwhile, and a row that was moved from one that is new.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::schema::memo_exports;

/// How many of them a file without any sign of where it comes from is compared with.
const LATEST: i64 = 10;

/// A memo, in the words in which it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// In the order of the memo.
    pub lines: Vec<Line>,
    /// What the headings are called: as the memo numbers them, and their bare titles, each with the section as a form's value.
    pub titles: BTreeMap<String, String>,
    pub summary: String,
    /// The version of the summary; 0 for none.
    pub summary_version: i32,
}

/// A point as it stands in a row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub number: i32,
    pub version: i32,
    /// The section as a form's value, and its title.
    pub section: String,
    pub title: String,
    pub remark: String,
    /// Who said it, a line each.
    pub from: Vec<String>,
    /// The responses and notes among them, as they are named.
    pub labels: Vec<String>,
    pub comment: String,
    pub disposition: String,
    pub department: String,
    pub change_page: String,
    pub change_before: String,
    pub change_after: String,
    pub state: String,
    pub owner: String,
}

/// A memo that was taken along.
#[derive(Clone, Debug)]
pub struct Exported {
    pub id: i64,
    pub made_at: DateTime<Utc>,
    pub sheet: Sheet,
}

#[derive(HasQuery)]
#[diesel(table_name = memo_exports)]
struct Row {
    id: i64,
    content: serde_json::Value,
    made_at: DateTime<Utc>,
}

impl Row {
    fn read(self) -> Option<Exported> {
        Some(Exported {
            id: self.id,
            made_at: self.made_at,
            sheet: serde_json::from_value(self.content).ok()?,
        })
    }
}

/// Keeps what is taken along and gives its name; the same memo has one name however often it is taken.
///
/// # Errors
/// When the database fails.
pub async fn keep_export(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    sheet: &Sheet,
    now: DateTime<Utc>,
) -> anyhow::Result<i64> {
    let content = serde_json::to_value(sheet)?;
    let fingerprint = hex::encode(Sha256::digest(content.to_string()));
    let made: Option<i64> = diesel::insert_into(memo_exports::table)
        .values((
            memo_exports::hearing_id.eq(hearing_id),
            memo_exports::fingerprint.eq(&fingerprint),
            memo_exports::content.eq(content),
            memo_exports::made_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .returning(memo_exports::id)
        .get_result(conn)
        .await
        .optional()?;
    if let Some(id) = made {
        return Ok(id);
    }
    Ok(memo_exports::table
        .filter(memo_exports::hearing_id.eq(hearing_id))
        .filter(memo_exports::fingerprint.eq(fingerprint))
        .select(memo_exports::id)
        .first(conn)
        .await?)
}

/// Those of a hearing that a file names, by their id; those of other hearings are left out.
pub async fn exports_of(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    ids: &[i64],
) -> QueryResult<Vec<Exported>> {
    let rows: Vec<Row> = Row::query()
        .filter(memo_exports::hearing_id.eq(hearing_id))
        .filter(memo_exports::id.eq_any(ids))
        .order(memo_exports::id)
        .load(conn)
        .await?;
    Ok(rows.into_iter().filter_map(Row::read).collect())
}

/// The latest of a hearing, for a file that does not say which it was.
pub async fn latest_exports(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
) -> QueryResult<Vec<Exported>> {
    let rows: Vec<Row> = Row::query()
        .filter(memo_exports::hearing_id.eq(hearing_id))
        .order(memo_exports::id.desc())
        .limit(LATEST)
        .load(conn)
        .await?;
    Ok(rows.into_iter().filter_map(Row::read).collect())
}
