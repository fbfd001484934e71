//! Reads an archive in storage, entry by entry, by its own central directory. It shares no code with what writes archives, and holds one
//! entry at a time.

use std::io::Read;

use anyhow::{Context, bail, ensure};
use flate2::read::DeflateDecoder;

use crate::storage::{Kept, Storage};

const END: u32 = 0x0605_4b50;
const END_64: u32 = 0x0606_4b50;
const LOCATOR_64: u32 = 0x0706_4b50;
const ENTRY: u32 = 0x0201_4b50;
const LOCAL: u32 = 0x0403_4b50;
const END_BYTES: usize = 22;
const LOCATOR_BYTES: usize = 20;
/// Means: it stands in the field for large archives.
const ELSEWHERE: u64 = 0xffff_ffff;

/// A file of an archive, as the directory has it.
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) bytes: u64,
    packed: u64,
    method: u16,
    at: u64,
}

/// Numbers in little-endian order.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn take(&mut self, count: usize) -> anyhow::Result<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count).context("cut off")?;
        self.0 = rest;
        Ok(taken)
    }

    fn number(&mut self, bytes: usize) -> anyhow::Result<u64> {
        let taken = self.take(bytes)?;
        Ok(taken
            .iter()
            .rev()
            .fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    }

    fn signature(&mut self, wanted: u32) -> anyhow::Result<()> {
        ensure!(self.number(4)? == u64::from(wanted), "another signature");
        Ok(())
    }
}

/// Every file of an archive, in order.
///
/// # Errors
/// When it is none.
pub(super) async fn entries(storage: &Storage, archive: &Kept) -> anyhow::Result<Vec<Entry>> {
    let length = u64::try_from(archive.bytes)?;
    let (at, size) = directory(storage, archive, length).await?;
    let end = at.checked_add(size).context("no directory")?;
    ensure!(end <= length, "a directory beyond the end");
    let bytes = storage.read_range(&archive.sha256, at..end).await?;
    let mut fields = Fields(&bytes);
    let mut entries = Vec::new();
    while !fields.0.is_empty() {
        entries.push(entry(&mut fields).context("an entry")?);
    }
    Ok(entries)
}

/// Where the central directory is, and how long.
async fn directory(storage: &Storage, archive: &Kept, length: u64) -> anyhow::Result<(u64, u64)> {
    // Ours have no comment, so the end stands at the very end.
    let tail_bytes = (END_BYTES + LOCATOR_BYTES) as u64;
    let from = length.saturating_sub(tail_bytes);
    let tail = storage.read_range(&archive.sha256, from..length).await?;
    let end = tail.len().checked_sub(END_BYTES).context("too short")?;
    let mut fields = Fields(&tail[end..]);
    fields.signature(END)?;
    fields.take(8)?;
    let (size, at) = (fields.number(4)?, fields.number(4)?);
    if size != ELSEWHERE && at != ELSEWHERE {
        return Ok((at, size));
    }
    let locator = end.checked_sub(LOCATOR_BYTES).context("too short")?;
    let mut fields = Fields(&tail[locator..]);
    fields.signature(LOCATOR_64)?;
    fields.take(4)?;
    let large = fields.number(8)?;
    let end = large.checked_add(56).context("no end")?;
    let bytes = storage.read_range(&archive.sha256, large..end).await?;
    let mut fields = Fields(&bytes);
    fields.signature(END_64)?;
    fields.take(36)?;
    let (size, at) = (fields.number(8)?, fields.number(8)?);
    Ok((at, size))
}

fn entry(fields: &mut Fields<'_>) -> anyhow::Result<Entry> {
    fields.signature(ENTRY)?;
    fields.take(6)?;
    let method = u16::try_from(fields.number(2)?)?;
    fields.take(8)?;
    let (mut packed, mut bytes) = (fields.number(4)?, fields.number(4)?);
    let name = usize::try_from(fields.number(2)?)?;
    let extra = usize::try_from(fields.number(2)?)?;
    let comment = usize::try_from(fields.number(2)?)?;
    fields.take(8)?;
    let mut at = fields.number(4)?;
    let name = String::from_utf8(fields.take(name)?.to_vec())?;
    let mut extra = Fields(fields.take(extra)?);
    while extra.0.len() >= 4 {
        let (id, size) = (extra.number(2)?, usize::try_from(extra.number(2)?)?);
        let mut large = Fields(extra.take(size)?);
        if id == 1 {
            for value in [&mut bytes, &mut packed, &mut at] {
                if *value == ELSEWHERE {
                    *value = large.number(8)?;
                }
            }
        }
    }
    fields.take(comment)?;
    Ok(Entry {
        name,
        bytes,
        packed,
        method,
        at,
    })
}

/// What a file of the archive holds.
///
/// # Errors
/// When it is damaged, packed in a way that is none of ours, or not as long as the directory says.
pub(super) async fn read(
    storage: &Storage,
    archive: &Kept,
    entry: &Entry,
) -> anyhow::Result<Vec<u8>> {
    let head = storage
        .read_range(&archive.sha256, entry.at..entry.at + 30)
        .await?;
    let mut fields = Fields(&head);
    fields.signature(LOCAL)?;
    fields.take(22)?;
    let skipped = fields.number(2)? + fields.number(2)?;
    let from = entry.at + 30 + skipped;
    let packed = storage
        .read_range(&archive.sha256, from..from + entry.packed)
        .await?;
    let bytes = match entry.method {
        0 => packed.to_vec(),
        8 => {
            let mut bytes = Vec::with_capacity(usize::try_from(entry.bytes)?);
            let most = entry.bytes + 1;
            DeflateDecoder::new(packed.as_ref())
                .take(most)
                .read_to_end(&mut bytes)?;
            bytes
        }
        other => bail!("packed by method {other}"),
    };
    ensure!(bytes.len() as u64 == entry.bytes, "of another length");
    Ok(bytes)
}
