//! Joining of lines that were broken for the paper or the screen.

use regex::Regex;
use std::sync::LazyLock;

static LIST_ITEM: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*(?:[-–•·*▪◦○●‣]\s|\(?\d{1,2}[.)]\s|[a-zæøå]\)\s)").ok());

/// Whether a line opens a list item.
#[must_use]
pub fn is_item(line: &str) -> bool {
    LIST_ITEM
        .as_ref()
        .is_some_and(|pattern| pattern.is_match(line))
}

/// Joins the lines of one paragraph; a list item keeps its line.
#[must_use]
pub fn join_lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let mut joined = String::new();
    for line in lines {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if joined.is_empty() {
            joined.push_str(line);
        } else if is_item(line) {
            joined.push('\n');
            joined.push_str(line);
        } else {
            join_words(&mut joined, line);
        }
    }
    joined
}

/// Puts the next line behind the text, closing a word that was hyphenated at the line's end. A hyphen that is part of the word stays:
/// *social- og sundhed*, *it-system*, *MED-udvalg*.
pub fn join_words(text: &mut String, next: &str) {
    let next = next.trim_start();
    if text.ends_with('\u{AD}') {
        text.pop();
        text.push_str(next);
        return;
    }
    let hyphenated =
        text.ends_with(['-', '\u{2010}']) && next.chars().next().is_some_and(char::is_lowercase);
    if !hyphenated {
        if !text.is_empty() && !text.ends_with([' ', '\n']) {
            text.push(' ');
        }
        text.push_str(next);
        return;
    }
    let following = next
        .split(|letter: char| !letter.is_alphabetic())
        .next()
        .unwrap_or_default();
    if matches!(following, "og" | "eller" | "samt" | "til" | "men") {
        text.push(' ');
    } else {
        let without = text.trim_end_matches(['-', '\u{2010}']);
        let head = without
            .rsplit(|letter: char| letter.is_whitespace() || letter == '(')
            .next()
            .unwrap_or_default();
        if !is_compound(head) {
            let keep = without.len();
            text.truncate(keep);
        }
    }
    text.push_str(next);
}

/// Whether the word before a hyphen is one that takes a hyphen in Danish: a letter, an abbreviation, or with digits.
fn is_compound(head: &str) -> bool {
    let letters = head.chars().filter(|letter| letter.is_alphabetic()).count();
    letters <= 1
        || matches!(
            head.to_lowercase().as_str(),
            "it" | "tv"
                | "pc"
                | "ip"
                | "eu"
                | "mr"
                | "ct"
                | "cv"
                | "ph"
                | "hf"
                | "sms"
                | "usb"
                | "cpr"
                | "cvr"
        )
        || head.chars().any(|letter| letter.is_ascii_digit())
        || head
            .chars()
            .filter(|letter| letter.is_alphabetic())
            .all(char::is_uppercase)
        || head.contains('-')
}

/// Joins the hard-wrapped lines of a plain text into paragraphs. A paragraph counts as wrapped when all of its lines but the last are
/// nearly full; addresses, lists and verse keep their lines.
#[must_use]
pub fn unwrap_hard_lines(text: &str) -> String {
    let mut blocks = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    for line in text.split('\n') {
        if line.trim().is_empty() {
            if !lines.is_empty() {
                blocks.push(unwrap_block(&lines));
            }
            lines.clear();
        } else {
            lines.push(line);
        }
    }
    if !lines.is_empty() {
        blocks.push(unwrap_block(&lines));
    }
    blocks.join("\n\n")
}

fn unwrap_block(lines: &[&str]) -> String {
    let widest = lines
        .iter()
        .map(|line| line.trim().chars().count())
        .max()
        .unwrap_or_default();
    let mut block = String::new();
    for pair in lines.windows(2) {
        let [line, next] = pair else { continue };
        if block.is_empty() {
            block.push_str(line.trim());
        }
        let word = next
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .chars()
            .count();
        let full = widest >= 50 && line.trim().chars().count() + 1 + word + 2 >= widest;
        if full && !is_item(next) {
            join_words(&mut block, next.trim());
        } else {
            block.push('\n');
            block.push_str(next.trim());
        }
    }
    if block.is_empty() {
        block.push_str(lines.first().map_or("", |line| line.trim()));
    }
    block
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphens_of_the_line_end_go_and_those_of_the_word_stay() {
        assert_eq!(join_lines(["medar-", "bejdere"]), "medarbejdere");
        assert_eq!(join_lines(["social-", "og sundhed"]), "social- og sundhed");
        assert_eq!(join_lines(["et it-", "system"]), "et it-system");
        assert_eq!(join_lines(["MED-", "udvalget"]), "MED-udvalget");
        assert_eq!(join_lines(["Mål:", "- et", "- to"]), "Mål:\n- et\n- to");
    }

    #[test]
    fn an_address_keeps_its_lines() {
        assert_eq!(
            unwrap_hard_lines("Søgade 12\n8799 Ravnsø"),
            "Søgade 12\n8799 Ravnsø"
        );
    }
}
