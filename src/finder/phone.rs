//! Phone numbers: eight Danish digits in the usual groupings, and foreign ones with a plus.

use super::groups::{Groups, Label, Run, label};
use super::letters::Letters;
use super::{Found, Kind};

pub(super) fn find(letters: &Letters, groups: &Groups) -> Vec<Found> {
    (0..groups.len())
        .filter_map(|first| {
            danish(letters, groups, first)
                .or_else(|| joined(letters, groups, first))
                .or_else(|| foreign(letters, groups, first))
        })
        .collect()
}

fn gap_is_possible(gap: &str) -> bool {
    matches!(gap, " " | "." | "-" | "  " | " - " | "/")
}

/// Eight digits, with or without a country code in front.
fn danish(letters: &Letters, groups: &Groups, first: usize) -> Option<Found> {
    let run = groups.run(first, 8, gap_is_possible)?;
    let mut gaps = run.gaps();
    let uniform = gaps.next().is_none_or(|one| gaps.all(|gap| gap == one));
    let prefix = prefix(letters, groups, first);
    let label = label(letters, prefix.unwrap_or(run.start()));
    let named = label == Some(Label::Phone) || prefix.is_some();
    let sure = if named {
        0.95
    } else {
        if matches!(label, Some(Label::Business | Label::Case)) || is_amount(letters, run.end()) {
            return None;
        }
        unnamed(letters, groups, &run).filter(|_| uniform)?
    };
    let likely = matches!(
        run.shape().as_slice(),
        [8] | [4, 4]
            | [2, 2, 2, 2]
            | [2, 3, 3]
            | [3, 3, 2]
            | [3, 2, 3]
            | [2, 6]
            | [5, 3]
            | [3, 5]
            | [4, 2, 2]
            | [2, 2, 4]
    ) || run.shape() == [1; 8];
    likely.then(|| Found {
        kind: Kind::Phone,
        start: prefix.unwrap_or(run.start()),
        end: run.end(),
        confidence: sure,
    })
}

/// How much eight digits without a word in front say.
fn unnamed(letters: &Letters, groups: &Groups, run: &Run) -> Option<f64> {
    let digits = run.digits();
    let close = |gap: Option<&str>| gap.is_some_and(|it| it.len() <= 1 && it != "\n");
    let glued = |it: Option<char>| it.is_some_and(|it| it.is_alphabetic() || "/=_#%&".contains(it));
    if digits[0] < 2
        || close(groups.gap_before(run.first))
        || close(groups.gap_after(run.last))
        || glued(letters.before(run.start()))
        || glued(letters.at(run.end()))
    {
        return None;
    }
    match run.shape().as_slice() {
        [2, 2, 2, 2] => Some(0.75),
        // `2023-4471` is a case number, `2023 2024` are years.
        [4, 4]
            if is_year(&digits[..4])
                && (run.gaps().any(|it| it != " ") || is_year(&digits[4..])) =>
        {
            None
        }
        [4, 4] => Some(0.5),
        [8] if !is_date(&digits) => Some(0.5),
        _ => None,
    }
}

/// Where a country code before the group begins: `+45`, `(+45)`, `0045`, `45` after a word for phone.
fn prefix(letters: &Letters, groups: &Groups, first: usize) -> Option<usize> {
    let code = groups.get(first.checked_sub(1)?)?;
    let gap = groups.gap_before(first)?;
    if !matches!(gap, " " | "-" | ")" | ") " | "." | "  ") {
        return None;
    }
    let mut start = code.start;
    match code.digits.as_slice() {
        [0, 0, 4, 5] => {}
        [4, 5] if letters.before(start) == Some('+') => start -= 1,
        [4, 5] if label(letters, start) == Some(Label::Phone) => {}
        _ => return None,
    }
    if gap.starts_with(')') && letters.before(start) == Some('(') {
        start -= 1;
    }
    Some(start)
}

/// `+4594318852` and `004594318852`.
fn joined(letters: &Letters, groups: &Groups, first: usize) -> Option<Found> {
    let group = groups.get(first)?;
    let plus = letters.before(group.start) == Some('+');
    let start = match group.digits.as_slice() {
        [4, 5, rest @ ..] if plus && rest.len() == 8 => group.start - 1,
        [0, 0, 4, 5, rest @ ..] if rest.len() == 8 => group.start,
        _ => return None,
    };
    Some(Found {
        kind: Kind::Phone,
        start,
        end: group.end,
        confidence: 0.95,
    })
}

/// A plus and eight to fifteen digits (ITU-T E.164).
fn foreign(letters: &Letters, groups: &Groups, first: usize) -> Option<Found> {
    let group = groups.get(first)?;
    let before = letters.before(group.start.checked_sub(1)?);
    if letters.before(group.start) != Some('+') || before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let gap = |gap: &str| gap_is_possible(gap) || matches!(gap, " (" | ") " | "(" | ")");
    let run = (8..=15)
        .rev()
        .find_map(|digits| groups.run(first, digits, gap))?;
    Some(Found {
        kind: Kind::Phone,
        start: run.start() - 1,
        end: run.end(),
        confidence: 0.8,
    })
}

fn is_amount(letters: &Letters, end: usize) -> bool {
    let after = letters.lowercase_from(end, 6);
    let after = after.trim_start();
    ["kr", "dkk", "mio", "%", "pct", "euro", "€"]
        .iter()
        .any(|unit| after.starts_with(unit))
}

fn is_year(digits: &[u8]) -> bool {
    matches!(digits, [1, 9, _, _] | [2, 0, _, _])
}

/// `20231011` or `11102023`.
fn is_date(digits: &[u8]) -> bool {
    let two = |at: usize| digits[at] * 10 + digits[at + 1];
    let month = |at| (1..=12).contains(&two(at));
    let day = |at| (1..=31).contains(&two(at));
    is_year(&digits[..4]) && month(4) && day(6) || is_year(&digits[4..]) && day(0) && month(2)
}
