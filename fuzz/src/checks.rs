//! What must hold for any bytes: the fuzz targets feed it, and `tests/it/fuzz_replay.rs` replays what they found.
//!
//! Every function panics when something does not hold, and refuses no input.

use super::mailbox::{Kind, ReadMail, read};
use super::text::charset::{Decoded, decode};
use super::text::{
    Range, Span, char_len, collapse, html, join_lines, normalize, paragraphs, sentences, slice,
    unwrap_hard_lines, without,
};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use sha2::{Digest, Sha256};
use unicode_normalization::{UnicodeNormalization as _, is_nfc};

/// The most that may come out of one mail, in bytes of files and text (the limit of the intake).
const MOST: usize = 200 << 20;
/// How deep mails may lie in each other.
const DEEPEST: usize = 21;
/// The most parts of one mail, those in containers included.
const PARTS: usize = 200;

/// A mail as it comes from the mailbox: parts, headers, charsets, marked ranges, kind.
pub fn mail(raw: &[u8]) {
    let found = read(raw);
    assert_eq!(found.raw_sha256, sha256(raw));
    let mut sum = (0, 0);
    whole(&found, 0, &mut sum);
    assert!(sum.0 <= PARTS, "{} files", sum.0);
    assert!(sum.1 <= MOST, "{} bytes", sum.1);
    if raw.len() < 2_000 {
        let again = read(raw);
        assert_eq!(again.content_hash, found.content_hash);
        assert_eq!((again.text, again.ranges), (found.text, found.ranges));
    }
}

/// Bytes as text under a label: the first byte chooses it, or says that the first line is it. Then the same bytes as a header, as an
/// address and as a file name.
pub fn charset(bytes: &[u8]) {
    let Some((choice, mut rest)) = bytes.split_first() else {
        return;
    };
    let named: String;
    let label = match LABELS.get(usize::from(*choice)) {
        Some(label) => *label,
        None if *choice == b'=' => {
            let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(0);
            named = String::from_utf8_lossy(&rest[..end]).into_owned();
            rest = &rest[end..];
            Some(named.as_str())
        }
        None => None,
    };
    decoded(rest, label, &decode(rest, label));
    let line: Vec<u8> = rest
        .iter()
        .copied()
        .filter(|byte| !matches!(byte, b'\n' | b'\r'))
        .collect();
    let head = [
        b"From: ",
        line.as_slice(),
        b"\nSubject: ",
        &line,
        b"\nTo: ",
        &line,
        b"\nContent-Type: application/pdf; name",
        &line,
        b"\nContent-Disposition: attachment; filename",
        &line,
        b"\n\n%PDF-",
    ]
    .concat();
    mail(&head);
}

const LABELS: [Option<&str>; 24] = [
    None,
    Some("utf-8"),
    Some("iso-8859-1"),
    Some("iso-8859-15"),
    Some("windows-1252"),
    Some("us-ascii"),
    Some("utf-16"),
    Some("utf-16be"),
    Some("utf-16le"),
    Some("cp850"),
    Some("cp865"),
    Some("macintosh"),
    Some("iso-2022-jp"),
    Some("gb18030"),
    Some("big5"),
    Some("euc-kr"),
    Some("shift_jis"),
    Some("x-unknown"),
    Some("utf-7"),
    Some(""),
    Some("koi8-r"),
    Some("replacement"),
    Some("x-user-defined"),
    Some("windows-1250"),
];

/// A file that holds mail: `winmail.dat`, `.msg`, `smime.p7m`, by its first bytes.
pub fn container(bytes: &[u8]) {
    let kind: &[u8] = match bytes.first() {
        Some(0x78) => b"application/ms-tnef; name=winmail.dat",
        Some(0xD0) => b"application/vnd.ms-outlook; name=mail.msg",
        Some(0x30) => b"application/pkcs7-mime; name=smime.p7m",
        _ => b"message/rfc822",
    };
    let head: &[u8] = b"From: a@b.example\nContent-Disposition: attachment\nContent-Type: ";
    mail(&[head, kind, b"\n\n", bytes].concat());
}

/// Text and HTML as they come from mails and files: normalised, unwrapped, taken apart into paragraphs and sentences.
pub fn cleaning(bytes: &[u8]) {
    let given = String::from_utf8_lossy(bytes);
    let text = normalize(&given);
    is_text(&text);
    assert_eq!(normalize(&text), text, "normalised twice");
    taken_apart(&text);
    let unwrapped = unwrap_hard_lines(&text);
    is_text(&normalize(&unwrapped));
    assert_eq!(letters(&unwrapped), letters(&text), "unwrapped");
    assert_eq!(letters(&join_lines(text.lines())), letters(&text), "joined");
    let found = html::to_text(&given);
    is_text(&found.text);
    for spans in [&found.quotes, &found.indented, &found.hidden] {
        apart(&found.text, spans);
    }
    if !given.contains(['<', '&']) {
        assert_eq!(letters(&found.text), letters(&text), "HTML without markup");
    }
    for kind in ["plain; format=flowed", "plain; format=flowed; delsp=yes"] {
        let head = format!("From: a@b.example\nContent-Type: text/{kind}; charset=utf-8\n\n");
        let flowed = read(&[head.as_bytes(), given.as_bytes()].concat());
        whole(&flowed, 0, &mut (0, 0));
        // HTML is read as such whatever it is labelled as, letters that were encoded twice are mended, and files in the text are taken out.
        let mended = flowed
            .warnings
            .iter()
            .any(|warning| warning.to_string().starts_with("double_encoded"));
        if mended
            || html::is_document(&given)
            || html::is_document(&text)
            || !flowed.attachments.is_empty()
        {
            continue;
        }
        assert_eq!(
            letters(&flowed.text),
            letters(text.trim_end()),
            "format=flowed"
        );
    }
}

/// A mail that was read, and those in it.
#[expect(clippy::too_many_lines, reason = "each line is a thing that must hold")]
fn whole(mail: &ReadMail, depth: usize, sum: &mut (usize, usize)) {
    assert!(depth <= DEEPEST, "too deep");
    let warnings: Vec<String> = mail.warnings.iter().map(ToString::to_string).collect();
    for warning in &warnings {
        let code = warning.split(':').next().unwrap_or_default();
        let plain =
            |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
        assert!(!code.is_empty() && code.chars().all(plain), "{warning}");
        assert_ne!(code, "parser_failed", "a panic was caught");
    }
    is_text(&mail.text);
    assert_eq!(mail.text, mail.text.trim_end());
    let told = |code: &str| warnings.iter().any(|known| known.starts_with(code));
    if mail.text.contains('\u{FFFD}') {
        assert!(told("replacement_characters"), "a letter lost in silence");
    }
    ranges(&mail.text, &mail.ranges);
    let _ = mail.own_text();
    if let Some(forwarded) = &mail.forwarded {
        assert!(forwarded.from <= forwarded.text.start);
        assert!(slice(&mail.text, forwarded.text).is_some());
        forwarded.subject.iter().for_each(|text| is_line(text));
    }
    mail.subject.iter().for_each(|text| is_line(text));
    for ids in [&mail.references, &mail.authentication, &mail.delivered_to] {
        ids.iter().for_each(|id| is_line(id));
    }
    mail.message_id.iter().for_each(|id| is_line(id));
    mail.in_reply_to.iter().for_each(|id| is_line(id));
    for address in mail
        .from
        .iter()
        .chain(&mail.reply_to)
        .chain(&mail.to)
        .chain(&mail.cc)
    {
        is_line(&address.address);
        address.name.iter().for_each(|name| is_line(name));
    }
    for file in &mail.attachments {
        assert_eq!(file.sha256, sha256(&file.bytes));
        assert!(!file.media_type.is_empty());
        if let Some(name) = &file.filename {
            is_line(name);
            assert!(!name.is_empty() && !name.contains(['/', '\\']), "{name:?}");
        }
        sum.0 += 1;
        sum.1 += file.bytes.len();
    }
    sum.1 += mail.text.len();
    if !told("too_large") {
        assert_eq!(
            mail.content_hash.len(),
            if depth == 0 {
                64
            } else {
                mail.content_hash.len()
            }
        );
    }
    if mail.text.is_empty() && mail.attachments.is_empty() {
        let people = matches!(
            mail.kind,
            Kind::Correction | Kind::Supplement | Kind::Enquiry
        );
        assert!(
            !people || mail.subject.is_some(),
            "{:?} of nothing",
            mail.kind
        );
    }
    for (at, inner) in &mail.inner {
        assert!(*at < mail.attachments.len(), "an inner mail of no file");
        whole(inner, depth + 1, sum);
    }
}

/// Text as every text is kept.
fn is_text(text: &str) {
    assert!(is_nfc(text), "not NFC: {text:?}");
    let wrong = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\t');
    assert!(!text.contains(wrong), "control characters: {text:?}");
    assert!(!text.contains(['\u{FEFF}', '\u{200B}']), "{text:?}");
}

/// Text of one line.
fn is_line(text: &str) {
    is_text(text);
    assert!(!text.contains(['\n', '\t']), "{text:?}");
}

/// Ranges lie in the text, in order and apart.
fn ranges(text: &str, ranges: &[Range]) {
    let spans: Vec<Span> = ranges.iter().map(|range| range.span()).collect();
    apart(text, &spans);
    let kept = without(text, ranges);
    assert!(char_len(&kept) <= char_len(text) + spans.len());
}

fn apart(text: &str, spans: &[Span]) {
    let length = char_len(text);
    let mut last = 0;
    for span in spans {
        assert!(span.start < span.end, "{span:?}");
        assert!(last <= span.start, "{span:?} begins before {last}");
        assert!(span.end <= length, "{span:?} ends after {length}");
        last = span.end;
    }
}

/// Paragraphs and sentences are in order and hold all that is no white space.
fn taken_apart(text: &str) {
    let letters: Vec<char> = text.chars().collect();
    for spans in [paragraphs(text), sentences(text)] {
        apart(text, &spans);
        let mut at = 0;
        for span in spans
            .iter()
            .chain([&Span::new(letters.len(), letters.len())])
        {
            let between = &letters[at..span.start];
            assert!(between.iter().all(|letter| letter.is_whitespace()), "a gap");
            at = span.end;
        }
    }
}

/// The letters and digits of a text, which no cleaning may change.
fn letters(text: &str) -> String {
    // Taken apart, since an accent at the start of a line goes to the letter that the line is joined to.
    text.nfd()
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

/// A replacement character comes from the bytes alone, and what is plain stays plain.
fn decoded(bytes: &[u8], label: Option<&str>, found: &Decoded) {
    let count = found.text.matches('\u{FFFD}').count();
    let encoding = Encoding::for_label(found.charset.as_bytes());
    match encoding {
        Some(encoding) if encoding == UTF_8 => {
            let given = bytes.windows(3).filter(|three| *three == b"\xEF\xBF\xBD");
            assert_eq!(count, given.count(), "{label:?}");
        }
        Some(encoding) if encoding == WINDOWS_1252 => assert_eq!(count, 0, "{label:?}"),
        Some(encoding) if count > 0 => {
            let strict = encoding.decode_without_bom_handling_and_without_replacement(bytes);
            assert!(strict.is_some(), "{label:?} {}", found.charset);
        }
        _ => assert_eq!(count, 0, "{label:?} {}", found.charset),
    }
    let plain = bytes.iter().all(|byte| matches!(byte, b' '..=b'}'));
    if plain && found.charset == "UTF-8" {
        assert_eq!(found.text.as_bytes(), bytes);
    }
    let _ = collapse(&found.text);
}

fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
