//! What happens to themes: renamed, merged, undone. Each is a row and a new version of its frame; nothing that is tagged is touched.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::{Value, json};

use super::own;
use crate::audit::Event;
use crate::hearing::settings::{lock, touch};
use crate::hearing::{Frame, Theme};
use crate::schema::{frames, theme_events, themes};
use crate::staff::Act;
use crate::text_enum;

text_enum! {
    /// What happened.
    pub enum EventKind {
        Renamed = "renamed",
        Merged = "merged",
        Added = "added",
        Undone = "undone",
    }
}

/// A row of what happened. The detail of a name holds both; that of a merge the theme it went into; that of an undoing the event undone.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = theme_events)]
pub struct ThemeEvent {
    pub id: i64,
    pub frame_id: i64,
    /// The version of the frame that it made.
    pub version: i32,
    pub kind: EventKind,
    pub theme_id: i64,
    pub detail: Value,
    pub staff_id: Option<i64>,
    pub created_at: DateTime<Utc>,
}

/// Why something could not happen to a theme.
#[derive(Debug, thiserror::Error)]
pub enum EventError {
    #[error("a theme needs a name")]
    NoTitle,
    /// Another theme beside it has the name.
    #[error("a theme beside it has the name")]
    TitleTaken,
    /// Only themes of one frame, with none below, and not into itself.
    #[error("these two cannot be merged")]
    NotMergeable,
    /// It was undone before, or something later builds on it.
    #[error("this can no longer be undone")]
    TooLate,
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// What happened to the themes of a hearing, newest first.
pub async fn events_of(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
) -> QueryResult<Vec<ThemeEvent>> {
    let own = frames::table
        .filter(frames::hearing_id.eq(hearing_id))
        .select(frames::id);
    ThemeEvent::query()
        .filter(theme_events::frame_id.eq_any(own))
        .order(theme_events::id.desc())
        .load(conn)
        .await
}

/// Gives a theme another name.
///
/// # Errors
/// [`EventError::NoTitle`], [`EventError::TitleTaken`]; `NotFound` for a theme of another hearing, or one merged away.
pub async fn rename_theme(
    conn: &mut AsyncPgConnection,
    by: Act,
    (theme_id, title): (i64, &str),
) -> Result<(), EventError> {
    let title = title.trim();
    conn.transaction(async |conn| {
        lock(conn, by.hearing_id).await?;
        let (frame, theme) = own(conn, by.hearing_id, theme_id).await?;
        if title.is_empty() {
            return Err(EventError::NoTitle);
        }
        if title == theme.title {
            return Ok(());
        }
        set_title(conn, &theme, title).await?;
        let detail = json!({ "from": theme.title, "to": title });
        let made = (EventKind::Renamed, theme_id, detail);
        record(
            conn,
            (by.hearing_id, frame.id),
            made,
            (Some(by.staff_id), by.now),
        )
        .await?;
        log(conn, by, ("theme_renamed", theme_id), &frame).await
    })
    .await
}

async fn set_title(
    conn: &mut AsyncPgConnection,
    theme: &Theme,
    title: &str,
) -> Result<(), EventError> {
    let beside: Vec<String> = themes::table
        .filter(themes::frame_id.eq(theme.frame_id))
        .filter(themes::parent_id.is_not_distinct_from(theme.parent_id))
        .filter(themes::merged_into.is_null())
        .filter(themes::id.ne(theme.id))
        .select(themes::title)
        .load(conn)
        .await?;
    let title_low = title.to_lowercase();
    if beside.iter().any(|other| other.to_lowercase() == title_low) {
        return Err(EventError::TitleTaken);
    }
    diesel::update(themes::table.find(theme.id))
        .set(themes::title.eq(title))
        .execute(conn)
        .await?;
    Ok(())
}

/// Lets everything that a theme is on count for another theme of the same frame.
///
/// # Errors
/// [`EventError::NotMergeable`]; `NotFound` for a theme of another hearing, or one merged away.
pub async fn merge_themes(
    conn: &mut AsyncPgConnection,
    by: Act,
    (theme_id, into): (i64, i64),
) -> Result<(), EventError> {
    conn.transaction(async |conn| {
        lock(conn, by.hearing_id).await?;
        let (frame, theme) = own(conn, by.hearing_id, theme_id).await?;
        let (other, target) = own(conn, by.hearing_id, into).await?;
        let mut below: i64 = 0;
        for id in [theme.id, target.id] {
            below += themes::table
                .filter(themes::parent_id.eq(id))
                .count()
                .get_result::<i64>(conn)
                .await?;
        }
        if frame.id != other.id || theme_id == into || below > 0 {
            return Err(EventError::NotMergeable);
        }
        diesel::update(themes::table.find(theme_id))
            .set(themes::merged_into.eq(into))
            .execute(conn)
            .await?;
        let made = (EventKind::Merged, theme_id, json!({ "into": into }));
        record(
            conn,
            (by.hearing_id, frame.id),
            made,
            (Some(by.staff_id), by.now),
        )
        .await?;
        log(conn, by, ("theme_merged", theme_id), &frame).await
    })
    .await
}

/// Makes undone what happened. What later happened to the same theme is undone first.
///
/// # Errors
/// [`EventError::TooLate`], [`EventError::TitleTaken`]; `NotFound` for an event of another hearing.
pub async fn undo_event(
    conn: &mut AsyncPgConnection,
    by: Act,
    event_id: i64,
) -> Result<(), EventError> {
    conn.transaction(async |conn| {
        lock(conn, by.hearing_id).await?;
        let all = events_of(conn, by.hearing_id).await?;
        let event = all.iter().find(|one| one.id == event_id);
        let event = event.ok_or(diesel::result::Error::NotFound)?;
        let undone = all
            .iter()
            .any(|one| one.kind == EventKind::Undone && one.detail["event"] == event_id);
        if undone {
            return Err(EventError::TooLate);
        }
        let theme: Theme = Theme::query()
            .filter(themes::id.eq(event.theme_id))
            .first(conn)
            .await?;
        match event.kind {
            EventKind::Renamed if event.detail["to"] == theme.title.as_str() => {
                let before = event.detail["from"].as_str().unwrap_or_default();
                set_title(conn, &theme, before).await?;
            }
            EventKind::Merged if event.detail["into"].as_i64() == theme.merged_into => {
                let beside = Theme {
                    merged_into: None,
                    ..theme.clone()
                };
                set_title(conn, &beside, &theme.title).await?;
                diesel::update(themes::table.find(theme.id))
                    .set(themes::merged_into.eq(None::<i64>))
                    .execute(conn)
                    .await?;
            }
            _ => return Err(EventError::TooLate),
        }
        let made = (EventKind::Undone, theme.id, json!({ "event": event_id }));
        let at = (by.hearing_id, event.frame_id);
        record(conn, at, made, (Some(by.staff_id), by.now)).await?;
        let frame: Frame = Frame::query()
            .filter(frames::id.eq(event.frame_id))
            .first(conn)
            .await?;
        log(conn, by, ("theme_event_undone", theme.id), &frame).await
    })
    .await
}

/// Notes that a hearing's file gave a theme of a frozen frame another name.
pub(in crate::hearing) async fn renamed_by_file(
    conn: &mut AsyncPgConnection,
    at: (i64, i64),
    (theme_id, from, to): (i64, &str, &str),
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let made = (
        EventKind::Renamed,
        theme_id,
        json!({ "from": from, "to": to }),
    );
    record(conn, at, made, (None, now)).await
}

/// Makes a new version of the frame, and the row that says of what.
async fn record(
    conn: &mut AsyncPgConnection,
    (hearing_id, frame_id): (i64, i64),
    (kind, theme_id, detail): (EventKind, i64, Value),
    (staff_id, now): (Option<i64>, DateTime<Utc>),
) -> QueryResult<()> {
    let version: i32 = diesel::update(frames::table)
        .filter(frames::id.eq(frame_id))
        .filter(frames::hearing_id.eq(hearing_id))
        .set(frames::version.eq(frames::version + 1))
        .returning(frames::version)
        .get_result(conn)
        .await?;
    diesel::insert_into(theme_events::table)
        .values((
            theme_events::frame_id.eq(frame_id),
            theme_events::version.eq(version),
            theme_events::kind.eq(kind),
            theme_events::theme_id.eq(theme_id),
            theme_events::detail.eq(detail),
            theme_events::staff_id.eq(staff_id),
            theme_events::created_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

async fn log(
    conn: &mut AsyncPgConnection,
    by: Act,
    (action, theme_id): (&str, i64),
    frame: &Frame,
) -> Result<(), EventError> {
    touch(conn, by).await?;
    Event::by_staff(by.staff_id, action, "theme", theme_id)
        .in_hearing(by.hearing_id)
        .with(json!({ "frame": frame.id }))
        .record(conn, by.now)
        .await?;
    Ok(())
}
