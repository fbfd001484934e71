//! Who uses a data directory: locked files, which the kernel frees when a program dies however it dies.
//!
//! `leases/start` is held for moments while the server is started or stopped. `leases/users` is shared by every running
//! command; who can have it alone is the last. `leases/web` and `leases/worker` belong to a `serve`.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{Seek as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::account::own_uid;

/// Which part of the service a `serve` runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    All,
    Web,
    Worker,
}

/// Held by a `serve` as long as it runs.
#[derive(Debug)]
pub struct ServeLease {
    _held: Vec<Lock>,
}

impl ServeLease {
    /// Refused when another `serve` runs this part on the data directory.
    pub fn take(data: &Path, part: Part) -> anyhow::Result<Self> {
        let names: &[&str] = match part {
            Part::All => &["web", "worker"],
            Part::Web => &["web"],
            Part::Worker => &["worker"],
        };
        let mut held = Vec::new();
        for name in names {
            let mut lock = Lock::open(data, name)?;
            if !lock.try_alone()? {
                let other = fs::read_to_string(&lock.path).unwrap_or_default();
                bail!(
                    "another `serve` (process {}) already runs the {name} part on the data directory {}. \
                     Stop it, or give this one a data directory of its own with --data",
                    other.trim(),
                    data.display()
                );
            }
            lock.note(&std::process::id().to_string())?;
            held.push(lock);
        }
        Ok(Self { _held: held })
    }
}

/// One lease file, unlocked when dropped.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
    path: PathBuf,
}

impl Lock {
    pub(super) fn open(data: &Path, name: &str) -> anyhow::Result<Self> {
        let dir = make_data_dir(data)?.join("leases");
        DirBuilder::new().recursive(true).mode(0o700).create(&dir)?;
        let path = dir.join(name);
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .mode(0o600)
            .open(&path)
            .with_context(|| format!("cannot open {}", path.display()))?;
        Ok(Self { file, path })
    }

    /// Waits until nobody else has it.
    pub(super) fn alone(&self) -> anyhow::Result<()> {
        Ok(self.file.lock()?)
    }

    pub(super) fn try_alone(&self) -> anyhow::Result<bool> {
        match self.file.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    pub(super) fn shared(&self) -> anyhow::Result<()> {
        Ok(self.file.lock_shared()?)
    }

    /// Unlocks now, also for a child that is between fork and exec and still has the file.
    pub(super) fn release(&self) {
        self.file.unlock().ok();
    }

    fn note(&mut self, text: &str) -> anyhow::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        Ok(self.file.write_all(text.as_bytes())?)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        self.release();
    }
}

/// Makes the data directory. Started by root it may be crossed, not listed, by others: the server's user lives inside.
pub(super) fn make_data_dir(data: &Path) -> anyhow::Result<&Path> {
    let mode = if own_uid() == 0 { 0o711 } else { 0o700 };
    DirBuilder::new()
        .recursive(true)
        .mode(mode)
        .create(data)
        .with_context(|| format!("cannot make the data directory {}", data.display()))?;
    Ok(data)
}
