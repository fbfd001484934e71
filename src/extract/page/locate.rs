//! From a span of a file's text to the places on its pages.

use unicode_normalization::UnicodeNormalization;

use super::align::align;
use super::{Frame, PageWords};
use crate::text::Span;

/// More letters than this are not laid on their pages.
const MOST_LETTERS: usize = 600_000;
/// How many letters away a neighbour may be whose place says where a word is that was read otherwise.
const REACH: usize = 60;
/// What is added before and behind a word, and over and under it, as shares of its height: letters, and rings and dots above them the
/// most, reach out of the boxes that fonts state. Over and under alike: a page may be turned about.
const BEHIND: f64 = 0.12;
const OVER: f64 = 0.3;

/// A span of the text, in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub span: Span,
    /// The same words are covered wherever they stand: what is secret in one place is so in the next.
    pub everywhere: bool,
}

/// Where a span stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Located {
    /// Page (from 1) and place, in order. Whole words, a line at a time.
    At(Vec<(u32, Frame)>),
    /// Not to be told with certainty; perhaps on this page.
    ByHand { near: Option<u32> },
}

/// Finds spans of a text on the pages that it was read from.
#[must_use]
pub fn locate(pages: &[PageWords], text: &str, wanted: &[Wanted]) -> Vec<Located> {
    let print = Print::of(pages);
    let text = Letters::of(text);
    let map = if print.letters.len().max(text.letters.len()) > MOST_LETTERS {
        vec![None; text.letters.len()]
    } else {
        align(&text.letters, &text.line, &print.letters)
    };
    let finder = Finder {
        pages,
        print: &print,
        text: &text,
        map: &map,
    };
    wanted.iter().map(|one| finder.find(*one)).collect()
}

/// As letters are compared: without case, ligatures, or what is no letter or digit.
fn plain(letter: char) -> impl Iterator<Item = char> {
    std::iter::once(letter)
        .nfkc()
        .flat_map(char::to_lowercase)
        .filter(|letter| letter.is_alphanumeric())
}

/// The letters of a text, each with where it stands.
struct Letters {
    letters: Vec<char>,
    /// Code point of each letter.
    at: Vec<usize>,
    /// Number of the word that each letter is in; words have white space between.
    word: Vec<usize>,
    /// Number of the line that each letter is in.
    line: Vec<usize>,
}

impl Letters {
    fn of(text: &str) -> Self {
        let mut found = Self {
            letters: Vec::new(),
            at: Vec::new(),
            word: Vec::new(),
            line: Vec::new(),
        };
        let (mut word, mut line) = (0, 0);
        for (at, letter) in text.chars().enumerate() {
            if letter.is_whitespace() {
                word += 1;
                line += usize::from(letter == '\n');
            }
            for one in plain(letter) {
                found.letters.push(one);
                found.at.push(at);
                found.word.push(word);
                found.line.push(line);
            }
        }
        found
    }
}

/// The letters of the pages, each with its word.
struct Print {
    letters: Vec<char>,
    /// Page (from 0) and word of each letter.
    owner: Vec<(usize, usize)>,
    /// A word begins with this letter, by itself or after a sign.
    begins: Vec<bool>,
    /// A word ends with this letter.
    ends: Vec<bool>,
}

impl Print {
    fn of(pages: &[PageWords]) -> Self {
        let mut print = Self {
            letters: Vec::new(),
            owner: Vec::new(),
            begins: Vec::new(),
            ends: Vec::new(),
        };
        for (page, words) in pages.iter().enumerate() {
            for (at, word) in words.words.iter().enumerate() {
                let mut begins = true;
                for letter in word.text.nfc() {
                    let before = print.letters.len();
                    for one in plain(letter) {
                        print.letters.push(one);
                        print.owner.push((page, at));
                        print.begins.push(begins);
                        print.ends.push(false);
                        begins = false;
                    }
                    if print.letters.len() == before {
                        begins = true;
                        print.end();
                    }
                }
                print.end();
            }
        }
        print
    }

    fn end(&mut self) {
        if let Some(last) = self.ends.last_mut() {
            *last = true;
        }
    }
}

struct Finder<'a> {
    pages: &'a [PageWords],
    print: &'a Print,
    text: &'a Letters,
    map: &'a [Option<usize>],
}

impl Finder<'_> {
    fn find(&self, wanted: Wanted) -> Located {
        let span = wanted.span;
        let first = self.text.at.partition_point(|at| *at < span.start);
        let end = self.text.at.partition_point(|at| *at < span.end);
        let mut words: Vec<(usize, usize)> = Vec::new();
        let mut at = first;
        let mut certain = first < end;
        while at < end {
            let word = self.text.word[at];
            let stop = (at..end)
                .find(|it| self.text.word[*it] != word)
                .unwrap_or(end);
            match self.word(at, stop) {
                Some(found) => words.extend(found),
                None => certain = false,
            }
            at = stop;
        }
        if wanted.everywhere && first < end {
            words.extend(self.elsewhere(&self.text.letters[first..end]));
        }
        words.sort_unstable();
        words.dedup();
        match self.frames(&words).filter(|_| certain) {
            Some(frames) => Located::At(frames),
            None => Located::ByHand {
                near: self.near(first, end),
            },
        }
    }

    /// The printed words that a word of the text is; none when that is not certain.
    fn word(&self, from: usize, to: usize) -> Option<Vec<(usize, usize)>> {
        let mut places: Vec<usize> = self.map[from..to].iter().flatten().copied().collect();
        if places.len() * 5 >= (to - from) * 3 {
            places.sort_unstable();
            let (low, high) = (*places.first()?, *places.last()?);
            let mut owners: Vec<_> = places.iter().map(|at| self.print.owner[*at]).collect();
            // Letters that were read otherwise stand between those that were not.
            if high - low <= 2 * (to - from) + 4 {
                owners.extend_from_slice(&self.print.owner[low..=high]);
            }
            return Some(owners);
        }
        self.between(from, to)
    }

    /// What is printed between the neighbours of a word that was read otherwise.
    fn between(&self, from: usize, to: usize) -> Option<Vec<(usize, usize)>> {
        let before = (from.saturating_sub(REACH)..from)
            .rev()
            .find_map(|at| Some((at, self.map[at]?)))?;
        let after =
            (to..self.map.len().min(to + REACH)).find_map(|at| Some((at, self.map[at]?)))?;
        let (low, high) = (before.1 + 1, after.1);
        let expected = after.0 - before.0 - 1;
        let there = high.checked_sub(low)?;
        let plausible = there > 0 && there <= 2 * expected + 6 && 2 * there + 6 >= expected;
        plausible.then(|| self.print.owner[low..high].to_vec())
    }

    /// The words that say the same, as whole words, wherever they stand.
    fn elsewhere(&self, letters: &[char]) -> Vec<(usize, usize)> {
        const SHORT: usize = 3;
        let mut found = Vec::new();
        if letters.len() < SHORT {
            return found;
        }
        for (at, window) in self.print.letters.windows(letters.len()).enumerate() {
            let last = at + letters.len() - 1;
            if window == letters && self.print.begins[at] && self.print.ends[last] {
                found.extend_from_slice(&self.print.owner[at..=last]);
            }
        }
        found
    }

    /// The page of the nearest letter whose place is known.
    fn near(&self, first: usize, end: usize) -> Option<u32> {
        let before = self.map.get(..first)?.iter().rev().flatten().next();
        let inside = self.map.get(first..end)?.iter().flatten().next();
        let after = || self.map.get(end..)?.iter().flatten().next();
        let place = inside.or(before).or_else(after)?;
        u32::try_from(self.print.owner[*place].0 + 1).ok()
    }

    /// One frame for the words of a line that stand side by side; none when one of them is not on the page.
    fn frames(&self, words: &[(usize, usize)]) -> Option<Vec<(u32, Frame)>> {
        let mut frames: Vec<(u32, Frame, usize)> = Vec::new();
        for (page, at) in words {
            let words = self.pages.get(*page)?;
            let frame = words.words.get(*at)?.frame;
            let number = u32::try_from(page + 1).ok()?;
            match frames.last_mut() {
                Some((same, line, last))
                    if *same == number
                        && *last + 1 == *at
                        && beside(line, &frame, words.aspect) =>
                {
                    *line = line.joined(frame);
                    *last = *at;
                }
                _ => frames.push((number, frame, *at)),
            }
        }
        let around = |(page, frame, _): (u32, Frame, usize)| {
            let aspect = self.pages.get(usize::try_from(page).ok()? - 1)?.aspect;
            let (high, wide) = (frame.height(), (frame.right - frame.left) * aspect);
            // A word that is higher than it is wide may stand on its side: its ends cannot be told from its edges.
            let over = high.min(1.6 * wide) * OVER;
            let behind = if wide < high { over } else { high * BEHIND };
            let (across, down) = (behind / aspect, over);
            let wider = Frame {
                left: frame.left - across,
                top: frame.top - down,
                right: frame.right + across,
                bottom: frame.bottom + down,
            };
            Some((page, wider.within_page()?))
        };
        let framed: Option<Vec<_>> = frames.into_iter().map(around).collect();
        framed.filter(|frames| !frames.is_empty())
    }
}

/// Whether a word goes on a line, to the right of what is there of it.
fn beside(line: &Frame, word: &Frame, aspect: f64) -> bool {
    let shared = line.bottom.min(word.bottom) - line.top.max(word.top);
    let lowest = line.height().min(word.height());
    let gap = (word.left - line.right) * aspect;
    shared > 0.5 * lowest && word.left > line.left && gap < 2.0 * lowest
}

#[cfg(test)]
mod tests {
    use super::super::PlacedWord;
    use super::*;

    /// A page with a line for each text; each letter is a hundredth wide, each line a tenth high.
    fn page(lines: &[&str]) -> PageWords {
        let mut words = Vec::new();
        for (row, line) in lines.iter().enumerate() {
            let top = row as f64 / 10.0;
            let mut at = 0;
            for word in line.split(' ') {
                let wide = word.chars().count();
                words.push(PlacedWord {
                    text: word.to_owned(),
                    frame: Frame {
                        left: at as f64 / 100.0,
                        top: top + 0.02,
                        right: (at + wide) as f64 / 100.0,
                        bottom: top + 0.07,
                    },
                });
                at += wide + 1;
            }
        }
        PageWords { aspect: 5.0, words }
    }

    fn find(pages: &[PageWords], text: &str, words: &str, everywhere: bool) -> Located {
        let start = text[..text.find(words).unwrap()].chars().count();
        let span = Span::new(start, start + words.chars().count());
        locate(pages, text, &[Wanted { span, everywhere }]).remove(0)
    }

    fn at(found: &Located) -> Vec<(u32, i64, i64, i64)> {
        let Located::At(frames) = found else {
            panic!("{found:?}")
        };
        let hundred = |share: f64| (share * 100.0).round() as i64;
        let row = |frame: &Frame| hundred(f64::midpoint(frame.top, frame.bottom)) / 10;
        frames
            .iter()
            .map(|(page, frame)| (*page, row(frame), hundred(frame.left), hundred(frame.right)))
            .collect()
    }

    #[test]
    fn words_are_covered_whole_and_a_line_at_a_time() {
        let pages = [page(&["Vi skriver om Ida", "Hansen fra Viborg i dag"])];
        let text = "Vi skriver om Ida Hansen fra Viborg i dag";
        assert_eq!(
            at(&find(&pages, text, "Ida Hansen", false)),
            [(1, 0, 14, 17), (1, 1, 0, 6)]
        );
        assert_eq!(at(&find(&pages, text, "ibor", false)), [(1, 1, 11, 17)]);
    }

    #[test]
    fn a_word_joined_over_a_line_is_covered_on_both() {
        let pages = [page(&["Det er en beman-", "ding af kommunen"])];
        let found = find(
            &pages,
            "Det er en bemanding af kommunen",
            "bemanding",
            false,
        );
        assert_eq!(at(&found).len(), 2);
    }

    #[test]
    fn the_right_one_of_two_is_covered_or_both_when_it_is_secret() {
        let pages = [page(&[
            "Kontakt Ida i dag og spørg",
            "så siger Ida at det er godt",
        ])];
        let text = "Kontakt Ida i dag og spørg så siger Ida at det er godt";
        assert_eq!(at(&find(&pages, text, "Ida", false)).len(), 1);
        assert_eq!(at(&find(&pages, text, "Ida", true)).len(), 2);
        assert_eq!(at(&find(&pages, text, "Ida at", false)), [(1, 1, 9, 15)]);
    }

    #[test]
    fn a_word_that_was_read_otherwise_lies_between_its_neighbours() {
        let pages = [page(&["Mit nummer er 12O345-789O og det er rigtigt nok"])];
        let text = "Mit nummer er 999999-9999 og det er rigtigt nok";
        assert_eq!(at(&find(&pages, text, "999999-9999", false)).len(), 1);
    }

    #[test]
    fn what_is_on_no_page_or_is_no_letter_is_for_a_person() {
        let pages = [
            page(&["Kun denne linje står på siden"]),
            page(&["og denne"]),
        ];
        let text = "Kun denne linje står på siden. Skrevet til af en person – i dag";
        assert_eq!(
            find(&pages, text, "Skrevet til af en person", true),
            Located::ByHand { near: Some(1) }
        );
        assert_eq!(
            find(&pages, text, "–", false),
            Located::ByHand { near: Some(1) }
        );
        assert_eq!(find(&[], text, "Kun", true), Located::ByHand { near: None });
    }
}
