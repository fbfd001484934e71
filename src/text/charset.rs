//! From bytes to text: the declared character set, then strict UTF-8, then windows-1252, with detection.
//!
//! Guarantees: no replacement character is put in while any single-byte reading is left, and the choice is told.

use super::utf7;
use chardetng::EncodingDetector;
use encoding_rs::{Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Text and how its bytes were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    pub text: String,
    /// The WHATWG name of the character set that was used.
    pub charset: &'static str,
    /// Whether that was another than the declared one, or none was declared for bytes above 127.
    pub repaired: bool,
}

/// Names for character sets that are met in mail and that WHATWG's list lacks.
fn known_label(label: &str) -> Option<&'static Encoding> {
    let label = label.trim().trim_matches(['"', '\'']).to_ascii_lowercase();
    Encoding::for_label(label.as_bytes()).or(match label.as_str() {
        "utf8mb4" | "utf_8" | "unicode" | "utf-8;" => Some(UTF_8),
        "iso8859" | "iso-8859" | "iso-latin-1" | "latin-1" | "8859-1" | "ansi" | "cp-1252"
        | "win-1252" | "windows1252" | "x-cp1252" | "x-user-defined" => Some(WINDOWS_1252),
        _ => None,
    })
}

/// Reads bytes as text.
#[must_use]
pub fn decode(bytes: &[u8], label: Option<&str>) -> Decoded {
    let declared = label.and_then(known_label);
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, failed) =
            encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        if !failed {
            return Decoded {
                text: text.into_owned(),
                charset: encoding.name(),
                repaired: declared.is_some_and(|wanted| wanted != encoding),
            };
        }
    }
    if label.is_some_and(is_utf7)
        && let Some(text) = utf7::decode(bytes)
    {
        return Decoded {
            text,
            charset: "UTF-7",
            repaired: false,
        };
    }
    if label.is_some_and(is_dos) && std::str::from_utf8(bytes).is_err() {
        return Decoded {
            text: dos(bytes),
            charset: "IBM850",
            repaired: false,
        };
    }
    if bytes.is_ascii()
        && declared.is_none_or(Encoding::is_ascii_compatible)
        && declared.is_none_or(|encoding| encoding.name() != "ISO-2022-JP")
    {
        return Decoded {
            text: String::from_utf8_lossy(bytes).into_owned(),
            charset: declared.map_or("UTF-8", Encoding::name),
            repaired: false,
        };
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && declared.is_none_or(|encoding| encoding == UTF_8 || encoding.is_single_byte())
    {
        // Danish letters in UTF-8 are two bytes that no Danish text in a single-byte set would have in that order.
        return Decoded {
            text: text.to_owned(),
            charset: UTF_8.name(),
            repaired: declared.is_none_or(|encoding| encoding != UTF_8),
        };
    }
    if let Some(encoding) = declared
        && encoding != UTF_8
    {
        let (text, failed) = encoding.decode_without_bom_handling(bytes);
        if !failed && (!encoding.is_single_byte() || !text.contains('\u{FFFD}')) {
            return Decoded {
                text: text.into_owned(),
                charset: encoding.name(),
                repaired: false,
            };
        }
    }
    guess(bytes)
}

/// A text in which UTF-8 was read as windows-1252 and encoded once more (*bÃ¸ger*), put right; nothing when there is no such spot.
#[must_use]
pub fn undouble(text: &str) -> Option<String> {
    if !text.contains(['Ã', 'Â', 'â']) {
        return None;
    }
    let mut plain = String::with_capacity(text.len());
    let mut letters = 0_usize;
    let mut run: Vec<u8> = Vec::new();
    let mut shown = String::new();
    for letter in text.chars().map(Some).chain([None]) {
        if let Some(letter) = letter
            && let Some(byte) = high_byte(letter)
        {
            run.push(byte);
            shown.push(letter);
            continue;
        }
        match std::str::from_utf8(&run) {
            Ok(read) if !run.is_empty() => {
                letters += read.chars().filter(|letter| letter.is_alphabetic()).count();
                plain.push_str(read);
            }
            _ => plain.push_str(&shown),
        }
        run.clear();
        shown.clear();
        plain.extend(letter);
    }
    (letters > 0).then_some(plain)
}

/// The byte above 127 that a letter is in windows-1252, its gaps taken as Latin-1 does.
fn high_byte(letter: char) -> Option<u8> {
    let code = u32::from(letter);
    if (0x80..=0xFF).contains(&code) {
        return u8::try_from(code).ok();
    }
    if !matches!(code, 0x0152..=0x0178 | 0x017D..=0x0192 | 0x02C6..=0x02DC | 0x2013..=0x2122) {
        return None;
    }
    let mut buffer = [0; 4];
    let (bytes, _, failed) = WINDOWS_1252.encode(letter.encode_utf8(&mut buffer));
    (!failed && bytes.len() == 1)
        .then(|| bytes.first().copied())
        .flatten()
}

/// Without a usable declaration: UTF-16 by its zeros, mostly UTF-8 with a damaged spot, the sets of DOS and the old Macintosh by their
/// Danish letters within words, else what detection says, else windows-1252.
fn guess(bytes: &[u8]) -> Decoded {
    if let Some(encoding) = utf16(bytes) {
        let (text, failed) = encoding.decode_without_bom_handling(bytes);
        if !failed {
            return Decoded {
                text: text.into_owned(),
                charset: encoding.name(),
                repaired: true,
            };
        }
    }
    if let Some(text) = mixed(bytes) {
        return Decoded {
            text,
            charset: "UTF-8",
            repaired: true,
        };
    }
    if let Some(decoded) = old(bytes) {
        return decoded;
    }
    let mut detector = EncodingDetector::new();
    detector.feed(bytes, true);
    let found = detector.guess(Some(b"dk"), false);
    let encoding = if found.is_single_byte() && likely_danish(bytes) {
        WINDOWS_1252
    } else {
        found
    };
    let (text, failed) = encoding.decode_without_bom_handling(bytes);
    let (text, encoding) = if failed {
        (
            WINDOWS_1252.decode_without_bom_handling(bytes).0,
            WINDOWS_1252,
        )
    } else {
        (text, encoding)
    };
    Decoded {
        // Nobody writes the currency sign: it is the euro of iso-8859-15.
        text: text.replace('¤', "€"),
        charset: encoding.name(),
        repaired: true,
    }
}

/// Text of DOS or the old Macintosh: no æøå of windows-1252, but bytes between letters that are æøå there and signs here.
fn old(bytes: &[u8]) -> Option<Decoded> {
    let letter = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at))
            .is_some_and(|byte| byte.is_ascii_alphabetic() || *byte > 127)
    };
    let within = |wanted: &[u8]| {
        bytes
            .iter()
            .enumerate()
            .filter(|(at, byte)| {
                wanted.contains(byte) && letter(at.checked_sub(1)) && letter(at.checked_add(1))
            })
            .count()
    };
    if within(b"\xE6\xF8\xE5\xC6\xD8\xC5") > 0 {
        return None;
    }
    let (by_dos, by_mac) = (within(b"\x91\x9B\x86"), within(b"\xBE\xBF\x8C"));
    let (text, charset) = match (by_dos, by_mac) {
        (0, 0) => return None,
        _ if by_dos >= by_mac => (dos(bytes), "IBM850"),
        _ => (
            MACINTOSH.decode_without_bom_handling(bytes).0.into_owned(),
            MACINTOSH.name(),
        ),
    };
    Some(Decoded {
        text,
        charset,
        repaired: true,
    })
}

/// Whether most bytes above 127 are æøåÆØÅ é or punctuation of windows-1252.
fn likely_danish(bytes: &[u8]) -> bool {
    let high = bytes.iter().filter(|byte| **byte > 127).count();
    let danish = bytes
        .iter()
        .filter(|byte| {
            matches!(
                **byte,
                0xE6 | 0xF8 | 0xE5 | 0xC6 | 0xD8 | 0xC5 | 0xE9 | 0xE4 | 0xF6 | 0xFC | 0x80
                    ..=0x99 | 0xA0 | 0xAB | 0xBB | 0xA7 | 0xB7 | 0xBD
            )
        })
        .count();
    danish * 2 >= high
}

fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |parity: usize| {
        bytes
            .iter()
            .skip(parity)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let half = bytes.len() / 2;
    if half < 4 {
        return None;
    }
    if zeros(1) * 10 > half * 8 && zeros(0) * 10 < half {
        Some(UTF_16LE)
    } else if zeros(0) * 10 > half * 8 && zeros(1) * 10 < half {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// UTF-8 with some bytes of windows-1252 between (a footer added by another program): only when real UTF-8 sequences are in the majority.
fn mixed(bytes: &[u8]) -> Option<String> {
    let mut text = String::with_capacity(bytes.len());
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk
            .valid()
            .chars()
            .filter(|letter| !letter.is_ascii())
            .count();
        text.push_str(chunk.valid());
        bad += usize::from(!chunk.invalid().is_empty());
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    (good > bad).then_some(text)
}

fn is_utf7(label: &str) -> bool {
    matches!(
        label
            .trim()
            .trim_matches(['"', '\''])
            .to_ascii_lowercase()
            .as_str(),
        "utf-7" | "utf7" | "unicode-1-1-utf-7" | "x-unicode-2-0-utf-7"
    )
}

fn is_dos(label: &str) -> bool {
    matches!(
        label.trim().to_ascii_lowercase().as_str(),
        "cp850" | "ibm850" | "cp865" | "ibm865" | "cp437" | "ibm437"
    )
}

/// Code page 850, still written by some case systems; the Danish letters of 865 are the same.
fn dos(bytes: &[u8]) -> String {
    const HIGH: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}";
    let table: Vec<char> = HIGH.chars().collect();
    bytes
        .iter()
        .map(|byte| {
            if *byte < 128 {
                char::from(*byte)
            } else {
                table.get(usize::from(*byte) - 128).copied().unwrap_or(' ')
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_label_is_seen_through() {
        assert_eq!(
            decode(b"r\xF8dgr\xF8d \x93med\x94", Some("utf-8")).text,
            "rødgrød “med”"
        );
        assert_eq!(
            decode("rødgrød".as_bytes(), Some("iso-8859-1")).text,
            "rødgrød"
        );
        assert_eq!(
            decode("rødgrød".as_bytes(), Some("no-such-set")).text,
            "rødgrød"
        );
        assert_eq!(decode(b"r\xF8d", None).text, "rød");
        assert_eq!(decode(b"\xA4 5", Some("iso-8859-15")).text, "€ 5");
        assert_eq!(decode(b"r\x9Bd", Some("cp850")).text, "rød");
        assert_eq!(decode(b"r\x9Bd", None).text, "rød");
        assert_eq!(decode(b"r\xBFd", None).text, "rød");
        assert_eq!(
            decode(b"\x93et\x94 for\x91n r\xF8d", None).text,
            "“et” for‘n rød"
        );
        assert_eq!(decode(b"a\0b\0\xF8\0c\0d\0", None).text, "abøcd");
    }
}
