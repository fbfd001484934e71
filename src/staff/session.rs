//! Logins that are open. The cookie has 256 random bits, the database their hash.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::Person;
use crate::audit::Event;
use crate::config;
use crate::ids;
use crate::schema::{staff, staff_sessions};

/// Name of the cookie (before `__Host-`).
pub(super) const COOKIE: &str = "hoering-login";

/// How stale `seen_at` may be: a write on every request would cost more than it tells.
const SEEN_EVERY_SECONDS: i64 = 60;

/// An open login.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = staff_sessions)]
pub struct Session {
    pub token_hash: Vec<u8>,
    pub staff_id: i64,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
}

impl Session {
    fn is_over(&self, settings: &config::Staff, now: DateTime<Utc>) -> bool {
        now - self.seen_at >= TimeDelta::minutes(settings.idle_minutes)
            || now - self.created_at >= TimeDelta::hours(settings.session_hours)
    }
}

/// Opens a login and gives the token for its cookie.
///
/// # Errors
/// When the database fails.
pub async fn begin(
    conn: &mut AsyncPgConnection,
    staff_id: i64,
    how: &str,
    now: DateTime<Utc>,
) -> QueryResult<String> {
    let token = ids::random_token();
    conn.transaction(async |conn| {
        diesel::insert_into(staff_sessions::table)
            .values((
                staff_sessions::token_hash.eq(ids::token_hash(&token)),
                staff_sessions::staff_id.eq(staff_id),
                staff_sessions::csrf.eq(""),
                staff_sessions::created_at.eq(now),
                staff_sessions::seen_at.eq(now),
            ))
            .execute(conn)
            .await?;
        Event::by_staff(staff_id, "logged_in", "staff", staff_id)
            .with(serde_json::json!({ "how": how }))
            .record(conn, now)
            .await
    })
    .await?;
    Ok(token)
}

/// Whose login a token is, if it is open still. Notes that it was used, unless the page asks by itself: a page that is left open keeps
/// nobody logged in.
pub(super) async fn resume(
    conn: &mut AsyncPgConnection,
    token: &str,
    settings: &config::Staff,
    (now, by_itself): (DateTime<Utc>, bool),
) -> QueryResult<Option<(Session, Person)>> {
    let hash = ids::token_hash(token);
    let session = Session::query()
        .filter(staff_sessions::token_hash.eq(&hash))
        .first(conn)
        .await
        .optional()?;
    let Some(session) = session else {
        return Ok(None);
    };
    if session.is_over(settings, now) {
        diesel::delete(staff_sessions::table.find(&hash))
            .execute(conn)
            .await?;
        return Ok(None);
    }
    if !by_itself && now - session.seen_at >= TimeDelta::seconds(SEEN_EVERY_SECONDS) {
        diesel::update(staff_sessions::table.find(&hash))
            .set(staff_sessions::seen_at.eq(now))
            .execute(conn)
            .await?;
    }
    let person = Person::query()
        .filter(staff::id.eq(session.staff_id))
        .filter(staff::disabled_at.is_null())
        .first(conn)
        .await
        .optional()?;
    Ok(person.map(|person| (session, person)))
}

/// The open logins of a person, the one used last first.
pub async fn sessions_of(
    conn: &mut AsyncPgConnection,
    staff_id: i64,
    settings: &config::Staff,
    now: DateTime<Utc>,
) -> QueryResult<Vec<Session>> {
    let all: Vec<Session> = Session::query()
        .filter(staff_sessions::staff_id.eq(staff_id))
        .order(staff_sessions::seen_at.desc())
        .load(conn)
        .await?;
    Ok(all
        .into_iter()
        .filter(|session| !session.is_over(settings, now))
        .collect())
}

/// Ends one login of a person, known by the beginning of its hash in hexadecimal.
///
/// # Errors
/// When the database fails.
pub async fn end(
    conn: &mut AsyncPgConnection,
    staff_id: i64,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    conn.transaction(async |conn| {
        let ended = diesel::delete(
            staff_sessions::table
                .filter(staff_sessions::staff_id.eq(staff_id))
                .filter(staff_sessions::token_hash.eq(token_hash)),
        )
        .execute(conn)
        .await?;
        if ended == 0 {
            return Ok(false);
        }
        Event::by_staff(staff_id, "logged_out", "staff", staff_id)
            .record(conn, now)
            .await?;
        Ok(true)
    })
    .await
}

/// Ends every login of a person.
///
/// # Errors
/// When the database fails.
pub async fn end_all(conn: &mut AsyncPgConnection, staff_id: i64) -> QueryResult<usize> {
    diesel::delete(staff_sessions::table.filter(staff_sessions::staff_id.eq(staff_id)))
        .execute(conn)
        .await
}
