//! The tree of parts (RFC 2046), by boundary lines alone.
//!
//! Both parser crates fail on some of what is met in real mail: one cuts a part off where the boundary's text stands in mid-line, the
//! other takes `--B2` for `--B`, and a missing last boundary leaves a part undecoded. A boundary is a whole line here, so all three are
//! read; `compare` tells where the crates see another mail.

use bytes::Bytes;

use super::header::{Fields, line_at, split};
use super::params::{Structured, structured};
use super::transfer;
use super::warning::{Code, Warning};
use crate::text::normalize;

/// The most parts of one mail, inner mails included.
pub(super) const MAX_PARTS: usize = 200;
/// How deep parts may nest.
pub(super) const MAX_DEPTH: usize = 20;
/// The most that may come out of one mail, in bytes of decoded parts, inner mails included.
pub(super) const MAX_BYTES: usize = 200_000_000;

/// A part, decoded.
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    pub(super) fields: Fields,
    pub(super) kind: Structured,
    pub(super) disposition: Structured,
    pub(super) children: Vec<Part>,
    /// Of a leaf.
    pub(super) bytes: Bytes,
}

impl Part {
    pub(super) fn media(&self) -> &str {
        &self.kind.value
    }

    pub(super) fn is_multipart(&self) -> bool {
        !self.children.is_empty()
    }

    /// The name that the sender gave the file, without any path.
    pub(super) fn filename(&self) -> Option<String> {
        let name = self
            .disposition
            .param("filename")
            .or_else(|| self.kind.param("name"))?;
        file_name(name)
    }

    pub(super) fn content_id(&self) -> Option<String> {
        self.fields
            .text("content-id")
            .map(|id| id.trim_matches(['<', '>', ' ']).to_owned())
            .filter(|id| !id.is_empty())
    }

    pub(super) fn leaves(&self) -> usize {
        if self.is_multipart() {
            self.children.iter().map(Self::leaves).sum()
        } else {
            1
        }
    }
}

/// A name without any path, on one line; nothing when nothing is left.
pub(super) fn file_name(given: &str) -> Option<String> {
    let name: String = given
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|letter| !letter.is_control())
        .collect();
    let name = normalize(&name);
    let name = name.trim_matches(|letter: char| letter == '"' || letter.is_whitespace());
    (!name.is_empty() && name != "." && name != "..").then(|| name.to_owned())
}

/// Counts what is read and collects what is wrong.
#[derive(Debug, Default)]
pub(super) struct Budget {
    pub(super) parts: usize,
    /// Bytes that came out so far.
    pub(super) bytes: usize,
    pub(super) faults: Vec<Code>,
}

impl Budget {
    pub(super) fn fault(&mut self, fault: Code) {
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// Whether so many more bytes may come out; they count when they may.
    pub(super) fn affords(&mut self, bytes: usize) -> bool {
        let sum = self.bytes.saturating_add(bytes);
        let room = sum <= MAX_BYTES;
        if room {
            self.bytes = sum;
        }
        room
    }
}

/// Reads a mail or a part.
pub(super) fn read(raw: &[u8], depth: usize, default: &str, budget: &mut Budget) -> Part {
    let (fields, start) = split(raw);
    let body = raw.get(start..).unwrap_or_default();
    let mut kind = fields
        .raw("content-type")
        .map(structured)
        .unwrap_or_default();
    if !kind.value.contains('/') {
        kind.value = match kind.value.as_str() {
            "text" | "" if default.starts_with("text") => "text/plain".to_owned(),
            _ => default.to_owned(),
        };
    }
    let disposition = fields
        .raw("content-disposition")
        .map(structured)
        .unwrap_or_default();
    let mut part = Part {
        fields,
        kind,
        disposition,
        children: Vec::new(),
        bytes: Bytes::new(),
    };
    budget.parts += 1;
    if part.fields.damaged {
        budget.fault(Code::HeaderDamaged);
    }
    if part.fields.repeats(&[
        "content-type",
        "content-transfer-encoding",
        "content-disposition",
    ]) {
        budget.fault(Code::HeaderRepeated);
    }
    if part.media().starts_with("multipart/") {
        if depth >= MAX_DEPTH {
            budget.fault(Code::TooDeep);
        } else {
            part.children = children(&part, body, depth, budget);
        }
        if part.children.is_empty() {
            // No boundary line at all: the body is text that somebody labelled wrongly.
            budget.fault(Code::MultipartWithoutParts);
            part.kind.value = "text/plain".to_owned();
        } else {
            return part;
        }
    }
    // The line end before a boundary belongs to the boundary, but a mail as a file ends with one.
    let body = if depth > 0 && part.media() != "message/rfc822" {
        without_line_end(body)
    } else {
        body
    };
    let encoding = part
        .fields
        .text("content-transfer-encoding")
        .unwrap_or_default();
    let decoded = transfer::decode(body, &encoding);
    if let Some(fault) = decoded.fault {
        budget.fault(fault);
    }
    if budget.affords(decoded.bytes.len()) {
        part.bytes = decoded.bytes.into();
    } else {
        budget.fault(Code::TooMuchUnpacked);
    }
    part
}

fn children(part: &Part, body: &[u8], depth: usize, budget: &mut Budget) -> Vec<Part> {
    let Some(boundary) = part
        .kind
        .param("boundary")
        .map(|boundary| boundary.trim_end().to_owned())
        .filter(|boundary| !boundary.is_empty())
        .or_else(|| {
            budget.fault(Code::HeaderDamaged);
            guess(body)
        })
    else {
        return Vec::new();
    };
    let (mut pieces, mut closed) = self::pieces(body, boundary.as_bytes());
    if pieces.is_empty()
        && let Some(other) = guess(body).filter(|other| begins_part(body, other))
    {
        budget.fault(Code::HeaderDamaged);
        (pieces, closed) = self::pieces(body, other.as_bytes());
    }
    if !closed && !pieces.is_empty() {
        budget.fault(Code::MissingBoundaryEnd);
    }
    let default = if part.media() == "multipart/digest" {
        "message/rfc822"
    } else {
        "text/plain"
    };
    let mut children = Vec::new();
    for piece in pieces {
        if budget.parts >= MAX_PARTS {
            budget.fault(Code::TooManyParts);
            break;
        }
        children.push(read(piece, depth + 1, default, budget));
    }
    children
}

/// The boundary of a multipart that does not name it: its first line that begins with two hyphens and stands again, with two more at
/// its end or not.
fn guess(body: &[u8]) -> Option<String> {
    let mut at = 0;
    while let Some(line) = line_at(body, at) {
        at += line.len();
        let bare = line.trim_ascii_end();
        let Some(boundary) = bare.strip_prefix(b"--").filter(|rest| {
            !rest.is_empty()
                && rest
                    .iter()
                    .all(|byte| byte.is_ascii_graphic() || *byte == b' ')
        }) else {
            continue;
        };
        let again = body
            .get(at..)?
            .split(|byte| *byte == b'\n')
            .map(<[u8]>::trim_ascii_end)
            .any(|other| other == bare || other.strip_suffix(b"--") == Some(bare));
        if again || boundary.len() > 4 {
            return String::from_utf8(boundary.to_vec()).ok();
        }
    }
    None
}

/// Whether a boundary that the head does not name parts a body all the same: fields stand under its first line.
fn begins_part(body: &[u8], boundary: &str) -> bool {
    let (pieces, _) = pieces(body, boundary.as_bytes());
    pieces
        .first()
        .is_some_and(|first| split(first).0.has("content-type"))
}

/// The bodies between boundary lines, and whether the last one was there.
fn pieces<'a>(body: &'a [u8], boundary: &[u8]) -> (Vec<&'a [u8]>, bool) {
    let mut pieces = Vec::new();
    let mut open: Option<usize> = None;
    let mut at = 0;
    while let Some(line) = line_at(body, at) {
        let found = line
            .strip_prefix(b"--")
            .and_then(|rest| rest.strip_prefix(boundary))
            .map(|rest| rest.trim_ascii_end());
        if let Some(rest) = found.filter(|rest| rest.is_empty() || *rest == b"--") {
            if let Some(start) = open {
                pieces.push(body.get(start..at).unwrap_or_default());
            }
            if rest == b"--" {
                return (pieces, true);
            }
            open = Some(at + line.len());
        }
        at += line.len();
    }
    if let Some(start) = open {
        pieces.push(body.get(start..).unwrap_or_default());
    }
    (pieces, false)
}

fn without_line_end(piece: &[u8]) -> &[u8] {
    let piece = piece.strip_suffix(b"\n").unwrap_or(piece);
    piece.strip_suffix(b"\r").unwrap_or(piece)
}

/// How two other parsers see the mail: a warning when both see another number of leaves than we do.
pub(super) fn compare(raw: &[u8], ours: &Part) -> Option<Warning> {
    let leaves = ours.leaves();
    let first = mail_parser::MessageParser::default()
        .parse(raw)
        .map(|mail| {
            mail.parts
                .iter()
                .filter(|part| !part.is_multipart())
                .count()
        });
    let second = mailparse::parse_mail(raw).ok().map(|mail| leaves_of(&mail));
    let differ = first != Some(leaves) && second != Some(leaves);
    differ.then(|| {
        Warning::new(
            Code::ParsersDiffer,
            format!("{leaves} / {} / {}", told(first), told(second)),
        )
    })
}

fn told(count: Option<usize>) -> String {
    count.map_or_else(|| "–".to_owned(), |count| count.to_string())
}

fn leaves_of(mail: &mailparse::ParsedMail<'_>) -> usize {
    if mail.subparts.is_empty() {
        1
    } else {
        mail.subparts.iter().map(leaves_of).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(raw: &[u8]) -> Vec<String> {
        let mut budget = Budget::default();
        let part = read(raw, 0, "text/plain", &mut budget);
        part.children
            .iter()
            .map(|child| String::from_utf8_lossy(&child.bytes).into_owned())
            .collect()
    }

    #[test]
    fn a_boundary_is_a_whole_line() {
        let raw = b"Content-Type: multipart/mixed; boundary=B\n\n--B\n\na --B b\n--B2\nc\n--B\n\nd\n--B--\nepilogue";
        assert_eq!(texts(raw), vec!["a --B b\n--B2\nc", "d"]);
    }

    #[test]
    fn beyond_the_limit_no_more_bytes_come_out() {
        let raw = b"Content-Type: multipart/mixed; boundary=B\n\n--B\n\nfire\n--B\n\nto\n--B--";
        let mut budget = Budget {
            bytes: MAX_BYTES - 3,
            ..Budget::default()
        };
        let part = read(raw, 0, "text/plain", &mut budget);
        let sizes: Vec<usize> = part
            .children
            .iter()
            .map(|child| child.bytes.len())
            .collect();
        assert_eq!((sizes, budget.bytes), (vec![0, 2], MAX_BYTES - 1));
        assert_eq!(budget.faults, vec![Code::TooMuchUnpacked]);
    }

    #[test]
    fn a_missing_last_boundary_loses_nothing() {
        let raw = b"Content-Type: multipart/mixed; boundary=B\n\n--B\nContent-Transfer-Encoding: base64\n\naGVq\n";
        assert_eq!(texts(raw), vec!["hej"]);
    }
}
