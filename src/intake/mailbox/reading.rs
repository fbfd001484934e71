//! What was made of a mail, in the form in which two readings are compared: kept with the version of the reader.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::kind::Kind;
use super::parse::{ReadMail, Role};
use crate::intake::Arrival;
use crate::schema::mail_readings;
use crate::text::Range;

/// One reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    pub kind: Kind,
    pub from_name: String,
    pub from_address: Option<String>,
    pub subject: String,
    pub arrived_at: DateTime<Utc>,
    pub arrival_rule: String,
    /// The text, and those of mails in it, as they become parts of a response.
    pub bodies: Vec<Body>,
    pub files: Vec<File>,
    /// What was wrong, as codes.
    #[serde(default)]
    pub warnings: Vec<String>,
}

/// A text in a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    pub text: String,
    pub ranges: Vec<Range>,
}

/// A file in a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    pub filename: Option<String>,
    pub sha256: String,
    pub role: Role,
}

impl Reading {
    #[must_use]
    pub fn of(read: &ReadMail, arrival: Arrival) -> Self {
        let from = read.from.as_ref();
        let mut reading = Self {
            kind: read.kind,
            from_name: from.and_then(|from| from.name.clone()).unwrap_or_default(),
            from_address: from.map(|from| from.address.to_lowercase()),
            subject: read.subject.clone().unwrap_or_default(),
            arrived_at: arrival.at,
            arrival_rule: arrival.rule.to_owned(),
            bodies: Vec::new(),
            files: Vec::new(),
            warnings: read.warnings.iter().map(ToString::to_string).collect(),
        };
        reading.add(read);
        for (at, file) in read.attachments.iter().enumerate() {
            reading.files.push(File {
                filename: file.filename.clone(),
                sha256: file.sha256.clone(),
                role: file.role,
            });
            for (_, inner) in read.inner.iter().filter(|(holder, _)| *holder == at) {
                reading.add(inner);
                reading
                    .files
                    .extend(inner.attachments.iter().map(|file| File {
                        filename: file.filename.clone(),
                        sha256: file.sha256.clone(),
                        role: file.role,
                    }));
            }
        }
        reading
    }

    fn add(&mut self, read: &ReadMail) {
        if !read.text.trim().is_empty() {
            self.bodies.push(Body {
                text: read.text.clone(),
                ranges: read.ranges.clone(),
            });
        }
    }

    /// The texts as one.
    #[must_use]
    pub fn text(&self) -> String {
        let texts: Vec<&str> = self.bodies.iter().map(|body| body.text.as_str()).collect();
        texts.join("\n\n")
    }

    /// The word for the kind.
    #[must_use]
    pub fn kind_word(&self) -> String {
        word(self.kind)
    }
}

impl Body {
    /// Hex SHA-256 of the text.
    #[must_use]
    pub fn sha256(&self) -> String {
        hex::encode(Sha256::digest(self.text.as_bytes()))
    }
}

pub(super) fn word(kind: Kind) -> String {
    let word = serde_json::to_value(kind).ok();
    let word = word.as_ref().and_then(|word| word.as_str());
    word.unwrap_or_default().to_owned()
}

/// A kept reading.
#[derive(Debug, Clone)]
pub struct KeptReading {
    pub version: i32,
    pub kind: String,
    /// None of a reading that was kept before readings were compared.
    pub reading: Option<Reading>,
}

/// The latest reading of a mail.
pub async fn latest(
    conn: &mut AsyncPgConnection,
    mail_id: i64,
) -> QueryResult<Option<KeptReading>> {
    let found: Option<(i32, String, serde_json::Value)> = mail_readings::table
        .filter(mail_readings::mail_id.eq(mail_id))
        .order(mail_readings::reader_version.desc())
        .select((
            mail_readings::reader_version,
            mail_readings::kind,
            mail_readings::reading,
        ))
        .first(conn)
        .await
        .optional()?;
    Ok(found.map(|(version, kind, value)| KeptReading {
        version,
        kind,
        reading: serde_json::from_value(value["made"].clone()).ok(),
    }))
}

/// What the row of a reading holds.
pub(super) fn kept_as(read: &ReadMail, made: &Reading) -> serde_json::Value {
    json!({
        "warnings": read.warnings,
        "authentication": read.authentication,
        "references": read.references,
        "made": made,
    })
}

/// Keeps a reading, once for each version of the reader.
pub async fn keep_reading(
    conn: &mut AsyncPgConnection,
    mail_id: i64,
    (read, made): (&ReadMail, &Reading),
    version: i32,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    diesel::insert_into(mail_readings::table)
        .values((
            mail_readings::mail_id.eq(mail_id),
            mail_readings::reader_version.eq(version),
            mail_readings::kind.eq(made.kind_word()),
            mail_readings::reading.eq(kept_as(read, made)),
            mail_readings::created_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(())
}
