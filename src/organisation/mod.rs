//! Who owns hearings, mailboxes, staff and looks.

pub mod pages;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::organisations;

/// An authority that holds hearings.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = organisations)]
pub struct Organisation {
    pub id: i64,
    pub slug: String,
    pub name: String,
    pub contact: String,
}

impl Organisation {
    pub async fn find(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<Self> {
        Self::query()
            .filter(organisations::id.eq(id))
            .first(conn)
            .await
    }

    /// The organisation of this name, made when there is none.
    pub async fn named(conn: &mut AsyncPgConnection, name: &str) -> QueryResult<Self> {
        diesel::insert_into(organisations::table)
            .values((
                organisations::slug.eq(slug(name)),
                organisations::name.eq(name),
            ))
            .on_conflict(organisations::slug)
            .do_nothing()
            .execute(conn)
            .await?;
        Self::query()
            .filter(organisations::slug.eq(slug(name)))
            .first(conn)
            .await
    }
}

/// A name as part of an address: `Østerfjord Kommune` is `oesterfjord-kommune`.
#[must_use]
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.to_lowercase().chars() {
        match letter {
            'æ' => slug.push_str("ae"),
            'ø' => slug.push_str("oe"),
            'å' => slug.push_str("aa"),
            'é' | 'è' => slug.push('e'),
            'ü' => slug.push('u'),
            'ö' => slug.push('o'),
            'a'..='z' | '0'..='9' => slug.push(letter),
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    slug.trim_end_matches('-').chars().take(100).collect()
}
