//! DOCX and ODT: the body's text only, in the child.
//!
//! Guarantees: no deleted or hidden text, comments, headers, footers, footnotes or properties; no external entities; an archive above the
//! limits is refused before anything is unpacked (200 MB expanded, 2,000 entries, ratio 100).

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::limits::{MAX_EXPANDED, check};
use super::run::ChildAnswer;
use super::{State, Why};
use crate::text::{charset, reference};

/// The text of a Word document.
pub(crate) fn docx(bytes: &[u8]) -> ChildAnswer {
    body(bytes, &["word/document.xml", "word/document2.xml"], &DOCX)
}

/// The text of an OpenDocument text.
pub(crate) fn odt(bytes: &[u8]) -> ChildAnswer {
    body(bytes, &["content.xml"], &ODT)
}

/// How a dialect writes text.
struct Dialect {
    /// Elements whose content never counts.
    skipped: &'static [&'static str],
    /// Elements that hold text; empty when text stands everywhere.
    text: &'static [&'static str],
    paragraph: &'static [&'static str],
    tab: &'static [&'static str],
    line: &'static [&'static str],
    cell: &'static [&'static str],
    row: &'static [&'static str],
    item: &'static [&'static str],
}

const DOCX: Dialect = Dialect {
    skipped: &[
        "w:del",
        "w:moveFrom",
        "w:instrText",
        "w:delText",
        "mc:Fallback",
        "w:comment",
        "w:sdtPr",
    ],
    text: &["w:t"],
    paragraph: &["w:p"],
    tab: &["w:tab", "w:ptab"],
    line: &["w:br", "w:cr"],
    cell: &["w:tc"],
    row: &["w:tr"],
    item: &[],
};

const ODT: Dialect = Dialect {
    skipped: &[
        "text:tracked-changes",
        "office:annotation",
        "text:note",
        "office:forms",
        "text:hidden-text",
        "text:hidden-paragraph",
        "svg:title",
        "svg:desc",
        "office:automatic-styles",
        "office:font-face-decls",
        "text:sequence-decls",
    ],
    text: &[],
    paragraph: &["text:p", "text:h"],
    tab: &["text:tab"],
    line: &["text:line-break"],
    cell: &["table:table-cell"],
    row: &["table:table-row"],
    item: &["text:list-item"],
};

fn body(bytes: &[u8], names: &[&str], dialect: &Dialect) -> ChildAnswer {
    let mut archive = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(_) => return ChildAnswer::refused(State::Failed, Why::Damaged),
    };
    if let Err(refused) = check(&mut archive) {
        return refused;
    }
    for name in names {
        let Ok(entry) = archive.by_name(name) else {
            continue;
        };
        if entry.encrypted() {
            return ChildAnswer::refused(State::Encrypted, Why::Password);
        }
        let mut xml = Vec::new();
        return match entry.take(MAX_EXPANDED).read_to_end(&mut xml) {
            Ok(_) => text(&charset::decode(&xml, Some("utf-8")).text, dialect),
            Err(_) => ChildAnswer::refused(State::Failed, Why::Damaged),
        };
    }
    ChildAnswer::refused(State::Failed, Why::Damaged)
}

#[derive(Default)]
struct Walk {
    out: String,
    /// How deep we are in an element that does not count.
    skip: usize,
    in_text: usize,
    hidden_run: bool,
    cells: usize,
}

fn text(xml: &str, dialect: &Dialect) -> ChildAnswer {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    (config.check_end_names, config.allow_dangling_amp) = (false, true);
    let mut walk = Walk::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => walk.start(&tag, dialect),
            Ok(Event::Empty(tag)) => {
                walk.start(&tag, dialect);
                walk.end(tag.name().into_inner(), dialect);
            }
            Ok(Event::End(tag)) => walk.end(tag.name().into_inner(), dialect),
            Ok(Event::Text(text)) => walk.text(&text.xml10_content(), dialect),
            Ok(Event::CData(text)) => walk.text(&text.xml10_content(), dialect),
            Ok(Event::GeneralRef(name)) => walk.text(&reference(&name), dialect),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) if walk.out.trim().is_empty() => {
                return ChildAnswer::refused(State::Failed, Why::Damaged);
            }
            // What is broken off is read as far as it goes.
            Err(_) => break,
        }
    }
    ChildAnswer::text(walk.out)
}

impl Walk {
    fn start(&mut self, tag: &BytesStart<'_>, dialect: &Dialect) {
        let qualified = tag.name();
        let name = qualified.into_inner();
        if dialect.skipped.contains(&name) {
            self.skip += 1;
        }
        if self.skip > 0 {
            return;
        }
        match name {
            "w:r" => self.hidden_run = false,
            "w:vanish" => {
                self.hidden_run = !tag
                    .attributes()
                    .flatten()
                    .any(|attribute| matches!(attribute.value.as_ref(), "0" | "false"))
            }
            "text:s" => {
                let count = tag
                    .attributes()
                    .flatten()
                    .find(|attribute| attribute.key.into_inner() == "text:c")
                    .and_then(|attribute| attribute.value.parse().ok());
                self.out
                    .extend(std::iter::repeat_n(' ', count.unwrap_or(1_usize).min(200)));
            }
            "w:noBreakHyphen" => self.out.push('-'),
            _ => {}
        }
        if dialect.text.contains(&name) {
            self.in_text += 1;
        } else if dialect.paragraph.contains(&name)
            && !self.out.is_empty()
            && !self.out.ends_with(['\n', '\t'])
        {
            // A paragraph inside another: a text box.
            self.out.push('\n');
        } else if dialect.tab.contains(&name) && !self.out.ends_with('\n') && !self.out.is_empty() {
            self.out.push('\t');
        } else if dialect.line.contains(&name) {
            self.out.push('\n');
        } else if dialect.item.contains(&name) {
            self.out.push_str("- ");
        } else if dialect.cell.contains(&name) {
            self.cells += 1;
        }
    }

    fn end(&mut self, name: &str, dialect: &Dialect) {
        if dialect.skipped.contains(&name) {
            self.skip = self.skip.saturating_sub(1);
            return;
        }
        if self.skip > 0 {
            return;
        }
        if dialect.text.contains(&name) {
            self.in_text = self.in_text.saturating_sub(1);
        } else if dialect.paragraph.contains(&name) {
            self.out
                .push_str(if self.cells > 0 { "\n" } else { "\n\n" });
        } else if dialect.cell.contains(&name) {
            self.cells = self.cells.saturating_sub(1);
            let length = self.out.trim_end_matches('\n').len();
            self.out.truncate(length);
            self.out.push('\t');
        } else if dialect.row.contains(&name) {
            let length = self.out.trim_end_matches('\t').len();
            self.out.truncate(length);
            self.out.push('\n');
        } else if matches!(name, "w:tbl" | "table:table") {
            self.out.push('\n');
        }
    }

    fn text(&mut self, text: &str, dialect: &Dialect) {
        if self.skip > 0 || self.hidden_run {
            return;
        }
        if dialect.text.is_empty() {
            // OpenDocument: white space collapses, and what stands between elements is layout.
            let spaced = text.starts_with(|letter: char| letter.is_whitespace())
                && !self.out.is_empty()
                && !self.out.ends_with(|letter: char| letter.is_whitespace());
            if spaced {
                self.out.push(' ');
            }
            let words: Vec<&str> = text.split_ascii_whitespace().collect();
            self.out.push_str(&words.join(" "));
            if !words.is_empty() && text.ends_with(|letter: char| letter.is_ascii_whitespace()) {
                self.out.push(' ');
            }
        } else if self.in_text > 0 {
            self.out.push_str(text);
        }
    }
}
