//! The list as it was handed in, kept until it is carried out: nothing is lost when a session ends in between, and confirming it twice is
//! once.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Columns, Fate, Grid, PlannedLine, compare};
use crate::audit::Event;
use crate::hearing::{Consultee, ConsulteeError, Hearing, add_consultee, save_consultee};
use crate::schema::{consultee_imports, hearings};
use crate::staff::Act;

/// What nobody has confirmed by then goes.
const KEPT_DAYS: i64 = 30;

/// A list that was handed in.
#[derive(Debug, Clone)]
pub struct Import {
    pub id: i64,
    pub filename: String,
    pub grid: Grid,
    pub columns: Columns,
    /// When it was carried out, and what that did.
    pub done: Option<(DateTime<Utc>, Done)>,
}

/// What carrying a list out did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    pub added: usize,
    pub changed: usize,
    pub same: usize,
    pub wrong: usize,
    /// On the list that was there, and not in the file.
    pub kept: usize,
}

#[derive(Debug, HasQuery)]
#[diesel(table_name = consultee_imports)]
struct Row {
    id: i64,
    filename: String,
    rows: serde_json::Value,
    fields: serde_json::Value,
    done_at: Option<DateTime<Utc>>,
    done: Option<serde_json::Value>,
}

impl Import {
    /// An import of a hearing.
    ///
    /// # Errors
    /// [`diesel::result::Error::NotFound`] for one of another hearing.
    pub async fn find(
        conn: &mut AsyncPgConnection,
        (hearing_id, id): (i64, i64),
    ) -> anyhow::Result<Self> {
        let row = Row::query()
            .filter(consultee_imports::id.eq(id))
            .filter(consultee_imports::hearing_id.eq(hearing_id))
            .first(conn)
            .await?;
        Self::of(row)
    }

    fn of(row: Row) -> anyhow::Result<Self> {
        let done = match (row.done_at, row.done) {
            (Some(at), Some(done)) => Some((at, serde_json::from_value(done)?)),
            _ => None,
        };
        Ok(Self {
            id: row.id,
            filename: row.filename,
            grid: serde_json::from_value(row.rows)?,
            columns: serde_json::from_value(row.fields)?,
            done,
        })
    }

    /// What it would do to the list as it stands.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn plan(
        &self,
        conn: &mut AsyncPgConnection,
        hearing: &Hearing,
    ) -> QueryResult<(Vec<PlannedLine>, Vec<Consultee>)> {
        let categories = hearing.categories(conn).await?;
        let there = Consultee::of_hearing(conn, hearing.id).await?;
        let lines = compare(&self.grid, &self.columns, (&categories, &there));
        let named: Vec<i64> = lines.iter().filter_map(consultee).collect();
        let kept = there
            .into_iter()
            .filter(|one| !named.contains(&one.id))
            .collect();
        Ok((lines, kept))
    }
}

fn consultee(line: &PlannedLine) -> Option<i64> {
    match line.fate {
        Fate::Changed(id, _) | Fate::Same(id) => Some(id),
        Fate::Added(_) | Fate::Wrong(_) => None,
    }
}

/// Keeps a list that was handed in, and lets go of old ones that nobody confirmed.
///
/// # Errors
/// When the database fails.
pub async fn keep(
    conn: &mut AsyncPgConnection,
    by: Act,
    (filename, grid): (&str, &Grid),
) -> anyhow::Result<i64> {
    let columns = Columns::found_in(grid);
    let old = by.now - TimeDelta::days(KEPT_DAYS);
    diesel::delete(
        consultee_imports::table
            .filter(consultee_imports::done_at.is_null())
            .filter(consultee_imports::created_at.lt(old)),
    )
    .execute(conn)
    .await?;
    let name: String = filename.chars().take(200).collect();
    Ok(diesel::insert_into(consultee_imports::table)
        .values((
            consultee_imports::hearing_id.eq(by.hearing_id),
            consultee_imports::staff_id.eq(by.staff_id),
            consultee_imports::filename.eq(name),
            consultee_imports::rows.eq(serde_json::to_value(grid)?),
            consultee_imports::fields.eq(serde_json::to_value(columns)?),
            consultee_imports::created_at.eq(by.now),
        ))
        .returning(consultee_imports::id)
        .get_result(conn)
        .await?)
}

/// Says which column holds what, where it was not found or found wrongly. False once the list was carried out.
///
/// # Errors
/// When the database fails.
pub async fn choose_columns(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    columns: &Columns,
) -> anyhow::Result<bool> {
    let changed = diesel::update(
        consultee_imports::table
            .filter(consultee_imports::id.eq(id))
            .filter(consultee_imports::hearing_id.eq(by.hearing_id))
            .filter(consultee_imports::done_at.is_null()),
    )
    .set(consultee_imports::fields.eq(serde_json::to_value(columns)?))
    .execute(conn)
    .await?;
    Ok(changed > 0)
}

/// Carries a list out: adds and changes in one transaction, from a plan made of the list as it stands now. Again it does nothing and
/// answers what was done.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] for an import of another hearing.
pub async fn carry_out(conn: &mut AsyncPgConnection, by: Act, id: i64) -> anyhow::Result<Done> {
    conn.transaction(async |conn| {
        // Two people who confirm at once wait for each other here.
        let hearing = Hearing::query()
            .filter(hearings::id.eq(by.hearing_id))
            .for_update()
            .first(conn)
            .await?;
        let it = Import::find(conn, (by.hearing_id, id)).await?;
        if let Some((_, done)) = it.done {
            return Ok(done);
        }
        let (lines, kept) = it.plan(conn, &hearing).await?;
        let mut done = Done {
            kept: kept.len(),
            ..Done::default()
        };
        for line in &lines {
            match &line.fate {
                Fate::Added(new) => {
                    add_consultee(conn, by, new).await.map_err(plain)?;
                    done.added += 1;
                }
                Fate::Changed(known, new) => {
                    save_consultee(conn, by, *known, new).await.map_err(plain)?;
                    done.changed += 1;
                }
                Fate::Same(_) => done.same += 1,
                Fate::Wrong(_) => done.wrong += 1,
            }
        }
        diesel::update(consultee_imports::table.find(id))
            .set((
                consultee_imports::rows.eq(serde_json::to_value(Grid::default())?),
                consultee_imports::done_at.eq(by.now),
                consultee_imports::done_by.eq(by.staff_id),
                consultee_imports::done.eq(serde_json::to_value(done)?),
            ))
            .execute(conn)
            .await?;
        Event::by_staff(by.staff_id, "consultees_imported", "consultee_import", id)
            .in_hearing(by.hearing_id)
            .with(json!({
                "added": done.added, "changed": done.changed, "same": done.same, "wrong": done.wrong,
            }))
            .record(conn, by.now)
            .await?;
        Ok(done)
    })
    .await
}

/// The plan was made of the list that is locked, so that nothing of it can be taken.
fn plain(error: ConsulteeError) -> anyhow::Error {
    match error {
        ConsulteeError::Database(error) => error.into(),
        other => other.into(),
    }
}
