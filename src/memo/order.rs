//! The order of points within their section.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::act::{lock, record};
use super::{MemoError, Point, Section};
use crate::hearing::frames_of;
use crate::schema::memo_points;
use crate::staff::Act;

/// Which way a point is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Up,
    Down,
}

/// Moves a point past its neighbour in the section where it stands now. Nothing happens at the end.
///
/// # Errors
/// When there is no such point, or the database fails.
pub async fn step(
    conn: &mut AsyncPgConnection,
    by: Act,
    number: i32,
    to: Direction,
) -> Result<(), MemoError> {
    conn.transaction(async |conn| {
        lock(conn, by.hearing_id).await?;
        let trees = frames_of(conn, by.hearing_id).await?;
        let points = Point::of_hearing(conn, by.hearing_id).await?;
        let own = points.iter().find(|point| point.number == number);
        let own = own.ok_or(diesel::result::Error::NotFound)?;
        let section = Section::of(&trees, &own.content);
        let there: Vec<&Point> = points
            .iter()
            .filter(|point| Section::of(&trees, &point.content) == section)
            .collect();
        let at = there.iter().position(|point| point.id == own.id);
        let next = match (at, to) {
            (Some(at), Direction::Up) => at.checked_sub(1),
            (Some(at), Direction::Down) => Some(at + 1),
            (None, _) => None,
        };
        let Some(other) = next.and_then(|next| there.get(next)) else {
            return Ok(());
        };
        for (id, position) in [(own.id, other.position), (other.id, own.position)] {
            diesel::update(memo_points::table.find(id))
                .set(memo_points::position.eq(position))
                .execute(conn)
                .await?;
        }
        record(
            conn,
            by,
            "point_moved",
            own.id,
            json!({ "past": other.number }),
        )
        .await
    })
    .await
}
