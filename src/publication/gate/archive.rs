//! The archive of a release, read again.

use anyhow::{Context, ensure};
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
    match whole(storage, archive, (manifest, own)).await {
        Ok(()) => Vec::new(),
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

/// # Errors
/// When it is no archive, or holds something else than the manifest says.
async fn whole(
    storage: &Storage,
    archive: &Kept,
    (manifest, own): (&Manifest, &BuiltFile),
) -> anyhow::Result<()> {
    let listed = manifest
        .files
        .iter()
        .map(|file| (file.name.as_str(), file.sha256.clone()));
    let wanted: Vec<(&str, String)> = listed.chain([(own.name.as_str(), own.sha256())]).collect();
    let entries = unzip::entries(storage, archive).await?;
    let (found, of) = (entries.len(), wanted.len());
    ensure!(found == of, "it has {found} files, and {of} are listed");
    for (at, (entry, (name, sha256))) in entries.iter().zip(wanted).enumerate() {
        ensure!(entry.name == name, "file {at} has another name");
        let read = unzip::read(storage, archive, entry).await;
        let bytes = read.with_context(|| format!("file {at}"))?;
        let same = hex::encode(Sha256::digest(&bytes)) == sha256;
        ensure!(same, "file {at} is not the one that is listed");
    }
    Ok(())
}
