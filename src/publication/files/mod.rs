//! The files of a release, all from one projection: what they hold is what the pages hold. Data files carry the reference instead of a
//! private person's name.

mod csv;
mod json;
mod manifest;

use bytes::Bytes;
use sha2::{Digest, Sha256};

use super::projection::{Projection, PublicResponse};
use crate::templates::Words;

pub(super) use csv::overview;
pub(super) use manifest::{LogHead, Manifest};

pub(super) const PDF: &str = "samlede-hoeringssvar.pdf";
pub(super) const CSV: &str = "oversigt.csv";
pub(super) const JSON: &str = "hoeringssvar.json";
pub(super) const JSON_LINES: &str = "hoeringssvar.jsonl";
pub(super) const MANIFEST: &str = "manifest.json";

/// A file that was made.
#[derive(Debug, Clone)]
pub struct BuiltFile {
    pub name: &'static str,
    pub media_type: &'static str,
    pub bytes: Bytes,
}

impl BuiltFile {
    pub(super) fn new(name: &'static str, media_type: &'static str, bytes: Vec<u8>) -> Self {
        Self {
            name,
            media_type,
            bytes: Bytes::from(bytes),
        }
    }

    pub(super) fn sha256(&self) -> String {
        hex::encode(Sha256::digest(&self.bytes))
    }
}

/// The data files: overview, and everything as JSON and JSON Lines. `base_url` is where the service is, for permanent addresses.
pub(super) fn data(
    projection: &Projection,
    number: i32,
    words: &Words,
    base_url: &str,
) -> anyhow::Result<Vec<BuiltFile>> {
    Ok(vec![
        BuiltFile::new(
            CSV,
            "text/csv; charset=utf-8",
            overview(projection, words, base_url)?,
        ),
        BuiltFile::new(
            JSON,
            "application/json",
            json::whole(projection, number, base_url)?,
        ),
        BuiltFile::new(
            JSON_LINES,
            "application/jsonl",
            json::lines(projection, base_url)?,
        ),
    ])
}

/// A response as data files have it: without the name of a private person, and without file names that might hold it.
fn without_private_names(response: &PublicResponse) -> PublicResponse {
    let mut response = response.clone();
    if response.row.private {
        response.row.sender.clone_from(&response.row.reference);
        for part in &mut response.parts {
            part.filename = None;
        }
    }
    response
}
