//! The manifest: every file with its SHA-256, and the head of the log that the release vouches for. Its own hash is what a second person
//! approves.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{BuiltFile, MANIFEST, json_bytes};
use crate::publication::ledger::Ledger;
use crate::publication::pictures::{PaintedPage, PictureOf};

const FORMAT: &str = "hoeringssvar-manifest/1";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::publication) struct Manifest {
    pub(in crate::publication) format: String,
    pub(in crate::publication) hearing: String,
    /// The release's own number.
    pub(in crate::publication) release: i32,
    pub(in crate::publication) built_at: DateTime<Utc>,
    pub(in crate::publication) ledger: Ledger,
    pub(in crate::publication) files: Vec<ManifestFile>,
    /// SHA-256 of what the pictures of pages were painted from.
    #[serde(default)]
    pub(in crate::publication) pages_sha256: String,
    /// SHA-256 of the projection that pages and files were made from.
    pub(in crate::publication) projection_sha256: String,
    pub(in crate::publication) log: Option<LogHead>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::publication) struct ManifestFile {
    pub(in crate::publication) name: String,
    pub(in crate::publication) media_type: String,
    pub(in crate::publication) bytes: usize,
    pub(in crate::publication) sha256: String,
    /// The page that it shows, of a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::publication) picture: Option<PictureOf>,
}

/// A head of the Merkle log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::publication) struct LogHead {
    pub(in crate::publication) size: i64,
    /// Hexadecimal.
    pub(in crate::publication) root: String,
    pub(in crate::publication) key_id: String,
    pub(in crate::publication) signature: String,
}

fn picture(page: &PaintedPage) -> ManifestFile {
    ManifestFile {
        name: page.name.clone(),
        media_type: page.media_type.to_owned(),
        bytes: page.bytes,
        sha256: hex::encode(&page.sha256),
        picture: Some(page.of.clone()),
    }
}

impl Manifest {
    pub(in crate::publication) fn new(
        (hearing, release, built_at): (&str, i32, DateTime<Utc>),
        ledger: Ledger,
        (files, (pages, pages_sha256)): (&[BuiltFile], (&[PaintedPage], String)),
        projection_sha256: String,
        log: Option<LogHead>,
    ) -> Self {
        Self {
            format: FORMAT.to_owned(),
            hearing: hearing.to_owned(),
            release,
            built_at,
            ledger,
            files: files
                .iter()
                .map(|file| ManifestFile {
                    name: file.name.clone(),
                    media_type: file.media_type.to_owned(),
                    bytes: file.bytes.len(),
                    sha256: file.sha256(),
                    picture: None,
                })
                .chain(pages.iter().map(picture))
                .collect(),
            pages_sha256,
            projection_sha256,
            log,
        }
    }

    pub(in crate::publication) fn file(&self) -> anyhow::Result<BuiltFile> {
        Ok(BuiltFile::new(
            MANIFEST,
            "application/json",
            json_bytes(self)?,
        ))
    }
}
