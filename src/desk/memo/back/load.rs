//! What a comparison is made of: the file as it was read, what it was made from, and what stands here.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use serde_json::{Value, json};

use super::change::{Plan, What};
use super::compare::{Here, compare};
use super::read::FileMemo;
use super::rows::Base;
use crate::desk::memo::load::Memo;
use crate::desk::memo::sheet::sheet;
use crate::extract::{Extractor, Paper};
use crate::memo::{self, Exported, Sheet, comments_of, exports_of, latest_exports};
use crate::staff::workers_of;
use crate::templates::Words;

/// Everything that stands here, to be lent to a comparison.
pub(super) struct Loaded {
    pub(super) memo: Memo,
    pub(super) now: Sheet,
    pub(super) file: FileMemo,
    exports: Vec<Exported>,
    owners: BTreeMap<String, Vec<i64>>,
    comments: BTreeMap<i32, Vec<String>>,
    me: i64,
}

impl Loaded {
    /// None for a file that says it is of another hearing.
    pub(super) async fn of(
        conn: &mut AsyncPgConnection,
        words: &Words,
        (hearing_id, me, at): (i64, i64, DateTime<Utc>),
        paper: &Paper,
    ) -> diesel::QueryResult<Option<Self>> {
        let file = FileMemo::of(words, paper);
        let memo = Memo::read(conn, hearing_id, at).await?;
        let summary = memo::summary_of(conn, hearing_id).await?;
        let now = sheet(words, &memo, summary.as_ref());
        let rows = file.rows.iter().filter_map(|row| Some(row.id?.export));
        let named: BTreeSet<i64> = rows.chain(file.export).collect();
        let named: Vec<i64> = named.into_iter().collect();
        let mut exports = exports_of(conn, hearing_id, &named).await?;
        if exports.is_empty() && !named.is_empty() {
            return Ok(None);
        }
        if exports.is_empty() {
            exports = latest_exports(conn, hearing_id).await?;
        }
        if exports.is_empty() {
            let sheet = now.clone();
            exports.push(Exported {
                id: 0,
                made_at: at,
                sheet,
            });
        }
        let mut owners: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        for person in workers_of(conn, hearing_id).await? {
            owners
                .entry(person.name.to_lowercase())
                .or_default()
                .push(person.id);
        }
        for person in memo.people.values() {
            let ids = owners.entry(person.name.to_lowercase()).or_default();
            if !ids.contains(&person.id) {
                ids.push(person.id);
            }
        }
        let mut comments = BTreeMap::new();
        for point in &memo.points {
            if memo.comments.contains_key(&point.id) {
                let all = comments_of(conn, point.id).await?;
                comments.insert(point.number, all.into_iter().map(|it| it.text).collect());
            }
        }
        Ok(Some(Self {
            memo,
            now,
            file,
            exports,
            owners,
            comments,
            me,
        }))
    }

    pub(super) fn here<'a>(&'a self, words: &'a Words) -> Here<'a> {
        Here {
            words,
            memo: &self.memo,
            now: &self.now,
            owners: &self.owners,
            comments: &self.comments,
            me: self.me,
        }
    }

    /// What the file would change, and when what it was made from was taken along.
    pub(super) fn plan(&self, words: &Words) -> (Plan, Option<DateTime<Utc>>) {
        match Base::of(&self.exports, &self.file) {
            Some(base) => (
                compare(&self.here(words), &base, &self.file),
                Some(base.main.made_at),
            ),
            None => (Plan::default(), None),
        }
    }
}

/// What a file would change, for the command line and for measurements; nothing is changed.
///
/// # Errors
/// When the file cannot be read, is of another hearing, or the database fails.
pub async fn compared(
    conn: &mut AsyncPgConnection,
    words: &Words,
    (hearing_id, now): (i64, DateTime<Utc>),
    (extractor, bytes, name): (&Extractor, &[u8], &str),
) -> anyhow::Result<Value> {
    let paper = extractor.paper(bytes, name).await;
    let paper = paper.map_err(|why| anyhow::anyhow!(why.english()))?;
    let loaded = Loaded::of(conn, words, (hearing_id, 0, now), &paper).await?;
    let Some(loaded) = loaded else {
        anyhow::bail!("the file is of another hearing");
    };
    let (plan, _) = loaded.plan(words);
    let changes = plan.items.iter().map(|item| {
        let what = match &item.what {
            What::Field(key) => (*key).trim_start_matches("memo-"),
            What::From { .. } => "from",
            What::Move { .. } => "move",
            What::Gone => "gone",
            What::New(_) => "new",
            What::Note(_) => "note",
            What::Summary => "summary",
        };
        json!({
            "point": item.number, "what": what, "file": item.file, "tracked": !item.revisions.is_empty(),
            "guess": item.guess, "conflict": item.conflict, "problem": item.problem,
        })
    });
    Ok(json!({
        "rows": loaded.file.rows.len(),
        "same": plan.same,
        "changes": changes.collect::<Vec<_>>(),
        "remarks": plan.remarks,
    }))
}
