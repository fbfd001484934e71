//! The small parts beside the text: remarks in the margin, and properties.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::Note;
use crate::extract::limits::MAX_EXPANDED;
use crate::text::{charset, reference};

/// The most remarks and properties that are looked at.
const MAX_NOTES: usize = 5_000;

/// A part as text.
pub(super) fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<String> {
    let entry = archive.by_name(name).ok()?;
    let mut xml = Vec::new();
    entry.take(MAX_EXPANDED).read_to_end(&mut xml).ok()?;
    Some(charset::decode(&xml, Some("utf-8")).text)
}

/// An attribute by its whole name.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag
        .attributes()
        .flatten()
        .find(|it| it.key.into_inner() == name)?;
    let value = found.value;
    Some(quick_xml::escape::unescape(&value).map_or_else(|_| value.to_string(), Into::into))
}

/// Goes through a part: what begins, text, what ends. What is broken off is read as far as it goes.
pub(super) fn walk(xml: &str, mut tell: impl FnMut(Seen<'_>)) {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    (config.check_end_names, config.allow_dangling_amp) = (false, true);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => tell(Seen::Start(&tag)),
            Ok(Event::Empty(tag)) => {
                tell(Seen::Start(&tag));
                tell(Seen::End(tag.name().into_inner()));
            }
            Ok(Event::End(tag)) => tell(Seen::End(tag.name().into_inner())),
            Ok(Event::Text(text)) => tell(Seen::Text(&text.xml10_content())),
            Ok(Event::CData(text)) => tell(Seen::Text(&text.xml10_content())),
            Ok(Event::GeneralRef(name)) => tell(Seen::Text(&reference(&name))),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// Something in a part.
pub(super) enum Seen<'a> {
    Start(&'a BytesStart<'a>),
    Text(&'a str),
    End(&'a str),
}

/// The remarks of a text document by their id.
pub(super) fn notes(archive: &mut ZipArchive<Cursor<&[u8]>>) -> BTreeMap<String, Note> {
    let Some(xml) = part(archive, "word/comments.xml") else {
        return BTreeMap::new();
    };
    let mut found: BTreeMap<String, Note> = BTreeMap::new();
    let mut open: Option<(String, Note)> = None;
    let mut in_text = false;
    walk(&xml, |seen| match seen {
        Seen::Start(tag) => match tag.name().into_inner() {
            "w:comment" => {
                let note = Note {
                    by: attribute(tag, "w:author").unwrap_or_default(),
                    text: String::new(),
                };
                open = attribute(tag, "w:id").map(|id| (id, note));
            }
            "w:t" => in_text = true,
            _ => {}
        },
        Seen::Text(text) if in_text => {
            if let Some((_, note)) = &mut open {
                note.text.push_str(text);
            }
        }
        Seen::Text(_) => {}
        Seen::End(name) => match (name, &mut open) {
            ("w:t", _) => in_text = false,
            ("w:p", Some((_, note))) => note.text.push('\n'),
            ("w:comment", _) => {
                if let Some((id, mut note)) = open.take()
                    && found.len() < MAX_NOTES
                {
                    note.text = note.text.trim().to_owned();
                    found.insert(id, note);
                }
            }
            _ => {}
        },
    });
    found.retain(|_, note| !note.text.is_empty());
    found
}

/// The remarks of the first sheet of a workbook, by the name of the cell.
pub(super) fn cell_notes(archive: &mut ZipArchive<Cursor<&[u8]>>) -> BTreeMap<String, Vec<Note>> {
    let Some(xml) = part(archive, "xl/comments1.xml") else {
        return BTreeMap::new();
    };
    let mut authors: Vec<String> = Vec::new();
    let mut found: BTreeMap<String, Vec<Note>> = BTreeMap::new();
    let mut open: Option<(String, usize, String)> = None;
    let (mut in_author, mut in_text) = (false, false);
    walk(&xml, |seen| match seen {
        Seen::Start(tag) => match tag.name().into_inner() {
            "author" => {
                in_author = true;
                authors.push(String::new());
            }
            "comment" => {
                let at = attribute(tag, "ref").unwrap_or_default();
                let by = attribute(tag, "authorId").and_then(|id| id.parse().ok());
                open = Some((at, by.unwrap_or(usize::MAX), String::new()));
            }
            "t" => in_text = true,
            _ => {}
        },
        Seen::Text(text) => {
            if let (true, Some(author)) = (in_author, authors.last_mut()) {
                author.push_str(text);
            } else if let (true, Some((.., said))) = (in_text, &mut open) {
                said.push_str(text);
            }
        }
        Seen::End("author") => in_author = false,
        Seen::End("t") => in_text = false,
        Seen::End("comment") => {
            if let Some((at, by, text)) = open.take()
                && found.len() < MAX_NOTES
                && !text.trim().is_empty()
            {
                found.entry(at).or_default().push(Note {
                    by: authors.get(by).cloned().unwrap_or_default(),
                    text: text.trim().to_owned(),
                });
            }
        }
        Seen::End(_) => {}
    });
    found
}

/// *A1*, *AB12*: a cell as a workbook names it.
pub(super) fn cell_name(row: usize, column: usize) -> String {
    let letter = |at: usize| char::from(b'A' + u8::try_from(at % 26).unwrap_or_default());
    let letters = match column / 26 {
        0 => letter(column).to_string(),
        more => format!("{}{}", letter(more - 1), letter(column)),
    };
    format!("{letters}{}", row + 1)
}

/// What programs wrote into the properties of a document, as text.
pub(super) fn properties(archive: &mut ZipArchive<Cursor<&[u8]>>) -> BTreeMap<String, String> {
    let Some(xml) = part(archive, "docProps/custom.xml") else {
        return BTreeMap::new();
    };
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut open: Option<(String, String)> = None;
    walk(&xml, |seen| match seen {
        Seen::Start(tag) if tag.name().into_inner() == "property" => {
            open = attribute(tag, "name").map(|name| (name, String::new()));
        }
        Seen::Start(_) => {}
        Seen::Text(text) => {
            if let Some((_, value)) = &mut open {
                value.push_str(text);
            }
        }
        Seen::End("property") => {
            if let Some((name, value)) = open.take()
                && found.len() < MAX_NOTES
            {
                found.insert(name, value.trim().to_owned());
            }
        }
        Seen::End(_) => {}
    });
    found
}
