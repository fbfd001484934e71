//! Structured fields and their parameters, continued and encoded (RFC 2231).

use super::header::{decode, hex};
use crate::text::{charset, normalize};

/// A structured field: its value in lower case and its parameters, decoded.
#[derive(Clone, Debug, Default)]
pub(super) struct Structured {
    pub(super) value: String,
    pub(super) params: Vec<(String, String)>,
}

impl Structured {
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        self.params
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

/// The most parameters of one field.
const MAX_PARAMS: usize = 500;

/// Parses `value; name=value; name*0*=…`.
pub(super) fn structured(raw: &[u8]) -> Structured {
    let mut segments = semicolons(raw).into_iter();
    let value = segments
        .next()
        .map(|first| String::from_utf8_lossy(first.trim_ascii()).to_ascii_lowercase())
        .unwrap_or_default();
    let mut plain: Vec<(String, Vec<u8>)> = Vec::new();
    let mut extended: Vec<(String, usize, bool, Vec<u8>)> = Vec::new();
    for segment in segments.take(MAX_PARAMS) {
        let Some(equals) = segment.iter().position(|byte| *byte == b'=') else {
            continue;
        };
        let name = String::from_utf8_lossy(segment.get(..equals).unwrap_or_default().trim_ascii())
            .to_ascii_lowercase();
        let value = unquoted(segment.get(equals + 1..).unwrap_or_default().trim_ascii());
        let mut stars = name.split('*');
        let bare = stars.next().unwrap_or_default().to_owned();
        match (stars.next(), stars.next()) {
            (None, _) => plain.push((bare, value)),
            (Some(""), _) => extended.push((bare, 0, true, value)),
            (Some(index), encoded) => {
                extended.push((bare, index.parse().unwrap_or(0), encoded.is_some(), value))
            }
        }
    }
    extended.sort_by_key(|entry| entry.1);
    let mut params: Vec<(String, String)> = Vec::new();
    let names: Vec<String> = extended.iter().map(|entry| entry.0.clone()).collect();
    for name in names {
        if params.iter().all(|(known, _)| *known != name) {
            params.push((
                name.clone(),
                continued(extended.iter().filter(|entry| entry.0 == name)),
            ));
        }
    }
    for (name, value) in plain {
        match params.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) if !known.contains('\u{FFFD}') && !known.is_empty() => {}
            Some((_, known)) => *known = decode(&value),
            None => params.push((name, decode(&value))),
        }
    }
    Structured {
        value: bare(&value),
        params,
    }
}

/// The value without what does not belong to it, as some programs write it: `text / plain`, `"text/plain"`, `text/plain>`.
fn bare(value: &str) -> String {
    let belongs = |letter: &char| {
        letter.is_ascii_graphic()
            && !matches!(
                letter,
                '(' | ')' | '<' | '>' | '@' | ',' | ':' | '\\' | '"' | '[' | ']' | '?' | '='
            )
    };
    let sides: Vec<&str> = value.split('/').map(str::trim).collect();
    let value = sides.join("/");
    value
        .chars()
        .skip_while(|letter| !belongs(letter))
        .take_while(belongs)
        .collect()
}

/// Joins the continuations of one parameter and decodes them together.
fn continued<'a>(entries: impl Iterator<Item = &'a (String, usize, bool, Vec<u8>)>) -> String {
    let mut bytes = Vec::new();
    let mut label = None;
    for (at, (_, _, encoded, value)) in entries.enumerate() {
        let mut value = value.as_slice();
        if *encoded && at == 0 {
            let mut quotes = value
                .iter()
                .enumerate()
                .filter(|(_, byte)| **byte == b'\'')
                .map(|(at, _)| at);
            if let (Some(first), Some(second)) = (quotes.next(), quotes.next()) {
                label = Some(
                    String::from_utf8_lossy(value.get(..first).unwrap_or_default()).into_owned(),
                );
                value = value.get(second + 1..).unwrap_or_default();
            }
        }
        if *encoded {
            bytes.extend(percent(value))
        } else {
            bytes.extend_from_slice(value)
        }
    }
    if label.is_none() && bytes.windows(2).any(|pair| pair == b"=?") {
        return decode(&bytes);
    }
    let text = charset::decode(&bytes, label.as_deref().filter(|label| !label.is_empty())).text;
    normalize(&charset::undouble(&text).unwrap_or(text))
}

fn percent(value: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut at = 0;
    while let Some(byte) = value.get(at) {
        match (byte, hex(value.get(at + 1..at + 3))) {
            (b'%', Some(value)) => {
                bytes.push(value);
                at += 2;
            }
            _ => bytes.push(*byte),
        }
        at += 1;
    }
    bytes
}

fn semicolons(raw: &[u8]) -> Vec<&[u8]> {
    let mut segments = Vec::new();
    let (mut start, mut quoted, mut escaped) = (0, false, false);
    for (at, byte) in raw.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b';' if !quoted => {
                segments.push(raw.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
    }
    segments.push(raw.get(start..).unwrap_or_default());
    segments
}

fn unquoted(value: &[u8]) -> Vec<u8> {
    let Some(inner) = value.strip_prefix(b"\"") else {
        return value.to_vec();
    };
    let mut bytes = Vec::with_capacity(inner.len());
    let mut escaped = false;
    for byte in inner {
        match byte {
            _ if escaped => {
                // A Windows path keeps its backslashes.
                if !matches!(byte, b'"' | b'\\') {
                    bytes.push(b'\\');
                }
                bytes.push(*byte);
                escaped = false;
            }
            b'\\' => escaped = true,
            b'"' => break,
            other => bytes.push(*other),
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_continue_and_carry_their_character_set() {
        let found = structured(
            b"attachment; filename*0*=utf-8''H%C3%B8r; filename*1*=ing.pdf; filename=\"x.pdf\"",
        );
        assert_eq!(
            (found.value.as_str(), found.param("filename")),
            ("attachment", Some("Høring.pdf"))
        );
        assert_eq!(
            structured(b"a/b; name=\"=?iso-8859-1?Q?=F8.pdf?=\"").param("name"),
            Some("ø.pdf")
        );
        assert_eq!(
            structured(b"a/b; name=\xF8.pdf").param("name"),
            Some("ø.pdf")
        );
    }

    #[test]
    fn what_a_program_wrote_around_a_media_type_is_no_part_of_it() {
        for raw in [
            "text/plain>",
            "Text/Plain, charset=x",
            "\"text/plain\"; a=b",
            "<text/plain>",
            " text / plain ;",
            "text/plain (ren tekst)",
            "text/plain: utf-8",
        ] {
            assert_eq!(structured(raw.as_bytes()).value, "text/plain", "{raw}");
        }
        assert_eq!(
            structured(b"application/vnd.ms-x+xml").value,
            "application/vnd.ms-x+xml"
        );
        assert_eq!(structured(b"quoted-printable").value, "quoted-printable");
        assert_eq!(structured(b"  ").value, "");
    }
}
