//! What goes to a meeting's agenda, which is public: the overview without the names of private persons, the compilation as it was released, and
//! a look through every text that goes with them.

use anyhow::Context;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;

use super::evidence::Evidence;
use super::files::PDF;
use super::gate::{self, What};
use super::projection::{Overview, PublicResponse, Row, Status};
use super::public::response::sender;
use super::public::words::{kind, notes};
use super::published::{self, Current};
use super::read::read;
use super::release::ReleaseKind;
use crate::app::App;
use crate::templates::Words;

/// The release that the public sees.
#[derive(Debug, Clone, Copy)]
pub struct InForce {
    pub id: i64,
    pub number: i32,
    pub released_at: DateTime<Utc>,
}

/// A hearing as the public may see it, as it stands now and as it was released.
pub struct Handed {
    /// As it stands now.
    pub now: Overview,
    pub release: Option<InForce>,
    /// What the agenda's overview shows: the release, or what stands now while there is none.
    pub shown: Overview,
    responses: Vec<PublicResponse>,
    evidence: Evidence,
}

/// A line of the overview.
#[derive(Debug, Clone)]
pub struct Line {
    pub reference: String,
    /// The receipt number of its first version.
    pub number: String,
    /// Empty for a private person, and for a reference that is no longer in use.
    pub sender: String,
    pub private: bool,
    pub received_at: DateTime<Utc>,
    pub kind: String,
    pub notes: Vec<String>,
    pub themes: Vec<String>,
    pub attachments: usize,
}

/// A response with its public text.
#[derive(Debug, Clone)]
pub struct Text {
    pub reference: String,
    /// The category's letter; empty without one.
    pub letter: String,
    /// As the public may see it.
    pub sender: String,
    pub received_at: DateTime<Utc>,
    /// The name of the file, where it is told, and its text.
    pub parts: Vec<(Option<String>, String)>,
}

/// Reads it.
///
/// # Errors
/// When the database fails.
pub async fn read_handed(
    conn: &mut AsyncPgConnection,
    slug: &str,
    words: &Words,
) -> anyhow::Result<Handed> {
    let read = read(conn, slug, words, ReleaseKind::Final)
        .await
        .context("the hearing as it stands")?;
    let current = Current::of(conn, slug).await?;
    let release = current.as_ref().map(|one| InForce {
        id: one.release_id,
        number: one.number,
        released_at: one.released_at,
    });
    let now = read.projection.overview;
    Ok(Handed {
        shown: current.map_or_else(|| now.clone(), |one| one.overview),
        now,
        release,
        responses: read.projection.responses,
        evidence: read.evidence,
    })
}

impl Handed {
    /// The overview's lines, in its order.
    #[must_use]
    pub fn lines(&self, words: &Words) -> Vec<Line> {
        let rows = self.shown.rows.iter();
        rows.map(|row| line(words, &self.shown, row)).collect()
    }

    /// The lines of these responses as they stand now, by the receipt number of their first version.
    #[must_use]
    pub fn lines_of(&self, words: &Words, numbers: &[String]) -> Vec<Line> {
        let own = self
            .now
            .rows
            .iter()
            .filter(|row| numbers.contains(&row.number));
        own.map(|row| line(words, &self.now, row)).collect()
    }

    /// The public text of a response that the release in force holds; none while it is not published.
    #[must_use]
    pub fn text(&self, number: &str) -> Option<String> {
        let released = self.release.is_some()
            && self
                .shown
                .rows
                .iter()
                .any(|row| row.number == number && is_shown(row));
        let own = self.responses.iter().find(|one| one.row.number == number);
        let own = own.filter(|_| released)?;
        let texts: Vec<&str> = own
            .parts
            .iter()
            .map(|part| part.text.trim())
            .filter(|text| !text.is_empty())
            .collect();
        Some(texts.join("\n\n"))
    }

    /// Every response as the public sees it, or will see it with the next release; without those that were withdrawn.
    #[must_use]
    pub fn texts(&self, words: &Words) -> Vec<Text> {
        let stand = self.responses.iter().filter(|one| stands(&one.row));
        stand
            .map(|one| Text {
                reference: one.row.reference.clone(),
                letter: one.row.category.clone(),
                sender: sender(words, &one.row),
                received_at: one.row.received_at,
                parts: one
                    .parts
                    .iter()
                    .filter(|part| !part.text.trim().is_empty())
                    .map(|part| (part.filename.clone(), part.text.clone()))
                    .collect(),
            })
            .collect()
    }

    /// What must not be in texts that go to the agenda: CPR numbers, redacted text, protected names.
    #[must_use]
    pub fn look(&self, texts: &[String]) -> Vec<What> {
        gate::look_at_handed(texts, &self.evidence)
    }

    /// Responses published, in a category, as they stand now.
    #[must_use]
    pub fn in_category(&self, letter: &str) -> usize {
        let own = self
            .now
            .rows
            .iter()
            .filter(|row| row.category == letter && stands(row));
        own.count()
    }
}

fn stands(row: &Row) -> bool {
    !matches!(row.status, Status::Withdrawn | Status::Retired)
}

fn is_shown(row: &Row) -> bool {
    matches!(row.status, Status::Full | Status::Partly)
}

fn line(words: &Words, overview: &Overview, row: &Row) -> Line {
    let themes = row.themes.iter().filter_map(|theme| overview.theme(theme));
    let named = match row.status {
        Status::Retired => words.text("publication-status-retired", &[]),
        _ if row.private => String::new(),
        _ => match &row.on_behalf_of {
            Some(behalf) => {
                let behalf = words.text("pdf-on-behalf", &[("behalf", behalf.as_str().into())]);
                format!("{} {behalf}", row.sender)
            }
            None => row.sender.clone(),
        },
    };
    Line {
        reference: row.reference.clone(),
        number: row.number.clone(),
        sender: named,
        private: row.private,
        received_at: row.received_at,
        kind: kind(words, row),
        notes: notes(words, row),
        themes: themes
            .map(|(_, theme)| match theme.number {
                Some(number) => format!("{number} {}", theme.title),
                None => theme.title.clone(),
            })
            .collect(),
        attachments: row.attachments,
    }
}

/// The compilation's PDF as it was released.
///
/// # Errors
/// When the release has none, or storage fails.
pub async fn released_pdf(app: &App, slug: &str, number: i32) -> anyhow::Result<Bytes> {
    let mut conn = app.conn().await?;
    let file = published::file(&mut conn, slug, number, PDF).await?;
    drop(conn);
    app.storage.read(&file.sha256).await
}
