//! What the hearing is about: files of ours, or links.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{Section, changed, lock};
use crate::audit::Event;
use crate::hearing::Document;
use crate::schema::{documents, hearing_rounds};
use crate::staff::Act;
use crate::storage::{Kept, file_row};

/// A document to be put on the hearing's page, at the end.
#[derive(Debug, Clone)]
pub struct NewDocument {
    pub title: String,
    pub round_id: Option<i64>,
    /// Bytes in storage, their type by content, and what the file is called.
    pub file: Option<(Kept, String, String)>,
    pub url: Option<String>,
}

/// Why a document could not be put there.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    #[error("there is a document of this title")]
    TitleTaken,
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// One place up or down in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoveTo {
    Up,
    Down,
}

impl MoveTo {
    /// As a form says it.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "op" => Some(Self::Up),
            "ned" => Some(Self::Down),
            _ => None,
        }
    }

    /// The place that is changed places with; none at the end of the list.
    #[must_use]
    pub fn from(self, at: usize, length: usize) -> Option<usize> {
        match self {
            Self::Up => at.checked_sub(1),
            Self::Down => Some(at + 1).filter(|to| *to < length),
        }
    }
}

/// Puts a document on the hearing's page.
///
/// # Errors
/// [`DocumentError::TitleTaken`]; `NotFound` for a round of another hearing.
pub async fn add_document(
    conn: &mut AsyncPgConnection,
    by: Act,
    new: &NewDocument,
) -> Result<i64, DocumentError> {
    conn.transaction(async |conn| {
        let hearing = lock(conn, by.hearing_id).await?;
        let all = hearing.documents(conn).await?;
        if taken(&all, &new.title, None) {
            return Err(DocumentError::TitleTaken);
        }
        if let Some(round) = new.round_id {
            own_round(conn, by, round).await?;
        }
        let file_id = match &new.file {
            Some((kept, _, _)) => Some(file_row(conn, kept).await?),
            None => None,
        };
        let (media_type, filename) = match &new.file {
            Some((_, media_type, name)) => (Some(media_type), Some(name)),
            None => (None, None),
        };
        let last = all.iter().map(|one| one.position).max();
        let id = diesel::insert_into(documents::table)
            .values((
                documents::hearing_id.eq(by.hearing_id),
                documents::round_id.eq(new.round_id),
                documents::title.eq(&new.title),
                documents::file_id.eq(file_id),
                documents::media_type.eq(media_type),
                documents::filename.eq(filename),
                documents::url.eq(&new.url),
                documents::position.eq(last.map_or(0, |last| last + 1)),
            ))
            .returning(documents::id)
            .get_result(conn)
            .await?;
        record(conn, by, "document_added", id).await?;
        Ok(id)
    })
    .await
}

/// Gives a document another title, or another round.
///
/// # Errors
/// [`DocumentError::TitleTaken`]; `NotFound` for a document or a round of another hearing.
pub async fn rename_document(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    (title, round_id): (&str, Option<i64>),
) -> Result<(), DocumentError> {
    conn.transaction(async |conn| {
        let hearing = lock(conn, by.hearing_id).await?;
        let all = hearing.documents(conn).await?;
        if taken(&all, title, Some(id)) {
            return Err(DocumentError::TitleTaken);
        }
        let own = all.iter().find(|one| one.id == id);
        let own = own.ok_or(diesel::result::Error::NotFound)?;
        if let Some(round) = round_id {
            own_round(conn, by, round).await?;
        }
        if own.title == title && own.round_id == round_id {
            return Ok(());
        }
        diesel::update(documents::table.find(id))
            .set((documents::title.eq(title), documents::round_id.eq(round_id)))
            .execute(conn)
            .await?;
        record(conn, by, "document_renamed", id).await?;
        Ok(())
    })
    .await
}

/// Moves a document one place. At the end of the list nothing happens.
///
/// # Errors
/// `NotFound` for a document of another hearing.
pub async fn move_document(
    conn: &mut AsyncPgConnection,
    by: Act,
    (id, to): (i64, MoveTo),
) -> QueryResult<()> {
    conn.transaction(async |conn| {
        let hearing = lock(conn, by.hearing_id).await?;
        let mut order: Vec<i64> = hearing
            .documents(conn)
            .await?
            .iter()
            .map(|one| one.id)
            .collect();
        let at = order.iter().position(|one| *one == id);
        let at = at.ok_or(diesel::result::Error::NotFound)?;
        let Some(with) = to.from(at, order.len()) else {
            return Ok(());
        };
        order.swap(at, with);
        for (position, id) in (0_i32..).zip(order) {
            diesel::update(documents::table.find(id))
                .set(documents::position.eq(position))
                .execute(conn)
                .await?;
        }
        changed(conn, by, Section::Documents).await
    })
    .await
}

/// Takes a document off the hearing's page. A file stays in storage.
///
/// # Errors
/// `NotFound` for a document of another hearing, or one that is gone.
pub async fn remove_document(conn: &mut AsyncPgConnection, by: Act, id: i64) -> QueryResult<()> {
    conn.transaction(async |conn| {
        lock(conn, by.hearing_id).await?;
        let own = documents::table
            .filter(documents::id.eq(id))
            .filter(documents::hearing_id.eq(by.hearing_id));
        if diesel::delete(own).execute(conn).await? == 0 {
            return Err(diesel::result::Error::NotFound);
        }
        record(conn, by, "document_removed", id).await
    })
    .await
}

fn taken(all: &[Document], title: &str, but: Option<i64>) -> bool {
    let title = title.to_lowercase();
    all.iter()
        .any(|one| Some(one.id) != but && one.title.to_lowercase() == title)
}

async fn own_round(conn: &mut AsyncPgConnection, by: Act, round: i64) -> QueryResult<()> {
    let _known: i64 = hearing_rounds::table
        .filter(hearing_rounds::id.eq(round))
        .filter(hearing_rounds::hearing_id.eq(by.hearing_id))
        .select(hearing_rounds::id)
        .first(conn)
        .await?;
    Ok(())
}

async fn record(conn: &mut AsyncPgConnection, by: Act, action: &str, id: i64) -> QueryResult<()> {
    super::touch(conn, by).await?;
    Event::by_staff(by.staff_id, action, "document", id)
        .in_hearing(by.hearing_id)
        .with(json!({}))
        .record(conn, by.now)
        .await
}
