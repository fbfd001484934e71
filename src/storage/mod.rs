//! Files by content: kept under their SHA-256 with fsync, never changed. A folder now; another object store (S3 for several machines)
//! is another [`ObjectStore`] behind the same [`Storage`].
//!
//! A file is in storage before the row that names it is committed, so a committed row always finds its bytes. Bytes whose row was
//! never committed are only waste.

mod incoming;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use bytes::Bytes;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::stream::BoxStream;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::schema::files;

pub use incoming::Incoming;

/// A SHA-256 as the database and the receipts have it.
pub type Hash = Vec<u8>;

/// Where the bytes are.
#[derive(Clone, Debug)]
pub struct Storage(Arc<dyn ObjectStore>);

/// Bytes that are in storage: what a row may name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub sha256: Hash,
    pub bytes: i64,
}

impl Kept {
    /// What these bytes are called once they are kept.
    pub(crate) fn of(bytes: &[u8]) -> anyhow::Result<Self> {
        Ok(Self {
            sha256: Sha256::digest(bytes).to_vec(),
            bytes: i64::try_from(bytes.len())?,
        })
    }
}

impl Storage {
    /// A folder, made when missing. Every write is synced before it counts.
    pub fn folder(path: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(path)
            .with_context(|| format!("cannot make the folder {}", path.display()))?;
        incoming::sweep(path);
        let store = LocalFileSystem::new_with_prefix(path)
            .with_context(|| format!("cannot use the folder {}", path.display()))?
            .with_fsync(true);
        Ok(Self(Arc::new(store)))
    }

    /// Another store than a folder.
    #[must_use]
    pub fn over(store: Arc<dyn ObjectStore>) -> Self {
        Self(store)
    }

    /// Keeps bytes durably. Keeping the same bytes twice keeps them once.
    pub async fn keep(&self, bytes: Bytes) -> anyhow::Result<Kept> {
        let kept = Kept::of(&bytes)?;
        if !self.has(&key(&kept.sha256), kept.bytes).await {
            self.write(&kept, bytes).await?;
        }
        Ok(kept)
    }

    /// Writes bytes durably that are most likely new, without looking first; what is there already is written anew.
    pub(crate) async fn write(&self, kept: &Kept, bytes: Bytes) -> anyhow::Result<()> {
        let (key, bytes) = (key(&kept.sha256), PutPayload::from_bytes(bytes));
        let written = self.0.put(&key, bytes).await;
        written.map(drop).context("cannot write to storage")
    }

    /// Whether a file is there, as long as it should be.
    async fn has(&self, key: &Key, length: i64) -> bool {
        let found = self.0.head(key).await;
        found.is_ok_and(|found| i64::try_from(found.size) == Ok(length))
    }

    /// What is kept under a hash, if anything is.
    pub async fn find(&self, sha256: &[u8]) -> Option<Kept> {
        let found = self.0.head(&key(sha256)).await.ok()?;
        Some(Kept {
            sha256: sha256.to_vec(),
            bytes: i64::try_from(found.size).ok()?,
        })
    }

    /// Begins to keep bytes that come in pieces.
    #[must_use]
    pub fn incoming(&self) -> Incoming {
        Incoming::new(self.clone())
    }

    /// The bytes under a hash, checked against it.
    pub async fn read(&self, sha256: &[u8]) -> anyhow::Result<Bytes> {
        let bytes = self
            .0
            .get(&key(sha256))
            .await
            .context("not in storage")?
            .bytes()
            .await
            .context("cannot read from storage")?;
        anyhow::ensure!(
            Sha256::digest(&bytes).as_slice() == sha256,
            "{} is damaged in storage",
            hex::encode(sha256)
        );
        Ok(bytes)
    }

    /// A stretch of a file, of which the whole is not looked at.
    pub async fn read_range(&self, sha256: &[u8], range: Range<u64>) -> anyhow::Result<Bytes> {
        let read = self.0.get_range(&key(sha256), range).await;
        read.context("cannot read from storage")
    }

    /// A file in pieces, for those that are too large to be in memory; they are not checked against the hash.
    pub async fn stream(
        &self,
        sha256: &[u8],
    ) -> anyhow::Result<BoxStream<'static, object_store::Result<Bytes>>> {
        let found = self.0.get(&key(sha256)).await.context("not in storage")?;
        Ok(found.into_stream())
    }

    /// Whether storage works: writes a small file, reads it back and removes it.
    pub async fn check(&self) -> anyhow::Result<()> {
        let key = Key::from_iter(["check".to_owned(), Uuid::new_v4().to_string()]);
        let bytes = Bytes::from_static(b"storage check");
        self.0
            .put(&key, PutPayload::from_bytes(bytes.clone()))
            .await
            .context("cannot write to storage")?;
        let read = async { self.0.get(&key).await?.bytes().await }.await;
        let removed = self.0.delete(&key).await;
        anyhow::ensure!(
            read.context("cannot read from storage")? == bytes,
            "storage gave back other bytes than it was given"
        );
        removed.context("cannot remove from storage")
    }
}

/// The row of kept bytes, made when there is none.
pub async fn file_row(conn: &mut AsyncPgConnection, kept: &Kept) -> anyhow::Result<i64> {
    let rows = file_rows(conn, &[kept]).await?;
    rows.get(&kept.sha256).copied().context("a file has no row")
}

/// The rows of kept bytes by their hash, made where there is none.
pub async fn file_rows(
    conn: &mut AsyncPgConnection,
    kept: &[&Kept],
) -> QueryResult<HashMap<Hash, i64>> {
    if kept.is_empty() {
        return Ok(HashMap::new());
    }
    // In one order everywhere, so that two that keep the same files do not wait for each other in a ring.
    let sizes: BTreeMap<&Hash, i64> = kept.iter().map(|kept| (&kept.sha256, kept.bytes)).collect();
    let rows: Vec<_> = sizes
        .iter()
        .map(|(sha256, bytes)| (files::sha256.eq(*sha256), files::bytes.eq(*bytes)))
        .collect();
    diesel::insert_into(files::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    let found: Vec<(Hash, i64)> = files::table
        .filter(files::sha256.eq_any(sizes.into_keys()))
        .select((files::sha256, files::id))
        .load(conn)
        .await?;
    Ok(found.into_iter().collect())
}

fn key(sha256: &[u8]) -> Key {
    let name = hex::encode(sha256);
    Key::from_iter([&name[..2], &name[..]])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_kept_is_read_back_and_damage_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage::folder(folder.path()).unwrap();
        let kept = storage
            .keep(Bytes::from_static("blåbær".as_bytes()))
            .await
            .unwrap();
        assert_eq!(
            storage
                .keep(Bytes::from_static("blåbær".as_bytes()))
                .await
                .unwrap(),
            kept
        );
        assert_eq!(
            storage.read(&kept.sha256).await.unwrap(),
            "blåbær".as_bytes()
        );
        let name = hex::encode(&kept.sha256);
        std::fs::write(folder.path().join(&name[..2]).join(&name), "solbær").unwrap();
        assert!(
            storage
                .read(&kept.sha256)
                .await
                .unwrap_err()
                .to_string()
                .contains("damaged")
        );
    }
}
