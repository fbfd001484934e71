//! The files of a release as somebody has them: a folder or a ZIP. Everything is hashed as it is read; only what is looked into stays in memory.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, bail, ensure};
use sha2::{Digest, Sha256};

use super::Hash;
use super::release;

pub const MANIFEST: &str = "manifest.json";
pub const JSON: &str = "hoeringssvar.json";
pub const JSON_LINES: &str = "hoeringssvar.jsonl";
/// Of a file that is looked into.
const MOST_BYTES: u64 = 2 << 30;
/// Of all files, unpacked.
const MOST_BYTES_IN_ALL: u64 = 64 << 30;

/// The files of a release by their names.
#[derive(Clone, Debug, Default)]
pub struct Bundle {
    pub hashes: BTreeMap<String, Hash>,
    kept: BTreeMap<String, Vec<u8>>,
    read: u64,
}

impl Bundle {
    /// Reads a folder, or a ZIP (whose files may stand in one folder).
    ///
    /// # Errors
    /// When it cannot be read, or holds no manifest.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let mut bundle = Self::default();
        if path.is_dir() {
            bundle.folder(path, "")?;
        } else {
            bundle.zip(path)?;
        }
        bundle.step_inside()?;
        Ok(bundle)
    }

    /// Takes a file that is at hand.
    ///
    /// # Errors
    /// When the name is there already.
    pub fn add(&mut self, name: &str, mut bytes: impl Read) -> anyhow::Result<()> {
        let wanted = [MANIFEST, JSON, JSON_LINES, release::FILE];
        let keep = wanted.contains(&name.rsplit('/').next().unwrap_or(name));
        let mut hasher = Sha256::new();
        let mut kept = Vec::new();
        let mut buffer = vec![0; 1 << 16];
        loop {
            let count = bytes
                .read(&mut buffer)
                .with_context(|| format!("cannot read {name}"))?;
            let piece = &buffer[..count];
            if piece.is_empty() {
                break;
            }
            self.read += piece.len() as u64;
            ensure!(self.read < MOST_BYTES_IN_ALL, "there is too much in it");
            hasher.update(piece);
            if keep {
                ensure!(kept.len() as u64 <= MOST_BYTES, "{name} is too large");
                kept.extend_from_slice(piece);
            }
        }
        let hash = Hash(hasher.finalize().into());
        if self.hashes.insert(name.to_owned(), hash).is_some() {
            bail!("{name} is there twice");
        }
        if keep {
            self.kept.insert(name.to_owned(), kept);
        }
        Ok(())
    }

    /// Takes a file by its hash alone: somebody else has looked at it.
    pub fn know(&mut self, name: &str, sha256: &[u8]) {
        if let Some(hash) = Hash::from_slice(sha256) {
            self.hashes.insert(name.to_owned(), hash);
        }
    }

    /// The bytes of a file that is looked into.
    #[must_use]
    pub fn bytes(&self, name: &str) -> Option<&[u8]> {
        self.kept.get(name).map(Vec::as_slice)
    }

    fn folder(&mut self, folder: &Path, within: &str) -> anyhow::Result<()> {
        let entries = std::fs::read_dir(folder)
            .with_context(|| format!("cannot read {}", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            let name = format!("{within}{}", entry.file_name().to_string_lossy());
            let path = entry.path();
            if entry.file_type()?.is_dir() {
                self.folder(&path, &format!("{name}/"))?;
            } else {
                let file =
                    File::open(&path).with_context(|| format!("cannot read {}", path.display()))?;
                self.add(&name, file)?;
            }
        }
        Ok(())
    }

    fn zip(&mut self, path: &Path) -> anyhow::Result<()> {
        let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut archive = zip::ZipArchive::new(file)
            .with_context(|| format!("{} is neither a folder nor a ZIP", path.display()))?;
        for index in 0..archive.len() {
            let entry = archive
                .by_index(index)
                .with_context(|| format!("{} is damaged", path.display()))?;
            if entry.is_dir() {
                continue;
            }
            let name = entry.name()?.into_owned();
            self.add(&name, entry)?;
        }
        Ok(())
    }

    /// Names are counted from the folder of the manifest.
    fn step_inside(&mut self) -> anyhow::Result<()> {
        let manifests = self
            .hashes
            .keys()
            .filter(|name| name.as_str() == MANIFEST || name.ends_with(&format!("/{MANIFEST}")));
        let folder = manifests
            .map(|name| name.trim_end_matches(MANIFEST).to_owned())
            .min_by_key(String::len)
            .context("there is no manifest.json: this is no release")?;
        let inside = |name: String| name.strip_prefix(&folder).map(ToOwned::to_owned);
        let hashes = std::mem::take(&mut self.hashes);
        self.hashes = hashes
            .into_iter()
            .filter_map(|(name, hash)| Some((inside(name)?, hash)))
            .collect();
        let kept = std::mem::take(&mut self.kept);
        self.kept = kept
            .into_iter()
            .filter_map(|(name, bytes)| Some((inside(name)?, bytes)))
            .collect();
        Ok(())
    }
}
