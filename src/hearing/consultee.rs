//! The list of those whom the hearing is sent to.

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Deserialize;

use crate::schema::consultees;
use crate::text_enum;

text_enum! {
    /// How a consultee is written to.
    pub enum Way {
        /// From here.
        Mail = "mail",
        /// By hand, in the authority's own Digital Post.
        DigitalPost = "digital_post",
        /// By hand, on paper.
        Letter = "letter",
    }
}

/// Someone on the list.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = consultees)]
pub struct Consultee {
    pub id: i64,
    pub name: String,
    pub category_id: Option<i64>,
    pub kind: String,
    pub email: Option<String>,
    pub way: Way,
    /// A deadline of its own, when it was given one.
    pub closes_at: Option<DateTime<Utc>>,
}

impl Consultee {
    pub async fn of_hearing(
        conn: &mut AsyncPgConnection,
        hearing_id: i64,
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(consultees::hearing_id.eq(hearing_id))
            .order((consultees::position, consultees::id))
            .load(conn)
            .await
    }

    /// One of a hearing's list.
    pub async fn find(
        conn: &mut AsyncPgConnection,
        (hearing_id, id): (i64, i64),
    ) -> QueryResult<Self> {
        Self::query()
            .filter(consultees::id.eq(id))
            .filter(consultees::hearing_id.eq(hearing_id))
            .first(conn)
            .await
    }

    /// Whether a sender is this consultee: by whole address, by domain (an organisation's people share it), or by name.
    #[must_use]
    pub fn is(&self, organisation: Option<&str>, email: Option<&str>) -> bool {
        let same_name =
            organisation.is_some_and(|name| name.trim().to_lowercase() == self.name.to_lowercase());
        let (Some(own), Some(email)) = (&self.email, email) else {
            return same_name;
        };
        let (own, email) = (own.to_lowercase(), email.to_lowercase());
        same_name || own == email
    }
}

/// A line of the list as it is handed in.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsulteeRow {
    pub name: String,
    #[serde(default)]
    pub category: String,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub email: String,
}

/// Reads a list as CSV with the columns name, category (letter), kind and email; comma or semicolon.
pub fn read_csv(text: &str) -> anyhow::Result<Vec<ConsulteeRow>> {
    let text = text.trim_start_matches('\u{feff}');
    let heading = text.lines().next().unwrap_or_default();
    let delimiter = if heading.matches(';').count() > heading.matches(',').count() {
        b';'
    } else {
        b','
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut rows: Vec<ConsulteeRow> = Vec::new();
    for row in reader.deserialize() {
        let row: ConsulteeRow = row.context("the list of consultees")?;
        if row.name.is_empty() {
            bail!("the list of consultees has a line without a name");
        }
        if rows.iter().any(|other| other.name == row.name) {
            bail!("the list of consultees has {} twice", row.name);
        }
        rows.push(row);
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_from_a_danish_spreadsheet_has_semicolons_and_a_byte_order_mark() {
        let rows =
            read_csv("\u{feff}name;category;kind;email\nBlå Kommune;A;kommune;post@blaa.example\n")
                .unwrap();
        assert_eq!(
            (rows[0].name.as_str(), rows[0].email.as_str()),
            ("Blå Kommune", "post@blaa.example")
        );
    }

    #[test]
    fn a_line_without_a_name_or_one_twice_is_refused() {
        assert!(read_csv("name,category,kind,email\n,A,x,y\n").is_err());
        assert!(
            read_csv("name,category,kind,email\nA,A,x,y\nA,A,x,y\n")
                .unwrap_err()
                .to_string()
                .contains("twice")
        );
    }
}
