//! Notes from workshops and meetings: tagged and published as an appendix, never counted among the responses.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use crate::audit::Event;
use crate::schema::{frames, input_themes, inputs, themes, workshops};
use crate::staff::Act;
use crate::text;

/// A meeting that gave notes.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = workshops)]
pub struct Workshop {
    pub id: i64,
    pub held_on: NaiveDate,
    pub format: String,
    pub questions: Vec<String>,
}

/// A note.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = inputs)]
pub struct Input {
    pub id: i64,
    pub hearing_id: i64,
    pub workshop_id: Option<i64>,
    /// The question that it answers.
    pub question: String,
    /// Table or group.
    pub grouping: String,
    pub text: String,
    pub created_at: DateTime<Utc>,
}

/// The workshops of a hearing, in order.
pub async fn workshops_of(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
) -> QueryResult<Vec<Workshop>> {
    Workshop::query()
        .filter(workshops::hearing_id.eq(hearing_id))
        .order((workshops::held_on, workshops::id))
        .load(conn)
        .await
}

/// The notes of a hearing, by workshop and in the order in which they were written.
pub async fn inputs_of(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<Vec<Input>> {
    Input::query()
        .filter(inputs::hearing_id.eq(hearing_id))
        .order((inputs::workshop_id, inputs::id))
        .load(conn)
        .await
}

/// The themes of many notes, as (note, theme).
pub async fn themes_of(conn: &mut AsyncPgConnection, ids: &[i64]) -> QueryResult<Vec<(i64, i64)>> {
    input_themes::table
        .filter(input_themes::input_id.eq_any(ids))
        .order((input_themes::input_id, input_themes::theme_id))
        .select((input_themes::input_id, input_themes::theme_id))
        .load(conn)
        .await
}

/// A note to be written.
#[derive(Debug, Clone, Default)]
pub struct NewInput {
    pub workshop_id: Option<i64>,
    pub question: String,
    pub grouping: String,
    pub text: String,
    pub themes: Vec<i64>,
}

/// Writes a note.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] for a workshop or a theme of another hearing.
pub async fn write(conn: &mut AsyncPgConnection, by: Act, new: &NewInput) -> QueryResult<i64> {
    conn.transaction(async |conn| {
        if let Some(workshop) = new.workshop_id {
            let _known: i64 = workshops::table
                .filter(workshops::id.eq(workshop))
                .filter(workshops::hearing_id.eq(by.hearing_id))
                .select(workshops::id)
                .first(conn)
                .await?;
        }
        let id: i64 = diesel::insert_into(inputs::table)
            .values((
                inputs::hearing_id.eq(by.hearing_id),
                inputs::workshop_id.eq(new.workshop_id),
                inputs::question.eq(new.question.trim()),
                inputs::grouping.eq(new.grouping.trim()),
                inputs::text.eq(text::normalize(new.text.trim())),
                inputs::staff_id.eq(by.staff_id),
                inputs::created_at.eq(by.now),
            ))
            .returning(inputs::id)
            .get_result(conn)
            .await?;
        record(
            conn,
            by,
            "note_written",
            id,
            json!({ "workshop": new.workshop_id }),
        )
        .await?;
        for theme in &new.themes {
            tag(conn, by, id, *theme).await?;
        }
        Ok(id)
    })
    .await
}

/// Puts a theme on a note.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] for a note or a theme of another hearing, or a theme that was merged away.
pub async fn tag(
    conn: &mut AsyncPgConnection,
    by: Act,
    input_id: i64,
    theme_id: i64,
) -> QueryResult<()> {
    conn.transaction(async |conn| {
        find(conn, by, input_id).await?;
        let _known: i64 = themes::table
            .inner_join(frames::table.on(frames::id.eq(themes::frame_id)))
            .filter(themes::id.eq(theme_id))
            .filter(themes::merged_into.is_null())
            .filter(frames::hearing_id.eq(by.hearing_id))
            .select(themes::id)
            .first(conn)
            .await?;
        diesel::insert_into(input_themes::table)
            .values((
                input_themes::input_id.eq(input_id),
                input_themes::theme_id.eq(theme_id),
                input_themes::staff_id.eq(by.staff_id),
                input_themes::created_at.eq(by.now),
            ))
            .on_conflict_do_nothing()
            .execute(conn)
            .await?;
        record(
            conn,
            by,
            "note_tagged",
            input_id,
            json!({ "theme": theme_id }),
        )
        .await
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
) -> QueryResult<()> {
    conn.transaction(async |conn| {
        find(conn, by, input_id).await?;
        diesel::delete(input_themes::table.find((input_id, theme_id)))
            .execute(conn)
            .await?;
        record(
            conn,
            by,
            "note_untagged",
            input_id,
            json!({ "theme": theme_id }),
        )
        .await
    })
    .await
}

async fn find(conn: &mut AsyncPgConnection, by: Act, input_id: i64) -> QueryResult<Input> {
    Input::query()
        .filter(inputs::id.eq(input_id))
        .filter(inputs::hearing_id.eq(by.hearing_id))
        .first(conn)
        .await
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
