//! Themes as people paste them from a plan: a list with numbers, bullets, headings or indentation, out of Word or a web page. Pure text:
//! what is read is shown to staff before anything is saved.

mod line;

use std::collections::BTreeSet;

use super::ThemeTree;
use crate::text::normalize;
use line::{Read, Style, TAB, begin, leading_number, read};

/// The most themes of a frame.
pub const MOST: usize = 500;
/// Letters of a title.
pub const LONGEST: usize = 300;
/// Levels of a tree.
pub const DEEPEST: usize = 6;
/// A smaller difference is how numbers are aligned (` 9.` above `10.`).
const STEP: usize = 2;

/// How the levels are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Levels {
    /// By indentation, and where that is the same by headings, numbers and bullets.
    Found,
    /// By indentation alone.
    Indented,
}

/// Which numbers the themes get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    AsWritten,
    /// Those that have none below them are numbered from 1.
    Running,
    None,
}

/// A theme as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// 0 at the top.
    pub level: usize,
    pub number: Option<i32>,
    /// A number of several parts (`1.2`), which is a key.
    pub key: Option<String>,
    pub title: String,
    /// Where it stands in the text, from 1.
    pub at: usize,
}

impl Line {
    /// The number as it was written.
    #[must_use]
    pub fn mark(&self) -> Option<String> {
        self.number
            .map(|number| number.to_string())
            .or_else(|| self.key.clone())
    }
}

/// What is wrong with the text, and on which line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    Empty,
    TooMany,
    TooLong(usize),
    TooDeep(usize),
    /// A number without words.
    NoTitle(usize),
    NumberTwice(String, usize),
    /// The same words twice below the same theme.
    TitleTwice(usize),
}

/// Reads the text. What is wrong with it stands beside what could be read.
#[must_use]
pub fn parse(text: &str, levels: Levels, numbers: Numbers) -> (Vec<Line>, Vec<Fault>) {
    let text = normalize(text);
    let mut faults = Vec::new();
    let mut above: Vec<(usize, Style)> = Vec::new();
    let mut lines: Vec<Line> = Vec::new();
    for (at, raw) in text.lines().enumerate() {
        let Some(read) = read(raw, at + 1) else {
            continue;
        };
        let rank = match levels {
            Levels::Found => read.style,
            Levels::Indented => Style::Plain,
        };
        while above
            .last()
            .is_some_and(|last| !is_below((read.indent, rank), *last))
        {
            above.pop();
        }
        let level = above.len();
        above.push((read.indent, rank));
        look_at(&read, level, &mut faults);
        let (number, key) = named(read.number);
        lines.push(Line {
            level,
            number,
            key,
            title: read.title,
            at: read.at,
        });
    }
    number(&mut lines, numbers);
    look_at_all(&lines, &mut faults);
    (lines, faults)
}

fn is_below((indent, style): (usize, Style), (above, top): (usize, Style)) -> bool {
    if indent >= above + STEP {
        true
    } else if above >= indent + STEP {
        false
    } else {
        style > top
    }
}

fn look_at(read: &Read, level: usize, faults: &mut Vec<Fault>) {
    if read.title.is_empty() {
        faults.push(Fault::NoTitle(read.at));
    }
    if read.title.chars().count() > LONGEST {
        faults.push(Fault::TooLong(read.at));
    }
    if level >= DEEPEST {
        faults.push(Fault::TooDeep(read.at));
    }
}

fn look_at_all(lines: &[Line], faults: &mut Vec<Fault>) {
    if lines.is_empty() {
        faults.push(Fault::Empty);
    }
    if lines.len() > MOST {
        faults.push(Fault::TooMany);
    }
    let mut marks = BTreeSet::new();
    let mut titles = BTreeSet::new();
    let mut path: Vec<usize> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        path.truncate(line.level);
        if let Some(mark) = line.mark()
            && !marks.insert(mark.clone())
        {
            faults.push(Fault::NumberTwice(mark, line.at));
        }
        if !titles.insert((path.last().copied(), line.title.to_lowercase())) {
            faults.push(Fault::TitleTwice(line.at));
        }
        path.push(at);
    }
}

fn number(lines: &mut [Line], numbers: Numbers) {
    if numbers == Numbers::AsWritten {
        return;
    }
    let mut next = 0;
    for at in 0..lines.len() {
        let leaf = lines
            .get(at + 1)
            .is_none_or(|below| below.level <= lines[at].level);
        lines[at].key = None;
        lines[at].number = (numbers == Numbers::Running && leaf).then(|| {
            next += 1;
            next
        });
    }
}

fn named(number: Option<String>) -> (Option<i32>, Option<String>) {
    match number {
        None => (None, None),
        Some(mark) => match mark.parse() {
            Ok(number) => (Some(number), None),
            Err(_) => (None, Some(mark)),
        },
    }
}

/// A frame as text that is read back the same by [`Levels::Indented`].
#[must_use]
pub fn write(tree: &ThemeTree) -> String {
    let mut text = String::new();
    for (theme, depth, _) in &tree.themes {
        text.push_str(&" ".repeat(TAB * depth));
        let compound = theme
            .key
            .as_deref()
            .filter(|key| key.contains('.') && leading_number(&format!("{key} x")).is_some());
        let mark = theme.number.map(|number| number.to_string());
        match (mark, compound) {
            (Some(mark), _) => text.push_str(&format!("{mark}. ")),
            (None, Some(key)) => text.push_str(&format!("{key} ")),
            // It would be read as something else.
            (None, None) if begin(&theme.title).0 != Style::Plain => text.push_str("• "),
            (None, None) => {}
        }
        text.push_str(&theme.title);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(usize, Option<String>, String)> {
        let (lines, faults) = parse(text, Levels::Found, Numbers::AsWritten);
        assert_eq!(faults, vec![], "{text}");
        lines
            .into_iter()
            .map(|line| (line.level, line.mark(), line.title))
            .collect()
    }

    fn told(text: &str) -> String {
        let line = |(level, mark, title): (usize, Option<String>, String)| {
            format!(
                "{}{}{title}",
                ">".repeat(level),
                mark.map(|mark| format!("[{mark}]")).unwrap_or_default()
            )
        };
        read(text)
            .into_iter()
            .map(line)
            .collect::<Vec<_>>()
            .join("|")
    }

    #[test]
    fn a_plain_numbered_list_is_flat() {
        assert_eq!(
            told("1. Tid\n2. Økonomi\n\n3 Trivsel\n"),
            "[1]Tid|[2]Økonomi|[3]Trivsel"
        );
        assert_eq!(
            told(" 9. I\r\n10. J\r\n"),
            "[9]I|[10]J",
            "numbers set flush right"
        );
    }

    #[test]
    fn headings_with_numbers_or_bullets_below_are_a_tree() {
        let expected = "Ét socialområde|>[1]Partner|>[2]Samarbejde|Mennesket|>[3]Medansvar";
        assert_eq!(
            told("Ét socialområde\n1. Partner\n2. Samarbejde\nMennesket:\n3. Medansvar"),
            expected
        );
        assert_eq!(
            told("# Ét socialområde\n## 1 x\n# To"),
            "Ét socialområde|>1 x|To"
        );
        assert_eq!(told("Spor\n• A\n\u{f0b7}\tB\n– C\no D"), "Spor|>A|>B|>C|>D");
    }

    #[test]
    fn tabs_and_spaces_are_levels() {
        assert_eq!(told("A\n\tB\n\t\tC\n\tD\nE"), "A|>B|>>C|>D|E");
        assert_eq!(told("A\n   B\n      C\nD"), "A|>B|>>C|D");
        assert_eq!(
            told("1. A\n  1.1 B\n  1.2. C\n2. D"),
            "[1]A|>[1.1]B|>[1.2]C|[2]D"
        );
        assert_eq!(
            told("1. A\n1.1 B\n1.1.1 C\n2. D"),
            "[1]A|>[1.1]B|>>[1.1.1]C|[2]D"
        );
    }

    #[test]
    fn the_odd_characters_of_word_go() {
        assert_eq!(
            told("\u{feff}1.\u{a0}\u{a0}Tid\u{ad}lig  ind\u{200b}sats\u{b}2.\tFri\u{2011}villige"),
            "[1]Tidlig  indsats|[2]Fri\u{2011}villige"
        );
        assert_eq!(
            told("Pejlemærke 1: Tillid\nPejlemærke 2 – Tid"),
            "[1]Tillid|[2]Tid"
        );
        assert_eq!(
            told("1. Tillid ........ 12\n2. Tid\t14\n3. Uddannelse frem mod 2030"),
            "[1]Tillid|[2]Tid|[3]Uddannelse frem mod 2030"
        );
    }

    #[test]
    fn years_and_amounts_are_no_numbers() {
        assert_eq!(told("2027 i tal"), "2027 i tal");
        assert_eq!(told("24/7-hjælp"), "24/7-hjælp");
        assert_eq!(told("3D-print"), "3D-print");
    }

    #[test]
    fn faults_name_their_line() {
        let faults = |text: &str| parse(text, Levels::Found, Numbers::AsWritten).1;
        assert_eq!(faults(" \n—\n"), vec![Fault::Empty]);
        assert_eq!(
            faults("1. A\n\n1. B"),
            vec![Fault::NumberTwice("1".into(), 3)]
        );
        assert_eq!(faults("A\nB\na"), vec![Fault::TitleTwice(3)]);
        assert_eq!(faults("A\n1."), vec![Fault::NoTitle(2)]);
        assert_eq!(faults(&"x".repeat(301)), vec![Fault::TooLong(1)]);
        assert_eq!(
            faults("1.\n  2.\n    3.\n      4.\n        5.\n          6.\n            7.").len(),
            8
        );
        assert!(
            faults(&(0..501).map(|n| format!("T{n}\n")).collect::<String>())
                .contains(&Fault::TooMany)
        );
    }

    #[test]
    fn numbers_run_over_those_that_have_none_below_them() {
        let (lines, faults) = parse("A\n 1. x\n 2. y\nB\n 1. z", Levels::Found, Numbers::Running);
        assert_eq!(faults, vec![]);
        let numbers: Vec<_> = lines.iter().map(|line| line.number).collect();
        assert_eq!(numbers, [None, Some(1), Some(2), None, Some(3)]);
    }
}
