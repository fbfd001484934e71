//! Themes as people paste them from a plan: a list with numbers, bullets, headings or indentation, out of Word or a web page. Pure text:
//! what is read is shown to staff before anything is saved.

use std::collections::BTreeSet;

use super::ThemeTree;
use crate::text::normalize;

/// The most themes of a frame.
pub const MOST: usize = 500;
/// Letters of a title.
pub const LONGEST: usize = 300;
/// Levels of a tree.
pub const DEEPEST: usize = 6;
/// A number above this is a year or an amount.
const HIGHEST_NUMBER: i32 = 999;
/// Columns that a tab is worth.
const TAB: usize = 4;
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
        self.number.map(|number| number.to_string()).or_else(|| self.key.clone())
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

/// How a line begins, in the order in which one stands above the other where the indentation is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Style {
    Hash(usize),
    Plain,
    Number(usize),
    Bullet,
}

struct Read {
    indent: usize,
    style: Style,
    number: Option<String>,
    title: String,
    at: usize,
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
        while above.last().is_some_and(|last| !is_below((read.indent, rank), *last)) {
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
        let leaf = lines.get(at + 1).is_none_or(|below| below.level <= lines[at].level);
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

/// A line taken apart; none for one without words.
fn read(raw: &str, at: usize) -> Option<Read> {
    let mut indent = 0;
    for letter in raw.chars() {
        match letter {
            '\t' => indent = (indent / TAB + 1) * TAB,
            other if other.is_whitespace() => indent += 1,
            _ => break,
        }
    }
    let rest = clean(raw);
    if !rest.chars().any(char::is_alphanumeric) {
        return None;
    }
    let (style, number, title) = begin(&rest);
    Some(Read {
        indent,
        style,
        number,
        title: without_page(title).trim_end_matches([':', ';']).trim().to_owned(),
        at,
    })
}

/// Without soft hyphens and marks that nobody sees, and with every kind of space as one; tabs stay, they part a title from its page.
fn clean(raw: &str) -> String {
    raw.trim()
        .chars()
        .filter(|letter| !matches!(letter, '\u{ad}' | '\u{200c}'..='\u{200f}' | '\u{2060}'))
        .map(|letter| match letter {
            '\t' => '\t',
            other if other.is_whitespace() => ' ',
            other => other,
        })
        .collect()
}

fn begin(rest: &str) -> (Style, Option<String>, &str) {
    let hashes = rest.chars().take_while(|letter| *letter == '#').count();
    if hashes > 0 {
        return (Style::Hash(hashes), None, rest[hashes..].trim());
    }
    if let Some(title) = after_bullet(rest) {
        return (Style::Bullet, None, title);
    }
    if let Some((mark, title)) = after_number(rest) {
        return (Style::Number(mark.split('.').count()), Some(mark), title);
    }
    (Style::Plain, None, rest)
}

/// Bullets as Word and web pages write them, also from its symbol fonts, and letters as in `a)`.
fn after_bullet(rest: &str) -> Option<&str> {
    let first = rest.chars().next()?;
    let after = &rest[first.len_utf8()..];
    let sign = matches!(
        first,
        '•' | '·' | '▪' | '▫' | '◦' | '●' | '○' | '■' | '□' | '➢' | '✓' | '§' | '\u{f000}'..='\u{f0ff}'
    );
    let dash = matches!(first, '-' | '–' | '—' | '*' | 'o' | '+');
    if sign || dash && after.starts_with([' ', '\t']) {
        return Some(after.trim());
    }
    let letter = first.is_ascii_alphabetic() && after.starts_with(')');
    letter.then(|| after[1..].trim())
}

/// `1. Titel`, `1 Titel`, `1.2) Titel`, `Pejlemærke 1: Titel`.
fn after_number(rest: &str) -> Option<(String, &str)> {
    if let Some((mark, title)) = leading_number(rest) {
        return Some((mark, title));
    }
    let (word, after) = rest.split_once([' ', '\t'])?;
    if !word.chars().all(char::is_alphabetic) {
        return None;
    }
    let digits = after.chars().take_while(char::is_ascii_digit).count();
    let number: i32 = after[..digits].parse().ok()?;
    let title = after[digits..].trim_start();
    let sign = title.chars().next().filter(|it| matches!(it, ':' | '.' | '-' | '–' | '—'))?;
    let title = title[sign.len_utf8()..].trim();
    (number <= HIGHEST_NUMBER && !title.is_empty()).then(|| (number.to_string(), title))
}

fn leading_number(rest: &str) -> Option<(String, &str)> {
    let end = rest
        .find(|letter: char| !letter.is_ascii_digit() && letter != '.')
        .unwrap_or(rest.len());
    let written = &rest[..end];
    let parts: Vec<&str> = written.trim_end_matches('.').split('.').collect();
    let small = |part: &&str| part.parse::<i32>().is_ok_and(|number| number <= HIGHEST_NUMBER);
    if parts.is_empty() || !parts.iter().all(small) {
        return None;
    }
    let after = &rest[end..];
    let closed = written.ends_with('.') || after.starts_with(')');
    let after = after.strip_prefix(')').unwrap_or(after);
    if !(closed || after.starts_with([' ', '\t'])) {
        return None;
    }
    let mark: Vec<String> = parts.iter().map(|part| part.trim_start_matches('0').to_owned()).collect();
    let mark = mark.iter().map(|part| if part.is_empty() { "0" } else { part.as_str() });
    Some((mark.collect::<Vec<_>>().join("."), after.trim()))
}

/// Without the page that a list of contents ends its line with.
fn without_page(title: &str) -> &str {
    let bare = title.trim_end_matches(|letter: char| letter.is_ascii_digit());
    if bare.len() == title.len() {
        return title;
    }
    let led = bare.trim_end_matches(['.', '…', ' ']);
    let leaders = &bare[led.len()..];
    if bare.ends_with('\t') || leaders.matches(['.', '…']).count() >= 3 || leaders.contains('…') {
        return led.trim_end_matches('\t').trim_end();
    }
    title
}

/// A frame as text that is read back the same by [`Levels::Indented`].
#[must_use]
pub fn write(tree: &ThemeTree) -> String {
    let mut text = String::new();
    for (theme, depth, _) in &tree.themes {
        text.push_str(&" ".repeat(TAB * depth));
        let compound = theme.key.as_deref().filter(|key| {
            key.contains('.') && leading_number(&format!("{key} x")).is_some()
        });
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
        lines.into_iter().map(|line| (line.level, line.mark(), line.title)).collect()
    }

    fn told(text: &str) -> String {
        let line = |(level, mark, title): (usize, Option<String>, String)| {
            format!("{}{}{title}", ">".repeat(level), mark.map(|mark| format!("[{mark}]")).unwrap_or_default())
        };
        read(text).into_iter().map(line).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn a_plain_numbered_list_is_flat() {
        assert_eq!(told("1. Tid\n2. Økonomi\n\n3 Trivsel\n"), "[1]Tid|[2]Økonomi|[3]Trivsel");
        assert_eq!(told(" 9. I\r\n10. J\r\n"), "[9]I|[10]J", "numbers set flush right");
    }

    #[test]
    fn headings_with_numbers_or_bullets_below_are_a_tree() {
        let expected = "Ét socialområde|>[1]Partner|>[2]Samarbejde|Mennesket|>[3]Medansvar";
        assert_eq!(told("Ét socialområde\n1. Partner\n2. Samarbejde\nMennesket:\n3. Medansvar"), expected);
        assert_eq!(told("# Ét socialområde\n## 1 x\n# To"), "Ét socialområde|>1 x|To");
        assert_eq!(told("Spor\n• A\n\u{f0b7}\tB\n– C\no D"), "Spor|>A|>B|>C|>D");
    }

    #[test]
    fn tabs_and_spaces_are_levels() {
        assert_eq!(told("A\n\tB\n\t\tC\n\tD\nE"), "A|>B|>>C|>D|E");
        assert_eq!(told("A\n   B\n      C\nD"), "A|>B|>>C|D");
        assert_eq!(told("1. A\n  1.1 B\n  1.2. C\n2. D"), "[1]A|>[1.1]B|>[1.2]C|[2]D");
        assert_eq!(told("1. A\n1.1 B\n1.1.1 C\n2. D"), "[1]A|>[1.1]B|>>[1.1.1]C|[2]D");
    }

    #[test]
    fn the_odd_characters_of_word_go() {
        assert_eq!(
            told("\u{feff}1.\u{a0}\u{a0}Tid\u{ad}lig  ind\u{200b}sats\u{b}2.\tFri\u{2011}villige"),
            "[1]Tidlig  indsats|[2]Fri\u{2011}villige"
        );
        assert_eq!(told("Pejlemærke 1: Tillid\nPejlemærke 2 – Tid"), "[1]Tillid|[2]Tid");
        assert_eq!(told("1. Tillid ........ 12\n2. Tid\t14\n3. Uddannelse frem mod 2030"), "[1]Tillid|[2]Tid|[3]Uddannelse frem mod 2030");
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
        assert_eq!(faults("1. A\n\n1. B"), vec![Fault::NumberTwice("1".into(), 3)]);
        assert_eq!(faults("A\nB\na"), vec![Fault::TitleTwice(3)]);
        assert_eq!(faults("A\n1."), vec![Fault::NoTitle(2)]);
        assert_eq!(faults(&"x".repeat(301)), vec![Fault::TooLong(1)]);
        assert_eq!(faults("1\n  2\n    3\n      4\n        5\n          6\n            7").len(), 8);
        assert!(faults(&(0..501).map(|n| format!("T{n}\n")).collect::<String>()).contains(&Fault::TooMany));
    }

    #[test]
    fn numbers_run_over_those_that_have_none_below_them() {
        let (lines, faults) = parse("A\n 1. x\n 2. y\nB\n 1. z", Levels::Found, Numbers::Running);
        assert_eq!(faults, vec![]);
        let numbers: Vec<_> = lines.iter().map(|line| line.number).collect();
        assert_eq!(numbers, [None, Some(1), Some(2), None, Some(3)]);
    }
}
