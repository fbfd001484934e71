//! A release in one file: everything that its manifest lists, and the manifest. The bytes depend on these alone, so whoever has the files
//! can make the same archive again. It goes to storage in pieces: only one file at a time is in memory.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::BuiltFile;
use crate::publication::pictures::PaintedPage;
use crate::storage::{Incoming, Kept, Storage};

/// What is written by one and taken by another.
#[derive(Clone, Default)]
struct Pipe(Arc<Mutex<Vec<u8>>>);

impl Pipe {
    fn take(&self) -> io::Result<Bytes> {
        let mut held = self
            .0
            .lock()
            .map_err(|_| io::Error::other("a writer died"))?;
        Ok(std::mem::take(&mut *held).into())
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut held = self
            .0
            .lock()
            .map_err(|_| io::Error::other("a writer died"))?;
        held.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The archive of a release, in storage: `files` with the manifest last, and the pictures of pages before it.
///
/// # Errors
/// When storage fails.
pub(in crate::publication) async fn archive(
    storage: &Storage,
    files: &[BuiltFile],
    pictures: &[PaintedPage],
) -> anyhow::Result<Kept> {
    let pipe = Pipe::default();
    let mut writer = ZipWriter::new_stream(pipe.clone());
    let mut incoming = storage.incoming();
    let (others, manifest) = files.split_at(files.len().saturating_sub(1));
    for file in others {
        put(&mut writer, &file.name, file.media_type, &file.bytes)?;
        hand_on(&pipe, &mut incoming).await?;
    }
    for page in pictures {
        let bytes = storage.read(&page.sha256).await?;
        put(&mut writer, &page.name, page.media_type, &bytes)?;
        hand_on(&pipe, &mut incoming).await?;
    }
    for file in manifest {
        put(&mut writer, &file.name, file.media_type, &file.bytes)?;
    }
    writer.finish()?;
    hand_on(&pipe, &mut incoming).await?;
    incoming.finish().await
}

fn put<W: Write + io::Seek>(
    writer: &mut ZipWriter<W>,
    name: &str,
    media_type: &str,
    bytes: &[u8],
) -> anyhow::Result<()> {
    let options = SimpleFileOptions::default()
        .compression_method(if is_packed(media_type) {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        })
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    writer.start_file(name, options)?;
    writer.write_all(bytes)?;
    Ok(())
}

/// Whether packing it again would bring nothing.
fn is_packed(media_type: &str) -> bool {
    media_type.starts_with("image/")
        || media_type == "application/pdf"
        || media_type.starts_with("application/vnd.openxmlformats")
}

async fn hand_on(pipe: &Pipe, incoming: &mut Incoming) -> anyhow::Result<()> {
    let bytes = pipe.take()?;
    if bytes.is_empty() {
        return Ok(());
    }
    incoming.add(bytes).await
}
