//! Header fields: unfolding, raw 8-bit letters and encoded words (RFC 2047).
//!
//! Guarantees: neighbouring encoded words are joined before they are decoded, so a letter split between two of them survives; nothing that
//! cannot be decoded is lost.

use crate::text::{charset, normalize};

/// One field, unfolded, as bytes.
#[derive(Clone, Debug)]
pub(super) struct Field {
    /// In lower case.
    pub(super) name: String,
    pub(super) value: Vec<u8>,
}

/// The fields of a part or a mail.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields {
    pub(super) list: Vec<Field>,
    /// Whether a line without form stands among them, or no blank line under them.
    pub(super) damaged: bool,
}

impl Fields {
    pub(super) fn raw(&self, name: &str) -> Option<&[u8]> {
        self.list
            .iter()
            .find(|field| field.name == name)
            .map(|field| field.value.as_slice())
    }

    pub(super) fn all_raw<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        self.list
            .iter()
            .filter(move |field| field.name == name)
            .map(|field| field.value.as_slice())
    }

    /// A field as decoded text, white space collapsed.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.raw(name).map(decode)
    }

    /// Whether one of the fields, which may stand once, stands again with another value.
    pub(super) fn repeats(&self, names: &[&str]) -> bool {
        names.iter().any(|name| {
            let mut found = self.all_raw(name);
            let first = found.next();
            found.any(|other| Some(other) != first)
        })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.raw(name).is_some()
    }
}

/// Names that show that a line without form still stands among the fields.
const WELL_KNOWN: &[&str] = &[
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "received",
    "cc",
];

/// Parts a mail or a part into its fields and the place where its body begins.
pub(super) fn split(raw: &[u8]) -> (Fields, usize) {
    let mut fields: Vec<Field> = Vec::new();
    let mut damaged = false;
    let mut at = 0;
    while let Some(line) = line_at(raw, at) {
        let bare = trim_end(line);
        if bare.is_empty() {
            if fields.is_empty() && at + line.len() < raw.len() && at < 16 {
                at += line.len();
                continue;
            }
            return (
                Fields {
                    list: fields,
                    damaged,
                },
                at + line.len(),
            );
        }
        let folded = bare
            .first()
            .is_some_and(|byte| matches!(byte, b' ' | b'\t'));
        match name_of(bare) {
            Some(name) if !folded => {
                let value = bare.get(name.len() + 1..).unwrap_or_default();
                fields.push(Field {
                    name: name.trim().to_ascii_lowercase(),
                    value: value.trim_ascii_start().to_vec(),
                });
            }
            _ if fields.is_empty()
                && (bare.starts_with(b"From ") || bare.starts_with(b">From ")) => {}
            _ if fields.is_empty() => return (Fields::default(), at),
            _ if folded || fields_follow(raw, at + line.len()) => {
                damaged |= !folded;
                if let Some(last) = fields.last_mut() {
                    last.value.push(b' ');
                    last.value.extend_from_slice(bare.trim_ascii_start());
                }
            }
            _ => {
                damaged = true;
                break;
            }
        }
        at += line.len();
    }
    (
        Fields {
            list: fields,
            damaged,
        },
        at,
    )
}

/// The line that begins at a place, with its line end.
pub(super) fn line_at(raw: &[u8], at: usize) -> Option<&[u8]> {
    let rest = raw.get(at..).filter(|rest| !rest.is_empty())?;
    let end = rest
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(rest.len(), |end| end + 1);
    rest.get(..end)
}

fn trim_end(line: &[u8]) -> &[u8] {
    let mut line = line;
    while let Some((b'\n' | b'\r' | 0, rest)) = line.split_last() {
        line = rest;
    }
    line
}

fn name_of(line: &[u8]) -> Option<String> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let name = line.get(..colon)?;
    let fits = !name.is_empty()
        && colon < 80
        && name
            .trim_ascii_end()
            .iter()
            .all(|byte| byte.is_ascii_graphic());
    fits.then(|| String::from_utf8_lossy(name).into_owned())
}

fn fields_follow(raw: &[u8], mut at: usize) -> bool {
    for _ in 0..30 {
        let Some(line) = line_at(raw, at) else {
            return false;
        };
        let bare = trim_end(line);
        if bare.is_empty() {
            return false;
        }
        if name_of(bare)
            .is_some_and(|name| WELL_KNOWN.contains(&name.trim().to_ascii_lowercase().as_str()))
        {
            return true;
        }
        at += line.len();
    }
    false
}

enum Piece {
    Raw(Vec<u8>),
    Word { charset: String, bytes: Vec<u8> },
}

/// Decodes a field: encoded words, raw 8-bit letters, white space collapsed.
pub(super) fn decode(value: &[u8]) -> String {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    let mut raw_from = 0;
    // Behind the last end of a word there is none to look for.
    let last = value
        .windows(2)
        .rposition(|pair| pair == b"?=")
        .unwrap_or(0);
    while at < last {
        let Some((charset, bytes, end)) = encoded_word(value, at) else {
            at += 1;
            continue;
        };
        let between = value.get(raw_from..at).unwrap_or_default();
        let joined = between.iter().all(u8::is_ascii_whitespace)
            && matches!(pieces.last(), Some(Piece::Word { .. }));
        if !joined && !between.is_empty() {
            pieces.push(Piece::Raw(between.to_vec()));
        }
        match pieces.last_mut() {
            Some(Piece::Word {
                charset: last,
                bytes: known,
            }) if joined && last.eq_ignore_ascii_case(&charset) => known.extend(bytes),
            _ => pieces.push(Piece::Word { charset, bytes }),
        }
        (at, raw_from) = (end, end);
    }
    pieces.push(Piece::Raw(
        value.get(raw_from..).unwrap_or_default().to_vec(),
    ));
    let text: String = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Raw(bytes) => charset::decode(bytes, None).text,
            Piece::Word { charset, bytes } => charset::decode(bytes, Some(charset)).text,
        })
        .collect();
    let text = charset::undouble(&text).unwrap_or(text);
    crate::text::collapse(&normalize(&text))
}

/// An encoded word at a place: character set, bytes, and where it ends.
fn encoded_word(value: &[u8], at: usize) -> Option<(String, Vec<u8>, usize)> {
    let rest = value.get(at..)?.strip_prefix(b"=?")?;
    let first = rest
        .iter()
        .position(|byte| *byte == b'?')
        .filter(|at| (1..60).contains(at))?;
    let charset = std::str::from_utf8(rest.get(..first)?)
        .ok()?
        .split('*')
        .next()?
        .to_owned();
    let kind = *rest.get(first + 1)?;
    if rest.get(first + 2) != Some(&b'?') {
        return None;
    }
    let text = rest.get(first + 3..)?;
    let end = text.windows(2).position(|pair| pair == b"?=")?;
    let encoded = text.get(..end)?;
    let bytes = match kind {
        b'q' | b'Q' => unquote(encoded),
        b'b' | b'B' => super::transfer::base64(encoded).0,
        _ => return None,
    };
    Some((charset, bytes, at + 2 + first + 3 + end + 2))
}

fn unquote(encoded: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut at = 0;
    while let Some(byte) = encoded.get(at) {
        match byte {
            b'_' => bytes.push(b' '),
            b'=' => match hex(encoded.get(at + 1..at + 3)) {
                Some(value) => {
                    bytes.push(value);
                    at += 2;
                }
                None => bytes.push(b'='),
            },
            other => bytes.push(*other),
        }
        at += 1;
    }
    bytes
}

pub(super) fn hex(digits: Option<&[u8]>) -> Option<u8> {
    u8::from_str_radix(std::str::from_utf8(digits?).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoded_words_are_joined_before_they_are_decoded() {
        assert_eq!(
            decode(b"=?utf-8?Q?R=C3?= =?utf-8?Q?=B8d?= og =?iso-8859-1?q?gr=F8d?="),
            "Rød og grød"
        );
        assert_eq!(decode(b"H\xF8ring \xC3"), "Høring Ã");
    }

    #[test]
    fn a_mail_without_fields_is_all_body() {
        assert_eq!(split(b"Hej med jer\n").1, 0);
        assert_eq!(split(b"A: b\r\n c\r\n\r\nbody").0.list[0].value, b"b c");
    }
}
