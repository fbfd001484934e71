//! From what tesseract recognised in pictures to text.
//!
//! A page is recognised at several sizes, and the readings vote word by word: each size has its own mistakes, seldom two the same.

use std::collections::BTreeMap;

use super::pdf::{self, Line, Page, PdfText, Word};

/// Height of a page of paper in points: pixels are counted in these.
const PAPER: f64 = 842.0;
/// Words that are less sure than this and have no letters are dirt on the glass.
const DIRT: f64 = 60.0;

/// A page as recognised.
#[derive(Clone, Debug, Default)]
pub(super) struct Recognised {
    height: f64,
    words: Vec<Read>,
}

/// One recognised word.
#[derive(Clone, Debug)]
struct Read {
    text: String,
    /// 0 to 100.
    sure: f64,
    /// Block, paragraph, line.
    line: (u32, u32, u32),
    place: Word,
}

impl Recognised {
    /// Reads tesseract's table.
    pub(super) fn of(tsv: &str) -> Self {
        let mut page = Self::default();
        let mut scale = 1.0;
        for row in tsv.lines() {
            let cells: Vec<&str> = row.split('\t').collect();
            let number = |at: usize| -> f64 {
                cells
                    .get(at)
                    .and_then(|cell| cell.parse().ok())
                    .unwrap_or_default()
            };
            let place = |at: usize| -> u32 {
                cells
                    .get(at)
                    .and_then(|cell| cell.parse().ok())
                    .unwrap_or_default()
            };
            match cells.first() {
                Some(&"1") => {
                    let longer = number(8).max(number(9)).max(1.0);
                    scale = PAPER / longer;
                    page.height = number(9) * scale;
                }
                Some(&"5") => {
                    let text = cells.get(11).copied().unwrap_or_default().trim();
                    let sure = number(10);
                    if text.is_empty() || (sure < DIRT && !text.contains(char::is_alphanumeric)) {
                        continue;
                    }
                    let (left, top) = (number(6) * scale, number(7) * scale);
                    page.words.push(Read {
                        text: text.to_owned(),
                        sure,
                        line: (place(2), place(3), place(4)),
                        place: Word {
                            at: 0,
                            left,
                            top,
                            right: left + number(8) * scale,
                            bottom: top + number(9) * scale,
                        },
                    });
                }
                _ => {}
            }
        }
        page
    }

    /// How many words of at least three letters there are.
    pub(super) fn words(&self) -> usize {
        let long = |word: &&Read| {
            word.text
                .chars()
                .filter(|letter| letter.is_alphabetic())
                .count()
                > 2
        };
        self.words.iter().filter(long).count()
    }

    /// How sure the words are, 0 to 100, each by its length.
    pub(super) fn sure(&self) -> f64 {
        let letters: usize = self.words.iter().map(|word| word.text.len()).sum();
        let sum: f64 = self
            .words
            .iter()
            .map(|word| word.sure * word.text.len() as f64)
            .sum();
        sum / (letters.max(1) as f64)
    }

    fn page(self) -> Page {
        let mut lines: BTreeMap<(u32, u32, u32), Line> = BTreeMap::new();
        for word in self.words {
            let line = lines.entry(word.line).or_insert_with(|| Line {
                left: f64::INFINITY,
                first_word: word.place.right - word.place.left,
                ..Line::default()
            });
            if !line.text.is_empty() {
                line.text.push(' ');
            }
            let at = line.text.len();
            line.text.push_str(&word.text);
            line.left = line.left.min(word.place.left);
            line.right = line.right.max(word.place.right);
            line.words.push(Word { at, ..word.place });
        }
        let mut lines: Vec<Line> = lines.into_values().collect();
        lines.iter_mut().for_each(even);
        let mut heights: Vec<f64> = lines.iter().map(|line| line.bottom - line.top).collect();
        heights.sort_by(f64::total_cmp);
        let usual = heights.get(heights.len() / 2).copied().unwrap_or_default();
        for line in &mut lines {
            // Differences within a line of prose are of the letters and the glass, not of the print.
            let ratio = (line.bottom - line.top) / usual.max(1.0);
            let most = if line.words.len() > 5 { 1.7 } else { 1.15 };
            if (0.78..most).contains(&ratio) {
                line.top = line.bottom - usual;
            }
        }
        Page {
            height: self.height,
            lines,
        }
    }
}

/// Letters with and without tails make lines of different heights: the middle of the words' edges is taken.
fn even(line: &mut Line) {
    let middle = |edge: fn(&Word) -> f64| {
        let mut edges: Vec<f64> = line.words.iter().map(edge).collect();
        edges.sort_by(f64::total_cmp);
        edges.get(edges.len() / 2).copied().unwrap_or_default()
    };
    (line.top, line.bottom) = (middle(|word| word.top), middle(|word| word.bottom));
    // Dirt that clings to a word makes it taller than the print.
    let mut heights: Vec<f64> = line
        .words
        .iter()
        .map(|word| word.bottom - word.top)
        .collect();
    heights.sort_by(f64::total_cmp);
    let tallest = heights
        .get(heights.len() * 3 / 4)
        .copied()
        .unwrap_or_default();
    // A line without capitals or tails is as high as the others.
    if line.bottom - line.top < tallest {
        line.top = line.bottom - tallest;
    }
}

/// One page from several readings of it: where the others agree on another word, theirs.
pub(super) fn vote(mut readings: Vec<Recognised>) -> Recognised {
    readings.sort_by(|one, other| other.sure().total_cmp(&one.sure()));
    let mut readings = readings.into_iter();
    let mut best = readings.next().unwrap_or_default();
    let others: Vec<Recognised> = readings.collect();
    for word in &mut best.words {
        let said: Vec<(String, f64)> = others
            .iter()
            .filter_map(|other| there(word, &other.words))
            .collect();
        // A speck between two words looks like an apostrophe: one reading that sees none is enough.
        let apart = word.text.replace(['\'', '’', '`'], " ");
        match said.as_slice() {
            [(one, sure), (other, as_sure)] if one == other && *one != word.text => {
                word.text.clone_from(one);
                word.sure = f64::midpoint(*sure, *as_sure);
            }
            _ if apart.split(' ').all(|half| half.chars().count() > 1)
                && apart != word.text
                && said.iter().any(|(one, _)| *one == apart) =>
            {
                word.text = apart;
            }
            _ => {}
        }
    }
    best
}

/// What a reading has in the place of a word, and how sure it is of the least sure: one word, or several of the same letters, where dirt
/// had joined them.
fn there(word: &Read, words: &[Read]) -> Option<(String, f64)> {
    let place = word.place;
    let mut within: Vec<&Read> = words
        .iter()
        .filter(|it| {
            let middle = f64::midpoint(it.place.left, it.place.right);
            let down = place.bottom.min(it.place.bottom) - place.top.max(it.place.top);
            (place.left..place.right).contains(&middle) && down > 0.0
        })
        .collect();
    within.sort_by(|one, other| one.place.left.total_cmp(&other.place.left));
    let (left, right) = (within.first()?.place.left, within.last()?.place.right);
    let across = place.right.min(right) - place.left.max(left);
    let wide = (place.right - place.left).max(right - left);
    let texts: Vec<&str> = within.iter().map(|it| it.text.as_str()).collect();
    let text = texts.join(" ");
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|letter| letter.is_alphanumeric());
        letters.collect()
    };
    let same = texts.len() == 1 || letters(&text) == letters(&word.text);
    let sure = within
        .iter()
        .map(|it| it.sure)
        .fold(f64::INFINITY, f64::min);
    (same && across > wide * 0.7).then_some((text, sure))
}

/// Words that have a capital letter only where a sentence begins: a comma before one is a full stop that was read wrong.
const BEGIN: &[&str] = &[
    "Vi",
    "Det",
    "Der",
    "Den",
    "De",
    "Dette",
    "Disse",
    "Derfor",
    "Desuden",
    "Når",
    "Hvis",
    "Hvem",
    "Hvad",
    "Hvor",
    "Hvordan",
    "Hvorfor",
    "Mange",
    "Nogle",
    "Men",
    "Her",
    "Som",
    "Samtidig",
    "Endelig",
    "Dog",
    "Ligeledes",
    "Et",
    "En",
];

fn mend_stops(words: &mut [Read]) {
    for at in 1..words.len() {
        let (before, from) = words.split_at_mut(at);
        let (Some(last), Some(word)) = (before.last_mut(), from.first()) else {
            return;
        };
        if last.text.len() > 2 && last.text.ends_with(',') && BEGIN.contains(&word.text.as_str()) {
            last.text.pop();
            last.text.push('.');
        }
    }
}

/// The text of pages.
pub(super) fn text(mut pages: Vec<Recognised>) -> PdfText {
    for page in &mut pages {
        mend_stops(&mut page.words);
    }
    pdf::of_pages(pages.into_iter().map(Recognised::page).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(words: &[(&str, f64)]) -> Recognised {
        let rows: Vec<String> = words
            .iter()
            .enumerate()
            .map(|(at, (word, sure))| {
                format!(
                    "5\t1\t1\t1\t1\t{at}\t{}\t100\t80\t20\t{sure}\t{word}",
                    at * 100
                )
            })
            .collect();
        Recognised::of(&format!(
            "1\t1\t0\t0\t0\t0\t0\t0\t842\t595\t-1\t\n{}",
            rows.join("\n")
        ))
    }

    #[test]
    fn two_readings_overrule_one() {
        let voted = vote(vec![
            reading(&[("løser", 96.0), ("nøgle", 95.0), ("af", 96.0)]),
            reading(&[("løser", 90.0), ("nogle", 90.0), ("af", 90.0)]),
            reading(&[("løsere", 80.0), ("nogle", 80.0), ("af", 80.0)]),
        ]);
        assert_eq!(text(vec![voted]).text, "løser nogle af");
    }

    #[test]
    fn a_speck_between_two_words_is_no_apostrophe_when_one_reading_sees_none() {
        let row = |left: u32, width: u32, word: &str| {
            format!("5\t1\t1\t1\t1\t1\t{left}\t100\t{width}\t20\t90\t{word}")
        };
        let page = |rows: &[String]| {
            let head = "1\t1\t0\t0\t0\t0\t0\t0\t842\t595\t-1\t\n";
            Recognised::of(&format!("{head}{}", rows.join("\n")))
        };
        let joined = || page(&[row(100, 90, "fat'om"), row(200, 80, "EU's")]);
        let parted = page(&[
            row(100, 40, "fat"),
            row(150, 40, "om"),
            row(200, 80, "EU's"),
        ]);
        let voted = vote(vec![joined(), joined(), parted]);
        assert_eq!(text(vec![voted]).text, "fat om EU's");
    }

    #[test]
    fn a_sentence_does_not_begin_after_a_comma() {
        let page = reading(&[
            ("byggerier,", 90.0),
            ("Hvem", 90.0),
            ("Lyngby,", 90.0),
            ("Viborg", 90.0),
        ]);
        assert_eq!(text(vec![page]).text, "byggerier. Hvem Lyngby, Viborg");
    }

    #[test]
    fn dirt_without_letters_is_left_out() {
        assert_eq!(
            reading(&[("|", 30.0), ("og", 40.0), ("–", 90.0)])
                .words
                .len(),
            2
        );
    }
}
