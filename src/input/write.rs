//! Writing notes: many in one go, each with themes; changed by whoever saw the last version; taken out and put back.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{
    AT_ONCE, Entry, InputError, NAME_CHARACTERS, NewInput, QUESTION_CHARACTERS, TEXT_CHARACTERS,
};
use crate::audit::Event;
use crate::schema::{frames, input_themes, inputs, themes, workshops};
use crate::staff::Act;
use crate::text::{char_len, normalize};

/// Writes a note.
///
/// # Errors
/// As [`write_all`].
pub async fn write(
    conn: &mut AsyncPgConnection,
    by: Act,
    new: &NewInput,
) -> Result<i64, InputError> {
    let texts = [new.text.clone()];
    let made = write_all(conn, by, new, &texts, None).await?;
    made.as_slice().first().copied().ok_or(InputError::NoText)
}

/// Writes a note for each text, all at the same table about the same question and with the same themes; `new.text` is not looked at. Gives
/// those that were made: none, when the form had been sent before.
///
/// # Errors
/// [`InputError::NoText`], [`InputError::TooLong`], [`InputError::TooMany`], [`InputError::NoWorkshop`], [`InputError::NoTheme`]; then nothing
/// was written.
pub async fn write_all(
    conn: &mut AsyncPgConnection,
    by: Act,
    new: &NewInput,
    texts: &[String],
    entry: Option<Entry>,
) -> Result<Vec<i64>, InputError> {
    let texts = texts
        .iter()
        .map(|text| checked(text))
        .collect::<Result<Vec<_>, _>>()?;
    if texts.is_empty() {
        return Err(InputError::NoText);
    }
    if texts.len() > AT_ONCE {
        return Err(InputError::TooMany(AT_ONCE));
    }
    let (question, grouping) = lines(new)?;
    conn.transaction(async |conn| {
        known_workshop(conn, by, new.workshop_id).await?;
        let mut made = Vec::new();
        for (position, text) in (0..).zip(&texts) {
            let id: Option<i64> = diesel::insert_into(inputs::table)
                .values((
                    inputs::hearing_id.eq(by.hearing_id),
                    inputs::workshop_id.eq(new.workshop_id),
                    inputs::question.eq(&question),
                    inputs::grouping.eq(&grouping),
                    inputs::text.eq(text),
                    inputs::staff_id.eq(by.staff_id),
                    inputs::created_at.eq(by.now),
                    inputs::entry.eq(entry),
                    inputs::entry_position.eq(entry.map(|_| position)),
                ))
                .on_conflict_do_nothing()
                .returning(inputs::id)
                .get_result(conn)
                .await
                .optional()?;
            let Some(id) = id else { continue };
            let detail = json!({ "workshop": new.workshop_id });
            record(conn, by, "note_written", id, detail).await?;
            for theme in &new.themes {
                put(conn, by, id, *theme).await?;
            }
            made.push(id);
        }
        Ok(made)
    })
    .await
}

/// Saves a note anew; its themes are put on and taken off one by one ([`tag`]).
///
/// # Errors
/// [`InputError::Changed`] when `seen` is not the version that stands; else as [`write_all`].
pub async fn save(
    conn: &mut AsyncPgConnection,
    by: Act,
    (id, seen): (i64, i32),
    new: &NewInput,
) -> Result<(), InputError> {
    let text = checked(&new.text)?;
    let (question, grouping) = lines(new)?;
    conn.transaction(async |conn| {
        known_workshop(conn, by, new.workshop_id).await?;
        let there = standing(conn, by, id).await?;
        let own = (new.workshop_id, question, grouping, text);
        if there.version != seen {
            // The same twice (a button pressed again) is no quarrel.
            let same = own
                == (
                    there.workshop_id,
                    there.question,
                    there.grouping,
                    there.text,
                );
            return if same {
                Ok(())
            } else {
                Err(InputError::Changed)
            };
        }
        diesel::update(inputs::table.find(id))
            .set((
                inputs::workshop_id.eq(own.0),
                inputs::question.eq(own.1),
                inputs::grouping.eq(own.2),
                inputs::text.eq(own.3),
                inputs::version.eq(inputs::version + 1),
            ))
            .execute(conn)
            .await?;
        record(conn, by, "note_saved", id, json!({ "version": seen + 1 })).await?;
        Ok(())
    })
    .await
}

/// Takes a note out. What answers it in the memo keeps it as a source, marked as gone.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] for a note of another hearing.
pub async fn remove(conn: &mut AsyncPgConnection, by: Act, id: i64) -> Result<(), InputError> {
    set_removed(conn, by, id, true).await
}

/// Puts a note back that was taken out.
///
/// # Errors
/// As [`remove`].
pub async fn put_back(conn: &mut AsyncPgConnection, by: Act, id: i64) -> Result<(), InputError> {
    set_removed(conn, by, id, false).await
}

async fn set_removed(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    removed: bool,
) -> Result<(), InputError> {
    conn.transaction(async |conn| {
        let there = super::find(conn, by.hearing_id, id).await?;
        if there.removed_at.is_some() == removed {
            return Ok(());
        }
        diesel::update(inputs::table.find(id))
            .set((
                inputs::removed_at.eq(removed.then_some(by.now)),
                inputs::removed_by.eq(removed.then_some(by.staff_id)),
            ))
            .execute(conn)
            .await?;
        let action = if removed {
            "note_removed"
        } else {
            "note_put_back"
        };
        record(conn, by, action, id, json!({})).await?;
        Ok(())
    })
    .await
}

/// Puts a theme on a note.
///
/// # Errors
/// [`InputError::NoTheme`]; [`diesel::result::Error::NotFound`] for a note of another hearing.
pub async fn tag(
    conn: &mut AsyncPgConnection,
    by: Act,
    input_id: i64,
    theme_id: i64,
) -> Result<(), InputError> {
    conn.transaction(async |conn| {
        standing(conn, by, input_id).await?;
        put(conn, by, input_id, theme_id).await
    })
    .await
}

/// Takes a theme off a note.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] for a note of another hearing.
pub async fn untag(
    conn: &mut AsyncPgConnection,
    by: Act,
    input_id: i64,
    theme_id: i64,
) -> Result<(), InputError> {
    conn.transaction(async |conn| {
        standing(conn, by, input_id).await?;
        let gone = diesel::delete(input_themes::table.find((input_id, theme_id)))
            .execute(conn)
            .await?;
        if gone > 0 {
            record(
                conn,
                by,
                "note_untagged",
                input_id,
                json!({ "theme": theme_id }),
            )
            .await?;
        }
        Ok(())
    })
    .await
}

async fn put(
    conn: &mut AsyncPgConnection,
    by: Act,
    input_id: i64,
    theme_id: i64,
) -> Result<(), InputError> {
    let known: Option<i64> = themes::table
        .inner_join(frames::table.on(frames::id.eq(themes::frame_id)))
        .filter(themes::id.eq(theme_id))
        .filter(themes::merged_into.is_null())
        .filter(frames::hearing_id.eq(by.hearing_id))
        .select(themes::id)
        .first(conn)
        .await
        .optional()?;
    if known.is_none() {
        return Err(InputError::NoTheme);
    }
    let new = diesel::insert_into(input_themes::table)
        .values((
            input_themes::input_id.eq(input_id),
            input_themes::theme_id.eq(theme_id),
            input_themes::staff_id.eq(by.staff_id),
            input_themes::created_at.eq(by.now),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    if new > 0 {
        record(
            conn,
            by,
            "note_tagged",
            input_id,
            json!({ "theme": theme_id }),
        )
        .await?;
    }
    Ok(())
}

/// A note that stands, held until the transaction ends.
async fn standing(conn: &mut AsyncPgConnection, by: Act, id: i64) -> QueryResult<super::Input> {
    super::Input::query()
        .filter(inputs::id.eq(id))
        .filter(inputs::hearing_id.eq(by.hearing_id))
        .filter(inputs::removed_at.is_null())
        .for_update()
        .first(conn)
        .await
}

fn checked(text: &str) -> Result<String, InputError> {
    let text = normalize(text);
    let text = text.trim();
    if text.is_empty() {
        return Err(InputError::NoText);
    }
    if char_len(text) > TEXT_CHARACTERS {
        return Err(InputError::TooLong(TEXT_CHARACTERS));
    }
    Ok(text.to_owned())
}

/// Question and group, each a line.
fn lines(new: &NewInput) -> Result<(String, String), InputError> {
    let line = |text: &str| {
        normalize(text)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let (question, grouping) = (line(&new.question), line(&new.grouping));
    if char_len(&question) > QUESTION_CHARACTERS {
        return Err(InputError::TooLong(QUESTION_CHARACTERS));
    }
    if char_len(&grouping) > NAME_CHARACTERS {
        return Err(InputError::TooLong(NAME_CHARACTERS));
    }
    Ok((question, grouping))
}

async fn known_workshop(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: Option<i64>,
) -> Result<(), InputError> {
    let Some(id) = id else { return Ok(()) };
    let known: Option<i64> = workshops::table
        .filter(workshops::id.eq(id))
        .filter(workshops::hearing_id.eq(by.hearing_id))
        .select(workshops::id)
        // A workshop that is being taken away has no notes, and gets none.
        .for_key_share()
        .first(conn)
        .await
        .optional()?;
    known.map(drop).ok_or(InputError::NoWorkshop)
}

async fn record(
    conn: &mut AsyncPgConnection,
    by: Act,
    action: &str,
    id: i64,
    detail: serde_json::Value,
) -> QueryResult<()> {
    Event::by_staff(by.staff_id, action, "input", id)
        .in_hearing(by.hearing_id)
        .with(detail)
        .record(conn, by.now)
        .await
}
