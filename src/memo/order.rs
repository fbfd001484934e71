//! The order of points within their section.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::act::{lock, record};
use super::{MemoError, Point, Section, hold};
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

/// Puts a point behind another, or first in its section. Nothing happens where it stands there already, or for another that is not there.
///
/// # Errors
/// When there is no such point, [`MemoError::Held`], or the database fails.
pub(super) async fn place_after(
    conn: &mut AsyncPgConnection,
    by: Act,
    number: i32,
    after: Option<i32>,
) -> Result<(), MemoError> {
    lock(conn, by.hearing_id).await?;
    let trees = frames_of(conn, by.hearing_id).await?;
    let mut points = Point::of_hearing(conn, by.hearing_id).await?;
    let at = points.iter().position(|point| point.number == number);
    let own = points.remove(at.ok_or(diesel::result::Error::NotFound)?);
    hold::free_for(&own, by)?;
    let section = Section::of(&trees, &own.content);
    let to = match after {
        Some(after) => points
            .iter()
            .position(|point| point.number == after)
            .map(|at| at + 1),
        None => points
            .iter()
            .position(|point| Section::of(&trees, &point.content) == section),
    };
    let id = own.id;
    points.insert(to.unwrap_or(points.len()), own);
    for (position, point) in (1..).zip(&points) {
        if point.position != position {
            diesel::update(memo_points::table.find(point.id))
                .set(memo_points::position.eq(position))
                .execute(conn)
                .await?;
        }
    }
    record(conn, by, "point_moved", id, json!({ "after": after })).await
}
