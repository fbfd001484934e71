//! Who works on a response: chosen on its page, shown and filtered by in the inbox.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::acts::{Done, FieldList, Of};
use super::answer::field;
use crate::response::{Change, Response, change};
use crate::staff::{Access, Act, Person, workers_of};
use crate::templates::{Choice, Words};
use crate::web::Error;

/// The filter for what nobody works on.
const NOBODY: &str = "ingen";

/// Those who work on the hearing's responses; whoever reads stands first.
async fn people(conn: &mut AsyncPgConnection, access: &Access) -> QueryResult<Vec<Person>> {
    let mut people = workers_of(conn, access.hearing_id).await?;
    people.sort_by_key(|person| person.id != access.person.id);
    Ok(people)
}

fn name(words: &Words, access: &Access, person: &Person) -> String {
    if person.id == access.person.id {
        words.text("desk-me", &[("name", person.name.as_str().into())])
    } else {
        person.name.clone()
    }
}

/// What the inbox can be filtered by.
pub(super) async fn filter(
    conn: &mut AsyncPgConnection,
    words: &Words,
    access: &Access,
    chosen: &str,
) -> QueryResult<Vec<Choice>> {
    let mut choices = choices(conn, words, access, chosen.parse().ok()).await?;
    let nobody = words.text("desk-nobody", &[]);
    choices.push(Choice::new(NOBODY, &nobody, chosen == NOBODY));
    Ok(choices)
}

/// Whom a response can be given to.
pub(super) async fn choices(
    conn: &mut AsyncPgConnection,
    words: &Words,
    access: &Access,
    chosen: Option<i64>,
) -> QueryResult<Vec<Choice>> {
    let choice = |person: &Person| {
        let name = name(words, access, person);
        Choice::new(&person.id.to_string(), &name, chosen == Some(person.id))
    };
    Ok(people(conn, access).await?.iter().map(choice).collect())
}

pub(super) async fn do_assign(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, _): (&Response, &Of),
    fields: &FieldList,
) -> Done {
    let to = match field(fields, "assignee") {
        "" => None,
        id => Some(id.parse().map_err(|_| Error::BadRequest)?),
    };
    Ok(change(conn, by, of.id, Change::Assignee(to)).await?)
}
