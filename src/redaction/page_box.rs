//! Places on the pages of a file that must not be seen, drawn by people: signatures, stamps, handwriting, faces, and hidden text that the
//! program cannot find on the page. Like a redaction each has a ground, an author, and an approver who is another person; until it is
//! approved it covers all the same.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{Approval, Ground, RedactionError, record};
use crate::extract::Frame;
use crate::response::{Part, cover_signatures};
use crate::schema::{page_boxes, redactions, text_versions};
use crate::staff::Act;

/// Smaller than this share of a page covers nothing: a click, no box.
const SMALLEST: f64 = 0.002;

/// A place that is covered.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = page_boxes)]
pub struct PageBox {
    pub id: i64,
    pub part_id: i64,
    /// From 1.
    pub page: i32,
    pub edge_left: f64,
    pub edge_top: f64,
    pub edge_right: f64,
    pub edge_bottom: f64,
    pub ground: Ground,
    /// The redaction that it covers, as a person says.
    pub redaction_id: Option<i64>,
    pub author_id: i64,
    pub approver_id: Option<i64>,
}

impl PageBox {
    /// Those in force, of many parts, page by page.
    pub async fn of_parts(conn: &mut AsyncPgConnection, ids: &[i64]) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(page_boxes::part_id.eq_any(ids))
            .filter(page_boxes::removed_at.is_null())
            .order((page_boxes::part_id, page_boxes::page, page_boxes::id))
            .load(conn)
            .await
    }

    async fn in_force(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<Self> {
        Self::query()
            .filter(page_boxes::id.eq(id))
            .filter(page_boxes::removed_at.is_null())
            .for_update()
            .first(conn)
            .await
    }

    #[must_use]
    pub fn frame(&self) -> Frame {
        Frame {
            left: self.edge_left,
            top: self.edge_top,
            right: self.edge_right,
            bottom: self.edge_bottom,
        }
    }
}

/// A box as it is drawn.
#[derive(Clone, Copy, Debug)]
pub struct NewBox {
    pub page: i32,
    pub frame: Frame,
    pub ground: Ground,
    pub redaction_id: Option<i64>,
}

/// Covers a place on a page of a part.
///
/// # Errors
/// [`RedactionError::NoPlace`] for a page that is not there, a place that is none, or a redaction of another text.
pub async fn cover(
    conn: &mut AsyncPgConnection,
    by: Act,
    part: &Part,
    new: NewBox,
) -> Result<i64, RedactionError> {
    let frame = new.frame.within_page().ok_or(RedactionError::NoPlace)?;
    let pages = part.pages.unwrap_or(1);
    let small = frame.right - frame.left < SMALLEST || frame.bottom - frame.top < SMALLEST;
    if small || !(1..=pages).contains(&new.page) {
        return Err(RedactionError::NoPlace);
    }
    conn.transaction(async |conn| {
        if let Some(id) = new.redaction_id {
            of_part(conn, id, part.id).await?;
        }
        let id: i64 = diesel::insert_into(page_boxes::table)
            .values((
                page_boxes::part_id.eq(part.id),
                page_boxes::page.eq(new.page),
                page_boxes::edge_left.eq(frame.left),
                page_boxes::edge_top.eq(frame.top),
                page_boxes::edge_right.eq(frame.right),
                page_boxes::edge_bottom.eq(frame.bottom),
                page_boxes::ground.eq(new.ground),
                page_boxes::redaction_id.eq(new.redaction_id),
                page_boxes::author_id.eq(by.staff_id),
                page_boxes::created_at.eq(by.now),
            ))
            .returning(page_boxes::id)
            .get_result(conn)
            .await?;
        let detail = json!({ "box": id, "part": part.position, "page": new.page, "ground": new.ground, "redaction": new.redaction_id });
        record(conn, by, "place_covered", part.response_id, detail).await?;
        Ok(id)
    })
    .await
}

/// Fails unless a redaction in force is one of this part.
async fn of_part(
    conn: &mut AsyncPgConnection,
    id: i64,
    part_id: i64,
) -> Result<(), RedactionError> {
    let found: Option<i64> = redactions::table
        .inner_join(text_versions::table)
        .filter(redactions::id.eq(id))
        .filter(redactions::removed_at.is_null())
        .filter(text_versions::part_id.eq(part_id))
        .select(redactions::id)
        .first(conn)
        .await
        .optional()?;
    found.map(drop).ok_or(RedactionError::NoPlace)
}

/// The box of a part that is in force.
async fn find(
    conn: &mut AsyncPgConnection,
    part: &Part,
    id: i64,
) -> Result<PageBox, RedactionError> {
    let it = PageBox::in_force(conn, id).await?;
    if it.part_id == part.id {
        Ok(it)
    } else {
        Err(diesel::result::Error::NotFound.into())
    }
}

/// Approves what another person covered.
///
/// # Errors
/// [`RedactionError::SamePerson`].
pub async fn approve_box(
    conn: &mut AsyncPgConnection,
    by: Act,
    part: &Part,
    id: i64,
) -> Result<(), RedactionError> {
    conn.transaction(async |conn| {
        if find(conn, part, id).await?.author_id == by.staff_id {
            return Err(RedactionError::SamePerson);
        }
        diesel::update(page_boxes::table.find(id))
            .set((
                page_boxes::approver_id.eq(by.staff_id),
                page_boxes::approved_at.eq(by.now),
            ))
            .execute(conn)
            .await?;
        let detail = json!({ "box": id });
        record(conn, by, "covering_approved", part.response_id, detail).await?;
        Ok(())
    })
    .await
}

/// Uncovers a place. The row stays, with who did it; that signatures are covered must be said anew.
///
/// # Errors
/// When there is none in force, or the database fails.
pub async fn uncover(
    conn: &mut AsyncPgConnection,
    by: Act,
    part: &Part,
    id: i64,
) -> Result<(), RedactionError> {
    conn.transaction(async |conn| {
        find(conn, part, id).await?;
        diesel::update(page_boxes::table.find(id))
            .set((
                page_boxes::removed_at.eq(by.now),
                page_boxes::removed_by.eq(by.staff_id),
            ))
            .execute(conn)
            .await?;
        let detail = json!({ "box": id });
        record(conn, by, "place_uncovered", part.response_id, detail).await?;
        if part.signatures().is_some() {
            cover_signatures(conn, by, (part.response_id, part.id), false).await?;
        }
        Ok(())
    })
    .await
}

/// Puts a box in force as it was; none uncovers the place again. Whoever takes an act back writes the row of the audit log.
///
/// # Errors
/// When the database fails.
pub async fn put_back_box(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    approval: Option<Approval>,
) -> QueryResult<()> {
    let removed = approval.is_none();
    let row = diesel::update(page_boxes::table.find(id));
    row.set((
        page_boxes::removed_at.eq(removed.then_some(by.now)),
        page_boxes::removed_by.eq(removed.then_some(by.staff_id)),
    ))
    .execute(conn)
    .await?;
    if let Some(to) = approval {
        diesel::update(page_boxes::table.find(id))
            .set((
                page_boxes::approver_id.eq(to.approver),
                page_boxes::approved_at.eq(to.at),
            ))
            .execute(conn)
            .await?;
    }
    Ok(())
}
