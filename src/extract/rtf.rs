//! Rich Text Format: the body's text only, in the child.
//!
//! Guarantees: no document properties, headers, footers, footnotes, pictures, deleted or hidden text. catdoc is not used for it because it
//! swallows `\line` and glues the words on both sides together.

use crate::text::charset;

/// Groups whose content is not the body.
const SKIPPED: &[&str] = &[
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "footnote",
    "pict",
    "object",
    "objdata",
    "themedata",
    "datastore",
    "listtable",
    "listoverridetable",
    "revtbl",
    "rsidtbl",
    "generator",
    "xmlnstbl",
    "latentstyles",
    "fldinst",
    "annotation",
    "atnid",
    "atnauthor",
    "template",
    "mmathpr",
    "bkmkstart",
    "bkmkend",
    "nonshppict",
    "private",
    "passwordhash",
    "pgptbl",
    "filetbl",
];

#[derive(Clone, Copy, Default)]
struct Group {
    skipped: bool,
    /// Marked as hidden or deleted.
    hidden: bool,
    /// How many characters stand behind `\uN` for readers without Unicode.
    fallback: usize,
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    groups: Vec<Group>,
    now: Group,
    codepage: String,
    /// Bytes of the code page that wait to be read together.
    pending: Vec<u8>,
    /// Replacement characters that are still to be passed over.
    passing: usize,
    out: String,
    surrogate: Option<u16>,
}

/// The deepest nesting of groups that is followed.
const MAX_DEPTH: usize = 10_000;

/// The text of an RTF file.
pub(crate) fn text(bytes: &[u8]) -> String {
    let mut reader = Reader {
        bytes,
        at: 0,
        groups: Vec::new(),
        now: Group {
            fallback: 1,
            ..Group::default()
        },
        codepage: "windows-1252".to_owned(),
        pending: Vec::new(),
        passing: 0,
        out: String::new(),
        surrogate: None,
    };
    while let Some(byte) = reader.next() {
        match byte {
            b'{' => {
                if reader.groups.len() < MAX_DEPTH {
                    reader.groups.push(reader.now);
                }
            }
            b'}' => reader.now = reader.groups.pop().unwrap_or(reader.now),
            b'\\' => reader.control(),
            b'\r' | b'\n' | 0 => {}
            other => reader.byte(other),
        }
    }
    reader.flush();
    reader.out
}

impl Reader<'_> {
    fn next(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at).copied();
        self.at += 1;
        byte
    }

    fn shown(&self) -> bool {
        !self.now.skipped && !self.now.hidden
    }

    fn byte(&mut self, byte: u8) {
        if self.passing > 0 {
            self.passing -= 1;
        } else if self.shown() {
            self.pending.push(byte);
        }
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let bytes = std::mem::take(&mut self.pending);
            self.out
                .push_str(&charset::decode(&bytes, Some(&self.codepage)).text);
        }
    }

    fn put(&mut self, text: &str) {
        if self.passing > 0 {
            self.passing -= 1;
        } else if self.shown() {
            self.flush();
            self.out.push_str(text);
        }
    }

    fn control(&mut self) {
        let Some(byte) = self.next() else { return };
        match byte {
            b'\'' => {
                let digits = self.bytes.get(self.at..self.at + 2).unwrap_or_default();
                self.at += 2;
                if let Some(value) = std::str::from_utf8(digits)
                    .ok()
                    .and_then(|digits| u8::from_str_radix(digits, 16).ok())
                {
                    self.byte(value);
                }
            }
            b'*' => self.now.skipped = true,
            b'~' => self.put(" "),
            b'_' => self.put("-"),
            b'\r' | b'\n' => self.put("\n\n"),
            b'\\' | b'{' | b'}' => self.byte(byte),
            letter if letter.is_ascii_alphabetic() => {
                let start = self.at - 1;
                while self.bytes.get(self.at).is_some_and(u8::is_ascii_alphabetic) {
                    self.at += 1;
                }
                let word =
                    String::from_utf8_lossy(self.bytes.get(start..self.at).unwrap_or_default())
                        .into_owned();
                let number = self.number();
                if self.bytes.get(self.at) == Some(&b' ') {
                    self.at += 1;
                }
                self.word(&word, number);
            }
            _ => {}
        }
    }

    fn number(&mut self) -> Option<i32> {
        let start = self.at;
        if self.bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        std::str::from_utf8(self.bytes.get(start..self.at)?)
            .ok()?
            .parse()
            .ok()
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        match word {
            "par" | "sect" | "page" => self.put("\n\n"),
            "line" | "row" => self.put("\n"),
            "tab" | "cell" => self.put("\t"),
            "emdash" => self.put("—"),
            "endash" => self.put("–"),
            "lquote" => self.put("‘"),
            "rquote" => self.put("’"),
            "ldblquote" => self.put("“"),
            "rdblquote" => self.put("”"),
            "bullet" => self.put("•"),
            "emspace" | "enspace" | "qmspace" => self.put(" "),
            "u" => self.unicode(number.unwrap_or_default()),
            "uc" => self.now.fallback = usize::try_from(number.unwrap_or(1)).unwrap_or(1),
            "ansicpg" => self.codepage = format!("windows-{}", number.unwrap_or(1252)),
            "mac" => self.codepage = "macintosh".to_owned(),
            "pc" => self.codepage = "cp437".to_owned(),
            "pca" => self.codepage = "cp850".to_owned(),
            "v" | "deleted" => self.now.hidden = number != Some(0),
            "plain" => self.now.hidden = false,
            "bin" => self.at += usize::try_from(number.unwrap_or_default()).unwrap_or_default(),
            known if SKIPPED.contains(&known) => self.now.skipped = true,
            _ => {}
        }
    }

    fn unicode(&mut self, number: i32) {
        // Numbers above 32767 are written as negative ones; letters beyond the first plane as two surrogates.
        let unit = u16::try_from(number.rem_euclid(65_536)).unwrap_or_default();
        let found: String = match self.surrogate.take() {
            Some(high) => String::from_utf16_lossy(&[high, unit]),
            None if (0xD800..0xDC00).contains(&unit) => {
                self.surrogate = Some(unit);
                String::new()
            }
            None => String::from_utf16_lossy(&[unit]),
        };
        self.passing = 0;
        self.put(&found);
        self.passing = self.now.fallback;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_lines_and_hidden_parts_are_read_as_word_shows_them() {
        let rtf = br"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Calibri;}}{\*\generator X}\pard Kr\'e6ft\line \u8211? Nej{\v skjult}{\deleted v\'e6k}\par To}";
        assert_eq!(text(rtf), "Kræft\n– Nej\n\nTo");
    }
}
