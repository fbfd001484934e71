//! The order of frames and themes, and taking a whole frame away.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::write::{OUTSIDE, refuse_used};
use super::{FrameError, own};
use crate::audit::Event;
use crate::hearing::settings::{MoveTo, Section, changed, lock, touch};
use crate::hearing::{Theme, frames_of};
use crate::schema::{frames, themes};
use crate::staff::Act;

/// Moves a theme one place among those below the same theme; what is below it goes along.
///
/// # Errors
/// [`FrameError::Frozen`]; `NotFound` for a theme of another hearing.
pub async fn move_theme(
    conn: &mut AsyncPgConnection,
    by: Act,
    (theme_id, to): (i64, MoveTo),
) -> Result<i64, FrameError> {
    conn.transaction(async |conn| {
        let hearing = lock(conn, by.hearing_id).await?;
        let (frame, theme) = own(conn, hearing.id, theme_id).await?;
        if hearing.themes_are_frozen(by.now) {
            return Err(FrameError::Frozen);
        }
        let siblings: Vec<i64> = themes::table
            .filter(themes::frame_id.eq(frame.id))
            .filter(themes::parent_id.is_not_distinct_from(theme.parent_id))
            .filter(themes::merged_into.is_null())
            .order((themes::position, themes::id))
            .select(themes::id)
            .load(conn)
            .await?;
        let at = siblings.iter().position(|one| *one == theme_id);
        let at = at.ok_or(diesel::result::Error::NotFound)?;
        if let Some(with) = to.from(at, siblings.len()) {
            let mut order = siblings;
            order.swap(at, with);
            for (position, id) in (0_i32..).zip(order) {
                diesel::update(themes::table.find(id))
                    .set(themes::position.eq(position))
                    .execute(conn)
                    .await?;
            }
            changed(conn, by, Section::Themes).await?;
        }
        Ok(frame.id)
    })
    .await
}

/// Moves a frame one place. The one for what is outside the themes stays last.
///
/// # Errors
/// [`FrameError::Frozen`], [`FrameError::Stays`]; `NotFound` for a frame of another hearing.
pub async fn move_frame(
    conn: &mut AsyncPgConnection,
    by: Act,
    (frame_id, to): (i64, MoveTo),
) -> Result<(), FrameError> {
    conn.transaction(async |conn| {
        let hearing = lock(conn, by.hearing_id).await?;
        let trees = frames_of(conn, hearing.id).await?;
        let tree = trees.iter().find(|tree| tree.frame.id == frame_id);
        let tree = tree.ok_or(diesel::result::Error::NotFound)?;
        if hearing.themes_are_frozen(by.now) {
            return Err(FrameError::Frozen);
        }
        if tree.frame.key == OUTSIDE {
            return Err(FrameError::Stays);
        }
        let mut order: Vec<i64> = trees
            .iter()
            .filter(|tree| tree.frame.key != OUTSIDE)
            .map(|tree| tree.frame.id)
            .collect();
        let at = order.iter().position(|one| *one == frame_id);
        let Some((at, with)) = at.and_then(|at| Some((at, to.from(at, order.len())?))) else {
            return Ok(());
        };
        order.swap(at, with);
        for (position, id) in (0_i32..).zip(order) {
            diesel::update(frames::table.find(id))
                .set(frames::position.eq(position))
                .execute(conn)
                .await?;
        }
        changed(conn, by, Section::Themes).await?;
        Ok(())
    })
    .await
}

/// Takes a frame away that nothing is tagged with.
///
/// # Errors
/// [`FrameError::Frozen`], [`FrameError::Stays`], [`FrameError::InUse`]; `NotFound` for a frame of another hearing.
pub async fn remove_frame(
    conn: &mut AsyncPgConnection,
    by: Act,
    frame_id: i64,
) -> Result<(), FrameError> {
    conn.transaction(async |conn| {
        let hearing = lock(conn, by.hearing_id).await?;
        let trees = frames_of(conn, hearing.id).await?;
        let tree = trees.iter().find(|tree| tree.frame.id == frame_id);
        let tree = tree.ok_or(diesel::result::Error::NotFound)?;
        if hearing.themes_are_frozen(by.now) {
            return Err(FrameError::Frozen);
        }
        if tree.frame.key == OUTSIDE {
            return Err(FrameError::Stays);
        }
        let there: Vec<&Theme> = tree.themes.iter().map(|(theme, _, _)| theme).collect();
        let away: Vec<&Theme> = tree.merged.iter().map(|(theme, _)| theme).collect();
        let gone: Vec<&&Theme> = there.iter().collect();
        refuse_used(conn, &gone, &away).await?;
        diesel::update(themes::table.filter(themes::frame_id.eq(frame_id)))
            .set((
                themes::parent_id.eq(None::<i64>),
                themes::merged_into.eq(None::<i64>),
            ))
            .execute(conn)
            .await?;
        diesel::delete(frames::table.find(frame_id))
            .execute(conn)
            .await?;
        touch(conn, by).await?;
        Event::by_staff(by.staff_id, "frame_removed", "frame", frame_id)
            .in_hearing(by.hearing_id)
            .record(conn, by.now)
            .await?;
        Ok(())
    })
    .await
}
