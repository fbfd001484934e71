//! A document as the blocks that it is made of: paragraphs and tables, with what was changed in Word and by whom, remarks in the margin,
//! bookmarks and properties; a workbook as one table. Read in the child.
//!
//! Guarantees: what was tracked is told apart (as accepted, and as before it); hidden text counts for nothing; nesting needs no stack;
//! external entities are never looked up; an archive above the limits is refused before anything is unpacked.

mod body;
mod parts;

use std::collections::BTreeMap;
use std::io::Cursor;

use serde::{Deserialize, Serialize};
use zip::ZipArchive;

use super::run::ChildAnswer;
use super::{State, Why, limits, sheet};

/// The most paragraphs, and rows of all tables together.
const MAX_BLOCKS: usize = 20_000;
/// The most rows and columns of a workbook.
const GRID: (usize, usize) = (5_000, 60);

/// A document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// What programs wrote into its properties, by name.
    pub properties: BTreeMap<String, String>,
    pub blocks: Vec<Block>,
}

/// What stands in a document, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    Paragraph {
        heading: bool,
        words: Words,
    },
    /// Tables inside a cell are text of that cell.
    Table(Vec<Row>),
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub cells: Vec<Words>,
    /// The row as such was put in or taken out while changes were tracked.
    pub tracked: Option<Revision>,
}

/// The text of a paragraph or of a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// As it reads when every tracked change is accepted.
    pub text: String,
    /// As it reads when none is, where that differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revisions: Vec<Revision>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// Something that was tracked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    pub by: String,
    /// Taken out, and not put in.
    pub gone: bool,
    pub text: String,
}

/// A remark in the margin.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub by: String,
    pub text: String,
}

impl Words {
    /// Text and nothing else.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Self::default()
        }
    }

    /// As it reads when no tracked change is accepted.
    #[must_use]
    pub fn untracked(&self) -> &str {
        self.before.as_deref().unwrap_or(&self.text)
    }
}

/// The document as JSON.
pub(super) fn paper(bytes: Vec<u8>) -> ChildAnswer {
    let read = match open(&bytes) {
        Ok(mut archive) if archive.index_for_name("word/document.xml").is_some() => {
            document(&mut archive)
        }
        Ok(archive) if archive.index_for_name("xl/workbook.xml").is_some() => {
            let properties = {
                let mut archive = archive;
                let notes = parts::cell_notes(&mut archive);
                (parts::properties(&mut archive), notes)
            };
            workbook(bytes, properties)
        }
        Ok(_) => Err(ChildAnswer::refused(State::Unsupported, Why::OtherKind)),
        Err(refused) => Err(refused),
    };
    let json = read.and_then(|paper| {
        serde_json::to_string(&paper).map_err(|_| ChildAnswer::refused(State::Failed, Why::Damaged))
    });
    match json {
        Ok(json) => ChildAnswer::text(json),
        Err(refused) => refused,
    }
}

/// An archive within the limits.
fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, ChildAnswer> {
    let damaged = |_| ChildAnswer::refused(State::Failed, Why::Damaged);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    limits::check(&mut archive)?;
    Ok(archive)
}

fn document(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<Paper, ChildAnswer> {
    let xml = parts::part(archive, "word/document.xml")
        .ok_or_else(|| ChildAnswer::refused(State::Failed, Why::Damaged))?;
    let notes = parts::notes(archive);
    let blocks = body::blocks(&xml, &notes)
        .ok_or_else(|| ChildAnswer::refused(State::Failed, Why::Damaged))?;
    Ok(Paper {
        properties: parts::properties(archive),
        blocks,
    })
}

type About = (BTreeMap<String, String>, BTreeMap<String, Vec<Note>>);

fn workbook(bytes: Vec<u8>, (properties, mut notes): About) -> Result<Paper, ChildAnswer> {
    let rows = sheet::grid(bytes, GRID);
    if rows.state != State::Text {
        return Err(rows);
    }
    let rows: Vec<Vec<String>> = serde_json::from_str(&rows.text)
        .map_err(|_| ChildAnswer::refused(State::Failed, Why::Damaged))?;
    let rows = rows.into_iter().enumerate().map(|(row, cells)| Row {
        cells: cells
            .into_iter()
            .enumerate()
            .map(|(column, text)| Words {
                notes: notes
                    .remove(&parts::cell_name(row, column))
                    .unwrap_or_default(),
                ..Words::plain(&text)
            })
            .collect(),
        tracked: None,
    });
    Ok(Paper {
        properties,
        blocks: vec![Block::Table(rows.collect())],
    })
}
