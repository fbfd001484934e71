//! What differs between two texts, word by word.

use std::time::Duration;

use serde::Serialize;
use similar::{ChangeTag, TextDiff};

/// Long texts that have little in common are compared more roughly after this.
const AT_MOST: Duration = Duration::from_millis(800);
/// Words of what is the same that are shown around a difference.
const AROUND: usize = 10;

/// What became of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Became {
    Same,
    Gone,
    New,
    /// What is the same and is left out.
    Left,
}

/// A stretch of either text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    pub became: Became,
    pub text: String,
}

/// The differences in order, each with a little of what is the same around it. Empty for equal texts.
#[must_use]
pub fn differences(old: &str, new: &str) -> Vec<Difference> {
    if old == new {
        return Vec::new();
    }
    let diff = TextDiff::configure().timeout(AT_MOST).diff_words(old, new);
    let mut all: Vec<Difference> = Vec::new();
    for change in diff.iter_all_changes() {
        let became = match change.tag() {
            ChangeTag::Equal => Became::Same,
            ChangeTag::Delete => Became::Gone,
            ChangeTag::Insert => Became::New,
        };
        match all.last_mut() {
            Some(last) if last.became == became => last.text.push_str(change.value()),
            _ => all.push(Difference {
                became,
                text: change.value().to_owned(),
            }),
        }
    }
    let last = all.len().saturating_sub(1);
    let mut shown = Vec::new();
    for (at, one) in all.into_iter().enumerate() {
        if one.became == Became::Same {
            shorten(&mut shown, &one.text, (at > 0, at < last));
        } else {
            shown.push(one);
        }
    }
    shown
}

/// What is the same, with its middle left out: the beginning when something differs before it, the end when something does after it.
fn shorten(shown: &mut Vec<Difference>, text: &str, (before, after): (bool, bool)) {
    let same = |text: &str| Difference {
        became: Became::Same,
        text: text.to_owned(),
    };
    let starts: Vec<usize> = words(text);
    if starts.len() <= 2 * AROUND + 4 {
        shown.push(same(text));
        return;
    }
    let head = if before { starts[AROUND] } else { 0 };
    let tail = if after {
        starts[starts.len() - AROUND]
    } else {
        text.len()
    };
    if head > 0 {
        shown.push(same(&text[..head]));
    }
    shown.push(Difference {
        became: Became::Left,
        text: String::new(),
    });
    if tail < text.len() {
        shown.push(same(&text[tail..]));
    }
}

/// Where each word begins, in bytes.
fn words(text: &str) -> Vec<usize> {
    let mut blank = true;
    text.char_indices()
        .filter(|(_, letter)| {
            let begins = blank && !letter.is_whitespace();
            blank = letter.is_whitespace();
            begins
        })
        .map(|(at, _)| at)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str) -> Vec<(Became, String)> {
        let all = differences(old, new).into_iter();
        all.map(|one| (one.became, one.text)).collect()
    }

    #[test]
    fn only_words_that_differ_are_marked() {
        assert_eq!(
            shown("Vi støtter planen.", "Vi støtter ikke planen."),
            [
                (Became::Same, "Vi støtter ".to_owned()),
                (Became::New, "ikke ".to_owned()),
                (Became::Same, "planen.".to_owned())
            ]
        );
        assert!(shown("æøå", "æøå").is_empty());
    }

    #[test]
    fn what_is_the_same_is_left_out_between_differences() {
        let middle = "ens ".repeat(100);
        let all = shown(
            &format!("først {middle}sidst"),
            &format!("Først {middle}SIDST"),
        );
        let kinds: Vec<Became> = all.iter().map(|(became, _)| *became).collect();
        use Became::{Gone, Left, New, Same};
        assert_eq!(kinds, [Gone, New, Same, Left, Same, Gone, New]);
        assert!(all.iter().all(|(_, text)| text.len() < 80));
    }
}
