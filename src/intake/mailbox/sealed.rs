//! S/MIME without certificates: the mail inside an opaque signature (`smime.p7m`), and whether a file is encrypted instead.
//!
//! RFC 5652: ContentInfo → SignedData → encapContentInfo → eContent. Signatures are not checked here.

/// What a CMS file holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Sealed {
    /// The signed content.
    Signed(Vec<u8>),
    Encrypted,
    Unknown,
}

/// 1.2.840.113549.1.7.n
const PKCS7: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07];

/// A value of BER: its tag, its content, and what follows.
struct Value<'a> {
    tag: u8,
    content: &'a [u8],
    rest: &'a [u8],
}

/// The deepest nesting that is followed.
const MAX_DEPTH: usize = 32;

fn value(bytes: &[u8], depth: usize) -> Option<Value<'_>> {
    let (tag, rest) = bytes.split_first()?;
    let (length, rest) = rest.split_first()?;
    match length {
        0..=127 => Some(Value {
            tag: *tag,
            content: rest.get(..usize::from(*length))?,
            rest: rest.get(usize::from(*length)..)?,
        }),
        128 => {
            // Indefinite: up to two zero bytes at this level.
            let mut left = rest;
            let mut used = 0;
            while !left.starts_with(&[0, 0]) {
                if depth >= MAX_DEPTH {
                    return None;
                }
                let inner = value(left, depth + 1)?;
                used += left.len() - inner.rest.len();
                left = inner.rest;
            }
            Some(Value {
                tag: *tag,
                content: rest.get(..used)?,
                rest: left.get(2..)?,
            })
        }
        long => {
            let digits = usize::from(long & 0x7F);
            let length = rest
                .get(..digits)
                .filter(|digits| digits.len() <= 4)?
                .iter()
                .fold(0_usize, |length, byte| length << 8 | usize::from(*byte));
            // A truncated file gives what is there.
            let rest = rest.get(digits..)?;
            let end = length.min(rest.len());
            Some(Value {
                tag: *tag,
                content: rest.get(..end)?,
                rest: rest.get(end..)?,
            })
        }
    }
}

/// Opens a CMS file.
pub(super) fn open(bytes: &[u8]) -> Sealed {
    find(bytes).unwrap_or(Sealed::Unknown)
}

fn find(bytes: &[u8]) -> Option<Sealed> {
    let info = value(bytes, 0).filter(|info| info.tag == 0x30)?;
    let kind = value(info.content, 0)?;
    if kind.content.get(..8) != Some(PKCS7) {
        return kind
            .content
            .starts_with(&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01])
            .then_some(Sealed::Encrypted);
    }
    if kind.content.get(8) != Some(&2) {
        return Some(Sealed::Encrypted);
    }
    let signed = value(value(kind.rest, 0)?.content, 0)?;
    let version = value(signed.content, 0)?;
    let digests = value(version.rest, 0)?;
    let content = value(digests.rest, 0)?;
    let content_kind = value(content.content, 0)?;
    let explicit = value(content_kind.rest, 0)?;
    let mut text = Vec::new();
    octets(value(explicit.content, 0)?, 0, &mut text)?;
    Some(Sealed::Signed(text))
}

/// An octet string, whole or in pieces.
fn octets(found: Value<'_>, depth: usize, text: &mut Vec<u8>) -> Option<()> {
    match found.tag {
        0x04 => text.extend_from_slice(found.content),
        0x24 if depth < MAX_DEPTH => {
            let mut rest = found.content;
            while !rest.is_empty() {
                let piece = value(rest, depth)?;
                rest = piece.rest;
                octets(piece, depth + 1, text)?;
            }
        }
        _ => return None,
    }
    Some(())
}
