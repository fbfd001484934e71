//! Puts one thing as it was, through the feature that it belongs to.

use diesel_async::AsyncPgConnection;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Change, decision};
use crate::desk::answer::Refused;
use crate::redaction::{self, Approval, Cleared};
use crate::response::{self, Held, HeldRespondent};
use crate::staff::Act;
use crate::tagging::{self, Reading, Stance};
use crate::text::Span;
use crate::web::Error;

#[derive(Deserialize)]
struct CodingKey {
    text: i64,
    start: usize,
    end: usize,
    theme: i64,
    staff: i64,
}

#[derive(Deserialize)]
struct WholeKey {
    theme: i64,
    staff: i64,
}

#[derive(Deserialize)]
struct WholeValue {
    stance: Option<Stance>,
}

#[derive(Deserialize)]
struct ClearingKey {
    text: i64,
    start: usize,
    end: usize,
}

#[derive(Deserialize)]
struct Id {
    id: i64,
}

#[derive(Deserialize)]
struct Position {
    position: i32,
}

#[derive(Deserialize)]
struct Name {
    name: String,
}

pub(super) fn read<T: DeserializeOwned>(value: &Value) -> Result<T, Refused> {
    serde_json::from_value(value.clone())
        .map_err(|error| Refused::Failed(Error::Internal(error.into())))
}

/// A value, or none where there was nothing.
fn some<T: DeserializeOwned>(value: &Value) -> Result<Option<T>, Refused> {
    if value.is_null() {
        Ok(None)
    } else {
        read(value).map(Some)
    }
}

/// Puts one thing as it is wanted.
pub(super) async fn put(
    conn: &mut AsyncPgConnection,
    by: Act,
    response_id: i64,
    (change, to): (&Change, &Value),
) -> Result<(), Refused> {
    let key = &change.key;
    match change.kind.as_str() {
        "coding" => {
            let at: CodingKey = read(key)?;
            let place = (at.text, Span::new(at.start, at.end));
            let value: Option<Reading> = some(to)?;
            tagging::put_back(conn, by, place, (at.theme, at.staff), value).await?;
        }
        "whole" => {
            let at: WholeKey = read(key)?;
            let value: Option<WholeValue> = some(to)?;
            let stance = value.map(|one| one.stance);
            tagging::put_back_whole(conn, by, response_id, (at.theme, at.staff), stance).await?;
        }
        "redaction" => {
            let at: Id = read(key)?;
            let value: Option<Approval> = some(to)?;
            redaction::put_back(conn, by, at.id, value).await?;
        }
        "clearing" => {
            let at: ClearingKey = read(key)?;
            let value: Option<Cleared> = some(to)?;
            let place = (at.text, Span::new(at.start, at.end));
            redaction::put_back_clearing(conn, by, place, value).await?;
        }
        "signoff" => {
            let at: Id = read(key)?;
            tagging::put_back_signoff(conn, by, at.id, !to.is_null()).await?;
        }
        "part" => {
            let at: Id = read(key)?;
            let chosen: Option<String> = some(to)?;
            let choice = response::Choice::of(chosen.as_deref());
            response::put_back_part(conn, at.id, choice).await?;
        }
        "signatures" => {
            let at: Id = read(key)?;
            response::put_back_signatures(conn, at.id, some(to)?).await?;
        }
        "box" => {
            let at: Id = read(key)?;
            let value: Option<Approval> = some(to)?;
            redaction::put_back_box(conn, by, at.id, value).await?;
        }
        "proposal" => {
            let at: Id = read(key)?;
            response::put_back_proposal(conn, at.id, &read(to)?).await?;
        }
        decision::RELATION => {
            let at: Id = read(key)?;
            decision::put_relation(conn, by, at.id, some(to)?).await?;
        }
        decision::PROPOSAL => {
            let at: Id = read(key)?;
            decision::put_proposal(conn, by, (response_id, at.id), to).await?;
        }
        "respondent" => {
            let at: Position = read(key)?;
            let value: Option<HeldRespondent> = some(to)?;
            response::put_back_respondent(conn, (response_id, at.position), value).await?;
        }
        _ => {
            let at: Name = read(key)?;
            let held = Held::read(&at.name, to).ok_or(Error::NotFound)?;
            response::put_back_field(conn, response_id, held).await?;
        }
    }
    Ok(())
}

/// Follows from other things, and is left where it is when it has moved on: how far the work is, and who has signed.
pub(super) fn follows(change: &Change) -> bool {
    change.kind == "signoff" || is_work(change)
}

fn is_work(change: &Change) -> bool {
    change.kind == "field" && change.key.get("name").and_then(Value::as_str) == Some("work")
}

/// The order in which things are put back.
pub(super) fn order(change: &Change) -> u8 {
    match change.kind.as_str() {
        // What two responses are to each other before the proposal of it.
        decision::PROPOSAL => 1,
        "signoff" => 2,
        _ if is_work(change) => 3,
        _ => 0,
    }
}

/// What says best what an act did, the lowest first.
pub(super) fn weight(change: &Change) -> u8 {
    match change.kind.as_str() {
        _ if is_work(change) => 9,
        "proposal" => 8,
        decision::PROPOSAL => 2,
        // That signatures are covered lapses with a box that is taken away.
        "signatures" if change.after.is_null() => 6,
        // A sign-off that lapsed follows from something else.
        "signoff" if change.after.is_null() => 7,
        "signoff" => 0,
        _ => 1,
    }
}

/// The key of the words for a change.
pub(super) fn words(change: &Change) -> &'static str {
    let added = change.before.is_null();
    let removed = change.after.is_null();
    match change.kind.as_str() {
        "coding" | "whole" if added => "undo-theme-added",
        "coding" | "whole" if removed => "undo-theme-removed",
        "coding" | "whole" => "undo-theme-changed",
        "redaction" if added => "undo-hidden",
        "redaction" if removed => "undo-shown",
        "redaction" => "undo-approved",
        "clearing" if added => "undo-cleared",
        "clearing" => "undo-clearing",
        "signoff" => "undo-signed",
        decision::RELATION | decision::PROPOSAL => "undo-decision",
        "respondent" => "undo-sender",
        "part" => "undo-part",
        "signatures" => "undo-signatures",
        "box" if added => "undo-covered",
        "box" if removed => "undo-uncovered",
        "box" => "undo-box-approved",
        "field" => match change.key.get("name").and_then(Value::as_str) {
            Some("category") => "undo-category",
            Some("content") => "undo-content",
            Some("standing") => "undo-standing",
            Some("assignee") => "undo-assignee",
            _ => "undo-other",
        },
        _ => "undo-other",
    }
}
