//! What the public may read, read as the public: every query here runs as the database role `hoering_public`, on the snapshot alone.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::memo::PublicMemo;
use super::projection::{Overview, PublicResponse, ThemeRef};
use crate::schema::{
    published_files, published_memos, published_pictures, published_releases, published_responses,
};

/// The current release of a hearing.
pub(super) struct Current {
    pub(super) release_id: i64,
    pub(super) number: i32,
    pub(super) released_at: DateTime<Utc>,
    pub(super) overview: Overview,
}

/// A file of a release.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = published_files)]
pub(super) struct PublishedFile {
    pub(super) name: String,
    pub(super) media_type: String,
    pub(super) bytes: i64,
    pub(super) sha256: Vec<u8>,
}

/// A page of a letter as a picture.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = published_pictures)]
pub(super) struct PublishedPicture {
    /// Among the parts shown, from 0.
    pub(super) part: i32,
    pub(super) page: i32,
    pub(super) name: String,
    pub(super) width: i32,
    pub(super) height: i32,
}

/// What came when: numbers and references.
pub(super) struct News {
    pub(super) releases: Vec<(i32, DateTime<Utc>)>,
    pub(super) responses: Vec<(String, DateTime<Utc>)>,
}

/// A response that a search found.
#[derive(Debug, QueryableByName)]
pub(super) struct Hit {
    #[diesel(sql_type = Text)]
    pub(super) reference: String,
    #[diesel(sql_type = Text)]
    pub(super) sender: String,
    /// A stretch of public text, with [`HIT_BEGINS`] and [`HIT_ENDS`] around what was found.
    #[diesel(sql_type = Text)]
    pub(super) snippet: String,
    /// How many were found in all.
    #[diesel(sql_type = BigInt)]
    pub(super) found: i64,
}

/// Control characters are in no public text.
pub(super) const HIT_BEGINS: char = '\u{2}';
pub(super) const HIT_ENDS: char = '\u{3}';
/// Hits that are shown.
const MOST_HITS: i64 = 50;

impl Current {
    /// The release that the public sees.
    pub(super) async fn of(
        conn: &mut AsyncPgConnection,
        slug: &str,
    ) -> anyhow::Result<Option<Self>> {
        let row: Option<(i64, i32, DateTime<Utc>, Value)> = published_releases::table
            .filter(published_releases::hearing_slug.eq(slug))
            .filter(published_releases::is_current)
            .select((
                published_releases::release_id,
                published_releases::number,
                published_releases::released_at,
                published_releases::overview,
            ))
            .first(conn)
            .await
            .optional()?;
        let Some((release_id, number, released_at, overview)) = row else {
            return Ok(None);
        };
        Ok(Some(Self {
            release_id,
            number,
            released_at,
            overview: serde_json::from_value(overview)?,
        }))
    }

    pub(super) async fn response(
        &self,
        conn: &mut AsyncPgConnection,
        reference: &str,
    ) -> anyhow::Result<Option<PublicResponse>> {
        let body: Option<Value> = published_responses::table
            .filter(published_responses::release_id.eq(self.release_id))
            .filter(published_responses::reference.eq(reference))
            .select(published_responses::body)
            .first(conn)
            .await
            .optional()?;
        Ok(body.map(serde_json::from_value).transpose()?)
    }

    /// The memo, when the release has one.
    pub(super) async fn memo(
        &self,
        conn: &mut AsyncPgConnection,
    ) -> anyhow::Result<Option<PublicMemo>> {
        if self.overview.points.is_empty() {
            return Ok(None);
        }
        let memo: Option<Value> = published_memos::table
            .find(self.release_id)
            .select(published_memos::memo)
            .first(conn)
            .await
            .optional()?;
        Ok(memo.map(serde_json::from_value).transpose()?)
    }

    /// The pages of a response's letters, in order.
    pub(super) async fn pictures(
        &self,
        conn: &mut AsyncPgConnection,
        reference: &str,
    ) -> QueryResult<Vec<PublishedPicture>> {
        PublishedPicture::query()
            .filter(published_pictures::release_id.eq(self.release_id))
            .filter(published_pictures::reference.eq(reference))
            .order((published_pictures::part, published_pictures::page))
            .load(conn)
            .await
    }

    /// Which reference a receipt number has got.
    pub(super) async fn reference_of(
        &self,
        conn: &mut AsyncPgConnection,
        number: &str,
    ) -> QueryResult<Option<String>> {
        published_responses::table
            .filter(published_responses::release_id.eq(self.release_id))
            .filter(published_responses::number.eq(number))
            .select(published_responses::reference)
            .first(conn)
            .await
            .optional()
    }

    /// The responses with a theme, in the compilation's order.
    pub(super) async fn with_theme(
        &self,
        conn: &mut AsyncPgConnection,
        theme: &ThemeRef,
        category: Option<&str>,
    ) -> anyhow::Result<Vec<PublicResponse>> {
        let mut query = published_responses::table
            .filter(published_responses::release_id.eq(self.release_id))
            .filter(published_responses::themes.contains(vec![theme.to_string()]))
            .order(published_responses::position)
            .select(published_responses::body)
            .into_boxed();
        if let Some(letter) = category {
            query = query.filter(published_responses::category.eq(letter.to_owned()));
        }
        let bodies: Vec<Value> = query.load(conn).await?;
        Ok(bodies
            .into_iter()
            .map(serde_json::from_value)
            .collect::<Result<_, _>>()?)
    }

    /// Responses whose public text or sender matches, best first. Snippets are cut from public text, so they hold nothing else.
    pub(super) async fn search(
        &self,
        conn: &mut AsyncPgConnection,
        words: &str,
    ) -> QueryResult<Vec<Hit>> {
        self.search_where(conn, (words, "")).await
    }

    /// `named` is what must hold of a response that is found by its sender's name.
    async fn search_where(
        &self,
        conn: &mut AsyncPgConnection,
        (words, named): (&str, &'static str),
    ) -> QueryResult<Vec<Hit>> {
        let hits = diesel::sql_query(format!(
            "with hits as ( \
                select reference, sender, text, position, query, ts_rank(search, query) as rank, count(*) over () as found \
                from published_responses, websearch_to_tsquery('danish', $2) as query \
                where release_id = $1 and (search @@ query or ({named} strpos(lower(sender), lower($2)) > 0)) \
                order by rank desc, position limit $3) \
             select reference, sender, found, \
                ts_headline('danish', text, query, $4) as snippet \
             from hits order by rank desc, position"
        ));
        let options =
            format!("StartSel=\"{HIT_BEGINS}\", StopSel=\"{HIT_ENDS}\", MinWords=25, MaxWords=45");
        hits.bind::<BigInt, _>(self.release_id)
            .bind::<Text, _>(words)
            .bind::<BigInt, _>(MOST_HITS)
            .bind::<Text, _>(options)
            .load(conn)
            .await
    }

    /// As [`Self::search`], but the names of private persons find nothing.
    pub(super) async fn search_without_names(
        &self,
        conn: &mut AsyncPgConnection,
        words: &str,
    ) -> QueryResult<Vec<Hit>> {
        self.search_where(conn, (words, "not private and")).await
    }

    /// When its releases were made, newest first, and with which of them each response came: the newest `most` of them.
    pub(super) async fn news(&self, conn: &mut AsyncPgConnection, most: i64) -> QueryResult<News> {
        let of_hearing = published_releases::table
            .filter(published_releases::hearing_slug.eq(&self.overview.hearing.slug));
        let releases = of_hearing
            .order(published_releases::number.desc())
            .select((published_releases::number, published_releases::released_at))
            .load(conn)
            .await?;
        let first = diesel::dsl::min(published_releases::released_at);
        let responses: Vec<(String, Option<DateTime<Utc>>)> = published_responses::table
            .inner_join(published_releases::table)
            .filter(published_releases::hearing_slug.eq(&self.overview.hearing.slug))
            .group_by(published_responses::reference)
            .order((first.desc(), published_responses::reference))
            .limit(most)
            .select((published_responses::reference, first))
            .load(conn)
            .await?;
        Ok(News {
            releases,
            responses: responses
                .into_iter()
                .filter_map(|(reference, at)| Some((reference, at?)))
                .collect(),
        })
    }

    pub(super) async fn files(
        &self,
        conn: &mut AsyncPgConnection,
    ) -> QueryResult<Vec<PublishedFile>> {
        PublishedFile::query()
            .filter(published_files::release_id.eq(self.release_id))
            .order(published_files::name)
            .load(conn)
            .await
    }
}

/// A file of any release of a hearing.
pub(super) async fn file(
    conn: &mut AsyncPgConnection,
    slug: &str,
    number: i32,
    name: &str,
) -> QueryResult<PublishedFile> {
    let release = published_releases::table
        .filter(published_releases::hearing_slug.eq(slug))
        .filter(published_releases::number.eq(number))
        .select(published_releases::release_id);
    PublishedFile::query()
        .filter(published_files::release_id.eq_any(release))
        .filter(published_files::name.eq(name))
        .first(conn)
        .await
}
