//! UTF-7 (RFC 2152), which no encoding standard of today reads and some old mail systems still write.

/// Reads UTF-7; nothing when the bytes are not.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    if !bytes.is_ascii() {
        return None;
    }
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte != b'+' {
            text.push(char::from(*byte));
            continue;
        }
        let length = rest
            .iter()
            .take_while(|byte| value(**byte).is_some())
            .count();
        let (shifted, after) = rest.split_at(length);
        let closed = after.strip_prefix(b"-");
        rest = closed.unwrap_or(after);
        if shifted.is_empty() {
            closed?;
            text.push('+');
        } else {
            text.push_str(&units(shifted)?);
        }
    }
    Some(text)
}

/// Base64 without padding, of UTF-16 with the higher byte first.
fn units(shifted: &[u8]) -> Option<String> {
    let (mut group, mut bits) = (0_u32, 0_u32);
    let mut units = Vec::new();
    for byte in shifted {
        group = (group << 6 | u32::from(value(*byte)?)) & 0x00FF_FFFF;
        bits += 6;
        if bits >= 16 {
            bits -= 16;
            units.push(u16::try_from(group >> bits & 0xFFFF).ok()?);
        }
    }
    let text = String::from_utf16(&units).ok()?;
    (!text.contains('\u{FFFD}')).then_some(text)
}

fn value(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shifted_letters_and_plus_signs_are_read_and_nonsense_is_not() {
        assert_eq!(
            decode(b"H+APg-ring +AOYA+ADl-").as_deref(),
            Some("Høring æøå")
        );
        assert_eq!(decode(b"1+-1=2").as_deref(), Some("1+1=2"));
        assert_eq!(decode(b"+2D0 alene"), None);
        assert_eq!(decode(b"r\xF8d"), None);
    }
}
