//! One line of a pasted list taken apart: how it begins, and the words.

/// A number above this is a year or an amount.
const HIGHEST_NUMBER: i32 = 999;
/// Columns that a tab is worth.
pub(super) const TAB: usize = 4;

/// How a line begins, in the order in which one stands above the other where the indentation is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Style {
    Hash(usize),
    Plain,
    Number(usize),
    Bullet,
}

/// A line as it was read.
pub(super) struct Read {
    pub(super) indent: usize,
    pub(super) style: Style,
    pub(super) number: Option<String>,
    pub(super) title: String,
    pub(super) at: usize,
}

/// A line taken apart; none for one without words.
pub(super) fn read(raw: &str, at: usize) -> Option<Read> {
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
        title: without_page(title)
            .trim_end_matches([':', ';'])
            .trim()
            .to_owned(),
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

pub(super) fn begin(rest: &str) -> (Style, Option<String>, &str) {
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
        '•' | '·' | '▪' | '▫' | '◦' | '●' | '○' | '■' | '□' | '➢' | '✓' | '§' | '\u{f000}'
            ..='\u{f0ff}'
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
    let sign = title
        .chars()
        .next()
        .filter(|it| matches!(it, ':' | '.' | '-' | '–' | '—'))?;
    let title = title[sign.len_utf8()..].trim();
    (number <= HIGHEST_NUMBER && !title.is_empty()).then(|| (number.to_string(), title))
}

pub(super) fn leading_number(rest: &str) -> Option<(String, &str)> {
    let end = rest
        .find(|letter: char| !letter.is_ascii_digit() && letter != '.')
        .unwrap_or(rest.len());
    let written = &rest[..end];
    let parts: Vec<&str> = written.trim_end_matches('.').split('.').collect();
    let small = |part: &&str| {
        part.parse::<i32>()
            .is_ok_and(|number| number <= HIGHEST_NUMBER)
    };
    if parts.is_empty() || !parts.iter().all(small) {
        return None;
    }
    let after = &rest[end..];
    let closed = written.ends_with('.') || after.starts_with(')');
    let after = after.strip_prefix(')').unwrap_or(after);
    if !(closed || after.starts_with([' ', '\t'])) {
        return None;
    }
    let mark: Vec<String> = parts
        .iter()
        .map(|part| part.trim_start_matches('0').to_owned())
        .collect();
    let mark = mark
        .iter()
        .map(|part| if part.is_empty() { "0" } else { part.as_str() });
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
    if bare.ends_with('\t') || leaders.matches(['.', '…']).count() >= 3 || leaders.contains('…')
    {
        return led.trim_end_matches('\t').trim_end();
    }
    title
}
