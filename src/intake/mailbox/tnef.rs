//! `winmail.dat`: files and text that Exchange wraps up (MS-OXTNEF).
//!
//! Reads the message's text (plain, HTML or compressed RTF is left to the mail around it) and every attachment with its long name.

/// A file or a body out of a container.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Packed {
    pub(super) name: Option<String>,
    pub(super) media_type: Option<String>,
    pub(super) bytes: Vec<u8>,
}

/// What a container holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Contents {
    pub(super) subject: Option<String>,
    pub(super) sender_name: Option<String>,
    pub(super) sender_address: Option<String>,
    /// The transport headers that Outlook keeps.
    pub(super) headers: Option<String>,
    pub(super) text: Option<String>,
    pub(super) html: Option<Vec<u8>>,
    pub(super) files: Vec<Packed>,
    pub(super) inner: Vec<Contents>,
}

const SIGNATURE: u32 = 0x223E_9F78;
/// The most attributes of one file.
const MAX_ATTRIBUTES: usize = 5_000;

fn number(bytes: &[u8], at: usize, size: usize) -> Option<usize> {
    Some(
        bytes
            .get(at..at.checked_add(size)?)?
            .iter()
            .rev()
            .fold(0, |number, byte| number << 8 | usize::from(*byte)),
    )
}

/// Reads a TNEF stream; nothing when it is none.
pub(super) fn read(bytes: &[u8]) -> Option<Contents> {
    if number(bytes, 0, 4)? != usize::try_from(SIGNATURE).ok()? {
        return None;
    }
    let mut contents = Contents::default();
    let mut at = 6;
    for _ in 0..MAX_ATTRIBUTES {
        let (Some(level), Some(id), Some(length)) = (
            number(bytes, at, 1),
            number(bytes, at + 1, 2),
            number(bytes, at + 5, 4),
        ) else {
            break;
        };
        let data = bytes
            .get(at + 9..(at + 9).saturating_add(length).min(bytes.len()))
            .unwrap_or_default();
        attribute(&mut contents, level, id, data);
        at = at
            .saturating_add(9)
            .saturating_add(length)
            .saturating_add(2);
    }
    Some(contents)
}

fn attribute(contents: &mut Contents, level: usize, id: usize, data: &[u8]) {
    match (level, id) {
        (1, 0x8004) => contents.subject = Some(eight_bit(data)),
        (1, 0x800C) => contents.text = Some(eight_bit(data)),
        (1, 0x9003) => {
            for (tag, value) in properties(data).unwrap_or_default() {
                message_property(contents, tag, &value);
            }
        }
        // attAttachRenddata begins an attachment.
        (2, 0x9002) => contents.files.push(Packed::default()),
        (2, _) => {
            let Some(file) = contents.files.last_mut() else {
                return;
            };
            match id {
                0x8010 if file.name.is_none() => file.name = Some(eight_bit(data)),
                0x800F => file.bytes = data.to_vec(),
                0x9005 => {
                    for (tag, value) in properties(data).unwrap_or_default() {
                        file_property(file, tag, &value);
                    }
                }
                _ => {}
            }
        }
        _ => {}
    }
}

fn eight_bit(data: &[u8]) -> String {
    let end = data
        .iter()
        .position(|byte| *byte == 0)
        .unwrap_or(data.len());
    crate::text::charset::decode(data.get(..end).unwrap_or_default(), None).text
}

/// The text of a MAPI property, by its type.
pub(super) fn text_of(tag: usize, value: &[u8]) -> String {
    if tag & 0xFFFF == 0x001F {
        let units: Vec<u16> = value
            .chunks_exact(2)
            .map(|pair| {
                u16::from_le_bytes([
                    pair.first().copied().unwrap_or(0),
                    pair.get(1).copied().unwrap_or(0),
                ])
            })
            .collect();
        return String::from_utf16_lossy(&units)
            .trim_end_matches('\0')
            .to_owned();
    }
    eight_bit(value)
}

pub(super) fn message_property(contents: &mut Contents, tag: usize, value: &[u8]) {
    match tag >> 16 {
        0x0037 => contents.subject = Some(text_of(tag, value)),
        0x007D => contents.headers = Some(text_of(tag, value)),
        0x0C1A => contents.sender_name = Some(text_of(tag, value)),
        0x5D01 => contents.sender_address = Some(text_of(tag, value)),
        0x0C1F if contents.sender_address.is_none() && value.contains(&b'@') => {
            contents.sender_address = Some(text_of(tag, value))
        }
        0x1000 => contents.text = Some(text_of(tag, value)),
        0x1013 => {
            contents.html = Some(if tag & 0xFFFF == 0x001F {
                text_of(tag, value).into_bytes()
            } else {
                value.to_vec()
            })
        }
        _ => {}
    }
}

pub(super) fn file_property(file: &mut Packed, tag: usize, value: &[u8]) {
    match tag >> 16 {
        // The long name goes before the short one.
        0x3707 => file.name = Some(text_of(tag, value)),
        0x3704 | 0x3001 if file.name.is_none() => file.name = Some(text_of(tag, value)),
        0x370E => file.media_type = Some(text_of(tag, value)),
        0x3701 if file.bytes.is_empty() => file.bytes = value.to_vec(),
        _ => {}
    }
}

/// MAPI properties in a row: a count, then tag, value, padded to four bytes.
fn properties(data: &[u8]) -> Option<Vec<(usize, Vec<u8>)>> {
    let count = number(data, 0, 4)?.min(MAX_ATTRIBUTES);
    let mut at = 4;
    let mut found = Vec::new();
    for _ in 0..count {
        let tag = number(data, at, 4)?;
        at += 4;
        let (id, kind) = (tag >> 16, tag & 0xFFFF);
        if id >= 0x8000 {
            // A named property: a GUID, then a number or a name.
            let named = number(data, at + 16, 4)?;
            at += 20;
            at += if named == 1 {
                4 + padded(number(data, at, 4)?)
            } else {
                4
            };
        }
        let many = kind & 0x1000 != 0;
        let base = kind & 0x0FFF;
        let sized = matches!(base, 0x001E | 0x001F | 0x0102 | 0x000D);
        let repeat = if many || sized {
            number(data, at, 4)?.min(MAX_ATTRIBUTES)
        } else {
            1
        };
        at += if many || sized { 4 } else { 0 };
        for _ in 0..repeat {
            let size = match base {
                _ if sized => {
                    let size = number(data, at, 4)?;
                    at += 4;
                    size
                }
                0x0005 | 0x0006 | 0x0007 | 0x0014 | 0x0040 => 8,
                0x0048 => 16,
                _ => 4,
            };
            found.push((tag, data.get(at..at.checked_add(size)?)?.to_vec()));
            at += padded(size);
        }
    }
    Some(found)
}

fn padded(size: usize) -> usize {
    size.saturating_add(3) & !3
}
