//! The files of a release, all from one projection: what they hold is what the pages hold. Data files carry the reference instead of a
//! private person's name.

mod annotations;
mod archive;
mod csv;
mod json;
mod manifest;
mod table;
mod xlsx;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::projection::{Projection, PublicResponse};
use crate::templates::Words;

pub(super) use archive::archive;
pub(super) use json::Line;
pub(super) use manifest::{LogHead, Manifest};

pub(super) const PDF: &str = "samlede-hoeringssvar.pdf";
pub(super) const XLSX: &str = "oversigt.xlsx";
pub(super) const CSV: &str = "oversigt.csv";
pub(super) const JSON: &str = "hoeringssvar.json";
pub(super) const JSON_LINES: &str = "hoeringssvar.jsonl";
pub(super) const ANNOTATIONS: &str = "afsnit.jsonld";
pub(super) const SCHEMA: &str = "hoeringssvar.schema.json";
/// All of a release in one file.
pub const ARCHIVE: &str = "hoeringssvar.zip";
pub(super) const PROOF: &str = crate::proof::release::FILE;
pub(super) const MANIFEST: &str = "manifest.json";

/// In the order in which a list shows them; what is not here stands before the last.
const ORDER: &[&str] = &[
    PDF,
    XLSX,
    CSV,
    JSON,
    JSON_LINES,
    ANNOTATIONS,
    SCHEMA,
    PROOF,
    ARCHIVE,
    MANIFEST,
];
/// Between the name of the whole and the number of a volume.
const VOLUME: &str = "samlede-hoeringssvar-bind-";

/// The schema of what [`JSON`] and [`JSON_LINES`] hold.
pub(super) const SCHEMA_TEXT: &str = include_str!("schema.json");

/// A file that was made.
#[derive(Debug, Clone)]
pub struct BuiltFile {
    pub name: String,
    pub media_type: &'static str,
    pub bytes: Bytes,
}

impl BuiltFile {
    pub(super) fn new(name: impl Into<String>, media_type: &'static str, bytes: Vec<u8>) -> Self {
        Self {
            name: name.into(),
            media_type,
            bytes: Bytes::from(bytes),
        }
    }

    pub(super) fn sha256(&self) -> String {
        hex::encode(Sha256::digest(&self.bytes))
    }
}

/// What files say of the release that they belong to.
pub(super) struct Edition<'a> {
    pub(super) number: i32,
    pub(super) now: DateTime<Utc>,
    pub(super) words: &'a Words,
    /// Where the service is, without a slash at the end: for permanent addresses.
    pub(super) base_url: &'a str,
}

/// The data files: the overview twice, everything as JSON and JSON Lines with its schema, and the passages as annotations.
pub(super) fn data(
    projection: &Projection,
    edition: &Edition<'_>,
) -> anyhow::Result<Vec<BuiltFile>> {
    let table = table::table(projection, edition)?;
    Ok(vec![
        BuiltFile::new(
            XLSX,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            xlsx::workbook(&projection.overview, &table, edition)?,
        ),
        BuiltFile::new(CSV, "text/csv; charset=utf-8", csv::overview(&table)?),
        BuiltFile::new(
            JSON,
            "application/json",
            json::whole(projection, edition.number, edition.base_url)?,
        ),
        BuiltFile::new(
            JSON_LINES,
            "application/jsonl",
            json::lines(projection, edition.base_url)?,
        ),
        BuiltFile::new(
            ANNOTATIONS,
            "application/ld+json",
            annotations::collection(projection, edition)?,
        ),
        BuiltFile::new(
            SCHEMA,
            "application/schema+json",
            SCHEMA_TEXT.as_bytes().to_vec(),
        ),
    ])
}

/// What a file of a release is called on pages.
pub(super) fn title(words: &Words, name: &str) -> String {
    match volume_number(name) {
        Some(number) => words.text("formats-file-volume", &[("n", number.into())]),
        None => words.text(&format!("publication-file-{}", name.replace('.', "-")), &[]),
    }
}

/// The name of a volume, whose number is written with as many digits as that of the last.
pub(super) fn volume(number: usize, last: usize) -> String {
    let digits = last.to_string().len();
    format!("{VOLUME}{number:0digits$}.pdf")
}

fn volume_number(name: &str) -> Option<usize> {
    let number = name.strip_prefix(VOLUME)?.strip_suffix(".pdf")?;
    number.parse().ok()
}

/// Where a file stands in a list.
pub(super) fn place(name: &str) -> (usize, usize) {
    let last = ORDER.len() - 1;
    match volume_number(name) {
        Some(number) => (0, number),
        None => match ORDER.iter().position(|known| *known == name) {
            Some(at) if at < last => (at, 0),
            Some(_) => (ORDER.len(), 0),
            None => (last, 0),
        },
    }
}

fn json_bytes(value: &impl Serialize) -> anyhow::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// A response as data files have it: without the name of a private person, and without file names that might hold it.
pub(super) fn without_private_names(response: &PublicResponse) -> PublicResponse {
    let mut response = response.clone();
    if response.row.private {
        response.row.sender.clone_from(&response.row.reference);
        for part in &mut response.parts {
            part.filename = None;
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volumes_stand_after_the_whole_and_the_manifest_last() {
        assert_eq!(volume(3, 40), "samlede-hoeringssvar-bind-03.pdf");
        assert_eq!(volume(3, 4), "samlede-hoeringssvar-bind-3.pdf");
        let mut names = [
            MANIFEST.to_owned(),
            CSV.to_owned(),
            "nyt.docx".to_owned(),
            volume(10, 10),
            volume(2, 10),
            PDF.to_owned(),
        ];
        names.sort_by_key(|name| place(name));
        let expected = [
            PDF,
            "samlede-hoeringssvar-bind-02.pdf",
            "samlede-hoeringssvar-bind-10.pdf",
            CSV,
            "nyt.docx",
            MANIFEST,
        ];
        assert_eq!(names, expected);
    }
}
