//! Logging in with a password. Wrong tries slow down and lock nobody out: five are free, then each next one must wait, up to half a
//! minute. They are counted by login and network together, so that a stranger does not slow the person down, and by login alone with a
//! larger number, so that many networks together do not get far.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Passwords, session, set_password};
use crate::audit::{Actor, Event};
use crate::ids::Secret;
use crate::schema::{staff, staff_login_failures};

/// Wrong tries older than this are forgotten.
const WINDOW_MINUTES: i64 = 15;
const FREE_HERE: i64 = 5;
const FREE_ANYWHERE: i64 = 50;
const LONGEST_WAIT_SECONDS: i64 = 30;

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Login {
    /// The token for the cookie.
    In(String),
    Wrong,
    /// Too many wrong tries: not looked at before so many seconds have passed.
    Wait(i64),
}

/// Tries to log in. A login that nobody has takes as long as a wrong password.
///
/// # Errors
/// When the database or argon2 fails.
pub async fn login(
    conn: &mut AsyncPgConnection,
    passwords: &Passwords,
    secret: &Secret,
    (login, password, from): (&str, &str, Option<IpAddr>),
    now: DateTime<Utc>,
) -> anyhow::Result<Login> {
    let login = login.trim().to_lowercase();
    let anywhere = secret.mac("login", &login).to_vec();
    let from = from.map(|address| address.to_string()).unwrap_or_default();
    let here = secret
        .mac("login from", &format!("{login}\n{from}"))
        .to_vec();
    let wait = wait(conn, &here, FREE_HERE, now)
        .await?
        .max(wait(conn, &anywhere, FREE_ANYWHERE, now).await?);
    if wait > 0 {
        return Ok(Login::Wait(wait));
    }
    let account: Option<(i64, Option<String>)> = staff::table
        .filter(staff::login.eq(&login))
        .filter(staff::disabled_at.is_null())
        .select((staff::id, staff::password_hash))
        .first(conn)
        .await
        .optional()?;
    let known = account.as_ref().and_then(|(_, hash)| hash.clone());
    let right = passwords.verify(password, known.clone()).await?;
    let (Some((staff_id, _)), true) = (&account, right) else {
        failed(conn, [here, anywhere], now).await?;
        if let Some((staff_id, _)) = account {
            Event::new(Actor::Program, "login_failed", "staff", staff_id)
                .record(conn, now)
                .await?;
        }
        return Ok(Login::Wrong);
    };
    if known.is_some_and(|known| passwords.is_outdated(&known)) {
        let anew = passwords.hash(password).await?;
        set_password(conn, *staff_id, &anew, Actor::Program, now).await?;
    }
    diesel::delete(staff_login_failures::table.filter(staff_login_failures::login_hash.eq(here)))
        .execute(conn)
        .await?;
    Ok(Login::In(
        session::begin(conn, *staff_id, "password", now).await?,
    ))
}

/// Seconds until the next try is looked at: 1, 2, 4 … after the free ones.
async fn wait(
    conn: &mut AsyncPgConnection,
    hash: &[u8],
    free: i64,
    now: DateTime<Utc>,
) -> QueryResult<i64> {
    let since = now - TimeDelta::minutes(WINDOW_MINUTES);
    let (tries, last): (i64, Option<DateTime<Utc>>) = staff_login_failures::table
        .filter(staff_login_failures::login_hash.eq(hash))
        .filter(staff_login_failures::failed_at.gt(since))
        .select((
            diesel::dsl::count_star(),
            diesel::dsl::max(staff_login_failures::failed_at),
        ))
        .first(conn)
        .await?;
    let Some(last) = last.filter(|_| tries >= free) else {
        return Ok(0);
    };
    let seconds = (1_i64 << (tries - free).min(10)).min(LONGEST_WAIT_SECONDS);
    let left = (last + TimeDelta::seconds(seconds) - now).num_milliseconds();
    Ok((left.max(0) + 999) / 1000)
}

async fn failed(
    conn: &mut AsyncPgConnection,
    hashes: [Vec<u8>; 2],
    now: DateTime<Utc>,
) -> QueryResult<()> {
    for hash in hashes {
        diesel::insert_into(staff_login_failures::table)
            .values((
                staff_login_failures::login_hash.eq(hash),
                staff_login_failures::failed_at.eq(now),
            ))
            .execute(conn)
            .await?;
    }
    let old = now - TimeDelta::hours(24);
    diesel::delete(staff_login_failures::table.filter(staff_login_failures::failed_at.lt(old)))
        .execute(conn)
        .await?;
    Ok(())
}
