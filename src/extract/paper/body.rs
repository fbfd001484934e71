//! The text of a Word document, paragraph by paragraph and row by row, with what was tracked.

use std::collections::BTreeMap;

use super::parts::{Seen, attribute, walk};
use super::{Block, MAX_BLOCKS, Note, Revision, Row, Words};
use crate::extract::MAX_CHARS;
use crate::text::normalize;

/// Elements whose content never counts.
const SKIPPED: [&str; 7] = [
    "w:instrText",
    "w:delInstrText",
    "mc:Fallback",
    "w:sdtPr",
    "w:rPrChange",
    "w:pPrChange",
    "w:tblGridChange",
];

/// The blocks of a body; nothing for what holds no element at all.
pub(super) fn blocks(xml: &str, notes: &BTreeMap<String, Note>) -> Option<Vec<Block>> {
    let mut reading = Reading::new(notes);
    walk(xml, |seen| match seen {
        Seen::Start(tag) => {
            reading.any = true;
            let name = tag.name().into_inner();
            reading.start(name, &|key| attribute(tag, key));
        }
        Seen::Text(text) => reading.text(text),
        Seen::End(name) => reading.end(name),
    });
    reading.any.then_some(reading.blocks)
}

struct Reading<'a> {
    notes: &'a BTreeMap<String, Note>,
    any: bool,
    blocks: Vec<Block>,
    rows: Vec<Row>,
    /// Rows and paragraphs so far, and characters.
    count: usize,
    characters: usize,
    tables: usize,
    row: Row,
    /// How many columns the cell covers.
    span: usize,
    words: Gathered,
    heading: bool,
    skip: usize,
    in_text: usize,
    in_paragraph_properties: bool,
    in_row_properties: bool,
    hidden: bool,
    /// Whose insertions and deletions we are in.
    inserted: Vec<String>,
    deleted: Vec<String>,
    /// The end of the paragraph was put in, or taken out.
    mark_inserted: bool,
    mark_deleted: bool,
    /// Bookmarks between cells, which belong to the next one.
    marks: Vec<String>,
}

/// A text as it comes.
#[derive(Default)]
struct Gathered {
    text: String,
    before: String,
    words: Words,
}

impl Gathered {
    /// The text, and what was tracked in it.
    fn done(self) -> Words {
        let tidy = |text: &str| normalize(text).replace('\u{AD}', "").trim().to_owned();
        let (text, before) = (tidy(&self.text), tidy(&self.before));
        Words {
            before: (before != text).then_some(before),
            text,
            ..self.words
        }
    }

    fn tracked(&mut self, by: &str, gone: bool, text: &str) {
        match self.words.revisions.last_mut() {
            Some(last) if last.gone == gone && last.by == by => last.text.push_str(text),
            _ => self.words.revisions.push(Revision {
                by: by.to_owned(),
                gone,
                text: text.to_owned(),
            }),
        }
    }
}

impl<'a> Reading<'a> {
    fn new(notes: &'a BTreeMap<String, Note>) -> Self {
        Self {
            notes,
            any: false,
            blocks: Vec::new(),
            rows: Vec::new(),
            count: 0,
            characters: 0,
            tables: 0,
            row: Row::default(),
            span: 1,
            words: Gathered::default(),
            heading: false,
            skip: 0,
            in_text: 0,
            in_paragraph_properties: false,
            in_row_properties: false,
            hidden: false,
            inserted: Vec::new(),
            deleted: Vec::new(),
            mark_inserted: false,
            mark_deleted: false,
            marks: Vec::new(),
        }
    }

    fn start(&mut self, name: &str, given: &dyn Fn(&str) -> Option<String>) {
        if SKIPPED.contains(&name) {
            self.skip += 1;
        }
        if self.skip > 0 {
            return;
        }
        let by = || given("w:author").unwrap_or_default();
        match name {
            "w:pPr" => self.in_paragraph_properties = true,
            "w:trPr" => self.in_row_properties = true,
            "w:ins" | "w:moveTo" if self.in_row_properties => self.row_tracked(by(), false),
            "w:del" | "w:moveFrom" if self.in_row_properties => self.row_tracked(by(), true),
            "w:ins" | "w:moveTo" if self.in_paragraph_properties => self.mark_inserted = true,
            "w:del" | "w:moveFrom" if self.in_paragraph_properties => self.mark_deleted = true,
            "w:ins" | "w:moveTo" => self.inserted.push(by()),
            "w:del" | "w:moveFrom" => self.deleted.push(by()),
            "w:pStyle" => {
                let style = given("w:val").unwrap_or_default().to_lowercase();
                self.heading |= style.starts_with("heading") || style.starts_with("overskrift");
            }
            "w:outlineLvl" => self.heading |= given("w:val").as_deref() != Some("9"),
            "w:tbl" => self.tables += 1,
            "w:tr" if self.tables == 1 => self.row = Row::default(),
            "w:tc" if self.tables == 1 => {
                (self.words, self.span) = (Gathered::default(), 1);
            }
            "w:gridSpan" => {
                let span = given("w:val").and_then(|it| it.parse().ok());
                self.span = span.unwrap_or(1).clamp(1, 60);
            }
            "w:r" => self.hidden = false,
            "w:vanish" if !self.in_paragraph_properties => {
                self.hidden = !matches!(given("w:val").as_deref(), Some("0" | "false"));
            }
            "w:t" | "w:delText" => self.in_text += 1,
            "w:tab" | "w:ptab" if !self.in_paragraph_properties => self.say("\t"),
            "w:br" | "w:cr" => self.say("\n"),
            "w:noBreakHyphen" => self.say("-"),
            "w:bookmarkStart" => self.marks.extend(given("w:name")),
            "w:commentReference" => {
                let note = given("w:id").and_then(|id| self.notes.get(&id).cloned());
                self.words.words.notes.extend(note);
            }
            _ => {}
        }
    }

    fn row_tracked(&mut self, by: String, gone: bool) {
        if self.tables == 1 {
            self.row.tracked = Some(Revision {
                by,
                gone,
                text: String::new(),
            });
        }
    }

    fn end(&mut self, name: &str) {
        if SKIPPED.contains(&name) {
            self.skip = self.skip.saturating_sub(1);
            return;
        }
        if self.skip > 0 {
            return;
        }
        let in_properties = self.in_row_properties || self.in_paragraph_properties;
        match name {
            "w:pPr" => self.in_paragraph_properties = false,
            "w:trPr" => self.in_row_properties = false,
            "w:ins" | "w:moveTo" if !in_properties => drop(self.inserted.pop()),
            "w:del" | "w:moveFrom" if !in_properties => drop(self.deleted.pop()),
            "w:t" | "w:delText" => self.in_text = self.in_text.saturating_sub(1),
            "w:p" => self.paragraph(),
            "w:tc" if self.tables == 1 => self.cell(),
            "w:tr" if self.tables == 1 => {
                let row = std::mem::take(&mut self.row);
                self.count += 1;
                if self.count < MAX_BLOCKS {
                    self.rows.push(row);
                }
            }
            "w:tr" => self.words_end("\n"),
            "w:tbl" => {
                self.tables = self.tables.saturating_sub(1);
                if self.tables == 0 {
                    let rows = std::mem::take(&mut self.rows);
                    self.blocks.push(Block::Table(rows));
                    self.words = Gathered::default();
                }
            }
            _ => {}
        }
    }

    fn cell(&mut self) {
        let mut words = std::mem::take(&mut self.words).done();
        words.marks.append(&mut self.marks);
        self.row.cells.push(words);
        let more = std::iter::repeat_with(Words::default).take(self.span - 1);
        self.row.cells.extend(more);
    }

    fn paragraph(&mut self) {
        if self.tables > 0 {
            let (inserted, deleted) = (self.mark_inserted, self.mark_deleted);
            if !deleted {
                self.words.text.push('\n');
            }
            if !inserted {
                self.words.before.push('\n');
            }
        } else {
            let mut words = std::mem::take(&mut self.words).done();
            words.marks.append(&mut self.marks);
            self.count += 1;
            if self.count < MAX_BLOCKS {
                self.blocks.push(Block::Paragraph {
                    heading: self.heading,
                    words,
                });
            }
        }
        self.heading = false;
        (self.mark_inserted, self.mark_deleted) = (false, false);
        (self.in_paragraph_properties, self.hidden) = (false, false);
    }

    fn words_end(&mut self, by: &str) {
        self.words.text.push_str(by);
        self.words.before.push_str(by);
    }

    fn text(&mut self, text: &str) {
        if self.skip == 0 && self.in_text > 0 {
            self.say(text);
        }
    }

    fn say(&mut self, text: &str) {
        self.characters += text.len();
        if self.hidden || self.characters > 4 * MAX_CHARS {
            return;
        }
        match (self.inserted.last(), self.deleted.last()) {
            (None, None) => self.words_end(text),
            (Some(by), None) => {
                self.words.text.push_str(text);
                self.words.tracked(by, false, text);
            }
            (None, Some(by)) => {
                self.words.before.push_str(text);
                self.words.tracked(by, true, text);
            }
            // Put in and taken out again.
            (Some(_), Some(_)) => {}
        }
    }
}
