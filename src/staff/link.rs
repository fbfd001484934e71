//! Links that log one person in once. Opening one shows a page with a button, so that programs that fetch links in mails beforehand do
//! not use it up.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::session;
use crate::ids;
use crate::schema::staff_login_links;

/// Makes a link's token: the address is `/log-ind/` and the token.
///
/// # Errors
/// When the database fails.
pub async fn make_link(
    conn: &mut AsyncPgConnection,
    staff_id: i64,
    lasts: TimeDelta,
    now: DateTime<Utc>,
) -> QueryResult<String> {
    let token = ids::random_token();
    diesel::insert_into(staff_login_links::table)
        .values((
            staff_login_links::token_hash.eq(ids::token_hash(&token)),
            staff_login_links::staff_id.eq(staff_id),
            staff_login_links::expires_at.eq(now + lasts),
        ))
        .execute(conn)
        .await?;
    Ok(token)
}

/// Whether a link could still be used.
pub(super) async fn is_open(
    conn: &mut AsyncPgConnection,
    token: &str,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        staff_login_links::table
            .filter(staff_login_links::token_hash.eq(ids::token_hash(token)))
            .filter(staff_login_links::used_at.is_null())
            .filter(staff_login_links::expires_at.gt(now)),
    ))
    .get_result(conn)
    .await
}

/// Uses a link and opens a login: its token, or nothing when the link has been used, has run out, or never was one.
///
/// # Errors
/// When the database fails.
pub async fn use_link(
    conn: &mut AsyncPgConnection,
    token: &str,
    now: DateTime<Utc>,
) -> QueryResult<Option<String>> {
    conn.transaction(async |conn| {
        let staff_id: Option<i64> = diesel::update(
            staff_login_links::table
                .filter(staff_login_links::token_hash.eq(ids::token_hash(token)))
                .filter(staff_login_links::used_at.is_null())
                .filter(staff_login_links::expires_at.gt(now)),
        )
        .set(staff_login_links::used_at.eq(now))
        .returning(staff_login_links::staff_id)
        .get_result(conn)
        .await
        .optional()?;
        match staff_id {
            Some(staff_id) => Ok(Some(session::begin(conn, staff_id, "link", now).await?)),
            None => Ok(None),
        }
    })
    .await
}
