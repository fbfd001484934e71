//! Transfer encodings, read leniently: what can be decoded is decoded, and what is missing is told.

use super::header::{hex, line_at};
use super::warning::Code;

/// Decoded bytes and what was wrong, in the words of a warning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bytes {
    pub(super) bytes: Vec<u8>,
    pub(super) fault: Option<Code>,
}

/// Decodes a part's body by its `Content-Transfer-Encoding`.
pub(super) fn decode(body: &[u8], encoding: &str) -> Bytes {
    match encoding.trim().to_ascii_lowercase().trim_matches('"') {
        "base64" | "b" => {
            let (bytes, fault) = base64(body);
            if (bytes.is_empty() && !body.trim_ascii().is_empty()) || is_clear(body) {
                return Bytes {
                    bytes: body.to_vec(),
                    fault: Some(Code::NotBase64),
                };
            }
            Bytes { bytes, fault }
        }
        "quoted-printable" | "q" | "quotedprintable" => quoted_printable(body),
        "x-uuencode" | "uuencode" | "x-uue" | "uue" => match uuencoded(body, 0) {
            Some(file) => Bytes {
                bytes: file.bytes,
                fault: None,
            },
            None => Bytes {
                bytes: body.to_vec(),
                fault: Some(Code::NotUuencode),
            },
        },
        known => Bytes {
            bytes: body.to_vec(),
            fault: (!matches!(known, "" | "7bit" | "8bit" | "binary"))
                .then_some(Code::EncodingUnknown),
        },
    }
}

/// Whether what is said to be base64 begins with words.
fn is_clear(body: &[u8]) -> bool {
    let first = body
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::trim_ascii)
        .find(|line| !line.is_empty())
        .unwrap_or_default();
    let words: Vec<&[u8]> = first.split(|byte| *byte == b' ').collect();
    words.len() >= 3 && words.iter().all(|word| word.len() < 40)
}

/// Base64: characters outside the alphabet are passed over; a text that stops within a group gives what is there.
pub(super) fn base64(text: &[u8]) -> (Vec<u8>, Option<Code>) {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut group, mut count, mut padded) = (0_u32, 0_u32, false);
    let mut foreign = 0_usize;
    let end = clear_from(text);
    for byte in text.get(..end).unwrap_or(text) {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                padded = true;
                continue;
            }
            _ => {
                foreign += usize::from(!byte.is_ascii_whitespace());
                continue;
            }
        };
        if padded {
            // A second text behind the padding: some programs encode line by line. A footer in clear is not one.
            if foreign > 0 {
                break;
            }
            rest(&mut bytes, group, count);
            (group, count, padded) = (0, 0, false);
        }
        group = group << 6 | u32::from(value);
        count += 1;
        if count == 4 {
            bytes.extend_from_slice(group.to_be_bytes().get(1..).unwrap_or_default());
            (group, count) = (0, 0);
        }
    }
    rest(&mut bytes, group, count);
    let fault = if count != 0 && !padded {
        Some(Code::TruncatedBase64)
    } else if foreign > 4 || end < text.len() {
        Some(Code::DamagedBase64)
    } else {
        None
    };
    (bytes, fault)
}

/// Where words in clear begin behind base64, as lists put them under a mail without looking at its encoding.
fn clear_from(text: &[u8]) -> usize {
    let mut at = 0;
    let mut encoded = false;
    while let Some(line) = line_at(text, at) {
        let bare = line.trim_ascii();
        let words = bare
            .split(|byte| *byte == b' ')
            .filter(|word| !word.is_empty());
        let rule = bare.len() >= 10 && bare.iter().all(|byte| matches!(byte, b'_' | b'-' | b'='));
        if encoded && (rule || words.count() > 2) {
            return at;
        }
        encoded |= !bare.is_empty();
        at += line.len();
    }
    text.len()
}

fn rest(bytes: &mut Vec<u8>, group: u32, count: u32) {
    match count {
        2 => bytes.push((group >> 4) as u8),
        3 => bytes.extend_from_slice(((group >> 2) as u16).to_be_bytes().as_slice()),
        _ => {}
    }
}

fn quoted_printable(text: &[u8]) -> Bytes {
    let mut bytes = Vec::with_capacity(text.len());
    let mut fault = None;
    let mut at = 0;
    while let Some(line) = line_at(text, at) {
        at += line.len();
        let ended = line.ends_with(b"\n");
        let mut bare = line.trim_ascii_end();
        let soft = bare.ends_with(b"=");
        if soft {
            bare = bare.get(..bare.len() - 1).unwrap_or_default();
        }
        let mut place = 0;
        while let Some(byte) = bare.get(place) {
            match (byte, hex(bare.get(place + 1..place + 3))) {
                (b'=', Some(value)) => {
                    bytes.push(value);
                    place += 2;
                }
                (b'=', None) => {
                    bytes.push(b'=');
                    fault = Some(Code::DamagedQuotedPrintable);
                }
                _ => bytes.push(*byte),
            }
            place += 1;
        }
        if ended && !soft {
            bytes.extend_from_slice(b"\r\n");
        }
    }
    Bytes { bytes, fault }
}

/// A uuencoded file and where it stands, its first and last line included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Uuencoded {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The first uuencoded file from a place on.
pub(super) fn uuencoded(text: &[u8], from: usize) -> Option<Uuencoded> {
    let (mut at, mut start) = (from, from);
    let mut name = None;
    let mut bytes = Vec::new();
    while let Some(line) = line_at(text, at) {
        let begin = at;
        at += line.len();
        let bare = line.trim_ascii_end();
        if name.is_none() {
            let mut words = bare
                .strip_prefix(b"begin ")
                .map(|rest| String::from_utf8_lossy(rest).into_owned())
                .unwrap_or_default();
            if words
                .split(' ')
                .next()
                .is_some_and(|mode| mode.len() >= 3 && mode.chars().all(|digit| digit.is_digit(8)))
            {
                name = Some(words.split_off(words.find(' ').map_or(words.len(), |at| at + 1)));
                start = begin;
            }
        } else if bare == b"end" {
            return name.map(|name| Uuencoded {
                name,
                bytes,
                start,
                end: begin + bare.len(),
            });
        } else if let Some((length, data)) = bare.split_first() {
            let length = usize::from(length.wrapping_sub(32) & 63);
            let decoded: Vec<u8> = data
                .chunks(4)
                .flat_map(|group| {
                    let value = (0..4).fold(0_u32, |value, at| {
                        value << 6
                            | u32::from(group.get(at).copied().unwrap_or(32).wrapping_sub(32) & 63)
                    });
                    value.to_be_bytes().into_iter().skip(1)
                })
                .take(length)
                .collect();
            bytes.extend(decoded);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_stops_within_a_group_gives_what_is_there() {
        assert_eq!(base64(b"aGVq"), (b"hej".to_vec(), None));
        assert_eq!(
            base64(b"aGVqIG"),
            (b"hej ".to_vec(), Some(Code::TruncatedBase64))
        );
        assert_eq!(base64(b"aA==\naGU="), (b"hhe".to_vec(), None));
        let footer = b"aGVq\n\n____________\nGruppen Vest\n".as_slice();
        assert_eq!(base64(footer), (b"hej".to_vec(), Some(Code::DamagedBase64)));
        let clear = b"aGVq\nSendt med gruppens liste\n".as_slice();
        assert_eq!(base64(clear), (b"hej".to_vec(), Some(Code::DamagedBase64)));
    }

    #[test]
    fn soft_line_ends_join() {
        assert_eq!(
            decode(b"r=F8=\r\nd\r\n", "Quoted-Printable").bytes,
            b"r\xF8d\r\n"
        );
    }

    #[test]
    fn uuencoded_files_are_found() {
        assert_eq!(
            uuencoded(b"x\nbegin 644 a b.txt\n#:&5J\n`\nend\n", 0),
            Some(Uuencoded {
                name: "a b.txt".to_owned(),
                bytes: b"hej".to_vec(),
                start: 2,
                end: 31
            })
        );
    }
}
