//! Bytes that come in pieces, without ever being in memory as a whole: to a draft, and then under their hash by renaming it.

use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use bytes::Bytes;
use object_store::path::Path as Key;
use object_store::{MultipartUpload, ObjectStoreExt as _, PutPayload};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{Kept, Storage, key};

/// Where drafts are.
const FOLDER: &str = "incoming";
/// Bytes of a part. The least that S3 takes; what is no longer than this never becomes a draft.
const PART: usize = 5 << 20;
/// Drafts that are older were left by a program that died.
const LEFT: Duration = Duration::from_secs(24 * 60 * 60);

/// Bytes on their way into storage. Dropped before the end, they leave nothing that anybody finds.
pub struct Incoming {
    storage: Storage,
    hash: Sha256,
    bytes: usize,
    waiting: Vec<Bytes>,
    held: usize,
    draft: Option<(Key, Box<dyn MultipartUpload>)>,
}

impl Incoming {
    pub(super) fn new(storage: Storage) -> Self {
        Self {
            storage,
            hash: Sha256::new(),
            bytes: 0,
            waiting: Vec::new(),
            held: 0,
            draft: None,
        }
    }

    /// Adds the next piece.
    pub async fn add(&mut self, piece: Bytes) -> anyhow::Result<()> {
        self.hash.update(&piece);
        self.bytes += piece.len();
        self.held += piece.len();
        self.waiting.push(piece);
        if self.held > PART {
            self.write().await?;
        }
        Ok(())
    }

    /// Writes what waits to the draft.
    async fn write(&mut self) -> anyhow::Result<()> {
        let (_, upload) = match &mut self.draft {
            Some(draft) => draft,
            none => {
                let draft = Key::from_iter([FOLDER.to_owned(), Uuid::new_v4().to_string()]);
                let upload = self.storage.0.put_multipart(&draft).await;
                none.insert((draft, upload.context("cannot write to storage")?))
            }
        };
        self.held = 0;
        let part: PutPayload = std::mem::take(&mut self.waiting).into_iter().collect();
        upload
            .put_part(part)
            .await
            .context("cannot write to storage")
    }

    /// Keeps the bytes durably, as [`Storage::keep`] does.
    pub async fn finish(mut self) -> anyhow::Result<Kept> {
        if self.draft.is_none() {
            let bytes = match self.waiting.as_slice() {
                [only] => only.clone(),
                several => several.concat().into(),
            };
            return self.storage.keep(bytes).await;
        }
        if self.held > 0 {
            self.write().await?;
        }
        let kept = Kept {
            sha256: self.hash.finalize().to_vec(),
            bytes: i64::try_from(self.bytes)?,
        };
        let Some((draft, mut upload)) = self.draft else {
            anyhow::bail!("the draft is gone");
        };
        let key = key(&kept.sha256);
        if self.storage.has(&key, kept.bytes).await {
            upload.abort().await.context("cannot remove from storage")?;
            return Ok(kept);
        }
        upload.complete().await.context("cannot write to storage")?;
        let renamed = self.storage.0.rename(&draft, &key).await;
        renamed.context("cannot write to storage")?;
        Ok(kept)
    }
}

/// Removes drafts of programs that died, as far as that can be done: they are waste and stand in nobody's way.
pub(super) fn sweep(folder: &Path) {
    let Ok(drafts) = std::fs::read_dir(folder.join(FOLDER)) else {
        return;
    };
    for draft in drafts.flatten() {
        let changed = draft.metadata().and_then(|about| about.modified());
        let age = changed.ok().and_then(|at| at.elapsed().ok());
        if age.is_some_and(|age| age > LEFT) {
            let _ = std::fs::remove_file(draft.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;
    use std::time::SystemTime;

    use super::*;

    fn storage() -> (tempfile::TempDir, Storage) {
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage::folder(folder.path()).unwrap();
        (folder, storage)
    }

    fn drafts(folder: &Path) -> Vec<PathBuf> {
        fs::read_dir(folder.join(FOLDER))
            .map(|all| all.map(|one| one.unwrap().path()).collect())
            .unwrap_or_default()
    }

    /// Pieces that are no divisors of a part.
    async fn bring(storage: &Storage, whole: &Bytes) -> Incoming {
        let mut incoming = storage.incoming();
        for start in (0..whole.len()).step_by(700_001) {
            let end = whole.len().min(start + 700_001);
            incoming.add(whole.slice(start..end)).await.unwrap();
            assert!(incoming.held <= PART, "no more than a part is in memory");
        }
        incoming
    }

    #[tokio::test]
    async fn pieces_become_the_same_file_as_the_whole_and_leave_no_draft() {
        let (folder, storage) = storage();
        for length in [0, 1, PART, 13_000_003] {
            let whole: Bytes = (0..length).map(|at| (at % 251) as u8).collect();
            let kept = bring(&storage, &whole).await.finish().await.unwrap();
            assert_eq!(storage.read(&kept.sha256).await.unwrap(), whole);
            assert_eq!(bring(&storage, &whole).await.finish().await.unwrap(), kept);
            assert_eq!(storage.keep(whole).await.unwrap(), kept);
        }
        assert!(drafts(folder.path()).is_empty());
    }

    #[tokio::test]
    async fn what_a_dead_program_left_is_swept_and_what_is_under_way_stays() {
        let (folder, storage) = storage();
        let whole: Bytes = vec![7; 2 * PART].into();
        let incoming = bring(&storage, &whole).await;
        let old = folder.path().join(FOLDER).join("old");
        let file = fs::File::create(&old).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        Storage::folder(folder.path()).unwrap();
        assert_eq!(drafts(folder.path()).len(), 1);
        incoming.finish().await.unwrap();
        assert!(drafts(folder.path()).is_empty());
    }
}
