//! From poppler's boxes (`pdftotext -bbox-layout`) to paragraphs.
//!
//! Guarantees: columns are read one after the other and tables row by row; lines of a paragraph are joined, hyphenation closed, and a
//! paragraph that goes on over a column, a contact column or a page break stays whole; page headers and footers stay in the text, as
//! paragraphs of their own behind their page, and are marked.

mod boxes;
mod columns;
mod margins;
mod paragraphs;
mod table;

use crate::text::{Range, RangeKind, char_len, join_words, normalize};

use boxes::boxes;
use paragraphs::{Paragraph, goes_on, page_paragraphs, usual_gap};

/// The text of a PDF.
#[derive(Debug, Default)]
pub(crate) struct PdfText {
    pub(crate) pages: u32,
    pub(crate) text: String,
    pub(crate) ranges: Vec<Range>,
}

/// A line as it stands on the page, in points from the upper left corner.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
    /// The width of the first word: would it have fitted on the line above?
    pub(crate) first_word: f64,
    pub(crate) text: String,
    pub(crate) words: Vec<Word>,
    pub(crate) margin: Option<RangeKind>,
    /// A row of a table: its cells with tabs between.
    pub(crate) row: bool,
}

/// A word of a line, in points.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Word {
    /// Where it begins in the line's text, in bytes.
    pub(crate) at: usize,
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Line {
    fn height(&self) -> f64 {
        (self.bottom - self.top).max(1.0)
    }

    /// Whether both stand on one line of the paper.
    fn beside(&self, other: &Self) -> bool {
        let shared = self.bottom.min(other.bottom) - self.top.max(other.top);
        shared > 0.5 * self.height().min(other.height())
    }
}

#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) height: f64,
    pub(crate) lines: Vec<Line>,
}

/// Reads poppler's XHTML; what is broken off is read as far as it goes.
pub(crate) fn read(xml: &str) -> PdfText {
    of_pages(boxes(xml))
}

/// The lines of each page as poppler has them, for where their words stand.
pub(crate) fn lines_of(xml: &str) -> Vec<Vec<Line>> {
    boxes(xml).into_iter().map(|page| page.lines).collect()
}

/// Puts the lines of pages together, whoever read them.
pub(crate) fn of_pages(mut pages: Vec<Page>) -> PdfText {
    margins::mark(&mut pages);
    for page in &mut pages {
        columns::put_in_order(page);
    }
    let gap = usual_gap(&pages);
    let mut all: Vec<Paragraph> = Vec::new();
    // Where the paragraphs of the page before begin.
    let mut before = 0;
    for page in &pages {
        let here = all.len();
        let (body, margins): (Vec<_>, Vec<_>) = page_paragraphs(page, gap)
            .into_iter()
            .partition(|paragraph| paragraph.margin.is_none());
        for (at, paragraph) in body.into_iter().enumerate() {
            let first = at == 0 && here > 0;
            let from = if first { before } else { here };
            match open(&mut all, from, &paragraph, first) {
                Some(last) => {
                    join_words(&mut last.text, &paragraph.text);
                    last.full = paragraph.full;
                }
                None => all.push(paragraph),
            }
        }
        all.extend(margins);
        before = here;
    }
    assemble(pages.len(), &all)
}

/// The paragraph that this one goes on with: the last one, or one before a contact column that stands in between.
fn open<'a>(
    all: &'a mut [Paragraph],
    from: usize,
    next: &Paragraph,
    first: bool,
) -> Option<&'a mut Paragraph> {
    if !first && !next.new_column {
        return None;
    }
    let known = all.get_mut(from..)?;
    let last = known.iter().rposition(|known| known.margin.is_none())?;
    let same = |known: &Paragraph| (known.left - next.left).abs() < 3.0 || known.new_column;
    let at = (0..=last).rev().take(6).find(|at| {
        known.get(*at).is_some_and(|known| {
            known.margin.is_none()
                && (*at == last || same(known))
                && (known.size / next.size - 1.0).abs() < 0.12
                && goes_on(known, &next.text)
        })
    })?;
    known.get_mut(at)
}

fn assemble(pages: usize, paragraphs: &[Paragraph]) -> PdfText {
    let mut text = String::new();
    let mut ranges = Vec::new();
    let mut at = 0;
    for paragraph in paragraphs {
        let plain = normalize(&paragraph.text).trim().to_owned();
        if plain.is_empty() {
            continue;
        }
        if at > 0 {
            text.push_str("\n\n");
            at += 2;
        }
        let end = at + char_len(&plain);
        ranges.extend(paragraph.margin.map(|kind| Range::new(at, end, kind)));
        text.push_str(&plain);
        at = end;
    }
    PdfText {
        pages: u32::try_from(pages).unwrap_or(u32::MAX),
        text,
        ranges,
    }
}
