//! Danish letters in every place of a mail, in every way that programs write and mislabel them: not one may come out wrong.

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};
use hoering::intake::mailbox::read;
use hoering::text::{collapse, normalize};

const SUBJECT: &str = "Høringssvar – Ærøs “små øer” og § 5: 100 € til Åse, René og Jürgen";
const NAME: &str = "Åse Kjærsgård-Müller på Ærø";
const FILE: &str = "Høringssvar – Ærø § 5 (“små øer”, 100 €) Ålborg é ü.pdf";
const LINES: [&str; 4] = [
    "Kære høringsgruppe på Ærø",
    "Vi støtter § 5 – men “småøerne” får ikke 100 € hver, og det ærgrer både Åse, René og Jürgen.",
    "ÆØÅ æøå É Ü: Østerå, Ålsgårde, Ærøskøbing, blåbærgrød.",
    "Så sender vi også bilaget.",
];

/// How letters become bytes, and what the mail says of it.
#[derive(Clone, Copy, Debug)]
struct Set {
    bytes: Bytes,
    /// What the mail calls it; nothing when it does not say.
    label: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Bytes {
    Utf8,
    /// UTF-8 of decomposed letters, as macOS names files.
    Decomposed,
    Latin1,
    Latin9,
    Windows,
    Mac,
    Dos,
    Utf16Mark,
    Utf16Le,
    Utf16Be,
}

const fn set(bytes: Bytes, label: Option<&'static str>) -> Set {
    Set { bytes, label }
}

const SETS: &[Set] = &[
    set(Bytes::Utf8, Some("utf-8")),
    set(Bytes::Decomposed, Some("UTF-8")),
    set(Bytes::Latin1, Some("iso-8859-1")),
    set(Bytes::Latin9, Some("iso-8859-15")),
    set(Bytes::Windows, Some("windows-1252")),
    set(Bytes::Windows, Some("us-ascii")),
    set(Bytes::Utf8, Some("us-ascii")),
    set(Bytes::Windows, Some("utf-8")),
    set(Bytes::Latin1, Some("utf-8")),
    set(Bytes::Utf8, Some("iso-8859-1")),
    set(Bytes::Windows, Some("iso-8859-1")),
    set(Bytes::Decomposed, Some("windows-1252")),
    set(Bytes::Utf8, None),
    set(Bytes::Windows, None),
    set(Bytes::Latin1, None),
    set(Bytes::Dos, None),
    set(Bytes::Mac, None),
    set(Bytes::Utf8, Some("x-opfundet")),
    set(Bytes::Windows, Some("x-opfundet")),
    set(Bytes::Latin1, Some("unknown-8bit")),
    set(Bytes::Mac, Some("macintosh")),
    set(Bytes::Mac, Some("x-mac-roman")),
    set(Bytes::Dos, Some("cp850")),
    set(Bytes::Dos, Some("ibm865")),
    set(Bytes::Utf16Mark, Some("utf-16")),
    set(Bytes::Utf16Le, Some("utf-16le")),
    set(Bytes::Utf16Be, Some("utf-16be")),
];

/// The Danish letters of code pages 850 and 865.
const DOS: &[(char, u8)] = &[
    ('æ', 0x91),
    ('Æ', 0x92),
    ('ø', 0x9B),
    ('Ø', 0x9D),
    ('å', 0x86),
    ('Å', 0x8F),
    ('é', 0x82),
    ('É', 0x90),
    ('ü', 0x81),
    ('Ü', 0x9A),
];

impl Set {
    fn is_wide(self) -> bool {
        matches!(
            self.bytes,
            Bytes::Utf16Mark | Bytes::Utf16Le | Bytes::Utf16Be
        )
    }

    /// The text without the letters that this set cannot hold.
    fn held(self, text: &str) -> String {
        let kept: String = text
            .chars()
            .filter(|letter| self.letter(*letter).is_some())
            .collect();
        collapse(&kept)
    }

    fn encode(self, text: &str) -> Vec<u8> {
        let wide =
            |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        match self.bytes {
            Bytes::Utf16Mark => [vec![0xFF, 0xFE], wide(u16::to_le_bytes)].concat(),
            Bytes::Utf16Le => wide(u16::to_le_bytes),
            Bytes::Utf16Be => wide(u16::to_be_bytes),
            _ => text
                .chars()
                .flat_map(|letter| self.letter(letter).unwrap())
                .collect(),
        }
    }

    /// One letter in the narrow sets; in the wide ones only whether they have it.
    fn letter(self, letter: char) -> Option<Vec<u8>> {
        let single = |encoding: &'static Encoding| {
            let text = letter.to_string();
            let (bytes, _, failed) = encoding.encode(&text);
            (!failed).then(|| bytes.into_owned())
        };
        match self.bytes {
            Bytes::Utf8 | Bytes::Utf16Mark | Bytes::Utf16Le | Bytes::Utf16Be => {
                Some(letter.to_string().into_bytes())
            }
            Bytes::Decomposed => Some(decomposed(letter).into_bytes()),
            Bytes::Latin1 => u8::try_from(u32::from(letter)).ok().map(|byte| vec![byte]),
            Bytes::Latin9 => single(encoding_rs::ISO_8859_15),
            Bytes::Windows => single(WINDOWS_1252),
            Bytes::Mac => single(MACINTOSH),
            Bytes::Dos if letter.is_ascii() => Some(vec![letter as u8]),
            Bytes::Dos => DOS
                .iter()
                .find(|(known, _)| *known == letter)
                .map(|(_, byte)| vec![*byte]),
        }
    }
}

fn decomposed(letter: char) -> String {
    match letter {
        'å' => "a\u{30A}".into(),
        'Å' => "A\u{30A}".into(),
        'é' => "e\u{301}".into(),
        'É' => "E\u{301}".into(),
        'ü' => "u\u{308}".into(),
        'Ü' => "U\u{308}".into(),
        other => other.into(),
    }
}

/// How a header writes letters.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Header {
    Raw,
    Base64,
    Quoted,
    /// Several words, cut in the middle of letters.
    SplitBase64,
    SplitQuoted,
}

const HEADERS: [Header; 5] = [
    Header::Raw,
    Header::Base64,
    Header::Quoted,
    Header::SplitBase64,
    Header::SplitQuoted,
];

/// How a file's name is written.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Name {
    Raw,
    Words,
    SplitWords,
    /// RFC 2231, in one piece and in several.
    Extended,
    Continued,
    /// In the type alone.
    TypeOnly,
}

const NAMES: [Name; 6] = [
    Name::Raw,
    Name::Words,
    Name::SplitWords,
    Name::Extended,
    Name::Continued,
    Name::TypeOnly,
];

/// How a part's text travels.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Transfer {
    Raw,
    Quoted,
    Base64,
}

const TRANSFERS: [Transfer; 3] = [Transfer::Raw, Transfer::Quoted, Transfer::Base64];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Client {
    Outlook,
    Gmail,
    Apple,
    Thunderbird,
    Journal,
}

const CLIENTS: [Client; 5] = [
    Client::Outlook,
    Client::Gmail,
    Client::Apple,
    Client::Thunderbird,
    Client::Journal,
];

#[derive(Clone, Copy, Debug)]
struct Case {
    set: Set,
    header: Header,
    name: Name,
    transfer: Transfer,
    client: Client,
}

impl Case {
    /// What no mail can hold: UTF-16 without encoding, encoded words without a label, unknown bytes in 20 letters.
    fn is_possible(self) -> bool {
        let unlabelled = self.set.label.is_none();
        let raw =
            self.header == Header::Raw || self.name == Name::Raw || self.transfer == Transfer::Raw;
        let words = self.header != Header::Raw
            || matches!(self.name, Name::Words | Name::SplitWords | Name::TypeOnly);
        !(self.set.is_wide() && raw || unlabelled && words)
    }

    fn header(self, text: &str) -> Vec<u8> {
        let bytes = self.set.encode(&self.set.held(text));
        match self.header {
            Header::Raw => bytes,
            Header::Base64 => self.words(&bytes, 30, b'B'),
            Header::Quoted => self.words(&bytes, 20, b'Q'),
            Header::SplitBase64 => self.words(&bytes, 7, b'B'),
            Header::SplitQuoted => self.words(&bytes, 5, b'Q'),
        }
    }

    /// Encoded words. A split one is cut at any byte, a whole one between letters.
    fn words(self, bytes: &[u8], length: usize, kind: u8) -> Vec<u8> {
        let split = length < 10;
        let wide = self.set.is_wide();
        let mut words = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let mut end = length.min(rest.len());
            while !split
                && !wide
                && end < rest.len()
                && (0x80..0xC0).contains(&rest[end])
                && rest[end - 1] >= 0x80
            {
                end += 1;
            }
            if !split && wide {
                end = (end + end % 2).min(rest.len());
            }
            let (word, after) = rest.split_at(end);
            let text = if kind == b'B' {
                base64(word)
            } else {
                quoted_word(word)
            };
            words.push(format!(
                "=?{}?{}?{text}?=",
                self.set.label.unwrap(),
                char::from(kind)
            ));
            rest = after;
        }
        words.join("\r\n ").into_bytes()
    }

    fn file_fields(self) -> Vec<u8> {
        let bytes = self.set.encode(&self.set.held(FILE));
        let label = self.set.label.unwrap_or_default();
        let percent = |bytes: &[u8]| {
            bytes
                .iter()
                .map(|byte| format!("%{byte:02X}"))
                .collect::<String>()
        };
        let quoted = |before: &[u8], value: &[u8]| [before, b"\"", value, b"\""].concat();
        let plain = b"Content-Type: application/pdf".to_vec();
        let attached: &[u8] = b"\r\nContent-Disposition: attachment; ";
        match self.name {
            Name::Raw => [plain, attached.to_vec(), quoted(b"filename=", &bytes)].concat(),
            Name::Words => {
                let words = self.words(&bytes, 30, b'B');
                [
                    quoted(b"Content-Type: application/pdf; name=", &words),
                    attached.to_vec(),
                    quoted(b"filename=", &words),
                ]
                .concat()
            }
            Name::SplitWords => [
                plain,
                attached.to_vec(),
                quoted(b"filename=", &self.words(&bytes, 5, b'Q')),
            ]
            .concat(),
            Name::Extended => {
                let value = format!("filename*={label}''{}", percent(&bytes));
                [plain, attached.to_vec(), value.into_bytes()].concat()
            }
            Name::Continued => {
                let mut fields = [plain, b"\r\nContent-Disposition: attachment".to_vec()].concat();
                for (at, piece) in bytes.chunks(9).enumerate() {
                    let charset = if at == 0 {
                        format!("{label}''")
                    } else {
                        String::new()
                    };
                    fields.extend(
                        format!(";\r\n filename*{at}*={charset}{}", percent(piece)).bytes(),
                    );
                }
                fields
            }
            Name::TypeOnly => quoted(
                b"Content-Type: application/pdf; name=",
                &self.words(&bytes, 30, b'Q'),
            ),
        }
    }

    /// A text part with its fields.
    fn text(self, kind: &str, text: &str) -> Vec<u8> {
        let bytes = self.set.encode(text);
        let charset = self
            .set
            .label
            .map(|label| format!("; charset=\"{label}\""))
            .unwrap_or_default();
        let (encoding, body) = match self.transfer {
            Transfer::Raw => ("8bit", bytes),
            Transfer::Quoted => ("quoted-printable", quoted_printable(&bytes)),
            Transfer::Base64 => ("base64", lines_of(&base64(&bytes))),
        };
        let fields = format!(
            "Content-Type: {kind}{charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
        );
        [fields.into_bytes(), body, b"\r\n".to_vec()].concat()
    }

    fn lines(self) -> Vec<String> {
        LINES.iter().map(|line| self.set.held(line)).collect()
    }

    fn html(self) -> Vec<u8> {
        let lines: String = self
            .lines()
            .iter()
            .map(|line| format!("<p>{line}</p>\r\n"))
            .collect();
        self.text(
            "text/html",
            &format!("<html><body>\r\n{lines}</body></html>"),
        )
    }

    fn plain(self, kind: &str) -> Vec<u8> {
        self.text(kind, &self.lines().join("\r\n\r\n"))
    }

    /// The whole mail.
    #[expect(clippy::too_many_lines, reason = "one arm for each client")]
    fn mail(self) -> Vec<u8> {
        let file = |fields: Vec<u8>| {
            [
                fields,
                b"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQK\r\n".to_vec(),
            ]
            .concat()
        };
        let pdf = file(self.file_fields());
        let content = match self.client {
            Client::Outlook => multipart(
                "mixed",
                "_004_",
                &[
                    multipart(
                        "alternative",
                        "_000_",
                        &[self.plain("text/plain"), self.html()],
                    ),
                    pdf,
                ],
            ),
            Client::Gmail => multipart(
                "mixed",
                "0000000",
                &[
                    multipart(
                        "alternative",
                        "0000001",
                        &[self.plain("text/plain"), self.html()],
                    ),
                    pdf,
                ],
            ),
            Client::Apple => {
                let (first, last) = LINES.split_at(2);
                let text = |lines: &[&str]| {
                    let lines: Vec<String> = lines.iter().map(|line| self.set.held(line)).collect();
                    self.text("text/plain", &lines.join("\r\n\r\n"))
                };
                multipart("mixed", "Apple-Mail=_1", &[text(first), pdf, text(last)])
            }
            Client::Thunderbird => {
                let flowed: Vec<String> = self
                    .lines()
                    .iter()
                    .map(|line| line.replacen(' ', " \r\n", 1))
                    .collect();
                multipart(
                    "mixed",
                    "------------0",
                    &[
                        self.text("text/plain; format=flowed", &flowed.join("\r\n\r\n")),
                        pdf,
                    ],
                )
            }
            Client::Journal => multipart("mixed", "=_journal", &[self.html(), pdf]),
        };
        let name = if self.header == Header::Raw {
            [b"\"", self.header(NAME).as_slice(), b"\""].concat()
        } else {
            self.header(NAME)
        };
        [
            b"From: ".to_vec(),
            name,
            b" <aase@aeroe.example>\r\nTo: hoering@region.example\r\nDate: Tue, 10 Oct 2023 10:00:00 +0200\r\nMessage-ID: <1@aeroe.example>\r\nSubject: ".to_vec(),
            self.header(SUBJECT),
            b"\r\nMIME-Version: 1.0\r\n".to_vec(),
            content,
        ]
        .concat()
    }

    /// What is wrong with what was read.
    fn faults(self) -> Vec<String> {
        let mail = read(&self.mail());
        let mut faults = Vec::new();
        let mut same = |what: &str, found: Option<String>, wanted: &str| {
            let wanted = normalize(&self.set.held(wanted));
            if found.as_deref() != Some(wanted.as_str()) {
                faults.push(format!("{what}: {found:?}, not {wanted:?}"));
            }
        };
        same("subject", mail.subject, SUBJECT);
        same("name", mail.from.and_then(|from| from.name), NAME);
        same(
            "file",
            mail.attachments
                .first()
                .and_then(|file| file.filename.clone()),
            FILE,
        );
        same("body", Some(collapse(&mail.text)), &LINES.join(" "));
        if mail.attachments.len() != 1 {
            faults.push(format!("{} files", mail.attachments.len()));
        }
        faults
    }
}

fn multipart(kind: &str, boundary: &str, parts: &[Vec<u8>]) -> Vec<u8> {
    let mut whole =
        format!("Content-Type: multipart/{kind}; boundary=\"{boundary}\"\r\n\r\n").into_bytes();
    for part in parts {
        whole.extend(format!("--{boundary}\r\n").bytes());
        whole.extend(part);
    }
    whole.extend(format!("--{boundary}--\r\n").bytes());
    whole
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn lines_of(text: &str) -> Vec<u8> {
    text.as_bytes()
        .chunks(76)
        .collect::<Vec<_>>()
        .join(&b"\r\n"[..])
}

fn quoted_word(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|byte| match byte {
            b' ' => "_".to_owned(),
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => char::from(*byte).to_string(),
            other => format!("={other:02X}"),
        })
        .collect()
}

/// Lines are cut at 70, also in the middle of letters.
fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let (mut out, mut width) = (Vec::new(), 0);
    for (at, byte) in bytes.iter().enumerate() {
        let line_end = bytes[at..].starts_with(b"\r\n")
            || (*byte == b'\n' && at > 0 && bytes[at - 1] == b'\r');
        let piece = match byte {
            b'\r' | b'\n' if line_end => vec![*byte],
            b' '..=b'<' | b'>'..=b'~' => vec![*byte],
            other => format!("={other:02X}").into_bytes(),
        };
        if *byte == b'\n' && line_end {
            width = 0;
        } else {
            width += piece.len();
        }
        if width > 70 {
            // A space before a soft line end would be trimmed by strict readers.
            out.extend(b"=\r\n");
            width = piece.len();
        }
        out.extend(piece);
    }
    out
}

/// Every set with every transfer encoding and client, and every set with every form of header and file name.
fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for set in SETS {
        for (at, transfer) in TRANSFERS.into_iter().enumerate() {
            for (by, client) in CLIENTS.into_iter().enumerate() {
                let (raw, unlabelled) = (set.is_wide(), set.label.is_none());
                let header = if unlabelled {
                    Header::Raw
                } else {
                    HEADERS[if raw {
                        1 + (at + by) % 4
                    } else {
                        (at + by) % 5
                    }]
                };
                let name = if unlabelled {
                    [Name::Raw, Name::Extended, Name::Continued][(at + by) % 3]
                } else {
                    NAMES[if raw {
                        1 + (at * 2 + by) % 5
                    } else {
                        (at * 2 + by) % 6
                    }]
                };
                cases.push(Case {
                    set: *set,
                    header,
                    name,
                    transfer,
                    client,
                });
            }
        }
        for (at, header) in HEADERS.into_iter().enumerate() {
            for (by, name) in NAMES.into_iter().enumerate() {
                cases.push(Case {
                    set: *set,
                    header,
                    name,
                    transfer: TRANSFERS[1 + (at + by) % 2],
                    client: CLIENTS[(at + by) % 5],
                });
            }
        }
    }
    cases.retain(|case| case.is_possible());
    cases
}

#[test]
fn no_danish_letter_comes_out_wrong() {
    let cases = cases();
    println!("{} cases", cases.len());
    assert!(cases.len() >= 500, "{}", cases.len());
    let wrong: Vec<String> = cases
        .iter()
        .flat_map(|case| {
            case.faults()
                .into_iter()
                .map(move |fault| format!("{case:?}\n    {fault}"))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} faults in {} cases\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}
