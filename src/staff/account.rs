//! Accounts.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::session;
use crate::audit::{Actor, Event};
use crate::organisation::Organisation;
use crate::schema::staff;

/// A person who works for an organisation.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = staff)]
pub struct Person {
    pub id: i64,
    pub organisation_id: i64,
    pub login: String,
    pub name: String,
    pub initials: String,
    pub disabled_at: Option<DateTime<Utc>>,
}

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewStaff {
    pub organisation_id: i64,
    pub login: String,
    pub name: String,
    /// Made of the name when empty.
    pub initials: String,
}

/// Makes an account without a password, or gives the one there is with this login.
///
/// # Errors
/// When the database fails.
pub async fn add(
    conn: &mut AsyncPgConnection,
    new: &NewStaff,
    actor: Actor,
    now: DateTime<Utc>,
) -> QueryResult<Person> {
    let login = new.login.trim().to_lowercase();
    let initials = match new.initials.trim() {
        "" => initials_of(&new.name),
        given => given.to_uppercase(),
    };
    conn.transaction(async |conn| {
        if let Some(there) = by_login(conn, &login).await? {
            return Ok(there);
        }
        let id: i64 = diesel::insert_into(staff::table)
            .values((
                staff::organisation_id.eq(new.organisation_id),
                staff::login.eq(&login),
                staff::name.eq(new.name.trim()),
                staff::initials.eq(&initials),
            ))
            .returning(staff::id)
            .get_result(conn)
            .await?;
        Event::new(actor, "staff_added", "staff", id)
            .record(conn, now)
            .await?;
        Person::query().filter(staff::id.eq(id)).first(conn).await
    })
    .await
}

fn initials_of(name: &str) -> String {
    let letters: Vec<char> = name
        .split_whitespace()
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_uppercase)
        .collect();
    match letters.as_slice() {
        [] => "?".into(),
        [one] => one.to_string(),
        [first, .., last] => [*first, *last].iter().collect(),
    }
}

/// The account with a login; capitals and spaces around it do not count.
pub async fn by_login(conn: &mut AsyncPgConnection, login: &str) -> QueryResult<Option<Person>> {
    Person::query()
        .filter(staff::login.eq(login.trim().to_lowercase()))
        .first(conn)
        .await
        .optional()
}

/// Every account with the name of its organisation.
pub async fn everybody(conn: &mut AsyncPgConnection) -> QueryResult<Vec<(Person, String)>> {
    let people = Person::query().order(staff::id).load(conn).await?;
    let mut named = Vec::new();
    for person in people {
        let organisation = Organisation::find(conn, person.organisation_id).await?;
        named.push((person, organisation.name));
    }
    Ok(named)
}

/// Every account of an organisation, also those that are disabled.
pub async fn of_organisation(
    conn: &mut AsyncPgConnection,
    organisation_id: i64,
) -> QueryResult<Vec<Person>> {
    Person::query()
        .filter(staff::organisation_id.eq(organisation_id))
        .order(staff::name)
        .load(conn)
        .await
}

/// Initials by id, for histories.
pub async fn names_of(
    conn: &mut AsyncPgConnection,
    ids: &[i64],
) -> QueryResult<BTreeMap<i64, Person>> {
    let people = Person::query()
        .filter(staff::id.eq_any(ids))
        .load(conn)
        .await?;
    Ok(people
        .into_iter()
        .map(|person| (person.id, person))
        .collect())
}

/// Closes an account at once; what it did stays.
///
/// # Errors
/// When the database fails.
pub async fn disable(
    conn: &mut AsyncPgConnection,
    staff_id: i64,
    actor: Actor,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    conn.transaction(async |conn| {
        diesel::update(staff::table.find(staff_id))
            .set(staff::disabled_at.eq(now))
            .execute(conn)
            .await?;
        session::end_all(conn, staff_id).await?;
        Event::new(actor, "staff_disabled", "staff", staff_id)
            .record(conn, now)
            .await
    })
    .await
}

/// Puts a password hash (from [`super::Passwords::hash`]) in force.
///
/// # Errors
/// When the database fails.
pub async fn set_password(
    conn: &mut AsyncPgConnection,
    staff_id: i64,
    hash: &str,
    actor: Actor,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    conn.transaction(async |conn| {
        diesel::update(staff::table.find(staff_id))
            .set(staff::password_hash.eq(hash))
            .execute(conn)
            .await?;
        Event::new(actor, "password_set", "staff", staff_id)
            .record(conn, now)
            .await
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_name() {
        assert_eq!(initials_of("Hanne Marie Tørslev"), "HT");
        assert_eq!(initials_of("øjvind"), "Ø");
        assert_eq!(initials_of(""), "?");
    }
}
