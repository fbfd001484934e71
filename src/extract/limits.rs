//! What is refused before anything opens it: archives that expand beyond all measure, pictures of too many pixels. Only sizes that the
//! file itself states are looked at.

use std::io::Cursor;

use zip::ZipArchive;

use super::run::ChildAnswer;
use super::{State, Why};

const MAX_ENTRIES: usize = 2_000;
pub(crate) const MAX_EXPANDED: u64 = 200 << 20;
const MAX_RATIO: u64 = 100;
/// Below this size a high ratio is no bomb, just an empty page.
pub(crate) const RATIO_FROM: u64 = 1 << 20;
const MAX_PIXELS: u64 = 50_000_000;

/// Why a file of this type is not opened.
pub(crate) fn refused(bytes: &[u8], media_type: &str) -> Option<(State, Why)> {
    let over = if bytes.starts_with(b"PK") {
        archive(bytes)
    } else if media_type.starts_with("image/") {
        let (width, height) = pixels(bytes)?;
        (u64::from(width) * u64::from(height) > MAX_PIXELS).then_some(Why::ManyPixels)
    } else {
        None
    };
    over.map(|why| (State::TooLarge, why))
}

fn number<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    number(bytes, at).map(u16::from_le_bytes)
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    number(bytes, at).map(u32::from_le_bytes)
}

/// Adds up what the central directory of a zip says. A directory that cannot be found is left to the reader, which fails on it.
fn archive(bytes: &[u8]) -> Option<Why> {
    let from = bytes.len().saturating_sub(22 + usize::from(u16::MAX));
    let tail = bytes.get(from..)?;
    let end = tail
        .windows(4)
        .rposition(|window| window == b"PK\x05\x06")?
        + from;
    let start = usize::try_from(long(bytes, end + 16)?).ok()?;
    let size = usize::try_from(long(bytes, end + 12)?).ok()?;
    // Bytes before the archive shift it.
    let mut at = if bytes.get(start..start.checked_add(4)?) == Some(b"PK\x01\x02") {
        start
    } else {
        end.checked_sub(size)?
    };
    let (mut entries, mut expanded) = (0, 0_u64);
    while bytes.get(at..at + 4) == Some(b"PK\x01\x02") {
        entries += 1;
        let packed = u64::from(long(bytes, at + 20)?);
        let plain = u64::from(long(bytes, at + 24)?);
        expanded = expanded.saturating_add(plain);
        if entries > MAX_ENTRIES {
            return Some(Why::ManyEntries);
        }
        if expanded > MAX_EXPANDED || (plain > RATIO_FROM && plain / packed.max(1) > MAX_RATIO) {
            return Some(Why::Expands);
        }
        let names = [28, 30, 32].map(|field| short(bytes, at + field).map_or(0, usize::from));
        at += 46 + names.iter().sum::<usize>();
    }
    None
}

/// The same of an archive that a reader has opened.
pub(crate) fn check(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(), ChildAnswer> {
    if archive.len() > MAX_ENTRIES {
        return Err(ChildAnswer::refused(State::TooLarge, Why::ManyEntries));
    }
    let mut expanded = 0_u64;
    for at in 0..archive.len() {
        let Ok(entry) = archive.by_index_raw(at) else {
            continue;
        };
        expanded = expanded.saturating_add(entry.size());
        let bomb =
            entry.size() > RATIO_FROM && entry.size() / entry.compressed_size().max(1) > MAX_RATIO;
        if bomb || expanded > MAX_EXPANDED {
            return Err(ChildAnswer::refused(State::TooLarge, Why::Expands));
        }
    }
    Ok(())
}

/// Width and height of a picture, as its head says.
fn pixels(bytes: &[u8]) -> Option<(u32, u32)> {
    let big = |at| number(bytes, at).map(u32::from_be_bytes);
    if bytes.starts_with(b"\x89PNG") {
        return Some((big(16)?, big(20)?));
    }
    if bytes.starts_with(b"GIF8") {
        return Some((short(bytes, 6)?.into(), short(bytes, 8)?.into()));
    }
    if bytes.starts_with(b"BM") {
        return Some((long(bytes, 18)?, long(bytes, 22)?));
    }
    if bytes.starts_with(b"\xFF\xD8") {
        return jpeg(bytes);
    }
    if bytes.starts_with(b"II*\0") {
        return tiff(bytes, u16::from_le_bytes, u32::from_le_bytes);
    }
    if bytes.starts_with(b"MM\0*") {
        return tiff(bytes, u16::from_be_bytes, u32::from_be_bytes);
    }
    None
}

fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let big = |at| number(bytes, at).map(u16::from_be_bytes);
    let mut at = 2;
    loop {
        let [mark, kind] = number(bytes, at)?;
        if mark != 0xFF {
            return None;
        }
        match kind {
            0xFF => at += 1,
            0x01 | 0xD0..=0xD9 => at += 2,
            0xC0..=0xCF if !matches!(kind, 0xC4 | 0xC8 | 0xCC) => {
                return Some((big(at + 7)?.into(), big(at + 5)?.into()));
            }
            _ => at += 2 + usize::from(big(at + 2)?.max(2)),
        }
    }
}

fn tiff(bytes: &[u8], short: fn([u8; 2]) -> u16, long: fn([u8; 4]) -> u32) -> Option<(u32, u32)> {
    let at = usize::try_from(long(number(bytes, 4)?)).ok()?;
    let fields = usize::from(short(number(bytes, at)?));
    let (mut width, mut height) = (None, None);
    for field in 0..fields {
        let at = at + 2 + field * 12;
        let value = match short(number(bytes, at + 2)?) {
            3 => u32::from(short(number(bytes, at + 8)?)),
            _ => long(number(bytes, at + 8)?),
        };
        match short(number(bytes, at)?) {
            256 => width = Some(value),
            257 => height = Some(value),
            _ => {}
        }
    }
    Some((width?, height?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_a_picture_is_read_from_its_head() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend(10_000_u32.to_be_bytes());
        png.extend(6_000_u32.to_be_bytes());
        assert_eq!(pixels(&png), Some((10_000, 6_000)));
        assert_eq!(
            refused(&png, "image/png"),
            Some((State::TooLarge, Why::ManyPixels))
        );
        let jpeg = b"\xFF\xD8\xFF\xE0\0\x04ab\xFF\xC0\0\x11\x08\x01\x02\x03\x04\x03";
        assert_eq!(pixels(jpeg), Some((0x0304, 0x0102)));
        let tiff = b"II*\0\x08\0\0\0\x02\0\0\x01\x03\0\x01\0\0\0\x10\0\0\0\x01\x01\x04\0\x01\0\0\0\x20\0\0\0";
        assert_eq!(pixels(tiff), Some((16, 32)));
        assert_eq!(pixels(b"\xFF\xD8\xFF"), None);
    }
}
