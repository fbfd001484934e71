//! The archive of a release, read again.

use sha2::{Digest, Sha256};

use super::{Finding, What, unzip};
use crate::publication::files::{ARCHIVE, BuiltFile, Manifest};
use crate::storage::{Kept, Storage};

/// Whether the archive holds the manifest and every file that it lists, byte by byte, and nothing else. What the files say has been looked
/// at by [`super::look_at_files`].
pub(in crate::publication) async fn look_at_archive(
    storage: &Storage,
    archive: &Kept,
    (manifest, own): (&Manifest, &BuiltFile),
) -> Vec<Finding> {
    match is_whole(storage, archive, (manifest, own)).await {
        Ok(true) => Vec::new(),
        Ok(false) => vec![Finding::in_file(What::FileNotReadBack, ARCHIVE)],
        Err(error) => {
            tracing::error!(
                file = ARCHIVE,
                error = format!("{error:#}"),
                "a built file cannot be read back"
            );
            vec![Finding::in_file(What::FileNotReadBack, ARCHIVE)]
        }
    }
}

async fn is_whole(
    storage: &Storage,
    archive: &Kept,
    (manifest, own): (&Manifest, &BuiltFile),
) -> anyhow::Result<bool> {
    let mut wanted: Vec<(&str, String)> = manifest
        .files
        .iter()
        .map(|file| (file.name.as_str(), file.sha256.clone()))
        .collect();
    wanted.push((&own.name, own.sha256()));
    let entries = unzip::entries(storage, archive).await?;
    if entries.len() != wanted.len() {
        return Ok(false);
    }
    for (entry, (name, sha256)) in entries.iter().zip(wanted) {
        let bytes = unzip::read(storage, archive, entry).await?;
        if entry.name != name || hex::encode(Sha256::digest(&bytes)) != sha256 {
            return Ok(false);
        }
    }
    Ok(true)
}
