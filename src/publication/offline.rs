//! The files of a projection by itself, without database and without approval: for measuring how long they take.

use std::path::Path;

use anyhow::Context;
use chrono::{DateTime, Utc};

use super::files::{self, BuiltFile, Edition, Manifest};
use super::projection::Projection;
use super::release::Progress;
use super::volumes;
use crate::config::Pdf;
use crate::storage::Storage;
use crate::templates::Templates;

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Pdf,
    /// Everything else, and the archive of it.
    Data,
}

/// Writes the files of a projection, given as JSON, to a folder. Answers with their names.
///
/// # Errors
/// When it is no projection, a file cannot be made, or the folder cannot be written.
pub async fn write(
    (program, sizes): (&Path, &Pdf),
    projection: &[u8],
    which: Which,
    (out, now): (&Path, DateTime<Utc>),
) -> anyhow::Result<Vec<String>> {
    let projection: Projection = serde_json::from_slice(projection).context("no projection")?;
    let edition = Edition {
        number: 1,
        now,
        words: Templates::shared()?.words(),
        base_url: "https://hoering.example",
    };
    let mut built = match which {
        Which::Pdf => {
            let with = (program, sizes);
            volumes::pdf(with, &projection, (&edition, None), &Progress::silent()).await?
        }
        Which::Data => files::data(&projection, &edition)?,
    };
    if which == Which::Data {
        built.push(archive(&projection, &edition, &built, out).await?);
    }
    for file in &built {
        let path = out.join(&file.name);
        std::fs::write(&path, &file.bytes)
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(built.into_iter().map(|file| file.name).collect())
}

async fn archive(
    projection: &Projection,
    edition: &Edition<'_>,
    built: &[BuiltFile],
    out: &Path,
) -> anyhow::Result<BuiltFile> {
    let hearing = &projection.overview.hearing.slug;
    let manifest = Manifest::new(
        (hearing, edition.number, edition.now),
        projection.overview.ledger,
        (built, (&[], String::new())),
        String::new(),
        None,
    );
    let mut all = built.to_vec();
    all.push(manifest.file()?);
    let folder = tempfile::tempdir_in(out)?;
    let storage = Storage::folder(folder.path())?;
    let kept = files::archive(&storage, &all, &[]).await?;
    let bytes = storage.read(&kept.sha256).await?;
    Ok(BuiltFile::new(
        files::ARCHIVE,
        "application/zip",
        bytes.to_vec(),
    ))
}
