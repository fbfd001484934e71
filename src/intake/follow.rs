//! Where an answer stands: published as A3, quoted under which themes, decided when. Read from what is published and from nothing else, so a
//! sender sees no more of it than everybody.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::decision::Decision;
use crate::hearing::Hearing;
use crate::response::{Response, versions_before};
use crate::schema::{published_passages, published_releases, published_responses, responses};
use crate::templates::Link;

/// What became of a response until now.
#[derive(Debug, Clone, Default)]
pub struct Followed {
    pub published: Option<Published>,
    pub decision: Option<Decision>,
}

#[derive(Debug, Clone)]
pub struct Published {
    pub reference: String,
    pub href: String,
    /// `full`, `partly`, `withheld` …
    pub status: String,
    pub at: DateTime<Utc>,
    /// The themes under which it is quoted.
    pub themes: Vec<Link>,
    /// Where the receipt is checked.
    pub check_href: String,
}

impl Published {
    /// Whether something of it can be read.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        matches!(self.status.as_str(), "full" | "partly")
    }
}

impl Followed {
    /// Looks it up in the current release.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(
        conn: &mut AsyncPgConnection,
        hearing: &Hearing,
        response: &Response,
    ) -> QueryResult<Self> {
        Ok(Self {
            published: published(conn, hearing, response).await?,
            decision: Decision::of_hearing(conn, hearing.id).await?,
        })
    }
}

async fn published(
    conn: &mut AsyncPgConnection,
    hearing: &Hearing,
    response: &Response,
) -> QueryResult<Option<Published>> {
    // The compilation knows a response by the number of its first version.
    let versions = versions_before(conn, response.id).await?;
    let numbers: Vec<String> = responses::table
        .filter(responses::id.eq_any(&versions))
        .select(responses::number)
        .load(conn)
        .await?;
    let found: Option<(i64, DateTime<Utc>, Value, String, Value)> = published_responses::table
        .inner_join(published_releases::table)
        .filter(published_releases::hearing_slug.eq(&hearing.slug))
        .filter(published_releases::is_current)
        .filter(published_responses::number.eq_any(&numbers))
        .select((
            published_releases::release_id,
            published_releases::released_at,
            published_releases::overview,
            published_responses::reference,
            published_responses::body,
        ))
        .first(conn)
        .await
        .optional()?;
    let Some((release, at, overview, reference, body)) = found else {
        return Ok(None);
    };
    let quoted: Vec<(String, String)> = published_passages::table
        .filter(published_passages::release_id.eq(release))
        .filter(published_passages::reference.eq(&reference))
        .select((published_passages::frame, published_passages::theme))
        .distinct()
        .load(conn)
        .await?;
    let compilation = format!("/hoeringer/{}/svar-samlet", hearing.slug);
    Ok(Some(Published {
        href: format!("{compilation}/{reference}"),
        check_href: format!("{compilation}/kontroller"),
        status: body["status"].as_str().unwrap_or_default().to_owned(),
        reference,
        at,
        themes: themes(&overview, &quoted, &compilation),
    }))
}

/// The themes in their order, by number and title.
fn themes(overview: &Value, quoted: &[(String, String)], compilation: &str) -> Vec<Link> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut found = Vec::new();
    for frame in list(&overview["frames"]) {
        let key = text(&frame["key"]);
        for theme in list(&frame["themes"]) {
            let name = text(&theme["name"]);
            if !quoted.iter().any(|(of, own)| *of == key && *own == name) {
                continue;
            }
            let title = text(&theme["title"]);
            let shown = match theme["number"].as_i64() {
                Some(number) => format!("{number} {title}"),
                None => title,
            };
            found.push(Link::new(shown, format!("{compilation}/tema/{key}/{name}")));
        }
    }
    found
}
