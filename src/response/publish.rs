//! What the public sees of a file, and who said that its signatures are covered.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde::Deserialize;
use serde_json::json;

use super::Part;
use crate::audit::Event;
use crate::schema::{parts, responses};
use crate::staff::Act;
use crate::text_enum;

text_enum! {
    /// What was chosen for a file.
    pub enum PublishedAs {
        /// Nobody has chosen: by its sender and kind.
        Usual = "usual",
        /// Its pages as pictures, beside the text.
        Pictures = "pictures",
        Text = "text",
        Withheld = "withheld",
    }
}

/// What somebody chooses for a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice<'a> {
    Usual,
    Pictures,
    Text,
    /// Not shown, on this ground.
    Withheld(&'a str),
}

impl<'a> Choice<'a> {
    /// From its word, as a form and an act that is kept have it. Any other word is the ground that it is withheld on; nothing is the usual.
    #[must_use]
    pub fn of(word: Option<&'a str>) -> Self {
        match word {
            None | Some("" | "usual") => Self::Usual,
            Some("pictures") => Self::Pictures,
            Some("text") => Self::Text,
            Some(ground) => Self::Withheld(ground),
        }
    }

    fn published_as(self) -> PublishedAs {
        match self {
            Self::Usual => PublishedAs::Usual,
            Self::Pictures => PublishedAs::Pictures,
            Self::Text => PublishedAs::Text,
            Self::Withheld(_) => PublishedAs::Withheld,
        }
    }

    fn ground(self) -> Option<&'a str> {
        match self {
            Self::Withheld(ground) => Some(ground),
            _ => None,
        }
    }
}

/// Chooses what the public sees of a part.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] for a part of another response or hearing.
pub async fn publish_part(
    conn: &mut AsyncPgConnection,
    by: Act,
    (response_id, part_id): (i64, i64),
    choice: Choice<'_>,
) -> QueryResult<()> {
    conn.transaction(async |conn| {
        own(conn, by, (response_id, part_id)).await?;
        put_back_part(conn, part_id, choice).await?;
        let (as_what, ground) = (choice.published_as(), choice.ground());
        let detail = json!({ "part": part_id, "as": as_what, "ground": ground });
        record(conn, by, ("part_published_as", response_id), detail).await
    })
    .await
}

/// Puts how a part is shown as it was. Whoever takes an act back writes the row of the audit log.
///
/// # Errors
/// When the database fails.
pub async fn put_back_part(
    conn: &mut AsyncPgConnection,
    part_id: i64,
    choice: Choice<'_>,
) -> QueryResult<()> {
    diesel::update(parts::table.find(part_id))
        .set((
            parts::published_as.eq(choice.published_as()),
            parts::withheld_ground.eq(choice.ground()),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Who said that signatures are covered, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct SignaturesCovered {
    pub by: i64,
    pub at: DateTime<Utc>,
}

impl Part {
    /// Who looked at the pages and said that signatures are covered, or that there are none.
    #[must_use]
    pub fn signatures(&self) -> Option<SignaturesCovered> {
        let (by, at) = self.signatures_covered_by.zip(self.signatures_covered_at)?;
        Some(SignaturesCovered { by, at })
    }
}

/// Says that the signatures on a part's pages are covered, or takes that back.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] for a part of another response or hearing.
pub async fn cover_signatures(
    conn: &mut AsyncPgConnection,
    by: Act,
    (response_id, part_id): (i64, i64),
    covered: bool,
) -> QueryResult<()> {
    conn.transaction(async |conn| {
        own(conn, by, (response_id, part_id)).await?;
        let said = covered.then_some(SignaturesCovered {
            by: by.staff_id,
            at: by.now,
        });
        put_back_signatures(conn, part_id, said).await?;
        let action = if covered {
            "signatures_covered"
        } else {
            "signatures_open"
        };
        let detail = json!({ "part": part_id });
        record(conn, by, (action, response_id), detail).await
    })
    .await
}

/// Puts as it was who said that signatures are covered.
///
/// # Errors
/// When the database fails.
pub async fn put_back_signatures(
    conn: &mut AsyncPgConnection,
    part_id: i64,
    said: Option<SignaturesCovered>,
) -> QueryResult<()> {
    diesel::update(parts::table.find(part_id))
        .set((
            parts::signatures_covered_by.eq(said.map(|it| it.by)),
            parts::signatures_covered_at.eq(said.map(|it| it.at)),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

async fn own(
    conn: &mut AsyncPgConnection,
    by: Act,
    (response_id, part_id): (i64, i64),
) -> QueryResult<()> {
    parts::table
        .inner_join(responses::table.on(responses::id.eq(parts::response_id)))
        .filter(parts::id.eq(part_id))
        .filter(responses::id.eq(response_id))
        .filter(responses::hearing_id.eq(by.hearing_id))
        .select(parts::id)
        .first::<i64>(conn)
        .await
        .map(drop)
}

async fn record(
    conn: &mut AsyncPgConnection,
    by: Act,
    (action, response_id): (&str, i64),
    detail: serde_json::Value,
) -> QueryResult<()> {
    Event::by_staff(by.staff_id, action, "response", response_id)
        .in_hearing(by.hearing_id)
        .with(detail)
        .record(conn, by.now)
        .await
}

/// Gives a copy of a file what was chosen for the file: what is withheld stays so wherever it goes.
///
/// # Errors
/// When the database fails.
pub async fn publish_alike(
    conn: &mut AsyncPgConnection,
    (from, to): (i64, i64),
) -> QueryResult<()> {
    let chosen: (Option<String>, PublishedAs) = parts::table
        .find(from)
        .select((parts::withheld_ground, parts::published_as))
        .first(conn)
        .await?;
    diesel::update(parts::table.find(to))
        .set((
            parts::withheld_ground.eq(chosen.0),
            parts::published_as.eq(chosen.1),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
