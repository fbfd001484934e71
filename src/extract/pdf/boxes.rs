//! Reads the XHTML of `pdftotext -bbox-layout`.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Line, Page, Word};
use crate::text::reference;

/// The pages with their lines, in poppler's order.
pub(super) fn boxes(xml: &str) -> Vec<Page> {
    let xml = old_tex(xml);
    let mut reader = Reader::from_str(&xml);
    let config = reader.config_mut();
    (config.check_end_names, config.allow_dangling_amp) = (false, true);
    let mut pages: Vec<Page> = Vec::new();
    let mut in_word = false;
    let mut word = String::new();
    let mut place = Word::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => match tag.name().into_inner() {
                "page" => pages.push(page(&tag)),
                "line" => pages.last_mut().into_iter().for_each(|page| {
                    page.lines.push(Line {
                        left: number(&tag, "xMin"),
                        top: number(&tag, "yMin"),
                        right: number(&tag, "xMax"),
                        bottom: number(&tag, "yMax"),
                        ..Line::default()
                    });
                }),
                "word" => {
                    in_word = true;
                    word.clear();
                    place = Word {
                        at: 0,
                        left: number(&tag, "xMin"),
                        top: number(&tag, "yMin"),
                        right: number(&tag, "xMax"),
                        bottom: number(&tag, "yMax"),
                    };
                }
                _ => {}
            },
            Ok(Event::Empty(tag)) if tag.name().into_inner() == "page" => pages.push(page(&tag)),
            Ok(Event::Text(text)) if in_word => word.push_str(&text.xml10_content()),
            Ok(Event::GeneralRef(name)) if in_word => word.push_str(&reference(&name)),
            Ok(Event::End(tag)) if tag.name().into_inner() == "word" => {
                in_word = false;
                if let Some(line) = last_line(&mut pages) {
                    add_word(line, &word, place);
                }
            }
            Ok(Event::Eof) | Err(_) => return pages,
            Ok(_) => {}
        }
    }
}

fn page(tag: &BytesStart<'_>) -> Page {
    Page {
        height: number(tag, "height"),
        lines: Vec::new(),
    }
}

fn add_word(line: &mut Line, word: &str, place: Word) {
    let mended = turned(word.trim());
    let word = mended.as_ref();
    if line.text.is_empty() {
        line.first_word = place.right - place.left;
    } else if !word.is_empty() {
        line.text.push(' ');
    }
    line.words.push(Word {
        at: line.text.len(),
        ..place
    });
    // A soft hyphen is seen at the end of a line only.
    let inner = word.trim_end_matches('\u{AD}');
    line.text
        .extend(inner.chars().filter(|letter| *letter != '\u{AD}'));
    if inner.len() < word.len() {
        line.text.push('\u{AD}');
    }
}

fn last_line(pages: &mut [Page]) -> Option<&mut Line> {
    pages.last_mut()?.lines.last_mut()
}

fn number(tag: &BytesStart<'_>, name: &str) -> f64 {
    tag.attributes()
        .flatten()
        .find(|attribute| attribute.key.into_inner() == name)
        .and_then(|attribute| attribute.value.parse().ok())
        .filter(|number: &f64| number.is_finite())
        .unwrap_or_default()
}

/// Letters of a ligature whose two bytes some writers turn about: *tt* comes as two Chinese signs.
fn turned(word: &str) -> Cow<'_, str> {
    let small = |letter: char| {
        let code = u32::from(letter);
        let swapped = char::from_u32(code >> 8).filter(char::is_ascii_lowercase);
        swapped.filter(|_| code & 0xFF == 0)
    };
    if !word.contains(|letter| small(letter).is_some())
        || !word.contains(|letter: char| letter.is_ascii_alphabetic())
    {
        return Cow::Borrowed(word);
    }
    let mended = word.chars().map(|letter| small(letter).unwrap_or(letter));
    Cow::Owned(mended.collect())
}

/// TeX's fonts without names for their letters come through as control characters: the places of the Cork encoding, and for ligatures
/// of the older one too. Others from 0x80 on are those of windows-1252.
fn old_tex(xml: &str) -> Cow<'_, str> {
    let odd = |letter: char| letter.is_control() && letter != '\n' && letter != '\t';
    if !xml.contains(odd) {
        return Cow::Borrowed(xml);
    }
    let mut plain = String::with_capacity(xml.len());
    for letter in xml.chars() {
        match letter {
            '\u{0B}' | '\u{1B}' => plain.push_str("ff"),
            '\u{0C}' | '\u{1C}' => plain.push_str("fi"),
            '\r' | '\u{1D}' => plain.push_str("fl"),
            '\u{0E}' | '\u{1E}' => plain.push_str("ffi"),
            '\u{0F}' | '\u{1F}' => plain.push_str("ffl"),
            '\u{10}' | '\u{93}' => plain.push('“'),
            '\u{11}' | '\u{94}' => plain.push('”'),
            '\u{12}' | '\u{84}' => plain.push('„'),
            '\u{13}' => plain.push('«'),
            '\u{14}' => plain.push('»'),
            '\u{15}' | '\u{96}' => plain.push('–'),
            '\u{16}' | '\u{97}' => plain.push('—'),
            '\u{9F}' => plain.push('§'),
            '\u{80}' => plain.push('€'),
            '\u{85}' => plain.push('…'),
            '\u{91}' => plain.push('‘'),
            '\u{92}' => plain.push('’'),
            '\u{95}' => plain.push('•'),
            other if odd(other) => {}
            other => plain.push(other),
        }
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ligatures_of_nameless_fonts_and_soft_hyphens_inside_words_are_mended() {
        let xml = "<page width=\"9\" height=\"9\"><line><word>\u{1C}nde</word><word>e\u{1B}ekt</word><word>\u{9F}</word><word>so\u{AD}cial\u{AD}</word><word>Afslu\u{7400}\u{7400}ende</word></line></page>";
        assert_eq!(
            boxes(xml)[0].lines[0].text,
            "finde effekt § social\u{AD} Afsluttende"
        );
    }
}
