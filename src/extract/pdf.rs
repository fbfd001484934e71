//! From poppler's boxes (`pdftotext -bbox-layout`) to paragraphs.
//!
//! Guarantees: lines of a paragraph are joined, hyphenation closed, and a paragraph that goes on over a page break stays whole; page headers
//! and footers stay in the text, as paragraphs of their own behind it, and are marked. The reading order is poppler's.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::text::{Range, RangeKind, char_len, join_lines, join_words, normalize};

/// The text of a PDF.
#[derive(Debug, Default)]
pub(crate) struct PdfText {
    pub(crate) pages: u32,
    pub(crate) text: String,
    pub(crate) ranges: Vec<Range>,
}

#[derive(Clone, Debug, Default)]
struct Line {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
    /// The width of the first word: would it have fitted on the line above?
    first_word: f64,
    text: String,
    margin: Option<RangeKind>,
}

#[derive(Debug, Default)]
struct Page {
    height: f64,
    blocks: Vec<Vec<Line>>,
}

#[derive(Debug)]
struct Paragraph {
    text: String,
    margin: Option<RangeKind>,
    /// Whether the last line went to the right edge, so that the next page may go on with it.
    full: bool,
}

/// Reads poppler's XHTML; what is broken off is read as far as it goes.
pub(crate) fn read(xml: &str) -> PdfText {
    let mut pages = boxes(xml);
    mark_margins(&mut pages);
    let gap = usual_gap(&pages);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    for page in &pages {
        let mut body = true;
        let mut margins = Vec::new();
        for paragraph in page_paragraphs(page, gap) {
            if paragraph.margin.is_some() {
                margins.push(paragraph);
                continue;
            }
            let before = paragraphs.iter().rposition(|known| known.margin.is_none());
            if std::mem::take(&mut body)
                && let Some(last) = before.and_then(|at| paragraphs.get_mut(at))
                && goes_on(last, &paragraph.text)
            {
                join_words(&mut last.text, &paragraph.text);
                last.full = paragraph.full;
                continue;
            }
            paragraphs.push(paragraph);
        }
        paragraphs.extend(margins);
    }
    assemble(pages.len(), &paragraphs)
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

fn number(tag: &BytesStart<'_>, name: &str) -> f64 {
    tag.attributes()
        .flatten()
        .find(|attribute| attribute.key.into_inner() == name)
        .and_then(|attribute| attribute.value.parse().ok())
        .unwrap_or_default()
}

fn boxes(xml: &str) -> Vec<Page> {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    (config.check_end_names, config.allow_dangling_amp) = (false, true);
    let mut pages: Vec<Page> = Vec::new();
    let mut in_word = false;
    let mut word = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => match tag.name().into_inner() {
                "page" => pages.push(Page {
                    height: number(&tag, "height"),
                    blocks: Vec::new(),
                }),
                "block" => pages
                    .last_mut()
                    .into_iter()
                    .for_each(|page| page.blocks.push(Vec::new())),
                "line" => {
                    let line = Line {
                        left: number(&tag, "xMin"),
                        top: number(&tag, "yMin"),
                        right: number(&tag, "xMax"),
                        bottom: number(&tag, "yMax"),
                        ..Line::default()
                    };
                    pages
                        .last_mut()
                        .and_then(|page| page.blocks.last_mut())
                        .into_iter()
                        .for_each(|block| block.push(line.clone()));
                }
                "word" => {
                    in_word = true;
                    word.clear();
                    if let Some(line) = last_line(&mut pages)
                        && line.text.is_empty()
                    {
                        line.first_word = number(&tag, "xMax") - number(&tag, "xMin");
                    }
                }
                _ => {}
            },
            Ok(Event::Empty(tag)) if tag.name().into_inner() == "page" => pages.push(Page {
                height: number(&tag, "height"),
                blocks: Vec::new(),
            }),
            Ok(Event::Text(text)) if in_word => word.push_str(&text.xml10_content()),
            Ok(Event::GeneralRef(name)) if in_word => {
                word.push_str(&super::office::reference(&name))
            }
            Ok(Event::End(tag)) if tag.name().into_inner() == "word" => {
                in_word = false;
                if let Some(line) = last_line(&mut pages) {
                    if !line.text.is_empty() {
                        line.text.push(' ');
                    }
                    line.text.push_str(word.trim());
                }
            }
            Ok(Event::Eof) | Err(_) => return pages,
            Ok(_) => {}
        }
    }
}

fn last_line(pages: &mut [Page]) -> Option<&mut Line> {
    pages.last_mut()?.blocks.last_mut()?.last_mut()
}

/// Marks what stands at the edge of the page and is a page number or comes again on another page.
fn mark_margins(pages: &mut [Page]) {
    let mut seen: HashMap<(RangeKind, String), usize> = HashMap::new();
    for page in pages.iter() {
        let mut here: Vec<(RangeKind, String)> = page
            .blocks
            .iter()
            .flatten()
            .filter_map(|line| Some((zone(page.height, line)?, key(&line.text))))
            .collect();
        here.sort();
        here.dedup();
        here.into_iter()
            .for_each(|found| *seen.entry(found).or_default() += 1);
    }
    for page in pages.iter_mut() {
        let height = page.height;
        for line in page.blocks.iter_mut().flatten() {
            let Some(zone) = zone(height, line) else {
                continue;
            };
            let key = key(&line.text);
            if is_page_number(&key) || seen.get(&(zone, key)).is_some_and(|times| *times > 1) {
                line.margin = Some(zone);
            }
        }
    }
}

/// The part of the page where headers and footers stand.
fn zone(height: f64, line: &Line) -> Option<RangeKind> {
    if line.bottom < height * 0.09 {
        Some(RangeKind::PageHeader)
    } else if line.top > height * 0.9 {
        Some(RangeKind::PageFooter)
    } else {
        None
    }
}

fn key(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_ascii_digit() { '#' } else { letter })
        .filter(|letter| !letter.is_whitespace())
        .collect::<String>()
        .to_lowercase()
}

fn is_page_number(key: &str) -> bool {
    let plain = key
        .trim_matches(['-', '–', '|', '.', '·'])
        .trim_start_matches("side")
        .trim_start_matches("s.");
    let parts: Vec<&str> = ["af", "/", "of"]
        .iter()
        .find_map(|between| plain.split_once(between))
        .map_or_else(|| vec![plain], |(page, all)| vec![page, all]);
    parts
        .iter()
        .all(|part| !part.is_empty() && part.len() <= 4 && part.chars().all(|letter| letter == '#'))
}

/// Groups the lines of a page anew: poppler's blocks break at small irregularities of the spacing.
fn page_paragraphs(page: &Page, gap: f64) -> Vec<Paragraph> {
    let body = body_lines(page);
    let mut found = Vec::new();
    let mut lines: Vec<&Line> = Vec::new();
    for line in page.blocks.iter().flatten() {
        if let Some(last) = lines.last()
            && begins(last, line, gap, &lines, &body)
        {
            found.push(paragraph(&lines, &body));
            lines.clear();
        }
        lines.push(line);
    }
    if !lines.is_empty() {
        found.push(paragraph(&lines, &body));
    }
    found
}

/// The space between the lines of one paragraph, as a share of a line's height: the median where a line is full to the edge.
fn usual_gap(pages: &[Page]) -> f64 {
    let mut gaps: Vec<f64> = pages
        .iter()
        .flat_map(|page| gaps(&body_lines(page)))
        .collect();
    gaps.sort_by(f64::total_cmp);
    gaps.get(gaps.len() / 2).copied().unwrap_or(0.3)
}

fn gaps(body: &[&Line]) -> Vec<f64> {
    body.windows(2)
        .filter_map(|pair| {
            let [last, line] = pair else { return None };
            let gap = (line.top - last.bottom) / (last.bottom - last.top).max(1.0);
            (same_column(last, line)
                && is_full(last, line.first_word, body)
                && (-0.5..2.0).contains(&gap))
            .then_some(gap)
        })
        .collect()
}

fn body_lines(page: &Page) -> Vec<&Line> {
    page.blocks
        .iter()
        .flatten()
        .filter(|line| line.margin.is_none())
        .collect()
}

/// Whether a line stands under the other, in the same column.
fn same_column(last: &Line, line: &Line) -> bool {
    let shared = last.right.min(line.right) - last.left.max(line.left);
    let narrow = (last.right - last.left)
        .min(line.right - line.left)
        .max(1.0);
    line.top > last.top && shared > narrow * 0.5
}

/// Whether the next word would not have fitted on the line.
fn is_full(line: &Line, next_word: f64, body: &[&Line]) -> bool {
    edge(line, body) - line.right < next_word + (line.bottom - line.top) * 0.4
}

/// Whether a line begins a new paragraph.
fn begins(last: &Line, line: &Line, gap: f64, lines: &[&Line], body: &[&Line]) -> bool {
    if last.margin != line.margin || (last.margin.is_none() && !same_column(last, line)) {
        return true;
    }
    let height = (last.bottom - last.top).max(1.0);
    let other_size = ((line.bottom - line.top) / height - 1.0).abs() > 0.12;
    if other_size || (line.top - last.bottom) / height > gap + 0.22 {
        return true;
    }
    let left = lines
        .iter()
        .map(|known| known.left)
        .fold(f64::INFINITY, f64::min);
    let full = is_full(last, line.first_word, body);
    let indented = line.left > left + 8.0 && lines.len() > 1;
    let prose = line.text.chars().count() > 40
        && last.text.chars().count() > 20
        && line.text.chars().next().is_some_and(char::is_uppercase);
    !full && ends_sentence(&last.text) && (indented || prose)
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '»', '«', ')', '’'])
        .ends_with(['.', '!', '?', ':', ';', '…'])
}

/// The right edge of the column that a line stands in.
fn edge(line: &Line, body: &[&Line]) -> f64 {
    body.iter()
        .filter(|other| (other.left - line.left).abs() < 12.0)
        .map(|other| other.right)
        .fold(line.right, f64::max)
}

fn paragraph(lines: &[&Line], body: &[&Line]) -> Paragraph {
    let mut rows: Vec<String> = Vec::new();
    let mut row: Vec<&str> = Vec::new();
    let mut full = false;
    for (at, line) in lines.iter().enumerate() {
        row.push(&line.text);
        let next = lines.get(at + 1);
        full = is_full(
            line,
            next.map_or((line.bottom - line.top) * 5.0, |next| next.first_word),
            body,
        );
        if next.is_some() && !full {
            rows.push(join_lines(std::mem::take(&mut row)));
        }
    }
    rows.push(join_lines(row));
    Paragraph {
        text: rows.join("\n"),
        margin: lines.first().and_then(|line| line.margin),
        full,
    }
}

/// Whether the first paragraph of a page goes on with the last of the page before.
fn goes_on(last: &Paragraph, next: &str) -> bool {
    let Some(first) = next.trim_start().chars().next() else {
        return false;
    };
    if ends_sentence(&last.text) {
        return false;
    }
    first.is_lowercase()
        || (last.full && char_len(&last.text) > 60)
        || last.text.ends_with(['-', ','])
}
