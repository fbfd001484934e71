//! The list of consultees as staff keep it: one is added, changed, or taken off while nothing rests on it.

use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::Way;
use crate::audit::Event;
use crate::schema::{categories, consultees};
use crate::staff::Act;

/// A consultee as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewConsultee {
    pub name: String,
    pub category_id: Option<i64>,
    pub kind: String,
    pub email: Option<String>,
    pub way: Way,
}

impl Default for NewConsultee {
    fn default() -> Self {
        Self {
            name: String::new(),
            category_id: None,
            kind: String::new(),
            email: None,
            way: Way::Mail,
        }
    }
}

/// Why the list was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ConsulteeError {
    #[error("there is a consultee of this name")]
    NameTaken,
    /// It has answered, or has been written to.
    #[error("a response or a letter is this consultee's")]
    InUse,
    #[error(transparent)]
    Database(DieselError),
}

impl From<DieselError> for ConsulteeError {
    fn from(error: DieselError) -> Self {
        let DieselError::DatabaseError(kind, told) = &error else {
            return Self::Database(error);
        };
        match (kind, told.constraint_name()) {
            (DatabaseErrorKind::UniqueViolation, Some("consultees_name_key")) => Self::NameTaken,
            (DatabaseErrorKind::ForeignKeyViolation, Some(name))
                if name.ends_with("_consultee_fk") =>
            {
                Self::InUse
            }
            _ => Self::Database(error),
        }
    }
}

/// Puts somebody on the list, at its end.
///
/// # Errors
/// [`ConsulteeError::NameTaken`] for a name that is there.
pub async fn add_consultee(
    conn: &mut AsyncPgConnection,
    by: Act,
    new: &NewConsultee,
) -> Result<i64, ConsulteeError> {
    conn.transaction(async |conn| {
        check(conn, by, None, new).await?;
        let last: Option<i32> = consultees::table
            .filter(consultees::hearing_id.eq(by.hearing_id))
            .select(diesel::dsl::max(consultees::position))
            .first(conn)
            .await?;
        let id = diesel::insert_into(consultees::table)
            .values((
                consultees::hearing_id.eq(by.hearing_id),
                consultees::name.eq(new.name.trim()),
                consultees::category_id.eq(new.category_id),
                consultees::kind.eq(new.kind.trim()),
                consultees::email.eq(email(new)),
                consultees::way.eq(new.way),
                consultees::position.eq(last.map_or(0, |last| last + 1)),
                consultees::created_at.eq(by.now),
            ))
            .returning(consultees::id)
            .get_result(conn)
            .await?;
        record(conn, by, "consultee_added", id, json!({})).await?;
        Ok(id)
    })
    .await
}

/// Changes somebody on the list.
///
/// # Errors
/// [`ConsulteeError::NameTaken`], [`diesel::result::Error::NotFound`] for a consultee of another hearing.
pub async fn save_consultee(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
    new: &NewConsultee,
) -> Result<(), ConsulteeError> {
    conn.transaction(async |conn| {
        check(conn, by, Some(id), new).await?;
        let changed = diesel::update(
            consultees::table
                .filter(consultees::id.eq(id))
                .filter(consultees::hearing_id.eq(by.hearing_id)),
        )
        .set((
            consultees::name.eq(new.name.trim()),
            consultees::category_id.eq(new.category_id),
            consultees::kind.eq(new.kind.trim()),
            consultees::email.eq(email(new)),
            consultees::way.eq(new.way),
        ))
        .execute(conn)
        .await?;
        if changed == 0 {
            return Err(DieselError::NotFound.into());
        }
        record(conn, by, "consultee_changed", id, json!({})).await?;
        Ok(())
    })
    .await
}

/// Takes somebody off the list, whom no response is from and nothing was written to.
///
/// # Errors
/// [`ConsulteeError::InUse`], [`diesel::result::Error::NotFound`] for a consultee of another hearing.
pub async fn remove_consultee(
    conn: &mut AsyncPgConnection,
    by: Act,
    id: i64,
) -> Result<(), ConsulteeError> {
    conn.transaction(async |conn| {
        let gone = diesel::delete(
            consultees::table
                .filter(consultees::id.eq(id))
                .filter(consultees::hearing_id.eq(by.hearing_id)),
        )
        .execute(conn)
        .await?;
        if gone == 0 {
            return Err(DieselError::NotFound.into());
        }
        record(conn, by, "consultee_removed", id, json!({})).await?;
        Ok(())
    })
    .await
}

/// The name is nobody else's whatever its case, and the category is of this hearing.
async fn check(
    conn: &mut AsyncPgConnection,
    by: Act,
    own: Option<i64>,
    new: &NewConsultee,
) -> Result<(), ConsulteeError> {
    let names: Vec<(i64, String)> = consultees::table
        .filter(consultees::hearing_id.eq(by.hearing_id))
        .select((consultees::id, consultees::name))
        .load(conn)
        .await?;
    let name = new.name.trim().to_lowercase();
    let taken = names
        .iter()
        .any(|(id, other)| Some(*id) != own && other.to_lowercase() == name);
    if taken {
        return Err(ConsulteeError::NameTaken);
    }
    if let Some(category) = new.category_id {
        let _known: i64 = categories::table
            .filter(categories::id.eq(category))
            .filter(categories::hearing_id.eq(by.hearing_id))
            .select(categories::id)
            .first(conn)
            .await?;
    }
    Ok(())
}

fn email(new: &NewConsultee) -> Option<String> {
    let email = new.email.as_deref().map(str::trim)?;
    (!email.is_empty()).then(|| email.to_lowercase())
}

async fn record(
    conn: &mut AsyncPgConnection,
    by: Act,
    action: &str,
    id: i64,
    detail: serde_json::Value,
) -> QueryResult<()> {
    Event::by_staff(by.staff_id, action, "consultee", id)
        .in_hearing(by.hearing_id)
        .with(detail)
        .record(conn, by.now)
        .await
}
