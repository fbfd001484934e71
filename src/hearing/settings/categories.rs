//! Who answers, by letter.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;

use super::{SaveError, Section, Settings};
use crate::hearing::Hearing;
use crate::schema::{categories, consultees, responses};

/// The categories in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Categories(pub Vec<CategoryRow>);

/// One of them. Without an id it is new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CategoryRow {
    pub id: Option<i64>,
    pub letter: String,
    pub name: String,
    pub kinds: Vec<String>,
    pub private_persons: bool,
}

impl Settings for Categories {
    const SECTION: Section = Section::Categories;

    async fn read(conn: &mut AsyncPgConnection, hearing: &Hearing) -> Result<Self, SaveError> {
        let all = hearing.categories(conn).await?;
        Ok(Self(
            all.into_iter()
                .map(|one| CategoryRow {
                    id: Some(one.id),
                    letter: one.letter,
                    name: one.name,
                    kinds: one.kinds,
                    private_persons: one.private_persons,
                })
                .collect(),
        ))
    }

    async fn write(
        &self,
        conn: &mut AsyncPgConnection,
        hearing: &Hearing,
        (before, _): (&Self, DateTime<Utc>),
    ) -> Result<(), SaveError> {
        let kept: Vec<i64> = self.0.iter().filter_map(|row| row.id).collect();
        for gone in &before.0 {
            if let Some(id) = gone.id.filter(|id| !kept.contains(id)) {
                remove(conn, id, &gone.letter).await?;
            }
        }
        let letter_of = |id: i64| before.0.iter().find(|row| row.id == Some(id));
        let renamed = |row: &&CategoryRow| {
            row.id
                .and_then(letter_of)
                .is_some_and(|was| was.letter != row.letter)
        };
        let moved: Vec<&CategoryRow> = self.0.iter().filter(renamed).collect();
        if hearing.references_fixed_at.is_some() && !moved.is_empty() {
            return Err(SaveError::LettersHold);
        }
        // Two may change letters with each other: out of the way first.
        let used: Vec<&String> = before
            .0
            .iter()
            .chain(&self.0)
            .map(|row| &row.letter)
            .collect();
        let free = ('A'..='Z')
            .map(|second| format!("Å{second}"))
            .filter(|pair| !used.contains(&pair));
        for (row, away) in moved.iter().zip(free) {
            diesel::update(categories::table.filter(categories::id.nullable().eq(row.id)))
                .set(categories::letter.eq(away))
                .execute(conn)
                .await?;
        }
        write_all(conn, hearing.id, &self.0).await
    }
}

async fn write_all(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    rows: &[CategoryRow],
) -> Result<(), SaveError> {
    for (position, row) in rows.iter().enumerate() {
        let values = (
            categories::letter.eq(&row.letter),
            categories::name.eq(&row.name),
            categories::kinds.eq(&row.kinds),
            categories::private_persons.eq(row.private_persons),
            categories::position.eq(i32::try_from(position).unwrap_or(i32::MAX)),
        );
        if let Some(id) = row.id {
            let own = categories::table
                .filter(categories::id.eq(id))
                .filter(categories::hearing_id.eq(hearing_id));
            let changed = diesel::update(own).set(values);
            if changed.execute(conn).await? == 0 {
                return Err(SaveError::Changed);
            }
        } else {
            diesel::insert_into(categories::table)
                .values((categories::hearing_id.eq(hearing_id), values))
                .execute(conn)
                .await?;
        }
    }
    Ok(())
}

/// Takes a category away that nothing is in.
async fn remove(conn: &mut AsyncPgConnection, id: i64, letter: &str) -> Result<(), SaveError> {
    let answered: i64 = responses::table
        .filter(responses::category_id.eq(id))
        .count()
        .get_result(conn)
        .await?;
    let listed: i64 = consultees::table
        .filter(consultees::category_id.eq(id))
        .count()
        .get_result(conn)
        .await?;
    if answered + listed > 0 {
        return Err(SaveError::CategoryInUse {
            letter: letter.to_owned(),
            uses: answered + listed,
        });
    }
    diesel::delete(categories::table.find(id))
        .execute(conn)
        .await?;
    Ok(())
}
