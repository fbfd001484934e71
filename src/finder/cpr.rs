//! CPR numbers: day, month, year and four digits, however they are written.
//!
//! Ten digits whose first four are a day and a month (the day plus 60 in replacement numbers), in one piece, parted after the sixth, by date
//! parts, digit by digit, across a line break; with any dash, dot, space or bracket between. With the word *cpr* near, any grouping, and a date
//! that does not exist too. Also with a four-digit year (`11-09-1947-6032`).

use super::groups::{Groups, Label, Run, label};
use super::letters::Letters;
use super::{Found, Kind};

pub(super) fn find(letters: &Letters, groups: &Groups) -> Vec<Found> {
    (0..groups.len())
        .flat_map(|first| {
            let ten = groups.run(first, 10, gap_is_possible);
            let ten = ten.and_then(|run| Some((confidence(letters, groups, &run)?, run)));
            let twelve = groups.run(first, 12, gap_is_possible);
            let twelve = twelve.and_then(|run| Some((with_century(letters, groups, &run)?, run)));
            [ten, twelve]
        })
        .flatten()
        .map(|(confidence, run)| Found {
            kind: Kind::Cpr,
            start: run.start(),
            end: run.end(),
            confidence,
        })
        .collect()
}

/// Whether so little stands there that a number may go on behind it: at most one line break.
fn gap_is_possible(gap: &str) -> bool {
    let breaks = gap.matches('\n').count();
    let others = gap.chars().filter(|&it| it != ' ' && it != '\n').count();
    let length = gap.chars().count();
    gap.chars()
        .all(|it| " -.,/\\_()[]{}:;*|+=~'\"\n".contains(it))
        && others <= 3
        && if breaks == 0 {
            length <= 5
        } else {
            breaks == 1
        }
}

fn confidence(letters: &Letters, groups: &Groups, run: &Run) -> Option<f64> {
    let digits = run.digits();
    let named = is_named(letters, run);
    let label = label(letters, run.start());
    let day = day(&digits);
    let sure = match (named, day) {
        (true, Some(_)) => 0.97,
        (true, None) if looks_like_six_and_four(run) => 0.5,
        (_, None) => return None,
        (false, Some(day)) => {
            let by_shape = shape(groups, run)?;
            let business = label == Some(Label::Business) || label == Some(Label::Phone);
            if business
                && run
                    .gap_after_digits(6)
                    .is_none_or(|gap| gap.trim().is_empty())
            {
                return None;
            }
            let alone = !touches_letters(letters, run);
            let doubts = [
                (day == Day::Replacement, 0.7),
                (label == Some(Label::Case), 0.5),
                (!alone, 0.6),
            ];
            doubts
                .iter()
                .filter(|(doubt, _)| *doubt)
                .fold(by_shape, |sure, (_, factor)| sure * factor)
        }
    };
    Some(if passes_modulus_11(&digits) {
        sure + (1.0 - sure) * 0.6
    } else {
        sure
    })
}

/// How much the grouping alone says; `None` when it speaks for something else.
fn shape(groups: &Groups, run: &Run) -> Option<f64> {
    let shape = run.shape();
    let gaps: Vec<&str> = run.gaps().collect();
    let has = |letters: &str| {
        gaps.iter()
            .any(|gap| gap.chars().any(|it| letters.contains(it)))
    };
    if has(",;'\"=") {
        return None;
    }
    let spaces_only = gaps.iter().all(|gap| gap.trim().is_empty());
    let tight = |gap: Option<&str>| gap.is_some_and(|it| matches!(it, "-" | "." | "/" | ":" | ","));
    let near = |gap: Option<&str>| {
        tight(gap) || gap.is_some_and(|it| it.chars().all(|it| it == ' ') && it.len() <= 2)
    };
    let before = groups.gap_before(run.first);
    let after = groups.gap_after(run.last);
    let part_of_more = tight(before) || tight(after);
    let breaks = has("\n");
    match shape.as_slice() {
        [10] => Some(if part_of_more { 0.4 } else { 0.6 }),
        [6, 4] if part_of_more => Some(0.5),
        [6, 4] if breaks && spaces_only => Some(0.55),
        [6, 4] => Some(0.85),
        _ if part_of_more || has("+*:") && !gaps.iter().all(|gap| *gap == gaps[0]) => None,
        [2, 2, 2, 2, 2] if is_date_and_time(&gaps) || near(before) || near(after) => None,
        [2, 2, 2, 4] if is_classified(&gaps, &run.digits()) => None,
        _ if spaces_only && (near(before) || near(after)) => None,
        [_, _] if breaks => Some(0.5),
        // Lines of a table: a break belongs between date and running number.
        _ if breaks
            && !run
                .gap_after_digits(6)
                .is_some_and(|gap| gap.contains('\n')) =>
        {
            None
        }
        [2, 2, 2, 4] if !spaces_only => Some(0.75),
        _ if shape.iter().all(|&size| size == 1) => Some(0.7),
        _ => after_six(run, &shape),
    }
}

/// Other groupings that part date and running number.
fn after_six(run: &Run, shape: &[usize]) -> Option<f64> {
    run.gap_after_digits(6)?;
    let mut count = 0;
    let split = shape.iter().position(|size| {
        count += size;
        count == 6
    })?;
    let (head, tail) = shape.split_at(split + 1);
    let date = matches!(head, [6] | [2, 2, 2] | [4, 2] | [2, 4] | [3, 3]) || head == [1; 6];
    let number = matches!(tail, [4] | [2, 2]) || tail == [1; 4];
    (date && number).then_some(0.55)
}

/// `12-10-23 14.30`.
fn is_date_and_time(gaps: &[&str]) -> bool {
    matches!(gaps, [a, b, middle, clock]
        if !a.trim().is_empty() && a == b && middle.contains(' ') && matches!(*clock, "." | ":"))
}

/// A case number by subject, such as `27.03.00-2023`.
fn is_classified(gaps: &[&str], digits: &[u8]) -> bool {
    matches!(gaps, [".", ".", "-"]) && digits[6..].starts_with(&[2, 0])
}

fn looks_like_six_and_four(run: &Run) -> bool {
    matches!(run.shape().as_slice(), [10] | [6, 4])
}

fn is_named(letters: &Letters, run: &Run) -> bool {
    let after = letters.lowercase_from(run.end(), 14);
    let after = after.split('\n').next().unwrap_or_default();
    label(letters, run.start()) == Some(Label::Cpr) || after.contains("cpr")
}

fn touches_letters(letters: &Letters, run: &Run) -> bool {
    let letter = |it: Option<char>| it.is_some_and(char::is_alphabetic);
    letter(letters.before(run.start())) || letter(letters.at(run.end()))
}

fn with_century(letters: &Letters, groups: &Groups, run: &Run) -> Option<f64> {
    let shape = run.shape();
    if !matches!(shape.as_slice(), [8, 4] | [2, 2, 4, 4] | [12]) {
        return None;
    }
    let digits = run.digits();
    let year = digits.get(4..6)?;
    let number = digits.get(8..10)?;
    let short: Vec<u8> = digits
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != 4 && *at != 5)
        .map(|(_, digit)| *digit)
        .collect();
    let centuries = [[1, 8], [1, 9], [2, 0]];
    day(&short).filter(|_| centuries.iter().any(|it| it == year))?;
    if is_named(letters, run) {
        return Some(0.97);
    }
    let lonely = groups.gap_before(run.first).is_none_or(|gap| gap.len() > 1)
        && groups.gap_after(run.last).is_none_or(|gap| gap.len() > 1);
    let dash = run.gap_after_digits(8)?.contains('-');
    let is_year = centuries.iter().any(|it| it == number);
    (lonely && dash && !is_year).then_some(0.6)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Day {
    Real,
    /// Given to people without a CPR number: the day plus 60.
    Replacement,
}

/// The kind of day in the first four digits, when they are a day and a month. 29 February is taken for every year.
fn day(digits: &[u8]) -> Option<Day> {
    const DAYS: [u8; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let [d1, d2, m1, m2, ..] = *digits else {
        return None;
    };
    let month = m1 * 10 + m2;
    let last = *DAYS.get(usize::from(month.checked_sub(1)?))?;
    match d1 * 10 + d2 {
        day if (1..=last).contains(&day) => Some(Day::Real),
        day if (61..=60 + last).contains(&day) => Some(Day::Replacement),
        _ => None,
    }
}

fn passes_modulus_11(digits: &[u8]) -> bool {
    const WEIGHTS: [u32; 10] = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
    let sum: u32 = digits
        .iter()
        .zip(WEIGHTS)
        .map(|(&digit, weight)| u32::from(digit) * weight)
        .sum();
    digits.len() == WEIGHTS.len() && sum.is_multiple_of(11)
}
