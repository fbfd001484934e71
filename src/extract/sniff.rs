//! What a file is, by its content.

/// Types that the name tells apart when the content is just text.
const TEXT_NAMES: &[(&str, &str)] = &[
    (".txt", "text/plain"),
    (".text", "text/plain"),
    (".md", "text/plain"),
    (".log", "text/plain"),
    (".asc", "text/plain"),
    (".csv", "text/csv"),
    (".htm", "text/html"),
    (".html", "text/html"),
    (".xml", "application/xml"),
    (".json", "application/json"),
    (".ics", "text/calendar"),
    (".vcf", "text/vcard"),
    (".eml", "message/rfc822"),
];

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const PPTX: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation";

/// Magic bytes at the start of a file, and the type.
const MAGIC: &[(&[u8], &str)] = &[
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xFF\xD8\xFF", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xBC\xAF\x27\x1C", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    (b"\x7fELF", "application/x-executable"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"BEGIN:VCALENDAR", "text/calendar"),
    (b"BEGIN:VCARD", "text/vcard"),
    (b"-----BEGIN PGP MESSAGE", "application/pgp-encrypted"),
];

/// The media type of a file: magic and structure first, then what was declared, then the name.
#[must_use]
pub fn media_type(bytes: &[u8], filename: &str, declared: Option<&str>) -> String {
    let declared = declared
        .map(|kind| kind.trim().to_ascii_lowercase())
        .filter(|kind| kind.contains('/'));
    let name = filename.to_lowercase();
    if let Some(found) = by_structure(bytes) {
        return found.to_owned();
    }
    let is_text = looks_like_text(bytes);
    if is_text
        && looks_like_html(bytes)
        && !matches!(declared.as_deref(), Some("text/plain" | "message/rfc822"))
    {
        return "text/html".to_owned();
    }
    if let Some(declared) = declared.as_deref()
        && !matches!(
            declared,
            "application/octet-stream"
                | "application/x-unknown"
                | "application/download"
                | "application/force-download"
                | "application/binary"
        )
        && (!claims_structure(declared) || bytes.is_empty())
    {
        return declared.to_owned();
    }
    if is_text
        && let Some((_, found)) = TEXT_NAMES.iter().find(|(ending, _)| name.ends_with(ending))
    {
        return (*found).to_owned();
    }
    for (ending, found) in [
        (".p7s", "application/pkcs7-signature"),
        (".p7m", "application/pkcs7-mime"),
        (".heic", "image/heic"),
        (".svg", "image/svg+xml"),
    ] {
        if name.ends_with(ending) {
            return found.to_owned();
        }
    }
    if declared.is_none() && is_text && !bytes.is_empty() && !name.contains('.') {
        return "text/plain".to_owned();
    }
    "application/octet-stream".to_owned()
}

/// Types whose content would have been recognised: a declaration of them for other content is wrong.
fn claims_structure(declared: &str) -> bool {
    matches!(
        declared,
        "application/zip"
            | "image/png"
            | "image/jpeg"
            | "image/gif"
            | DOCX
            | "application/vnd.oasis.opendocument.text"
            | XLSX
            | PPTX
            | "application/rtf"
            | "text/rtf"
    )
}

fn by_structure(bytes: &[u8]) -> Option<&'static str> {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    if head.starts_with(b"%PDF-") {
        return Some("application/pdf");
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Some(zip_type(bytes));
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Some(ole_type(bytes));
    }
    if head.get(4..8) == Some(b"ftyp")
        && head.get(8..12).is_some_and(|brand| {
            [b"heic", b"heix", b"mif1", b"msf1"]
                .iter()
                .any(|known| *known == brand)
        })
    {
        return Some("image/heic");
    }
    if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        return Some("image/webp");
    }
    let text = head
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(head)
        .trim_ascii_start();
    let magic = MAGIC
        .iter()
        .find(|(magic, _)| head.starts_with(magic) || text.starts_with(magic))
        .map(|(_, found)| *found);
    // Readers of PDF accept some bytes of something else before the mark.
    magic.or_else(|| find(head, b"%PDF-").map(|_| "application/pdf"))
}

fn zip_type(bytes: &[u8]) -> &'static str {
    for (kind, found) in [
        (
            &b"mimetypeapplication/vnd.oasis.opendocument.text"[..],
            "application/vnd.oasis.opendocument.text",
        ),
        (
            b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            "application/vnd.oasis.opendocument.spreadsheet",
        ),
        (
            b"mimetypeapplication/vnd.oasis.opendocument.presentation",
            "application/vnd.oasis.opendocument.presentation",
        ),
    ] {
        if bytes.get(30..).is_some_and(|rest| rest.starts_with(kind)) {
            return found;
        }
    }
    // A document that lies in an archive is not what the archive is: the names are those of its own entries, where it lists them.
    let names = entries(bytes);
    let holds = |part: &[u8]| match &names {
        Some(names) => names.iter().any(|name| name.starts_with(part)),
        None => find(bytes, part).is_some(),
    };
    for (part, found) in [
        (&b"word/document"[..], DOCX),
        (b"xl/workbook", XLSX),
        (b"ppt/presentation", PPTX),
    ] {
        if holds(part) {
            return found;
        }
    }
    if holds(b"content.xml") && holds(b"META-INF/manifest.xml") {
        return "application/vnd.oasis.opendocument.text";
    }
    "application/zip"
}

/// The names in the directory of an archive; nothing when it is cut off before it.
fn entries(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let number = |at: usize, size: usize| -> Option<usize> {
        let digits = bytes.get(at..at.checked_add(size)?)?;
        Some(
            digits
                .iter()
                .rev()
                .fold(0, |number, byte| number << 8 | usize::from(*byte)),
        )
    };
    let tail = bytes.len().saturating_sub(70_000);
    let end = tail
        + bytes
            .get(tail..)?
            .windows(4)
            .rposition(|mark| mark == b"PK\x05\x06")?;
    let (count, mut at) = (number(end + 10, 2)?, number(end + 16, 4)?);
    let mut names = Vec::new();
    for _ in 0..count {
        if bytes.get(at..at + 4)? != b"PK\x01\x02" {
            return None;
        }
        let length = number(at + 28, 2)?;
        names.push(bytes.get(at + 46..at + 46 + length)?);
        at = at + 46 + length + number(at + 30, 2)? + number(at + 32, 2)?;
    }
    Some(names)
}

fn ole_type(bytes: &[u8]) -> &'static str {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        find(bytes, &wide).is_some()
    };
    if has("EncryptedPackage") {
        "application/x-ole-encrypted"
    } else if has("__properties_version1.0") || has("__substg1.0_") {
        "application/vnd.ms-outlook"
    } else if has("WordDocument") {
        "application/msword"
    } else if has("Workbook") {
        "application/vnd.ms-excel"
    } else if has("PowerPoint Document") {
        "application/vnd.ms-powerpoint"
    } else {
        "application/x-ole-storage"
    }
}

/// Where a byte string is found.
pub(crate) fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut at = 0;
    while let Some(next) = bytes.get(at..)?.iter().position(|byte| *byte == first) {
        at += next;
        if bytes.get(at..)?.starts_with(wanted) {
            return Some(at);
        }
        at += 1;
    }
    None
}

fn looks_like_text(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    !head
        .iter()
        .any(|byte| *byte < 9 || (13 < *byte && *byte < 32 && *byte != 27))
}

fn looks_like_html(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(1024)).unwrap_or_default())
        .trim_start_matches('\u{FEFF}')
        .trim_start()
        .to_ascii_lowercase();
    head.starts_with("<!doctype html")
        || head.starts_with("<html")
        || (head.starts_with("<?xml") && head.contains("<html"))
}

/// Whether the file holds the EICAR test string, which every malware scanner reports (<https://www.eicar.org>).
#[must_use]
pub fn is_eicar(bytes: &[u8]) -> bool {
    find(bytes, &eicar()).is_some()
}

/// The test string itself, put together when it is needed.
#[must_use]
pub fn eicar() -> Vec<u8> {
    // In two halves, so that no scanner reports this program.
    let mut sign = br"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR".to_vec();
    sign.extend_from_slice(b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*");
    sign
}

/// Whether the file is a program, by content or by an ending that Windows runs.
#[must_use]
pub fn is_executable(bytes: &[u8], filename: &str) -> bool {
    let name = filename.to_lowercase();
    let program = bytes.starts_with(b"\x7fELF")
        || (bytes.starts_with(b"MZ") && bytes.len() > 64 && !looks_like_text(bytes));
    program
        || [
            ".exe", ".scr", ".com", ".pif", ".bat", ".cmd", ".vbs", ".vbe", ".js", ".jse", ".wsf",
            ".hta", ".msi", ".ps1", ".jar", ".lnk",
        ]
        .iter()
        .any(|ending| name.ends_with(ending))
}

/// Whether a zip archive names a program among its entries; only names are looked at, nothing is unpacked.
#[must_use]
pub fn holds_executable(bytes: &[u8]) -> bool {
    if !bytes.starts_with(b"PK\x03\x04") {
        return false;
    }
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| find(rest, b"PK\x03\x04")) {
        at += found;
        let length = bytes
            .get(at + 26..at + 28)
            .and_then(|pair| pair.try_into().ok())
            .map_or(0, u16::from_le_bytes);
        let name = bytes
            .get(at + 30..at + 30 + usize::from(length))
            .map(String::from_utf8_lossy)
            .unwrap_or_default();
        if is_executable(b"", &name) {
            return true;
        }
        at += 4;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_in_an_archive_does_not_make_it_a_letter() {
        let entry = |name: &[u8]| {
            let mut entry = b"PK\x01\x02".to_vec();
            entry.resize(46, 0);
            entry[28] = u8::try_from(name.len()).unwrap_or_default();
            entry.extend_from_slice(name);
            entry
        };
        let archive = |content: &[u8], name: &[u8]| {
            let mut bytes = [b"PK\x03\x04", content].concat();
            let directory = u32::try_from(bytes.len()).unwrap_or_default().to_le_bytes();
            bytes.extend(entry(name));
            bytes.extend_from_slice(b"PK\x05\x06\0\0\0\0\x01\0\x01\0\0\0\0\0");
            bytes.extend_from_slice(&directory);
            [bytes.as_slice(), b"\0\0"].concat()
        };
        assert_eq!(
            zip_type(&archive(b"word/document.xml", b"svar.docx")),
            "application/zip"
        );
        assert_eq!(zip_type(&archive(b"", b"word/document.xml")), DOCX);
        assert_eq!(zip_type(b"PK\x03\x04 word/document.xml"), DOCX);
    }

    #[test]
    fn content_decides_over_name_and_declaration() {
        assert_eq!(
            media_type(b"%PDF-1.7 ...", "svar.docx", Some("application/msword")),
            "application/pdf"
        );
        assert_eq!(
            media_type(b"{\\rtf1 a}", "svar.doc", Some("application/msword")),
            "application/rtf"
        );
        assert_eq!(
            media_type(b"hej", "svar.txt", Some("application/octet-stream")),
            "text/plain"
        );
        assert_eq!(
            media_type(b"hej", "svar.com", Some("application/octet-stream")),
            "application/octet-stream"
        );
    }
}
